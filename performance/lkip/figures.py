"""The figures that a text may hold, by name: one registry over the cascade, read afresh for every print.

A figure says itself as its table's cell does, so text and table agree by construction. Words that follow from a figure
("melampaui target", "meningkat") are figures too: they turn with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from planning.capaian import is_percent
from planning.cascade import CascadeIndicator, CascadeNode
from planning.levels import Level
from planning.tables.base import organisation
from renstra_portal.lib.numbers import format_number, spell
from renstra_portal.lib.values import Jenis, Nilai, format_nilai, format_rupiah

from ..capaian import Anggaran, Kinerja
from ..capaian.cetak import capaian_nilai, efisiensi_teks, persen_nilai, rata_rata_nilai, serapan_nilai
from ..capaian.predikat import predikat
from ..capaian.rata_rata import rata_rata
from .data import LkipData, unit_in_text

#: Counts up to this are written in words.
_SPELLED_UP_TO = 11
NOT_AVAILABLE = "belum tersedia"
_SMALL_WORDS = frozenset({"dan", "di", "ke", "dari", "yang", "untuk", "atau", "pada", "dengan", "bagi", "dalam"})
_ABBREVIATIONS = frozenset({"ASN", "PMI", "UMKM", "PAD", "TKA"})


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the name of its token, what it is (for the editor), and how it prints.

    `exists` tells whether there is a figure; without one `text` says so in words that fit into a sentence.
    """

    name: str
    meaning: str
    text: str
    exists: bool = True


#: Figures of an indicator: kind of token → what it is and how it is said (None: there is none).
_OF_INDICATOR: Mapping[str, tuple[str, Callable[[Figures, CascadeIndicator], str | None]]] = {
    "nama_indikator": ("Nama indikator", lambda its, one: one.teks),
    "target": ("Target tahun ini", lambda its, one: its.with_unit(one, its.kinerja.target(one))),
    "realisasi": ("Realisasi tahun ini", lambda its, one: its.with_unit(one, its.kinerja.sampai(one))),
    "capaian": ("Capaian terhadap target", lambda its, one: its.capaian(one)),
    "hasil": ("Kata: melampaui, mencapai, atau belum mencapai target", lambda its, one: its.hasil(one)),
    "predikat": ("Predikat capaian", lambda its, one: its.predikat(its.kinerja.capaian(one).persen)),
    "realisasi_lalu": ("Realisasi tahun lalu", lambda its, one: its.with_unit(one, its.data.last_year(one))),
    "perubahan": ("Kalimat perubahan terhadap tahun lalu", lambda its, one: its.perubahan(one)),
    "selisih_lalu": ("Selisih dari tahun lalu", lambda its, one: its.selisih(one)),
    "arah_lalu": ("Kata: meningkat, menurun, atau tetap", lambda its, one: its.arah(one)),
    "target_akhir": ("Target akhir Renstra", lambda its, one: its.with_unit(one, its.data.akhir(one))),
    "kemajuan_akhir": ("Capaian terhadap target akhir Renstra", lambda its, one: its.kemajuan(one)),
    "standar_nasional": (
        "Standar nasional",
        lambda its, one: its.with_unit(one, one.at("standar_nasional", its.kinerja.tahun)),
    ),
    "standar_provinsi": (
        "Standar provinsi",
        lambda its, one: its.with_unit(one, one.at("standar_provinsi", its.kinerja.tahun)),
    ),
    "banding_nasional": ("Kata: di atas atau di bawah standar nasional", lambda its, one: its.banding(one, "nasional")),
    "banding_provinsi": ("Kata: di atas atau di bawah standar provinsi", lambda its, one: its.banding(one, "provinsi")),
    "peringkat": ("Urutan di antara daerah pembanding", lambda its, one: its.peringkat(one)),
    "banyak_pembanding": ("Banyaknya daerah yang dibandingkan", lambda its, one: its.banyak_pembanding(one)),
}
#: Figures of a row with money (the whole office when the token names no row), kind of token → what, how.
_OF_MONEY: Mapping[str, tuple[str, Callable[[Anggaran], str | None]]] = {
    "pagu": ("Pagu anggaran", lambda found: _rupiah(found.pagu)),
    "keuangan": ("Realisasi anggaran", lambda found: _rupiah(found.realisasi) if found.terisi else None),
    "serapan": ("Serapan anggaran", lambda found: _percent(serapan_nilai(found))),
    "sisa": ("Sisa anggaran", lambda found: _rupiah(found.sisa) if found.terisi else None),
    "sisa_persen": ("Sisa anggaran terhadap pagu", lambda found: _percent(persen_nilai(found.sisa_persen))),
}
#: What was written about a row for its last triwulan, and its name.
_OF_ROW: Mapping[str, tuple[str, Callable[[Figures, CascadeNode], str | None]]] = {
    "nama": ("Nama", lambda its, node: title_case(node.uraian)),
    "pendorong": ("Faktor pendorong", lambda its, node: its.data.catatan(node, "pendorong")),
    "penghambat": ("Faktor penghambat", lambda its, node: its.data.catatan(node, "penghambat")),
    "tindak_lanjut": ("Tindak lanjut", lambda its, node: its.data.catatan(node, "tindak_lanjut")),
    "tindak_lanjut_renja": (
        "Tindak lanjut dalam Renja",
        lambda its, node: its.data.catatan(node, "tindak_lanjut_renja"),
    ),
}
#: Figures of a tujuan or sasaran.
_OF_SASARAN: Mapping[str, tuple[str, Callable[[Figures, CascadeNode], str | None]]] = {
    "capaian_rata": ("Rata-rata capaian indikator", lambda its, node: its.capaian_rata(node)),
    "efisiensi": ("Efisiensi penggunaan sumber daya", lambda its, node: its.efisiensi(node)),
    "hasil_efisiensi": ("Kata: efisien atau belum efisien", lambda its, node: its.hasil_efisiensi(node)),
}
#: Figures of the whole document.
_OF_PLAN: Mapping[str, tuple[str, Callable[[Figures], str | None]]] = {
    "tahun": ("Tahun laporan", lambda its: str(its.kinerja.tahun)),
    "tahun_lalu": ("Tahun sebelumnya", lambda its: str(its.kinerja.tahun - 1)),
    "tahun_akhir": ("Tahun akhir Renstra", lambda its: str(its.data.tahun_akhir) if its.data.tahun_akhir else None),
    "perangkat_daerah": ("Nama perangkat daerah", lambda its: organisation(its.kinerja.plan)),
    "daerah": ("Nama daerah", lambda its: its.kinerja.plan.nama_daerah),
    "hasil_indikator": ("Kalimat: berapa indikator yang mencapai target", lambda its: its.hasil_indikator()),
    "rata_capaian": ("Rata-rata capaian seluruh sasaran", lambda its: its.rata(its.rata_semua)),
    "predikat_semua": ("Predikat rata-rata capaian", lambda its: its.predikat(its.rata_semua)),
}
#: Counts, written as words while they are small: `jumlah:melampaui`.
_COUNTS: Mapping[str, tuple[str, Callable[[Figures], int]]] = {
    "indikator": ("Banyaknya indikator sasaran", lambda its: len(its.data.indikator)),
    "melampaui": ("Indikator yang melampaui target", lambda its: its.count("melampaui target")),
    "mencapai": ("Indikator yang tepat mencapai target", lambda its: its.count("mencapai target")),
    "tercapai": (
        "Indikator yang mencapai atau melampaui target",
        lambda its: its.count("melampaui target") + its.count("mencapai target"),
    ),
    "belum": ("Indikator yang belum mencapai target", lambda its: its.count("belum mencapai target")),
    "tanpa": ("Indikator yang capaiannya belum ada", lambda its: its.count(None)),
    "tujuan": ("Banyaknya tujuan", lambda its: len(its.data.tujuan)),
    "sasaran": ("Banyaknya sasaran", lambda its: len(its.data.sasaran)),
    "program": ("Banyaknya program", lambda its: len(its.kinerja.cascade.at(Level.PROGRAM))),
    "kegiatan": ("Banyaknya kegiatan", lambda its: len(its.kinerja.cascade.at(Level.KEGIATAN))),
    "sub_kegiatan": ("Banyaknya sub-kegiatan", lambda its: len(its.kinerja.cascade.at(Level.SUB_KEGIATAN))),
}
#: Revenue of the office: `pendapatan:target`.
_REVENUE: Mapping[str, tuple[str, Callable[[Anggaran], str | None]]] = {
    "target": ("Target pendapatan", lambda found: _rupiah(found.pagu)),
    "realisasi": ("Realisasi pendapatan", lambda found: _rupiah(found.realisasi) if found.terisi else None),
    "persen": ("Realisasi terhadap target pendapatan", lambda found: _percent(serapan_nilai(found))),
    "hasil": ("Kata: melampaui, mencapai, atau belum mencapai target", lambda found: _revenue_result(found)),
}


class Figures:
    """Every figure that a text of this plan's report may name. Computes on demand and issues no query."""

    def __init__(self, data: LkipData) -> None:
        self.data: LkipData = data
        self.kinerja: Kinerja = data.kinerja
        self._said: dict[str, Figure | None] = {}

    def get(self, name: str) -> Figure | None:
        """The figure of that name ("capaian:123", "pagu", "jumlah:sasaran"); None when there is no such figure."""
        if name not in self._said:
            self._said[name] = self._find(name)
        return self._said[name]

    def say(self, name: str) -> str:
        """How the figure prints; in brackets its name, where there is no such figure (any more)."""
        found = self.get(name)
        return found.text if found else f"[{name} tidak ditemukan]"

    def exists(self, name: str) -> bool:
        """Whether there is a figure of that name and it holds something."""
        found = self.get(name)
        return found is not None and found.exists

    def of_indicator(self, one: CascadeIndicator) -> Iterator[Figure]:
        """Every figure of an indicator that there is, for the editor's list."""
        yield from self._held(f"{kind}:{one.id}" for kind in _OF_INDICATOR)

    def of_sasaran(self, node: CascadeNode) -> Iterator[Figure]:
        """Every figure of a tujuan or sasaran that there is."""
        kinds = (*_OF_ROW, *_OF_SASARAN, *_OF_MONEY)
        yield from self._held(f"{kind}:{node.id}" for kind in kinds)

    def of_row(self, node: CascadeNode) -> Iterator[Figure]:
        """Every figure of another row: its name, its money, and what was written about it."""
        yield from self._held(f"{kind}:{node.id}" for kind in (*_OF_ROW, *_OF_MONEY))

    def of_data(self) -> Iterator[Figure]:
        """Every row of the shared labour data: `data:D03`."""
        yield from self._held(f"data:{nomor}" for nomor in self.data.ketenagakerjaan)

    def of_plan(self) -> Iterator[Figure]:
        """Every figure of the whole report that there is."""
        yield from self._held((*_OF_PLAN, *_OF_MONEY))
        yield from self._held(f"jumlah:{kind}" for kind in _COUNTS)
        yield from self._held(f"pendapatan:{kind}" for kind in _REVENUE)

    # How figures are said ---------------------------------------------------------------------------------------

    def with_unit(self, one: CascadeIndicator, nilai: Nilai) -> str | None:
        """A value of an indicator with its unit: "89,64%", "1.300 orang"; None where nothing or "-" stands."""
        if nilai.kind in (Jenis.KOSONG, Jenis.TIDAK_DIRENCANAKAN):
            return None
        return _in_unit(one, nilai)

    def capaian(self, one: CascadeIndicator) -> str | None:
        """The level of achievement as the tables print it."""
        return _percent(capaian_nilai(self.kinerja.plan, self.kinerja.capaian(one), one))

    def hasil(self, one: CascadeIndicator) -> str | None:
        """Whether the target was reached, as the words of a sentence; decided from the unrounded figure."""
        persen = self.kinerja.capaian(one).persen
        if persen is None:
            return None
        if one.arah == "turun" and self.kinerja.plan.rumus_turun == "C":
            # Form C counts by how much less than the target it was: 0 is the target itself.
            persen += 100
        if persen > 100:
            return "melampaui target"
        return "mencapai target" if persen == 100 else "belum mencapai target"

    def predikat(self, persen: Decimal | None) -> str | None:
        """The grade of a percentage on the plan's scale."""
        found = predikat(persen, self.kinerja.plan.skala_predikat)
        return found.nama if found else None

    def selisih(self, one: CascadeIndicator) -> str | None:
        """By how much the year differs from the last one, without sign: "0,25 poin persen", "340 orang"."""
        change = self._change(one)
        if change is None:
            return None
        decimals = max(self.kinerja.sampai(one).decimals, self.data.last_year(one).decimals)
        number = format_number(abs(change), decimals)
        return f"{number} poin persen" if is_percent(one.satuan) else f"{number} {unit_in_text(one.satuan)}".strip()

    def perubahan(self, one: CascadeIndicator) -> str | None:
        """The change against last year as the rest of a sentence whose subject is the indicator."""
        change = self._change(one)
        now, before = self.with_unit(one, self.kinerja.sampai(one)), self.with_unit(one, self.data.last_year(one))
        if change is None:
            return None
        if not change:
            return f"tetap sebesar {now}, sama dengan tahun {self.kinerja.tahun - 1}"
        return f"{self.arah(one)} {self.selisih(one)}, dari {before} pada tahun {self.kinerja.tahun - 1} menjadi {now}"

    def hasil_indikator(self) -> str | None:
        """How many indicators did what, as the rest of a sentence: "tiga indikator melampaui target dan …"."""
        told = [
            (self.count("melampaui target"), "melampaui target"),
            (self.count("mencapai target"), "tepat mencapai target"),
            (self.count("belum mencapai target"), "belum mencapai target"),
            (self.count(None), "belum dapat dihitung capaiannya"),
        ]
        parts = [f"{_count_text(number)} indikator {words}" for number, words in told if number]
        return joined(parts) if parts else None

    def capaian_rata(self, node: CascadeNode) -> str | None:
        """The mean of a sasaran as tables print it; of a single indicator, that indicator's own capaian."""
        found = self.kinerja.sasaran(node)
        held = [one for one, reached in found.indikator if reached.persen is not None]
        return self.capaian(held[0]) if len(held) == 1 else self.rata(found.capaian)

    def arah(self, one: CascadeIndicator) -> str | None:
        """The verb of the change against last year, from its sign."""
        change = self._change(one)
        if change is None:
            return None
        return "meningkat" if change > 0 else "menurun" if change < 0 else "tetap"

    def kemajuan(self, one: CascadeIndicator) -> str | None:
        """What has been reached of the Renstra's end target, in percent as the tables print it."""
        return _percent(capaian_nilai(self.kinerja.plan, self.data.kemajuan(one), one))

    def banding(self, one: CascadeIndicator, standar: str) -> str | None:
        """Whether the year lies above, below or at a standard."""
        held, reached = one.at(f"standar_{standar}", self.kinerja.tahun).amount, self.kinerja.sampai(one).amount
        if held is None or reached is None:
            return None
        return "di atas" if reached > held else "di bawah" if reached < held else "sama dengan"

    def peringkat(self, one: CascadeIndicator) -> str | None:
        """The place among the regions it is compared with, best first: "ke-26"."""
        place = self.data.peringkat(one)
        return f"ke-{place[0]}" if place else None

    def banyak_pembanding(self, one: CascadeIndicator) -> str | None:
        """How many regions are compared, the own one included."""
        place = self.data.peringkat(one)
        return str(place[1]) if place else None

    def rata(self, persen: Decimal | None) -> str | None:
        """A mean of capaian as the tables print it."""
        return _percent(rata_rata_nilai(self.kinerja.plan, persen))

    @cached_property
    def rata_semua(self) -> Decimal | None:
        """The mean over the sasaran that have a capaian, unrounded."""
        return rata_rata(self.kinerja.sasaran(one).capaian for one in self.data.sasaran)

    def efisiensi(self, node: CascadeNode) -> str | None:
        """The efficiency of a sasaran by the plan's method."""
        found = self.kinerja.sasaran(node).efisiensi
        return None if found.angka is None else efisiensi_teks(found)

    def hasil_efisiensi(self, node: CascadeNode) -> str | None:
        """Whether a sasaran was reached efficiently."""
        efficient = self.kinerja.sasaran(node).efisiensi.efisien
        return None if efficient is None else "efisien" if efficient else "belum efisien"

    def count(self, hasil: str | None) -> int:
        """How many indicators of sasaran had that result (None: have no capaian)."""
        return sum(self.hasil(one) == hasil for one in self.data.indikator)

    # ------------------------------------------------------------------------------------------------------------

    def _held(self, names: Iterable[str]) -> Iterator[Figure]:
        for name in names:
            found = self.get(name)
            if found is not None and found.exists:
                yield found

    def _change(self, one: CascadeIndicator) -> Decimal | None:
        now, before = self.kinerja.sampai(one).amount, self.data.last_year(one).amount
        return None if now is None or before is None else now - before

    def _find(self, name: str) -> Figure | None:
        kind, _, argument = name.partition(":")
        if not argument:
            return self._of_whole(kind)
        if kind == "jumlah" and argument in _COUNTS:
            meaning, counted = _COUNTS[argument]
            return Figure(name, meaning, _count_text(counted(self)))
        if kind == "pendapatan" and argument in _REVENUE:
            meaning, said = _REVENUE[argument]
            return _figure(name, meaning, said(self.data.pendapatan) if self.data.has_pendapatan else None)
        if kind in ("data", "data_lalu"):
            return self._of_data(name, kind, argument)
        if not argument.isdecimal():
            return None
        return self._of_id(name, kind, int(argument))

    def _of_whole(self, kind: str) -> Figure | None:
        if kind in _OF_PLAN:
            meaning, said = _OF_PLAN[kind]
            return _figure(kind, meaning, said(self))
        if kind in _OF_MONEY:
            meaning, money_said = _OF_MONEY[kind]
            return _figure(kind, f"{meaning} perangkat daerah", money_said(self.data.belanja))
        return None

    def _of_data(self, name: str, kind: str, nomor: str) -> Figure | None:
        node = self.data.ketenagakerjaan.get(nomor)
        if node is None:
            return None
        one = node.indikator[0]
        if kind == "data":
            return _figure(name, node.uraian, self.with_unit(one, self.kinerja.data_nilai(one, 4)))
        return _figure(name, f"{node.uraian}, tahun lalu", self.with_unit(one, self.data.last_year(one)))

    def _of_id(self, name: str, kind: str, number: int) -> Figure | None:
        if kind in _OF_INDICATOR:
            one = self.data.indikator_by_id(number)
            if one is None:
                return None
            meaning, said = _OF_INDICATOR[kind]
            return _figure(name, meaning, said(self, one))
        node = self.data.simpul_by_id(number)
        if node is None:
            return None
        if kind in _OF_MONEY:
            meaning, money_said = _OF_MONEY[kind]
            return _figure(name, meaning, money_said(self.data.anggaran(node)))
        if kind in _OF_ROW:
            meaning, row_said = _OF_ROW[kind]
            return _figure(name, meaning, row_said(self, node))
        if kind in _OF_SASARAN and node.level in (Level.TUJUAN, Level.SASARAN):
            meaning, node_said = _OF_SASARAN[kind]
            return _figure(name, meaning, node_said(self, node))
        return None


def title_case(text: str) -> str:
    """A name that the nomenclature writes in capitals as a sentence has it: "Program Hubungan Industrial"."""
    if not text.isupper():
        return text
    words = [word if word in _ABBREVIATIONS else word.lower() for word in text.split()]
    return " ".join(word if word in _SMALL_WORDS else _capitalised(word) for word in words)


def _capitalised(word: str) -> str:
    return "/".join(part[:1].upper() + part[1:] for part in word.split("/"))


def joined(parts: Sequence[str]) -> str:
    """Parts of a sentence as a list in words: "a", "a dan b", "a, b, dan c"."""
    if len(parts) < 3:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"


def _figure(name: str, meaning: str, said: str | None) -> Figure:
    return Figure(name, meaning, NOT_AVAILABLE, exists=False) if said is None else Figure(name, meaning, said)


def _in_unit(one: CascadeIndicator, nilai: Nilai) -> str:
    if nilai.number is None:
        return format_nilai(nilai)
    if is_percent(one.satuan):
        return format_nilai(nilai, percent=True)
    return f"{format_nilai(nilai)} {unit_in_text(one.satuan)}".strip()


def _percent(nilai: Nilai) -> str | None:
    return None if nilai.number is None else format_nilai(nilai, percent=True)


def _rupiah(amount: Decimal) -> str:
    return f"Rp{format_rupiah(amount)}"


def _revenue_result(found: Anggaran) -> str | None:
    if found.persen is None:
        return None
    if found.realisasi == found.pagu:
        return "mencapai target"
    return "melampaui target" if found.realisasi > found.pagu else "belum mencapai target"


def _count_text(number: int) -> str:
    return spell(Decimal(number)) if number <= _SPELLED_UP_TO else format_number(Decimal(number))
