"""Form E.81: evaluation of the Renja of a perangkat daerah by triwulan (Permendagri 86/2017).

The prescribed form has fifteen columns; the wide one names codes and remarks too, and rates the year against its own
target before it rates the Renstra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from planning.capaian import Capaian, capaian, cara_akumulasi, sampai, sampai_tahun_ini
from planning.cascade import Cascade, CascadeIndicator, CascadeNode, PlanInfo
from planning.levels import Level
from planning.models import Rencana
from planning.models.indikator import TRIWULAN
from planning.tables.base import Content, TableDefinition, TableOptions, organisation, years_text
from planning.tables.common import PERMENDAGRI_86, Cells, Lines, kode_text, node_text, works_below
from renstra_portal.lib.dates import MONTHS, roman
from renstra_portal.lib.values import KOSONG, Nilai
from renstra_portal.reporting.model import Cell, Column, ColumnGroup, Heading, leaves

from ..capaian import Kinerja
from ..capaian.cetak import capaian_nilai, persen_nilai
from ..capaian.rata_rata import rata_rata
from . import evaluasi
from .evaluasi import Rupiah, accumulated, rate
from .versi import renstra_in_force

#: Columns of rupiah that are the sum of others in their row: the year, and the Renstra with it.
_ACROSS = {
    "tahun_ini_rp": tuple(f"tw_{n}_rp" for n in TRIWULAN),
    "renstra_ini_rp": ("lalu_rp", "tahun_ini_rp"),
}
#: Triwulan that are still to come, and years before, stay blank on paper but keep their room.
pair = partial(evaluasi.pair, roomy=True)
_FACTORS = (
    ("Faktor pendorong keberhasilan kinerja", "pendorong"),
    ("Faktor penghambat pencapaian kinerja", "penghambat"),
    ("Tindak lanjut yang diperlukan dalam triwulan berikutnya", "tindak_lanjut"),
    ("Tindak lanjut yang diperlukan dalam Renja Perangkat Daerah berikutnya", "tindak_lanjut_renja"),
)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """The whole form: sasaran with their programs, kegiatan and sub-kegiatan, and the foot."""
    plan = cascade.plan
    wide = options.bentuk == "lebar"
    printer = _Printer(cascade, options, wide)
    printer.print()
    return Content(
        columns=_columns(plan, wide),
        rows=printer.lines.rows(),
        notes=printer.notes() if len(printer.lines) else (),
        unit_note="K: kinerja, Rp: anggaran (dalam rupiah)",
        subtitle=_head_lines(cascade, options.triwulan),
        tambahan="Perubahan" if plan.versi != "murni" else "",
    )


class _Printer:
    """Prints the rows top down, collecting what the foot needs."""

    def __init__(self, cascade: Cascade, options: TableOptions, wide: bool) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        self.tahun = cascade.plan.tahun_awal
        self.akhir = cascade.plan.tahun_akhir_renstra
        self.triwulan = options.triwulan
        self.wide = wide
        self.kinerja = Kinerja(cascade)
        self.quarters = tuple(n for n in TRIWULAN if n <= options.triwulan)
        self.before = _years_before(cascade, options.sources)
        self.lines = Lines()
        self.rupiah = Rupiah(self.lines, _ACROSS)
        self.rates: dict[str, list[Decimal]] = {column: [] for column in _rate_columns(wide)}

    def print(self) -> None:
        """Every row and the foot; nothing for a plan without sasaran and programs."""
        programs: list[int] = []
        groups = evaluasi.groups(self.cascade)
        for number, group in enumerate(groups, 1):
            head = None
            if group.sasaran:
                head = self._head(group.sasaran, {"no": str(number), "sasaran": node_text(group.sasaran)})
            parts = [
                self._work(one, f"{number}.{position}" if group.sasaran else str(number + position - 1))
                for position, one in enumerate(group.programs, 1)
            ]
            if head is not None:
                self._fill(head, self.rupiah.total(parts), parts)
            programs += parts
        if groups:
            self._foot(programs)

    def _work(self, node: CascadeNode, number: str = "") -> int:
        """A row of the programme tree with all below it; gives its index."""
        works = works_below(node)
        index = self._head(
            node,
            {"no": number, "kode": kode_text(node, self.plan.digit_sub), "uraian": node_text(node)},
            is_leaf=not works,
        )
        self._fill(index, self._amounts(node), [self._work(one) for one in works], is_leaf=not works)
        return index

    def _head(self, node: CascadeNode, cells: Cells, *, is_leaf: bool = False) -> int:
        """The node's row with its first indicator, and a row for each further one; gives the index of the first."""
        indicators = evaluasi.shown_indicators(node)
        level = "kelompok" if "sasaran" in cells else node.level.value
        index = self.lines.add(level, cells, node=node, keep=not is_leaf)
        for position, one in enumerate(indicators):
            row = self.lines.add("indikator", {}, node=node) if position else index
            self.lines.cells(row).update(self._figures(one))
        cells["unit"] = evaluasi.unit_of(self.plan, node) or cells.get("unit", "")
        cells["keterangan"] = node.keterangan or cells.get("keterangan", "")
        if is_leaf:
            for column, persen in self._mean_rates(indicators).items():
                self.rates[column].append(persen)
        return index

    # Performance --------------------------------------------------------------------------------------

    def _figures(self, one: CascadeIndicator) -> Cells:
        """The cells K of an indicator: what it is to reach, what it reached, and how far that is."""
        values: dict[str, Nilai] = {
            "renstra": self._end(one),
            "lalu": self._so_far(one),
            "target": one.target_at(self.tahun),
            **{f"tw_{n}": self.kinerja.pada(one, n) for n in self.quarters},
            "tahun_ini": self.kinerja.sampai(one, self.triwulan),
            "renstra_ini": self._with_this_year(one),
        }
        cells: Cells = {f"{name}_k": evaluasi.figure(nilai, one) for name, nilai in values.items()}
        for column, found in self._levels(one).items():
            cells[column] = capaian_nilai(self.plan, found, one)
        return cells | {
            "indikator": evaluasi.indicator_text(one),
            "unit": one.penanggung_jawab,
            "keterangan": one.keterangan,
        }

    def _end(self, one: CascadeIndicator) -> Nilai:
        return one.akhir_at(self.akhir) if self.akhir else KOSONG

    def _so_far(self, one: CascadeIndicator) -> Nilai:
        return sampai([one.realisasi_at(year) for year in self.before], cara_akumulasi(one.akumulasi, one.satuan))

    def _with_this_year(self, one: CascadeIndicator) -> Nilai:
        this_year = self.kinerja.sampai(one, self.triwulan)
        return sampai_tahun_ini(self._so_far(one), this_year, one.akumulasi, one.satuan)

    def _levels(self, one: CascadeIndicator) -> dict[str, Capaian]:
        """The levels of achievement by column, unrounded: of the Renstra, and in the wide form of the year."""
        found = {"tingkat_k": self.kinerja.capaian(one, self.triwulan)} if self.wide else {}
        renstra = capaian(self._with_this_year(one), self._end(one), one.arah, self.plan.rumus_turun)
        return found | {"tingkat_renstra_k": renstra}

    def _mean_rates(self, indicators: Sequence[CascadeIndicator]) -> dict[str, Decimal]:
        """The mean level of achievement of a row by column, where one of its indicators has one."""
        found: dict[str, list[Decimal | None]] = {}
        for one in indicators:
            for column, level in self._levels(one).items():
                found.setdefault(column, []).append(level.persen)
        means = {column: rata_rata(levels) for column, levels in found.items()}
        return {column: mean for column, mean in means.items() if mean is not None}

    # Money --------------------------------------------------------------------------------------------

    def _amounts(self, node: CascadeNode) -> dict[str, Decimal]:
        """The rupiah of a row by column, of everything below it; columns without any are left out."""
        spent = node.total_keuangan
        found = {
            "renstra_rp": spent.get(("renstra", self.akhir)) if self.akhir else None,
            "lalu_rp": accumulated(spent.get(("keuangan", year)) for year in self.before),
            "target_rp": node.total.get(self.tahun),
            **{f"tw_{n}_rp": self.kinerja.keuangan_pada(node, n) for n in self.quarters},
        }
        found["tahun_ini_rp"] = accumulated(found[f"tw_{n}_rp"] for n in self.quarters)
        found["renstra_ini_rp"] = accumulated((found["lalu_rp"], found["tahun_ini_rp"]))
        return {column: amount for column, amount in found.items() if amount is not None}

    def _fill(self, index: int, amounts: Mapping[str, Decimal], parts: Sequence[int], *, is_leaf: bool = False) -> None:
        """Print the rupiah of a row and their rates."""
        self.rupiah.fill(index, amounts, parts)
        rates = {"tingkat_renstra_rp": rate(amounts.get("renstra_ini_rp"), amounts.get("renstra_rp"))}
        if self.wide:
            rates["tingkat_rp"] = rate(amounts.get("tahun_ini_rp"), amounts.get("target_rp"))
        for column, persen in rates.items():
            if persen is not None:
                self.lines.cells(index)[column] = persen_nilai(persen)
                if is_leaf:
                    self.rates[column].append(persen)

    # Foot ---------------------------------------------------------------------------------------------

    def _foot(self, programs: Sequence[int]) -> None:
        ids = [column.id for column in leaves(_columns(self.plan, self.wide))]
        label_width = ids.index("renstra_k")
        if programs:
            total = self.lines.add("jumlah", {ids[0]: Cell("Jumlah", colspan=label_width)})
            self._fill(total, self.rupiah.total(programs), programs)
        evaluasi.average_rows(self.lines, ids, self.rates, self.plan, "Rata-rata capaian kinerja (%)")
        for label, what in _FACTORS:
            texts = evaluasi.remarks(self.cascade, f"{what}_{self.triwulan}")
            evaluasi.full_row(self.lines, ids, f"{label}:", texts, label_width)

    def notes(self) -> tuple[str, ...]:
        """What the heads do not say: the rules behind the columns, and years and scale."""
        reached, renstra = "12", "14" if self.wide else "13"
        found = [
            f"Kolom {reached} (K): menurut cara akumulasi indikator (jumlah, rata-rata, atau nilai terakhir triwulan). "
            f"Kolom {renstra} (K): 6 + {reached} bagi indikator yang dijumlah, selain itu nilai terakhir."
        ]
        if self.before:
            found.append(f"Kolom 6 memuat realisasi tahun {years_text(self.before[0], self.before[-1])}.")
        if any(one.arah == "turun" for node in self.cascade.walk() for one in node.indikator):
            found.append(evaluasi.falling_note(self.plan))
        found.append("Rata-rata dihitung atas baris sub-kegiatan yang mempunyai nilai.")
        return (*found, evaluasi.scale_note(self.plan), *evaluasi.shared_programs(self.cascade))


def _rate_columns(wide: bool) -> tuple[str, ...]:
    """The ids of the columns of rates, from left to right."""
    renstra = ("tingkat_renstra_k", "tingkat_renstra_rp")
    return ("tingkat_k", "tingkat_rp", *renstra) if wide else renstra


def _years_before(cascade: Cascade, sources: Sequence[Cascade]) -> tuple[int, ...]:
    """The years of the Renstra before this one for which anything was realised.

    Without the Renstra in the portal they are those held of the five years that end with it (UU 25/2004).
    """
    year, end = cascade.plan.tahun_awal, cascade.plan.tahun_akhir_renstra
    first = sources[0].plan.tahun_awal if sources else (end or year) - 4
    held = {one for node in cascade.walk() for indicator in node.indikator for one in indicator.realisasi}
    held |= {tahun for root in cascade.roots for peran, tahun in root.total_keuangan if peran == "keuangan"}
    return tuple(one for one in sorted(held) if first <= one < year)


def _head_lines(cascade: Cascade, triwulan: int) -> tuple[str, ...]:
    """The lines under the title: which Renja, up to when, and what the sasaran are to reach."""
    plan = cascade.plan
    renja = "Perubahan Renja" if plan.versi != "murni" else "Renja"
    until = f"Januari–{MONTHS[3 * triwulan - 1]} {plan.tahun_awal} (s.d. Triwulan {roman(triwulan)})"
    targets = dict.fromkeys(
        f"{one.teks}: {evaluasi.told(one.target_at(plan.tahun_awal), one)}"
        for node in cascade.at(Level.SASARAN)
        for one in node.indikator
        if one.target_at(plan.tahun_awal).is_filled
    )
    lines = (f"{renja} {organisation(plan)} Tahun {plan.tahun_awal}", f"Periode Pelaksanaan: {until}")
    if not targets:
        return lines
    goals = "; ".join(targets)
    return (
        *lines,
        f"Indikator dan target kinerja Perangkat Daerah yang mengacu pada sasaran RKPD: {goals}",
    )


def _columns(plan: PlanInfo, wide: bool) -> tuple[Heading, ...]:
    """The head with its numbers and formulas, as the form and its wide variant prescribe them."""
    year = plan.tahun_awal
    end = str(plan.tahun_akhir_renstra or "…")
    work = Column("uraian", "Program/Kegiatan/ Sub Kegiatan", 3.4, number="" if wide else "3")
    quarters = ColumnGroup(
        "Realisasi Kinerja pada Triwulan",
        tuple(pair(f"tw_{n}", roman(n), str(7 + n)) for n in TRIWULAN),
    )
    this_year = "Realisasi Capaian Kinerja dan Anggaran Renja Perangkat Daerah yang Dievaluasi"
    with_this_year = f"Realisasi Kinerja dan Anggaran Renstra Perangkat Daerah s/d Tahun {year}"
    renstra_rate = f"Tingkat Capaian Kinerja dan Realisasi Anggaran Renstra Perangkat Daerah s/d Tahun {year} (%)"
    shared: tuple[Heading, ...] = (
        Column("no", "No", 0.45, "code", "1"),
        Column("sasaran", "Sasaran", 1.8, number="2"),
        ColumnGroup(
            "Program/Kegiatan/ Sub Kegiatan", (Column("kode", "Kode", 0.9, "code"), replace(work, title="Uraian")), "3"
        )
        if wide
        else work,
        Column("indikator", "Indikator Kinerja Program (Outcome)/ Kegiatan (Output)", 3.4, number="4"),
        pair("renstra", f"Target Renstra Perangkat Daerah pada Tahun {end} (Akhir Periode Renstra)", "5"),
        pair(
            "lalu",
            f"Realisasi Capaian Kinerja Renstra Perangkat Daerah s/d Renja Perangkat Daerah Tahun Lalu ({year - 1})",
            "6",
        ),
        pair(
            "target",
            f"Target Kinerja dan Anggaran Renja Perangkat Daerah Tahun Berjalan ({year}) yang Dievaluasi",
            "7",
        ),
        quarters,
    )
    unit = Column("unit", "Unit Perangkat Daerah Penanggung Jawab", 1.3, number="16" if wide else "15")
    if not wide:
        return (
            *shared,
            pair("tahun_ini", this_year, "12"),
            pair("renstra_ini", with_this_year, "13 = 6 + 12"),
            pair("tingkat_renstra", renstra_rate, "14 = 13/5 × 100%", rate=True),
            unit,
        )
    return (
        *shared,
        pair("tahun_ini", this_year, "12 = 8 + 9 + 10 + 11"),
        pair(
            "tingkat",
            f"Tingkat Capaian Kinerja dan Realisasi Anggaran Renja Perangkat Daerah Tahun {year} (%)",
            "13 = 12/7 × 100%",
            rate=True,
        ),
        pair("renstra_ini", with_this_year, "14 = 6 + 12"),
        pair("tingkat_renstra", renstra_rate, "15 = 14/5 × 100%", rate=True),
        unit,
        Column("keterangan", "Keterangan", 1.0, number="17"),
    )


def _sources(rencana: Rencana) -> tuple[Rencana, ...]:
    """The Renstra that the year carries out: it says which years column 6 adds up."""
    renstra = renstra_in_force(rencana)
    return (renstra,) if renstra else ()


TABLE = TableDefinition(
    id="E.81",
    sebutan="Formulir",
    judul="Evaluasi Terhadap Hasil Renja Perangkat Daerah Lingkup {daerah}",
    dasar=PERMENDAGRI_86,
    group="Evaluasi",
    content=content,
    kosong="Belum ada sasaran dan program. Buat kinerja dari Renja, lalu isi realisasinya.",
    jenis_rencana=("kinerja",),
    names=("evaluasi hasil renja",),
    lebar="kode, tingkat capaian terhadap target tahun ini, dan keterangan",
    per_triwulan=True,
    sources=_sources,
    signers=evaluasi.evaluated_by,
    pilih_pagu=False,
    kertas="F4",
    kertas_lebar="A3",
)
