"""Made-up reports in the shape of the regulated ones: 17 columns of figures, and a merged cascade."""

from decimal import Decimal

from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai
from renstra_portal.reporting.figures import number_of
from renstra_portal.reporting.model import (
    Cell,
    CellValue,
    Column,
    ColumnGroup,
    Report,
    Row,
    Signature,
    as_cell,
)

YEARS = tuple(range(2025, 2031))
VERSION_LINE = "Renstra 2025–2029 · murni · konsep · dicetak 22 November 2026"
SIGNATURE = Signature(
    place_date="Kota Contoh, 22 November 2026",
    lines_before=("Kepala Dinas Ketenagakerjaan", "Kota Contoh,"),
    name="Nama Kepala Dinas, S.Sos., M.Si.",
    rank="Pembina Utama Muda",
    nip="123456789012345678",
)


def funding_columns() -> tuple[Column | ColumnGroup, ...]:
    """The 17 columns of table 4.3."""
    years = []
    for offset, year in enumerate(YEARS):
        target = Column(f"target_{year}", "Target", 3.2, "value", number=f"({5 + 2 * offset})")
        pagu = Column(f"pagu_{year}", "Pagu", 6, "rupiah", number=f"({6 + 2 * offset})")
        years.append(ColumnGroup(str(year), (target, pagu)))
    return (
        Column("uraian", "Bidang Urusan/Program/Outcome/ Kegiatan/Subkegiatan/Output", 18, number="(1)"),
        Column("indikator", "Indikator Outcome/Output", 16, number="(2)"),
        Column("satuan", "Satuan", 5, number="(3)"),
        Column("baseline", "Baseline 2024", 4, "value", number="(4)"),
        ColumnGroup("Target dan Pagu Indikatif Tahun", tuple(years)),
        Column("ket", "Ket", 4, number="(17)"),
    )


def _pagu(seed: int, year: int) -> Decimal:
    return Decimal(seed * 1_734_501 + 63_563_000 + (year - 2025) * 4_250_750)


def funding_report(subs: int = 8, programs: int = 4) -> Report:
    """Table 4.3 with sums: each program has one kegiatan per four sub-kegiatan."""
    rows: list[Row] = []
    tops: list[int] = []
    rows.append(Row("perangkat_daerah", {}, keep_with_next=True))
    for p in range(programs):
        program = len(rows)
        tops.append(program)
        rows.append(Row("program", {}, keep_with_next=True))
        rows.append(
            Row(
                "outcome",
                {
                    "uraian": Cell("Meningkatnya kompetensi dan produktivitas tenaga kerja", indent=1),
                    "indikator": "Persentase tenaga kerja bersertifikat kompetensi",
                    "satuan": "Persen",
                    "baseline": Cell(Nilai.of(Decimal("99.30")), percent=True),
                    **{
                        f"target_{y}": Cell(Nilai.of(Decimal("99.70")), percent=True) if y % 2 else TIDAK_DIRENCANAKAN
                        for y in YEARS
                    },
                },
                keep_with_next=True,
            )
        )
        activities: list[int] = []
        for first in range(0, subs, 4):
            activity = len(rows)
            activities.append(activity)
            rows.append(Row("kegiatan", {}, keep_with_next=True))
            children: list[int] = []
            for s in range(first, min(first + 4, subs)):
                seed = p * 37 + s * 5 + 3
                children.append(len(rows))
                cells: dict[str, Cell | CellValue] = {
                    "uraian": Cell(
                        f"Proses Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja {p}.{s}",
                        indent=2,
                    ),
                    "indikator": "Jumlah Tenaga Kerja yang Mendapat Pelatihan berdasarkan Klaster Kompetensi",
                    "satuan": "Orang/Bulan",
                    "baseline": Nilai.of(1_150 + seed),
                    "ket": "BB" if s == 1 else "",
                }
                for y in YEARS:
                    cells[f"target_{y}"] = NIHIL if s == 2 and y == 2025 else Nilai.of(1_200 + seed + y - 2025)
                    cells[f"pagu_{y}"] = _pagu(seed, y)
                if s == 3:
                    cells["target_2026"] = KOSONG
                    cells["pagu_2030"] = _pagu(seed, 2030) + Decimal("0.06")
                rows.append(Row("sub_kegiatan", cells, key=f"s-{p}-{s}"))
            name = "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi"
            rows[activity] = _sum_row(rows, "kegiatan", Cell(name, indent=1), children)
        rows[program] = _sum_row(
            rows,
            "program",
            Cell("PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA", mark="†" if p == 0 else ""),
            activities,
        )
    rows[0] = _sum_row(rows, "perangkat_daerah", Cell("DINAS KETENAGAKERJAAN"), tops)
    return Report(
        id="renstra-4-3",
        number="Tabel 4.3",
        title="Rencana Program, Kegiatan, Subkegiatan dan Pendanaan",
        organisation="Dinas Ketenagakerjaan Kota Contoh",
        subtitle=("Tahun 2025–2029",),
        columns=funding_columns(),
        rows=tuple(rows),
        notes=("Pagu bersifat indikatif.", "Tahun 2030 adalah tahun transisi."),
        source="Renstra Dinas Ketenagakerjaan Kota Contoh 2025–2029",
        marks={"†": "pagu berbeda dari jumlah kegiatannya dalam dokumen sumber."},
        signatures=(SIGNATURE,),
        unit_note="(dalam rupiah)",
        version_line=VERSION_LINE,
        stem="renstra-4.3",
    )


def _sum_row(rows: list[Row], level: str, name: Cell, children: list[int]) -> Row:
    cells: dict[str, Cell | CellValue] = {"uraian": name}
    for year in YEARS:
        column = f"pagu_{year}"
        amounts = [rows[i].cells[column] for i in children]
        total = sum((number_of(as_cell(amount).value) or Decimal(0) for amount in amounts), Decimal(0))
        cells[column] = Cell(total, sum_of=tuple(children))
    return Row(level, cells, keep_with_next=True)


def cascade_report(sasaran: int = 4) -> Report:
    """Table 4.2: a tujuan merged over everything, sasaran over their outcomes, lists in the cells."""
    rows: list[Row] = []
    total = sum(3 + s % 3 for s in range(sasaran))
    for s in range(sasaran):
        outcomes = 3 + s % 3
        for o in range(outcomes):
            cells: dict[str, Cell | CellValue] = {
                "outcome": f"Meningkatnya Produktivitas Tenaga Kerja {s + 1}.{o + 1}",
                "output": [
                    f"{o + 1}.{i}. Terlaksananya Koordinasi dan Kerja Sama dengan Sektor Swasta"
                    for i in range(1, 4 + (s + o) % 4)
                ],
                "indikator": "Persentase tenaga kerja di sektor prioritas yang meningkat produktivitasnya",
                "program": [
                    "2. Program Pelatihan Kerja dan Produktivitas Tenaga Kerja",
                    "2.1. Pelaksanaan Pelatihan berdasarkan Unit Kompetensi",
                    "2.1.1. Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja",
                    "2.1.2. Pengadaan Sarana Pelatihan Kerja Kabupaten/Kota",
                ],
            }
            if not rows:
                cells["nspk"] = Cell("-", rowspan=total)
                cells["tujuan"] = Cell("Meningkatnya Produktivitas Tenaga Kerja dan Kewirausahaan", rowspan=total)
            if o == 0:
                cells["sasaran"] = Cell(
                    f"Meningkatnya Kesempatan Kerja dan Berusaha pada Sasaran {s + 1}", rowspan=outcomes
                )
            rows.append(Row("outcome_block", cells))
    titles = (
        ("nspk", "NSPK dan Sasaran RPJMD yang Relevan", 9),
        ("tujuan", "Tujuan", 11),
        ("sasaran", "Sasaran", 11),
        ("outcome", "Outcome", 13),
        ("output", "Output", 20),
        ("indikator", "Indikator", 14),
        ("program", "Program/Kegiatan/Subkegiatan", 22),
        ("ket", "Ket", 5),
    )
    columns = tuple(Column(i, title, w, number=f"({n})") for n, (i, title, w) in enumerate(titles, 1))
    return Report(
        id="renstra-4-2",
        number="Tabel 4.2",
        title="Rumusan Program, Kegiatan dan Subkegiatan",
        organisation="Dinas Ketenagakerjaan Kota Contoh",
        columns=columns,
        rows=tuple(rows),
        version_line=VERSION_LINE,
        signatures=(
            Signature("", ("Mengetahui,", "Wali Kota Contoh"), "Nama Wali Kota"),
            SIGNATURE,
        ),
        paraf=("Sekretaris", "Kasubbag Perencanaan"),
    )
