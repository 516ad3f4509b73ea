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

from ..models import Suntingan
from ..perjanjian.lampiran import attachment
from ..tables.lkip import sasaran_report
from .angka import DaftarAngka
from .data import DataLkip
from .kalimat import Kalimat
from .perjanjian import LampiranPerjanjian, pernyataan_html, tanda_tangan_html

#: The sheet of the grid on which what is missing is entered, by its key.
ISIAN, TRIWULAN, PENGATURAN = "isian", "triwulan", "pengaturan"

#: Points a to g that PermenPANRB 53/2014 asks for of every performance statement.
BUTIR = {
    "a": "Perbandingan target dan realisasi tahun ini",
    "b": "Perbandingan dengan realisasi tahun-tahun sebelumnya",
    "c": "Perbandingan dengan target akhir Renstra",
    "d": "Perbandingan dengan standar nasional dan provinsi",
    "e": "Penyebab keberhasilan atau kegagalan dan alternatif solusi",
    "f": "Efisiensi penggunaan sumber daya",
    "g": "Program dan kegiatan yang mendukung",
}


@dataclass(frozen=True, slots=True)
class Teks:
    """A text block: its key, what the page calls it, its standard text, and the edit that holds, if any.

    `kosong` says what to write where there is no standard text; with `pilihan` the block may stay empty and is then
    not printed.
    """

    kunci: str
    nama: str
    standar: str
    suntingan: Suntingan | None = None
    kosong: str = ""
    pilihan: bool = False

    @property
    def disunting(self) -> bool:
        """Whether a person's words hold instead of the standard text."""
        return self.suntingan is not None and not self.suntingan.baku

    @property
    def teks(self) -> str:
        """The stored text that holds, with tokens."""
        return self.suntingan.teks if self.suntingan is not None and not self.suntingan.baku else self.standar

    @property
    def nomor(self) -> int:
        """The number of its last edit, 0 for none."""
        return self.suntingan.nomor if self.suntingan else 0


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table: its caption, and how it is made when printed."""

    judul: str
    buat: Callable[[], Report]


@dataclass(frozen=True, slots=True)
class Gambar:
    """A chart: its caption, and its key among `performance.charts.charts_of`."""

    judul: str
    kunci: str


@dataclass(frozen=True, slots=True)
class Sisipan:
    """A piece of the document that is made elsewhere, such as the statement of a perjanjian: how its HTML is made."""

    buat: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Kurang:
    """Something that is not there yet: what, and where it is entered ("isian", "triwulan", "pengaturan")."""

    pesan: str
    tempat: str


@dataclass(frozen=True, slots=True)
class Bagian:
    """A part of the report: its number as printed ("BAB III", "3.1.2", "a."), title, level (1 chapter … 4 point)."""

    kunci: str
    nomor: str
    judul: str
    tingkat: int
    isi: tuple[Butir, ...] = ()

    def walk(self) -> Iterator[Butir]:
        """This part and everything in it, in printed order."""
        yield self
        for one in self.isi:
            if isinstance(one, Bagian):
                yield from one.walk()
            else:
                yield one


#: What a part may hold.
Butir = Teks | Tabel | Gambar | Sisipan | Kurang | Bagian


@dataclass(frozen=True, slots=True)
class Susunan:
    """The whole report: foreword, executive summary, chapters I to IV, and the annexes."""

    data: DataLkip
    angka: DaftarAngka
    bagian: tuple[Bagian, ...]

    def teks(self) -> Iterator[Teks]:
        """Every text block, in printed order."""
        for one in self.bagian:
            yield from (part for part in one.walk() if isinstance(part, Teks))

    def blok(self, kunci: str) -> Teks | None:
        """The text block of that key."""
        return next((one for one in self.teks() if one.kunci == kunci), None)


def susun(
    cascade: Cascade,
    suntingan: Mapping[str, Suntingan],
    sumber: Mapping[str, tuple[Cascade, ...]] | None = None,
    perjanjian: Sequence[LampiranPerjanjian] = (),
) -> Susunan:
    """The report of a kinerja plan: its structure with the texts that hold. Pure; issues no query.

    `sumber` holds, by table id, the further versions that a table reads (`TableDefinition.sources`); `perjanjian` what
    is annexed. Neither changes texts or what is missing, so the page leaves them out.
    """
    data = DataLkip(cascade)
    angka = DaftarAngka(data)
    return Susunan(data, angka, _Penyusun(data, angka, suntingan, sumber or {}, perjanjian).bagian())


class _Penyusun:
    """Puts the parts together."""

    def __init__(
        self,
        data: DataLkip,
        angka: DaftarAngka,
        suntingan: Mapping[str, Suntingan],
        sumber: Mapping[str, tuple[Cascade, ...]],
        perjanjian: Sequence[LampiranPerjanjian],
    ) -> None:
        self.data, self.angka, self.suntingan, self.sumber = data, angka, suntingan, sumber
        self.perjanjian = perjanjian
        self.kalimat = Kalimat(angka)

    def bagian(self) -> tuple[Bagian, ...]:
        k = self.kalimat
        return (
            Bagian(
                "pengantar",
                "",
                "Kata Pengantar",
                1,
                (self._teks("kata-pengantar", "Kata pengantar", k.kata_pengantar()),),
            ),
            Bagian(
                "ringkasan",
                "",
                "Ringkasan Eksekutif",
                1,
                (self._teks("ringkasan", "Ringkasan eksekutif", k.ringkasan()),),
            ),
            self._pendahuluan(),
            self._perencanaan(),
            self._akuntabilitas(),
            self._penutup(),
            *self._lampiran(),
        )

    # Chapters -----------------------------------------------------------------------------------------------------

    def _pendahuluan(self) -> Bagian:
        k = self.kalimat
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
            Bagian(key, f"1.{number}", title, 2, (self._teks(key, title, standard, empty, pilihan=optional),))
            for number, (key, title, standard, empty, optional) in enumerate(texts, 1)
        )
        return Bagian("bab-1", "BAB I", "Pendahuluan", 1, parts)

    def _perencanaan(self) -> Bagian:
        k = self.kalimat
        plan = self.data.kinerja.plan
        strategy = Bagian(
            "renstra",
            "2.1",
            "Rencana Strategis",
            2,
            (
                self._teks("renstra", "Tujuan dan sasaran Renstra", k.renstra(), "Isi tujuan dan sasaran di Isian."),
                self._teks(
                    "program-anggaran", "Program dan anggaran", k.program_anggaran(), "Isi program dan pagu di Isian."
                ),
            ),
        )
        agreement = Bagian(
            "perjanjian",
            "2.2",
            "Perjanjian Kinerja",
            2,
            (
                self._teks("perjanjian", "Perjanjian kinerja", k.perjanjian()),
                self._teks(
                    "perjanjian-perubahan",
                    "Penjelasan perubahan perjanjian",
                    "",
                    "Jelaskan perubahan target atau anggaran dan alasannya, bila ada.",
                    pilihan=True,
                ),
                *self._tabel("PK-1", f"Sasaran, Indikator, dan Target {self._nama_pk()} Tahun {plan.tahun_awal}"),
                *self._tabel("PK-2", f"Program dan Anggaran {self._nama_pk()} Tahun {plan.tahun_awal}"),
            ),
        )
        return Bagian("bab-2", "BAB II", "Perencanaan Kinerja", 1, (strategy, agreement))

    def _akuntabilitas(self) -> Bagian:
        capaian = Bagian("capaian", "3.1", "Capaian Kinerja Organisasi", 2, tuple(self._capaian()))
        anggaran = Bagian("anggaran", "3.2", "Realisasi Anggaran", 2, tuple(self._anggaran()))
        inovasi = Bagian(
            "inovasi",
            "3.3",
            "Inovasi dan Penghargaan",
            2,
            (
                self._teks(
                    "inovasi",
                    "Inovasi dan penghargaan",
                    "",
                    "Tulis inovasi yang dikembangkan dan penghargaan yang diterima. Boleh dikosongkan.",
                    pilihan=True,
                ),
            ),
        )
        parts = [capaian, anggaran]
        # An optional section without words would be a heading over nothing; the page still offers to write it.
        parts.append(inovasi)
        return Bagian("bab-3", "BAB III", "Akuntabilitas Kinerja", 1, tuple(parts))

    def _capaian(self) -> Iterator[Bagian | Kurang]:
        k, tahun = self.kalimat, self.data.tahun
        if not self.data.sasaran:
            yield Kurang("Sasaran dan indikatornya belum diisi.", ISIAN)
            return
        yield Bagian(
            "pengukuran",
            "3.1.1",
            "Pengukuran Kinerja",
            3,
            (
                self._teks("pengukuran", "Pengukuran kinerja", k.pengukuran()),
                *self._tabel("LKIP-1", f"Capaian Indikator Kinerja Utama Tahun {tahun}"),
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

    def _tujuan(self, node: CascadeNode, number: int) -> Bagian:
        parts: list[Butir] = [
            self._teks(f"tujuan.{node.id}", f"Tujuan: {node.uraian}", self.kalimat.tujuan(node)),
            *self._missing_values(node),
        ]
        for one in self.data.indikator_of(node):
            parts += self._antartahun(one)
            if self.data.pembanding(one):
                parts += self._tabel("LKIP-6", f"{one.teks} Menurut Daerah")
                parts.append(
                    Gambar(
                        f"{one.teks} Dibandingkan Daerah Lain Tahun {self.data.tahun}",
                        "antardaerah",
                    )
                )
        return Bagian(f"tujuan.{node.id}", f"3.1.{number}", f"Tujuan: {node.uraian}", 3, tuple(parts))

    def _sasaran(self, node: CascadeNode, place: int, number: int) -> Bagian:
        points = (
            ("a", self.kalimat.target_realisasi(node), self._missing_values(node), "LKIP-2", "Capaian Indikator"),
            ("b", self.kalimat.antartahun(node), self._missing_past(node), "LKIP-3", "Realisasi Antartahun"),
            ("c", self.kalimat.jangka_menengah(node), self._missing_end(node), "LKIP-4", "Kemajuan Terhadap Renstra"),
            ("d", self.kalimat.standar(node), self._missing_standard(node), "LKIP-5", "Perbandingan dengan Standar"),
            ("e", self.kalimat.penyebab(node), self._missing_causes(node), "", ""),
            (
                "f",
                self.kalimat.efisiensi(node),
                self._missing_efficiency(node),
                "LKIP-8",
                "Efisiensi Penggunaan Sumber Daya",
            ),
            ("g", self.kalimat.program_pendukung(node), self._missing_programs(node), "LKIP-9", "Program Pendukung"),
        )
        parts = []
        for letter, standard, missing, table, caption in points:
            content: list[Butir] = [
                self._teks(
                    f"sasaran.{node.id}.{letter}",
                    f"Butir {letter}. {BUTIR[letter]}",
                    standard,
                    pilihan=bool(missing) or not standard,
                ),
                *missing,
            ]
            if table and self._has_table(letter, node, missing):
                content += self._tabel_sasaran(table, node, f"{caption} Sasaran {place}")
            if letter == "b":
                content += [chart for one in self.data.indikator_of(node) for chart in self._antartahun(one)]
            parts.append(Bagian(f"sasaran.{node.id}.{letter}", f"{letter}.", BUTIR[letter], 4, tuple(content)))
        return Bagian(f"sasaran.{node.id}", f"3.1.{number}", f"Sasaran {place}: {node.uraian}", 3, tuple(parts))

    def _has_table(self, letter: str, node: CascadeNode, missing: list[Kurang]) -> bool:
        """A table of which every figure is missing says no more than the sentence that names what is missing."""
        if letter == "g":
            return bool(self.data.kinerja.program_of(node))
        return letter == "a" or len(missing) < max(len(self.data.indikator_of(node)), 1)

    def _anggaran(self) -> Iterator[Bagian | Kurang]:
        k, tahun = self.kalimat, self.data.tahun
        number = 1
        if self.data.ada_pendapatan:
            yield Bagian(
                "pendapatan",
                f"3.2.{number}",
                "Pendapatan",
                3,
                (
                    self._teks("pendapatan", "Pendapatan", k.pendapatan()),
                    *self._tabel("LKIP-12", f"Realisasi Pendapatan Tahun {tahun}"),
                ),
            )
            number += 1
        missing = [] if self.data.belanja.terisi else [Kurang("Realisasi keuangan belum diisi.", TRIWULAN)]
        yield Bagian(
            "belanja",
            f"3.2.{number}",
            "Belanja",
            3,
            (
                self._teks("belanja", "Belanja", k.belanja()),
                *missing,
                self._teks("belanja-program", "Belanja per program", k.belanja_program(), pilihan=True),
                *self._serapan(),
                *self._tabel("LKIP-10", f"Realisasi Belanja Tahun {tahun}"),
            ),
        )
        yield Bagian(
            "belanja-sasaran",
            f"3.2.{number + 1}",
            "Anggaran per Sasaran",
            3,
            (
                self._teks("belanja-sasaran", "Anggaran per sasaran", k.belanja_sasaran(), pilihan=True),
                *self._tabel("LKIP-11", f"Pagu dan Realisasi Anggaran per Sasaran Tahun {tahun}"),
            ),
        )

    def _capaian_sasaran(self) -> list[Gambar]:
        """The bars of all sasaran, where any of them has a capaian."""
        if all(self.data.kinerja.sasaran(one).capaian is None for one in self.data.sasaran):
            return []
        return [Gambar(f"Capaian Kinerja per Sasaran Tahun {self.data.tahun}", "capaian-sasaran")]

    def _antartahun(self, one: CascadeIndicator) -> list[Gambar]:
        """Target and realisation of the years, where more than this one is held."""
        if self.data.lalu(one).amount is None:
            return []
        return [Gambar(f"Target dan Realisasi {one.teks}", f"indikator-{one.id}")]

    def _serapan(self) -> list[Gambar]:
        """Absorption by program and over the triwulan, where any money was realised."""
        if not self.data.belanja.terisi:
            return []
        by_program = Gambar(f"Serapan Anggaran per Program Tahun {self.data.tahun}", "serapan-program")
        return [by_program, *self._per_triwulan()]

    def _per_triwulan(self) -> list[Gambar]:
        """The line over the triwulan, where money was entered for more than the last of them."""
        office = self.data.cascade.office
        entered = [office is not None and self.data.kinerja.keuangan_pada(office, number) for number in range(1, 5)]
        if sum(one is not None and one is not False for one in entered) < 2:
            return []
        return [Gambar(f"Realisasi Keuangan Kumulatif per Triwulan Tahun {self.data.tahun}", "serapan-triwulan")]

    def _penutup(self) -> Bagian:
        k, tahun = self.kalimat, self.data.tahun
        return Bagian(
            "bab-4",
            "BAB IV",
            "Penutup",
            1,
            (
                Bagian(
                    "simpulan",
                    "4.1",
                    "Simpulan",
                    2,
                    (
                        self._teks("simpulan", "Simpulan", k.simpulan()),
                        *self._tabel("LKIP-13", f"Rekapitulasi Capaian Kinerja Tahun {tahun}"),
                    ),
                ),
                Bagian(
                    "perbaikan",
                    "4.2",
                    "Langkah Perbaikan",
                    2,
                    (
                        self._teks(
                            "perbaikan",
                            "Langkah perbaikan",
                            k.perbaikan(),
                            "Tulis langkah perbaikan, atau isi tindak lanjut triwulan IV di Isian.",
                        ),
                    ),
                ),
            ),
        )

    def _lampiran(self) -> Iterator[Bagian]:
        parts: list[tuple[str, str, tuple[Butir, ...]]] = []
        for place, one in enumerate(self.perjanjian, 1):
            performance, money = attachment(one.dokumen)
            content: tuple[Butir, ...] = (
                Sisipan(partial(pernyataan_html, one)),
                Tabel(f"Sasaran dan Target {one.dokumen.judul}", partial(_itself, performance)),
                Tabel(f"Program dan Anggaran {one.dokumen.judul}", partial(_itself, replace(money, signatures=()))),
                Sisipan(partial(tanda_tangan_html, one.dokumen)),
            )
            parts.append((f"lampiran-pk-{place}", one.dokumen.judul, content))
        for key, title, table in (
            ("lampiran-aksi", "Rencana Aksi", "rencana-aksi" if self.data.ada_rencana_aksi else ""),
            ("lampiran-e81", "Evaluasi Hasil Renja (Formulir E.81)", "E.81"),
        ):
            if tables := self._tabel(table, f"{title} Tahun {self.data.tahun}"):
                parts.append((key, title, tuple(tables)))
        for number, (key, title, content) in enumerate(parts, 1):
            yield Bagian(key, f"LAMPIRAN {roman(number)}", title, 1, content)

    # Building blocks ----------------------------------------------------------------------------------------------

    def _teks(self, kunci: str, nama: str, standar: str, kosong: str = "", *, pilihan: bool = False) -> Teks:
        return Teks(kunci, nama, standar, self.suntingan.get(kunci), kosong, pilihan)

    def _tabel(self, table: str, judul: str) -> list[Tabel]:
        if table not in TABLES:
            return []
        return [Tabel(judul, partial(TABLES[table].build, self.data.cascade, self._options(table)))]

    def _tabel_sasaran(self, table: str, node: CascadeNode, judul: str) -> list[Tabel]:
        return [Tabel(judul, partial(sasaran_report, table, self.data.cascade, node, self._options(table)))]

    def _options(self, table: str) -> TableOptions:
        return TableOptions(sources=self.sumber.get(table, ()))

    def _nama_pk(self) -> str:
        return "Perjanjian Kinerja" if self.data.kinerja.plan.versi == "murni" else "Perjanjian Kinerja Perubahan"

    # What is missing ----------------------------------------------------------------------------------------------

    def _missing_values(self, node: CascadeNode) -> list[Kurang]:
        found = []
        for one in self.data.indikator_of(node):
            if (reason := self.data.kinerja.capaian(one).alasan) is None:
                continue
            if self.data.kinerja.sampai(one).kind is Jenis.TIDAK_DIRENCANAKAN:
                cause = self._cause(node)
                told = f"Realisasi “{one.teks}” tahun {self.data.tahun} tidak ada (-), jadi capaiannya belum dihitung."
                found.append(Kurang(f"{told}{f' {cause}.' if cause else ''}", TRIWULAN))
            else:
                found.append(Kurang(f"Capaian “{one.teks}” belum ada: {reason}", TRIWULAN))
        if not self.data.indikator_of(node):
            found.append(Kurang("Indikator belum diisi.", ISIAN))
        return found

    def _cause(self, node: CascadeNode) -> str:
        """What hindered a tujuan or sasaran, of a tujuan else of what serves it; "" where nothing was written."""
        rows = (node, *node.children)
        return next((found for one in rows if (found := self.data.catatan(one, "penghambat"))), "")

    def _missing_past(self, node: CascadeNode) -> list[Kurang]:
        return [
            Kurang(f"Realisasi tahun {self.data.tahun - 1} indikator “{one.teks}” belum diisi.", ISIAN)
            for one in self.data.indikator_of(node)
            if not self.data.lalu(one).is_filled
        ]

    def _missing_end(self, node: CascadeNode) -> list[Kurang]:
        if self.data.tahun_akhir is None:
            return [Kurang("Tahun akhir Renstra belum diisi.", PENGATURAN)]
        return [
            Kurang(f"Target akhir Renstra ({self.data.tahun_akhir}) indikator “{one.teks}” belum diisi.", ISIAN)
            for one in self.data.indikator_of(node)
            if not self.data.akhir(one).is_filled
        ]

    def _missing_standard(self, node: CascadeNode) -> list[Kurang]:
        return [
            Kurang(
                f"Standar nasional dan provinsi indikator “{one.teks}” belum diisi; isi “-” bila memang tidak ada.",
                ISIAN,
            )
            for one in self.data.indikator_of(node)
            if not any(one.at(f"standar_{which}", self.data.tahun).is_filled for which in ("nasional", "provinsi"))
        ]

    def _missing_causes(self, node: CascadeNode) -> list[Kurang]:
        if any(self.data.catatan(node, role) for role in ("pendorong", "penghambat", "tindak_lanjut")):
            return []
        return [Kurang("Penyebab keberhasilan atau kegagalan dan alternatif solusi belum diisi.", TRIWULAN)]

    def _missing_efficiency(self, node: CascadeNode) -> list[Kurang]:
        reason = self.data.kinerja.sasaran(node).efisiensi.alasan
        return [Kurang(str(reason), TRIWULAN)] if reason else []

    def _missing_programs(self, node: CascadeNode) -> list[Kurang]:
        if self.data.kinerja.program_of(node):
            return []
        return [Kurang("Belum ada program yang dikaitkan dengan sasaran ini.", ISIAN)]


def _itself(report: Report) -> Report:
    return report
