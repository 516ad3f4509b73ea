"""Form E.80: evaluation of the Renstra of a perangkat daerah over its years (Permendagri 86/2017).

The rows are those of the Renstra; what a year reached comes from its kinerja, whose rows are found by their origins,
else by code and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from planning.capaian import capaian
from planning.cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from planning.models import Rencana
from planning.models.indikator import TRIWULAN
from planning.tables.base import Content, TableDefinition, TableOptions, years_text
from planning.tables.common import PERMENDAGRI_86, Cells, Lines, node_text, plan_years, works_below
from planning.versions.kinerja import kinerja_of
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import KOSONG, Nilai
from renstra_portal.reporting.model import Cell, Column, ColumnGroup, Heading, leaves

from ..capaian.cetak import capaian_nilai, persen_nilai
from ..capaian.rata_rata import rata_rata
from . import evaluasi
from .evaluasi import Rupiah, accumulated, pair, rate
from .pelaksanaan import CarriedOut, carried_out
from .versi import renstra_in_force

_NO_RENSTRA = "Belum ada Renstra di portal yang memuat tahun ini, sehingga tidak ada yang dievaluasi."
_FACTORS = (
    ("Faktor pendorong keberhasilan pencapaian", "pendorong"),
    ("Faktor penghambat", "penghambat"),
    ("Usulan tindak lanjut pada Renja Perangkat Daerah berikutnya", "tindak_lanjut_renja"),
)
#: No cell holds it: it is written by hand when the last year is over.
_NEXT_RENSTRA = "Usulan tindak lanjut pada Renstra Perangkat Daerah berikutnya"


def content(cascade: Cascade, options: TableOptions) -> Content:
    """The whole form over the years of the Renstra; years that were not carried out yet stay blank."""
    versions = (cascade, *options.sources)
    renstra = next((one for one in versions if one.plan.jenis == Rencana.Jenis.RENSTRA), None)
    if renstra is None:
        return Content(columns=_columns(cascade.plan), rows=(), notes=(_NO_RENSTRA,))
    printer = _Printer(renstra, cascade.plan, carried_out(versions))
    printer.print()
    plan = renstra.plan
    return Content(
        columns=_columns(plan),
        rows=printer.lines.rows(),
        notes=printer.notes() if len(printer.lines) else (),
        unit_note="K: kinerja, Rp: anggaran (dalam rupiah)",
        subtitle=(
            f"Renstra {plan.nama_perangkat_daerah} {plan.nama_daerah}",
            f"Periode Pelaksanaan: {years_text(plan.tahun_awal, plan.tahun_akhir)}",
        ),
        tambahan="Perubahan" if plan.versi != "murni" else "",
    )


class _Printer:
    """Prints the rows of the Renstra top down; `settings` are those of the plan whose table it is."""

    def __init__(self, renstra: Cascade, settings: PlanInfo, years: Mapping[int, CarriedOut]) -> None:
        self.renstra = renstra
        self.plan = renstra.plan
        self.settings = settings
        self.years = plan_years(renstra.plan)
        self.carried_out = years
        self.lines = Lines()
        self.rupiah = Rupiah(self.lines, {"akhir_rp": tuple(f"target_{year}_rp" for year in self.years)})
        halves = ("k", "rp")
        self.rates: dict[str, list[Decimal]] = {f"rasio_{year}_{half}": [] for year in self.years for half in halves}

    def print(self) -> None:
        """Every row and the foot; nothing for a Renstra without sasaran and programs."""
        programs: list[int] = []
        groups = evaluasi.groups(self.renstra)
        for number, group in enumerate(groups, 1):
            head = None
            if group.sasaran:
                head = self._head(group.sasaran, {"no": str(number), "sasaran": node_text(group.sasaran)}, "")
            parts = [
                self._work(one, f"{number}.{position}" if group.sasaran else str(number + position - 1))
                for position, one in enumerate(group.programs, 1)
            ]
            if head is not None:
                self._fill(head, self.rupiah.total(parts), parts)
            programs += parts
        if groups:
            self._foot(programs)

    def _work(self, node: CascadeNode, number: str = "", above: str = "") -> int:
        works = works_below(node)
        kode = node.kode or above
        index = self._head(node, {"no": number, "uraian": node_text(node)}, kode, is_leaf=not works)
        self._fill(index, self._amounts(node), [self._work(one, "", kode) for one in works], is_leaf=not works)
        return index

    def _head(self, node: CascadeNode, cells: Cells, kode: str, *, is_leaf: bool = False) -> int:
        level = "kelompok" if "sasaran" in cells else node.level.value
        index = self.lines.add(level, cells, node=node, keep=not is_leaf)
        reached: dict[str, list[Decimal | None]] = {}
        for position, one in enumerate(evaluasi.shown_indicators(node)):
            row = self.lines.add("indikator", {}, node=node) if position else index
            self.lines.cells(row).update(self._figures(one, kode, reached))
        cells["unit"] = evaluasi.unit_of(self.plan, node) or cells.get("unit", "")
        if is_leaf:
            for column, levels in reached.items():
                if (mean := rata_rata(levels)) is not None:
                    self.rates[column].append(mean)
        return index

    def _figures(self, one: CascadeIndicator, kode: str, reached: dict[str, list[Decimal | None]]) -> Cells:
        """The cells K of an indicator; its unrounded levels of achievement are added to `reached` by column."""
        cells: Cells = {
            "indikator": evaluasi.indicator_text(one),
            "awal": evaluasi.figure(one.baseline_at(self.plan.tahun_dasar), one),
            "akhir_k": evaluasi.figure(one.end_value(self.plan.tahun_awal, self.plan.tahun_akhir), one),
            "unit": one.penanggung_jawab,
        }
        for year in self.years:
            target, realised = one.target_at(year), self._realised(one, kode, year)
            level = capaian(realised, target, one.arah, self.settings.rumus_turun)
            cells[f"target_{year}_k"] = evaluasi.figure(target, one)
            cells[f"realisasi_{year}_k"] = evaluasi.figure(realised, one)
            cells[f"rasio_{year}_k"] = capaian_nilai(self.settings, level, one)
            reached.setdefault(f"rasio_{year}_k", []).append(level.persen)
        return cells

    def _realised(self, one: CascadeIndicator, kode: str, year: int) -> Nilai:
        """What the year reached: as it was carried out, else as the Renstra itself holds it."""
        found = self.carried_out[year].reached(one, kode) if year in self.carried_out else KOSONG
        return found if found.is_filled else one.realisasi_at(year)

    def _amounts(self, node: CascadeNode) -> dict[str, Decimal]:
        found: dict[str, Decimal | None] = {f"target_{year}_rp": node.total.get(year) for year in self.years}
        found["akhir_rp"] = accumulated(found.values())
        for year in self.years:
            spent = self.carried_out[year].spent(node) if year in self.carried_out else None
            found[f"realisasi_{year}_rp"] = node.total_keuangan.get(("keuangan", year)) if spent is None else spent
        return {column: amount for column, amount in found.items() if amount is not None}

    def _fill(self, index: int, amounts: Mapping[str, Decimal], parts: Sequence[int], *, is_leaf: bool = False) -> None:
        self.rupiah.fill(index, amounts, parts)
        for year in self.years:
            persen = rate(amounts.get(f"realisasi_{year}_rp"), amounts.get(f"target_{year}_rp"))
            if persen is not None:
                self.lines.cells(index)[f"rasio_{year}_rp"] = persen_nilai(persen)
                if is_leaf:
                    self.rates[f"rasio_{year}_rp"].append(persen)

    def _foot(self, programs: Sequence[int]) -> None:
        ids = [column.id for column in leaves(_columns(self.plan))]
        label_width = ids.index("awal")
        if programs:
            total = self.lines.add("jumlah", {ids[0]: Cell("Jumlah", colspan=label_width)})
            self._fill(total, self.rupiah.total(programs), programs)
        evaluasi.average_rows(self.lines, ids, self.rates, self.settings, "Rata-rata rasio capaian kinerja (%)")
        for label, what in _FACTORS:
            evaluasi.full_row(self.lines, ids, f"{label}:", self._told(what), label_width)
        evaluasi.full_row(self.lines, ids, f"{_NEXT_RENSTRA}:", (), label_width)

    def _told(self, what: str) -> list[str]:
        """What each year told last of its triwulan, behind the year."""
        texts: list[str] = []
        for year, one in self.carried_out.items():
            held = (evaluasi.remarks(one.cascade, f"{what}_{n}") for n in reversed(TRIWULAN))
            texts += [f"{year}: {text}" for text in next(filter(None, held), [])]
        return texts

    def notes(self) -> tuple[str, ...]:
        """Which years were read, the rule of the ratio, and the scale."""
        held = ", ".join(f"{year} ({one.cascade.plan.nama_versi})" for year, one in self.carried_out.items())
        found = [
            f"Realisasi dari kinerja tahun {held}."
            if held
            else "Kolom realisasi terisi begitu kinerja tahunannya dibuat."
        ]
        if any(one.arah == "turun" for node in self.renstra.walk() for one in node.indikator):
            found.append(evaluasi.falling_note(self.settings))
        return (*found, evaluasi.scale_note(self.settings), *evaluasi.shared_programs(self.renstra))


def _columns(plan: PlanInfo) -> tuple[Heading, ...]:
    """The 22 columns of the form for five years; fewer for a shorter Renstra."""
    years = plan_years(plan)
    count = len(years)

    def yearly(name: str, title: str, first: int, *, is_rate: bool = False) -> ColumnGroup:
        return ColumnGroup(
            title,
            tuple(
                pair(f"{name}_{year}", f"{roman(n + 1)} ({year})", str(first + n), rate=is_rate)
                for n, year in enumerate(years)
            ),
        )

    return (
        Column("no", "No", 0.45, "code", "1"),
        Column("sasaran", "Sasaran", 1.4, number="2"),
        Column("uraian", "Program/Kegiatan/ Sub Kegiatan", 2.0, number="3"),
        Column("indikator", "Indikator Kinerja", 1.8, number="4"),
        Column("awal", "Data Capaian pada Awal Tahun Perencanaan", 0.6, "value", "5"),
        pair("akhir", "Target Capaian pada Akhir Tahun Perencanaan", "6"),
        yearly("target", "Target Renstra Perangkat Daerah Tahun ke-", 7),
        yearly("realisasi", "Realisasi Capaian Tahun ke-", 7 + count),
        yearly("rasio", "Rasio Capaian pada Tahun ke- (%)", 7 + 2 * count, is_rate=True),
        Column("unit", "Unit Penanggung Jawab", 1.0, number=str(7 + 3 * count)),
    )


def _sources(rencana: Rencana) -> tuple[Rencana, ...]:
    """The Renstra in force and the latest kinerja of each of its years, without the plan itself."""
    renstra = renstra_in_force(rencana)
    if renstra is None:
        return ()
    years = range(renstra.tahun_awal, renstra.tahun_akhir + 1)
    held = kinerja_of(rencana.perangkat_daerah, *years)
    if rencana.jenis == Rencana.Jenis.KINERJA:
        held.pop(rencana.tahun_awal, None)
    return tuple(one for one in (renstra, *held.values()) if one.pk != rencana.pk)


TABLE = TableDefinition(
    id="E.80",
    sebutan="Formulir",
    judul="Evaluasi Terhadap Hasil Renstra Perangkat Daerah Lingkup {daerah}",
    dasar=PERMENDAGRI_86,
    group="Evaluasi",
    content=content,
    kosong="Belum ada sasaran dan program. Isi dahulu Renstra dan kinerja tahun-tahunnya.",
    jenis_rencana=("renstra", "kinerja"),
    names=("evaluasi hasil renstra",),
    sources=_sources,
    signers=evaluasi.evaluated_by,
    pilih_pagu=False,
    kertas="A3",
)
