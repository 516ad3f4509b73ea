"""LKIP chapter III.B: expenditure by kind and by program, and revenue, against what the budget holds."""

from __future__ import annotations

from planning.cascade import Cascade, CascadeNode
from planning.levels import Level
from planning.tables.base import Content, TableDefinition, TableOptions
from planning.tables.common import Cells, Lines, works_below
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import format_rupiah
from renstra_portal.reporting.model import Cell, Column, ColumnGroup, Heading

from ..capaian import Anggaran, Kinerja
from ..capaian.anggaran import TANPA_ANGGARAN
from ..capaian.cetak import persen_nilai, rata_rata_nilai
from .lkip_common import DASAR, GROUP, ISI, PROGRAM_ANGGARAN, RUPIAH, Uang, missing_row, realisation_section

NO_PERFORMANCE = "*"
_BELANJA = "Belanja per jenis"
_PENDAPATAN = "Pendapatan"
_NO_PROGRAM = f"Belum ada program. {ISI.format(bagian=PROGRAM_ANGGARAN)}"
_NO_KIND = f"Belanja per jenis belum diisi. {ISI.format(bagian=_BELANJA)}"
_NO_REVENUE = f"Pendapatan belum diisi. {ISI.format(bagian=_PENDAPATAN)}"
_MARKS = {NO_PERFORMANCE: "Belum ada capaian kinerja: indikator, target, atau realisasinya belum diisi."}


def content(cascade: Cascade, options: TableOptions) -> Content:
    """Two trees over the same total: expenditure by kind, then the office with its programs down to sub-kegiatan.

    Capaian kinerja is that of the row's indicators and never a copy of the absorption.
    """
    printer = _Printer(cascade, options.triwulan)
    kinds = [printer.kind(root, 0) for root in cascade.roots if root.level == Level.BELANJA]
    if not kinds:
        missing_row(printer.lines, printer.columns, _NO_KIND)
    office = printer.office()
    if office is None:
        missing_row(printer.lines, printer.columns, _NO_PROGRAM)
    else:
        total = printer.lines.add("jumlah", {"uraian": "JUMLAH"} | printer.performance_of_office())
        printer.uang.fill(total, printer.total, (office,), serapan="keu")
        if not printer.total.terisi:
            where = ISI.format(bagian=realisation_section(printer.triwulan))
            missing_row(printer.lines, printer.columns, f"Realisasi keuangan belum diisi. {where}")
    marks = _MARKS if printer.has_marks else {}
    return Content(printer.columns, printer.lines.rows(), printer.notes(), marks=marks, unit_note=RUPIAH)


class _Printer:
    """Prints both trees top down."""

    columns: tuple[Heading, ...] = (
        Column("uraian", "Program/Sub Kegiatan", 5.0),
        ColumnGroup("Realisasi", (Column("fisik", "Fisik (%)", 0.8, "value"), Column("keu", "Keu (%)", 0.8, "value"))),
        Column("pagu", "Pagu Anggaran (Target)", 1.5, "rupiah"),
        Column("realisasi", "Realisasi Penyerapan Anggaran", 1.5, "rupiah"),
        Column("sisa", "Sisa Anggaran", 1.4, "rupiah"),
        Column("capaian", "Capaian Kinerja (%)", 0.9, "value"),
    )

    def __init__(self, cascade: Cascade, triwulan: int) -> None:
        self.cascade = cascade
        self.kinerja = Kinerja(cascade)
        self.triwulan = triwulan
        self.lines = Lines()
        self.uang = Uang(self.lines, realisasi="realisasi", sisa="sisa")
        self.mean = self.kinerja.rata_rata(triwulan)
        self.has_marks = False
        self.by_kind = TANPA_ANGGARAN
        self.total: Anggaran = sum(
            (self.kinerja.anggaran(one, triwulan) for one in cascade.at(Level.PROGRAM)), TANPA_ANGGARAN
        )

    def kind(self, node: CascadeNode, depth: int) -> int:
        """A kind of expenditure with all below it; gives its row."""
        money = self.kinerja.anggaran(node, self.triwulan)
        if depth == 0:
            self.by_kind += money
        level = "rincian" if not node.children else "kelompok"
        cells: Cells = {"uraian": Cell(node.uraian, indent=depth)}
        index = self.lines.add(level, cells, node=node, keep=bool(node.children))
        self.uang.fill(index, money, [self.kind(child, depth + 1) for child in node.children], serapan="keu")
        return index

    def office(self) -> int | None:
        """The office with its programs; None in a plan without programs."""
        office, programs = self.cascade.office, self.cascade.at(Level.PROGRAM)
        if office is None or not programs:
            return None
        name = office.uraian or self.cascade.plan.nama_perangkat_daerah
        cells: Cells = {"uraian": name, "fisik": self.progress(office)} | self.performance_of_office()
        index = self.lines.add("perangkat_daerah", cells, node=office, keep=True)
        self.uang.fill(index, self.total, [self.work(one, 0) for one in programs], serapan="keu")
        return index

    def work(self, node: CascadeNode, depth: int) -> int:
        """A row of the programme tree with all below it; gives its row."""
        reached = self.kinerja.capaian_baris(node, self.triwulan)
        if reached is None:
            self.has_marks = True
            performance = Cell("-", mark=NO_PERFORMANCE)
        else:
            performance = Cell(rata_rata_nilai(self.cascade.plan, reached), percent=True)
        cells: Cells = {
            "uraian": Cell(node.uraian, indent=depth),
            "fisik": self.progress(node),
            "capaian": performance,
        }
        below = works_below(node)
        index = self.lines.add(node.level.value, cells, node=node, keep=bool(below))
        money = self.kinerja.anggaran(node, self.triwulan)
        self.uang.fill(index, money, [self.work(one, depth + 1) for one in below], serapan="keu")
        return index

    def progress(self, node: CascadeNode) -> Cell | None:
        """Physical progress of a row in percent, blank where nobody told it."""
        found = self.kinerja.fisik(node, self.triwulan)
        return None if found is None else Cell(persen_nilai(found), percent=True)

    def performance_of_office(self) -> Cells:
        """Mean capaian of the sub-kegiatan that have one, as the foot of E.81 takes it."""
        mean = self.mean.kinerja
        if mean is None:
            self.has_marks = True
            return {"capaian": Cell("-", mark=NO_PERFORMANCE)}
        return {"capaian": Cell(rata_rata_nilai(self.cascade.plan, mean), percent=True)}

    def notes(self) -> tuple[str, ...]:
        """What the capaian is of, up to when the money is told, and whether the two trees tell the same total."""
        mean = self.mean
        notes = [
            "Capaian kinerja perangkat daerah dan jumlah adalah rata-rata "
            f"{mean.baris_kinerja} dari {mean.baris} sub kegiatan yang memiliki capaian; "
            "baris lain rata-rata capaian indikatornya sendiri."
        ]
        if self.triwulan < 4:
            notes.insert(0, f"Realisasi sampai triwulan {roman(self.triwulan)}.")
        for what, kind, program in (
            ("Pagu", self.by_kind.pagu, self.total.pagu),
            ("Realisasi", self.by_kind.realisasi, self.total.realisasi),
        ):
            if kind and kind != program:
                notes.append(
                    f"{what} belanja per jenis (Rp{format_rupiah(kind)}) berbeda dari jumlah program "
                    f"(Rp{format_rupiah(program)})."
                )
        return tuple(notes)


def revenue_content(cascade: Cascade, options: TableOptions) -> Content:
    """Revenue by account: the target, what came in, its rate, and what is missing or over."""
    columns = (
        Column("uraian", "Uraian", 5.0),
        Column("jumlah", "Jumlah (Rp.)", 1.6, "rupiah"),
        Column("realisasi", "Realisasi", 1.6, "rupiah"),
        Column("persen", "%", 0.8, "value"),
        Column("selisih", "Surplus/Defisit", 1.6, "rupiah"),
    )
    kinerja = Kinerja(cascade)
    lines = Lines()
    uang = Uang(lines, pagu="jumlah", realisasi="realisasi", sisa="selisih")

    def add(node: CascadeNode, depth: int) -> int:
        level = "rincian" if not node.children else "kelompok"
        index = lines.add(level, {"uraian": Cell(node.uraian, indent=depth)}, node=node, keep=bool(node.children))
        parts = [add(child, depth + 1) for child in node.children]
        uang.fill(index, kinerja.anggaran(node, options.triwulan), parts, serapan="persen")
        return index

    roots = [root for root in cascade.roots if root.level == Level.PENDAPATAN]
    parts = [add(root, 0) for root in roots]
    if parts:
        total = sum((kinerja.anggaran(one, options.triwulan) for one in roots), TANPA_ANGGARAN)
        uang.fill(lines.add("jumlah", {"uraian": "JUMLAH PENDAPATAN"}), total, parts, serapan="persen")
    else:
        missing_row(lines, columns, _NO_REVENUE)
    notes = ["Surplus/defisit = jumlah − realisasi: positif berarti realisasi di bawah target."] if parts else []
    if options.triwulan < 4:
        notes.insert(0, f"Realisasi sampai triwulan {roman(options.triwulan)}.")
    return Content(columns, lines.rows(), tuple(notes), unit_note=RUPIAH)


TABLE = TableDefinition(
    id="LKIP-10",
    judul="Ringkasan Realisasi Anggaran Belanja {perangkat_daerah} Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=content,
    kosong=_NO_PROGRAM,
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("realisasi belanja", "belanja"),
    singkat="Realisasi belanja",
    per_triwulan=True,
)
REVENUE = TableDefinition(
    id="LKIP-12",
    judul="Ringkasan Realisasi Anggaran Pendapatan {perangkat_daerah} Tahun {tahun}",
    dasar=DASAR,
    group=GROUP,
    content=revenue_content,
    kosong=_NO_REVENUE,
    bagian="pendapatan",
    jenis_rencana=("kinerja",),
    pilih_pagu=False,
    names=("realisasi pendapatan",),
    singkat="Realisasi pendapatan",
    per_triwulan=True,
)
