"""How the report is composed: its chapters with their texts, tables and charts, and what is missing in each.

One structure serves the page, where texts are edited, and the printed document. Tables and charts are made only when
they are printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.tables import TABLES, TableOptions
from renstra_portal.lib.dates import roman
from renstra_portal.lib.values import Jenis
from renstra_portal.reporting.model import Report

from ..models import BlockEdit
from ..perjanjian.lampiran import attachment
from ..tables.lkip import sasaran_report
from .data import LkipData
from .figures import Figures
from .perjanjian import LampiranPerjanjian, signatures_html, statement_html
from .sentences import Sentences

#: The sheet of the grid on which what is missing is entered, by its key.
ENTRY, TRIWULAN, SETTINGS = "isian", "triwulan", "pengaturan"

#: Points a to g that PermenPANRB 53/2014 asks for of every performance statement.
POINTS = {
    "a": "Perbandingan target dan realisasi tahun ini",
    "b": "Perbandingan dengan realisasi tahun-tahun sebelumnya",
    "c": "Perbandingan dengan target akhir Renstra",
    "d": "Perbandingan dengan standar nasional dan provinsi",
    "e": "Penyebab keberhasilan atau kegagalan dan alternatif solusi",
    "f": "Efisiensi penggunaan sumber daya",
    "g": "Program dan kegiatan yang mendukung",
}


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A text block: its key, what the page calls it, its standard text, and the edit that holds, if any.

    `hint` says what to write where there is no standard text; with `optional` the block may stay empty and is then
    not printed.
    """

    key: str
    name: str
    standard: str
    edit: BlockEdit | None = None
    hint: str = ""
    optional: bool = False

    @property
    def is_edited(self) -> bool:
        """Whether a person's words hold instead of the standard text."""
        return self.edit is not None and not self.edit.is_standard

    @property
    def text(self) -> str:
        """The stored text that holds, with tokens."""
        return self.edit.text if self.edit is not None and not self.edit.is_standard else self.standard

    @property
    def number(self) -> int:
        """The number of its last edit, 0 for none."""
        return self.edit.number if self.edit else 0


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table: its caption, and how it is made when printed."""

    title: str
    make: Callable[[], Report]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart: its caption, and its key among `performance.charts.charts_of`."""

    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Insert:
    """A piece of the document that is made elsewhere, such as the statement of a perjanjian: how its HTML is made."""

    make: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not there yet: what, and where it is entered ("isian", "triwulan", "pengaturan")."""

    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: its number as printed ("BAB III", "3.1.2", "a."), title, level (1 chapter … 4 point)."""

    key: str
    number: str
    title: str
    level: int
    content: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """This part and everything in it, in printed order."""
        yield self
        for one in self.content:
            if isinstance(one, Section):
                yield from one.walk()
            else:
                yield one


#: What a part may hold.
Part = TextBlock | TableBlock | ChartBlock | Insert | Gap | Section


@dataclass(frozen=True, slots=True)
class Composition:
    """The whole report: foreword, executive summary, chapters I to IV, and the annexes."""

    data: LkipData
    figures: Figures
    sections: tuple[Section, ...]

    def texts(self) -> Iterator[TextBlock]:
        """Every text block, in printed order."""
        for one in self.sections:
            yield from (part for part in one.walk() if isinstance(part, TextBlock))

    def block(self, key: str) -> TextBlock | None:
        """The text block of that key."""
        return next((one for one in self.texts() if one.key == key), None)


def compose(
    cascade: Cascade,
    edits: Mapping[str, BlockEdit],
    sources: Mapping[str, tuple[Cascade, ...]] | None = None,
    perjanjian: Sequence[LampiranPerjanjian] = (),
) -> Composition:
    """The report of a kinerja plan: its structure with the texts that hold. Pure; issues no query.

    `sources` holds, by table id, the further versions that a table reads (`TableDefinition.sources`); `perjanjian` what
    is annexed. Neither changes texts or what is missing, so the page leaves them out.
    """
    data = LkipData(cascade)
    figures = Figures(data)
    return Composition(data, figures, _Composer(data, figures, edits, sources or {}, perjanjian).sections())


class _Composer:
    """Puts the parts together."""

    def __init__(
        self,
        data: LkipData,
        figures: Figures,
        edits: Mapping[str, BlockEdit],
        sources: Mapping[str, tuple[Cascade, ...]],
        perjanjian: Sequence[LampiranPerjanjian],
    ) -> None:
        self.data, self.figures, self.edits, self.sources = data, figures, edits, sources
        self.perjanjian = perjanjian
        self.sentences = Sentences(figures)

    def sections(self) -> tuple[Section, ...]:
        k = self.sentences
        return (
            Section(
                "pengantar",
                "",
                "Kata Pengantar",
                1,
                (self._text("kata-pengantar", "Kata pengantar", k.kata_pengantar()),),
            ),
            Section(
                "ringkasan",
                "",
                "Ringkasan Eksekutif",
                1,
                (self._text("ringkasan", "Ringkasan eksekutif", k.ringkasan()),),
            ),
            self._pendahuluan(),
            self._perencanaan(),
            self._akuntabilitas(),
            self._penutup(),
            *self._lampiran(),
        )

    # Chapters -----------------------------------------------------------------------------------------------------

    def _pendahuluan(self) -> Section:
        k = self.sentences
        texts = (
            ("latar-belakang", "Latar Belakang", k.latar_belakang(), "", False),
            ("landasan-hukum", "Landasan Hukum", k.landasan_hukum(), "", False),
            (
                "tugas-fungsi",
                "Tugas, Fungsi, dan Struktur Organisasi",
                "",
                "Tulis tugas, fungsi, dan susunan organisasi menurut peraturan kepala daerah.",
                False,
            ),
            (
                "sumber-daya",
                "Sumber Daya Aparatur",
                "",
                "Tulis jumlah pegawai menurut jabatan, golongan, dan pendidikan.",
                False,
            ),
            (
                "isu-strategis",
                "Permasalahan dan Isu Strategis",
                k.isu_strategis(),
                "Tulis permasalahan dan isu strategis, atau isi pada Renstra.",
                False,
            ),
            ("sistematika", "Sistematika Penyajian", k.sistematika(), "", False),
        )
        parts = tuple(
            Section(key, f"1.{number}", title, 2, (self._text(key, title, standard, empty, optional=optional),))
            for number, (key, title, standard, empty, optional) in enumerate(texts, 1)
        )
        return Section("bab-1", "BAB I", "Pendahuluan", 1, parts)

    def _perencanaan(self) -> Section:
        k = self.sentences
        plan = self.data.kinerja.plan
        strategy = Section(
            "renstra",
            "2.1",
            "Rencana Strategis",
            2,
            (
                self._text("renstra", "Tujuan dan sasaran Renstra", k.renstra(), "Isi tujuan dan sasaran di Isian."),
                self._text(
                    "program-anggaran", "Program dan anggaran", k.program_anggaran(), "Isi program dan pagu di Isian."
                ),
            ),
        )
        agreement = Section(
            "perjanjian",
            "2.2",
            "Perjanjian Kinerja",
            2,
            (
                self._text("perjanjian", "Perjanjian kinerja", k.perjanjian()),
                self._text(
                    "perjanjian-perubahan",
                    "Penjelasan perubahan perjanjian",
                    "",
                    "Jelaskan perubahan target atau anggaran dan alasannya, bila ada.",
                    optional=True,
                ),
                *self._table("PK-1", f"Sasaran, Indikator, dan Target {self._pk_name()} Tahun {plan.tahun_awal}"),
                *self._table("PK-2", f"Program dan Anggaran {self._pk_name()} Tahun {plan.tahun_awal}"),
            ),
        )
        return Section("bab-2", "BAB II", "Perencanaan Kinerja", 1, (strategy, agreement))

    def _akuntabilitas(self) -> Section:
        capaian = Section("capaian", "3.1", "Capaian Kinerja Organisasi", 2, tuple(self._capaian()))
        anggaran = Section("anggaran", "3.2", "Realisasi Anggaran", 2, tuple(self._anggaran()))
        inovasi = Section(
            "inovasi",
            "3.3",
            "Inovasi dan Penghargaan",
            2,
            (
                self._text(
                    "inovasi",
                    "Inovasi dan penghargaan",
                    "",
                    "Tulis inovasi yang dikembangkan dan penghargaan yang diterima. Boleh dikosongkan.",
                    optional=True,
                ),
            ),
        )
        parts = [capaian, anggaran]
        # An optional section without words would be a heading over nothing; the page still offers to write it.
        parts.append(inovasi)
        return Section("bab-3", "BAB III", "Akuntabilitas Kinerja", 1, tuple(parts))

    def _capaian(self) -> Iterator[Section | Gap]:
        k, tahun = self.sentences, self.data.tahun
        if not self.data.sasaran:
            yield Gap("Sasaran dan indikatornya belum diisi.", ENTRY)
            return
        yield Section(
            "pengukuran",
            "3.1.1",
            "Pengukuran Kinerja",
            3,
            (
                self._text("pengukuran", "Pengukuran kinerja", k.pengukuran()),
                *self._table("LKIP-1", f"Capaian Indikator Kinerja Utama Tahun {tahun}"),
                *self._capaian_sasaran(),
            ),
        )
        number = 2
        for node in self.data.tujuan:
            if self.data.indikator_of(node):
                yield self._tujuan(node, number)
                number += 1
        for place, node in enumerate(self.data.sasaran, 1):
            yield self._sasaran(node, place, number)
            number += 1

    def _tujuan(self, node: CascadeNode, number: int) -> Section:
        parts: list[Part] = [
            self._text(f"tujuan.{node.id}", f"Tujuan: {node.uraian}", self.sentences.tujuan(node)),
            *self._missing_values(node),
        ]
        for one in self.data.indikator_of(node):
            parts += self._antartahun(one)
            if self.data.pembanding(one):
                parts += self._table("LKIP-6", f"{one.teks} Menurut Daerah")
                parts.append(
                    ChartBlock(
                        f"{one.teks} Dibandingkan Daerah Lain Tahun {self.data.tahun}",
                        "antardaerah",
                    )
                )
        return Section(f"tujuan.{node.id}", f"3.1.{number}", f"Tujuan: {node.uraian}", 3, tuple(parts))

    def _sasaran(self, node: CascadeNode, place: int, number: int) -> Section:
        points = (
            ("a", self.sentences.target_realisasi(node), self._missing_values(node), "LKIP-2", "Capaian Indikator"),
            ("b", self.sentences.antartahun(node), self._missing_past(node), "LKIP-3", "Realisasi Antartahun"),
            ("c", self.sentences.jangka_menengah(node), self._missing_end(node), "LKIP-4", "Kemajuan Terhadap Renstra"),
            ("d", self.sentences.standar(node), self._missing_standard(node), "LKIP-5", "Perbandingan dengan Standar"),
            ("e", self.sentences.penyebab(node), self._missing_causes(node), "", ""),
            (
                "f",
                self.sentences.efisiensi(node),
                self._missing_efficiency(node),
                "LKIP-8",
                "Efisiensi Penggunaan Sumber Daya",
            ),
            ("g", self.sentences.program_pendukung(node), self._missing_programs(node), "LKIP-9", "Program Pendukung"),
        )
        parts = []
        for letter, standard, missing, table, caption in points:
            content: list[Part] = [
                self._text(
                    f"sasaran.{node.id}.{letter}",
                    f"Butir {letter}. {POINTS[letter]}",
                    standard,
                    optional=bool(missing) or not standard,
                ),
                *missing,
            ]
            if table and self._has_table(letter, node, missing):
                content += self._sasaran_table(table, node, f"{caption} Sasaran {place}")
            if letter == "b":
                content += [chart for one in self.data.indikator_of(node) for chart in self._antartahun(one)]
            parts.append(Section(f"sasaran.{node.id}.{letter}", f"{letter}.", POINTS[letter], 4, tuple(content)))
        return Section(f"sasaran.{node.id}", f"3.1.{number}", f"Sasaran {place}: {node.uraian}", 3, tuple(parts))

    def _has_table(self, letter: str, node: CascadeNode, missing: list[Gap]) -> bool:
        """A table of which every figure is missing says no more than the sentence that names what is missing."""
        if letter == "g":
            return bool(self.data.kinerja.program_of(node))
        return letter == "a" or len(missing) < max(len(self.data.indikator_of(node)), 1)

    def _anggaran(self) -> Iterator[Section | Gap]:
        k, tahun = self.sentences, self.data.tahun
        number = 1
        if self.data.has_pendapatan:
            yield Section(
                "pendapatan",
                f"3.2.{number}",
                "Pendapatan",
                3,
                (
                    self._text("pendapatan", "Pendapatan", k.pendapatan()),
                    *self._table("LKIP-12", f"Realisasi Pendapatan Tahun {tahun}"),
                ),
            )
            number += 1
        missing = [] if self.data.belanja.terisi else [Gap("Realisasi keuangan belum diisi.", TRIWULAN)]
        yield Section(
            "belanja",
            f"3.2.{number}",
            "Belanja",
            3,
            (
                self._text("belanja", "Belanja", k.belanja()),
                *missing,
                self._text("belanja-program", "Belanja per program", k.belanja_program(), optional=True),
                *self._serapan(),
                *self._table("LKIP-10", f"Realisasi Belanja Tahun {tahun}"),
            ),
        )
        yield Section(
            "belanja-sasaran",
            f"3.2.{number + 1}",
            "Anggaran per Sasaran",
            3,
            (
                self._text("belanja-sasaran", "Anggaran per sasaran", k.belanja_sasaran(), optional=True),
                *self._table("LKIP-11", f"Pagu dan Realisasi Anggaran per Sasaran Tahun {tahun}"),
            ),
        )

    def _capaian_sasaran(self) -> list[ChartBlock]:
        """The bars of all sasaran, where any of them has a capaian."""
        if all(self.data.kinerja.sasaran(one).capaian is None for one in self.data.sasaran):
            return []
        return [ChartBlock(f"Capaian Kinerja per Sasaran Tahun {self.data.tahun}", "capaian-sasaran")]

    def _antartahun(self, one: CascadeIndicator) -> list[ChartBlock]:
        """Target and realisation of the years, where more than this one is held."""
        if self.data.last_year(one).amount is None:
            return []
        return [ChartBlock(f"Target dan Realisasi {one.teks}", f"indikator-{one.id}")]

    def _serapan(self) -> list[ChartBlock]:
        """Absorption by program and over the triwulan, where any money was realised."""
        if not self.data.belanja.terisi:
            return []
        by_program = ChartBlock(f"Serapan Anggaran per Program Tahun {self.data.tahun}", "serapan-program")
        return [by_program, *self._per_triwulan()]

    def _per_triwulan(self) -> list[ChartBlock]:
        """The line over the triwulan, where money was entered for more than the last of them."""
        office = self.data.cascade.office
        entered = [office is not None and self.data.kinerja.keuangan_pada(office, number) for number in range(1, 5)]
        if sum(one is not None and one is not False for one in entered) < 2:
            return []
        return [ChartBlock(f"Realisasi Keuangan Kumulatif per Triwulan Tahun {self.data.tahun}", "serapan-triwulan")]

    def _penutup(self) -> Section:
        k, tahun = self.sentences, self.data.tahun
        return Section(
            "bab-4",
            "BAB IV",
            "Penutup",
            1,
            (
                Section(
                    "simpulan",
                    "4.1",
                    "Simpulan",
                    2,
                    (
                        self._text("simpulan", "Simpulan", k.simpulan()),
                        *self._table("LKIP-13", f"Rekapitulasi Capaian Kinerja Tahun {tahun}"),
                    ),
                ),
                Section(
                    "perbaikan",
                    "4.2",
                    "Langkah Perbaikan",
                    2,
                    (
                        self._text(
                            "perbaikan",
                            "Langkah perbaikan",
                            k.perbaikan(),
                            "Tulis langkah perbaikan, atau isi tindak lanjut triwulan IV di Isian.",
                        ),
                    ),
                ),
            ),
        )

    def _lampiran(self) -> Iterator[Section]:
        parts: list[tuple[str, str, tuple[Part, ...]]] = []
        for place, one in enumerate(self.perjanjian, 1):
            performance, money = attachment(one.document)
            content: tuple[Part, ...] = (
                Insert(partial(statement_html, one)),
                TableBlock(f"Sasaran dan Target {one.document.judul}", partial(_itself, performance)),
                TableBlock(
                    f"Program dan Anggaran {one.document.judul}", partial(_itself, replace(money, signatures=()))
                ),
                Insert(partial(signatures_html, one.document)),
            )
            parts.append((f"lampiran-pk-{place}", one.document.judul, content))
        for key, title, table in (
            ("lampiran-aksi", "Rencana Aksi", "rencana-aksi" if self.data.has_rencana_aksi else ""),
            ("lampiran-e81", "Evaluasi Hasil Renja (Formulir E.81)", "E.81"),
        ):
            if tables := self._table(table, f"{title} Tahun {self.data.tahun}"):
                parts.append((key, title, tuple(tables)))
        for number, (key, title, content) in enumerate(parts, 1):
            yield Section(key, f"LAMPIRAN {roman(number)}", title, 1, content)

    # Building blocks ----------------------------------------------------------------------------------------------

    def _text(self, key: str, name: str, standard: str, hint: str = "", *, optional: bool = False) -> TextBlock:
        return TextBlock(key, name, standard, self.edits.get(key), hint, optional)

    def _table(self, table: str, title: str) -> list[TableBlock]:
        if table not in TABLES:
            return []
        return [TableBlock(title, partial(TABLES[table].build, self.data.cascade, self._options(table)))]

    def _sasaran_table(self, table: str, node: CascadeNode, title: str) -> list[TableBlock]:
        return [TableBlock(title, partial(sasaran_report, table, self.data.cascade, node, self._options(table)))]

    def _options(self, table: str) -> TableOptions:
        return TableOptions(sources=self.sources.get(table, ()))

    def _pk_name(self) -> str:
        return "Perjanjian Kinerja" if self.data.kinerja.plan.versi == "murni" else "Perjanjian Kinerja Perubahan"

    # What is missing ----------------------------------------------------------------------------------------------

    def _missing_values(self, node: CascadeNode) -> list[Gap]:
        found = []
        for one in self.data.indikator_of(node):
            if (reason := self.data.kinerja.capaian(one).alasan) is None:
                continue
            if self.data.kinerja.sampai(one).kind is Jenis.TIDAK_DIRENCANAKAN:
                cause = self._cause(node)
                told = f"Realisasi “{one.teks}” tahun {self.data.tahun} tidak ada (-), jadi capaiannya belum dihitung."
                found.append(Gap(f"{told}{f' {cause}.' if cause else ''}", TRIWULAN))
            else:
                found.append(Gap(f"Capaian “{one.teks}” belum ada: {reason}", TRIWULAN))
        if not self.data.indikator_of(node):
            found.append(Gap("Indikator belum diisi.", ENTRY))
        return found

    def _cause(self, node: CascadeNode) -> str:
        """What hindered a tujuan or sasaran, of a tujuan else of what serves it; "" where nothing was written."""
        rows = (node, *node.children)
        return next((found for one in rows if (found := self.data.catatan(one, "penghambat"))), "")

    def _missing_past(self, node: CascadeNode) -> list[Gap]:
        return [
            Gap(f"Realisasi tahun {self.data.tahun - 1} indikator “{one.teks}” belum diisi.", ENTRY)
            for one in self.data.indikator_of(node)
            if not self.data.last_year(one).is_filled
        ]

    def _missing_end(self, node: CascadeNode) -> list[Gap]:
        if self.data.tahun_akhir is None:
            return [Gap("Tahun akhir Renstra belum diisi.", SETTINGS)]
        return [
            Gap(f"Target akhir Renstra ({self.data.tahun_akhir}) indikator “{one.teks}” belum diisi.", ENTRY)
            for one in self.data.indikator_of(node)
            if not self.data.akhir(one).is_filled
        ]

    def _missing_standard(self, node: CascadeNode) -> list[Gap]:
        return [
            Gap(
                f"Standar nasional dan provinsi indikator “{one.teks}” belum diisi; isi “-” bila memang tidak ada.",
                ENTRY,
            )
            for one in self.data.indikator_of(node)
            if not any(one.at(f"standar_{which}", self.data.tahun).is_filled for which in ("nasional", "provinsi"))
        ]

    def _missing_causes(self, node: CascadeNode) -> list[Gap]:
        if any(self.data.catatan(node, role) for role in ("pendorong", "penghambat", "tindak_lanjut")):
            return []
        return [Gap("Penyebab keberhasilan atau kegagalan dan alternatif solusi belum diisi.", TRIWULAN)]

    def _missing_efficiency(self, node: CascadeNode) -> list[Gap]:
        reason = self.data.kinerja.sasaran(node).efisiensi.alasan
        return [Gap(str(reason), TRIWULAN)] if reason else []

    def _missing_programs(self, node: CascadeNode) -> list[Gap]:
        if self.data.kinerja.program_of(node):
            return []
        return [Gap("Belum ada program yang dikaitkan dengan sasaran ini.", ENTRY)]


def _itself(report: Report) -> Report:
    return report
