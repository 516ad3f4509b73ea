"""The sections of the grid: which rows each one enters, in which columns, and what may be added to it.

The programme tree is one section; the others enter the further rows of a Renja (T-C.29 to T-C.32 of Permendagri
86/2017 and their companions). A level belongs to one section only, so a row's level says where it is entered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..cascade import PlanInfo
from ..cascade.tree import ROLES
from ..levels import FREELY_CODED_LEVELS, LINKS, PAGU_LEVELS, PROGRAMME_LEVELS, Level
from ..models import Rencana, Simpul

Plan = Rencana | PlanInfo
#: Roles and years for which a plan holds figures: ("target", 2021).
Held = Collection[tuple[str, int]]

GRID_LEVELS: tuple[Level, ...] = (Level.TUJUAN, Level.SASARAN, *PROGRAMME_LEVELS)
#: Where a ceiling can be filled in: all that pagu rolls up to.
PLAFON_LEVELS = frozenset(PROGRAMME_LEVELS) - {Level.SUB_KEGIATAN, Level.OUTPUT}
#: Texts of the programme tree that only some of its levels have.
_TEXT_LEVELS = {
    "lokasi": frozenset({Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN}),
    "kelompok_sasaran": frozenset({Level.KEGIATAN, Level.SUB_KEGIATAN}),
    "waktu_pelaksanaan": frozenset({Level.KEGIATAN, Level.SUB_KEGIATAN}),
    "prioritas": frozenset({Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN}),
}

#: Columns that hold a field of the simpul, and those that hold a field of the row's indicator (column → field).
NODE_COLUMNS = (
    "uraian",
    "nomor",
    "lokasi",
    "penanggung_jawab",
    "keterangan",
    "kelompok_sasaran",
    "waktu_pelaksanaan",
    "prioritas",
    "catatan",
    "alasan",
    "dasar_hukum",
    "sumber_usulan",
    "keputusan",
)
INDICATOR_COLUMNS = {"indikator": "teks", "satuan": "satuan"}

#: How many years before the base year and after the plan's end a section with past years can hold.
_EARLIEST, _LATEST = 10, 6


@dataclass(frozen=True, slots=True)
class GridColumn:
    """One column.

    `jenis` is "teks", "pilihan" (one of `pilihan`, value and label), "nilai" (an indicator's figure), "rupiah" or
    "kaitan" (the rows linked to, chosen in a dialog). `panjang` is the most letters. `judul` names the column in a
    sentence ("Target 2026"), `kepala` heads it below its `kelompok`; `lebar` is in pixels.
    """

    col: str
    judul: str
    jenis: str = "teks"
    tahun: int | None = None
    panjang: int | None = None
    plafon: bool = False
    kepala: str = ""
    kelompok: str = ""
    lebar: int = 140
    pilihan: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The column for the browser."""
        return {
            "col": self.col,
            "judul": self.judul,
            "jenis": self.jenis,
            "tahun": self.tahun,
            "panjang": self.panjang,
            "plafon": self.plafon,
            "kepala": self.kepala or self.judul,
            "kelompok": self.kelompok,
            "lebar": self.lebar,
            "pilihan": [list(one) for one in self.pilihan],
        }


@dataclass(frozen=True, slots=True)
class GridSection:
    """One section: `levels` are those of its rows, `roots` the ones at the top, in their order.

    `satu` is what one of its rows is called ("usulan"). `dari_renja`: its rows can be copied from the programmes of
    the Renja. `mulai` says what to do while the section is empty.
    """

    key: str
    nama: str
    satu: str
    roots: tuple[Level, ...]
    levels: tuple[Level, ...]
    columns: Callable[[Plan, Held], Iterator[GridColumn]]
    mulai: str
    jenis: tuple[str, ...] = ("renja",)
    dari_renja: bool = False

    @property
    def is_programme(self) -> bool:
        """Whether this is the programme tree, with a level for each kind of row."""
        return len(self.levels) > 1

    @property
    def nested(self) -> bool:
        """Whether its rows can stand under each other."""
        return self.is_programme or self.levels[0] != Level.USULAN_LUAR

    @property
    def coded(self) -> bool:
        """Whether its rows can be taken from the nomenclature."""
        return self.is_programme or self.levels[0] in FREELY_CODED_LEVELS

    @property
    def linked(self) -> tuple[Level, ...]:
        """The levels of the programme tree that its rows are linked to in a column of their own."""
        return () if self.is_programme else LINKS.get(self.levels[0], ())

    def column(self, plan: Plan, col: str) -> GridColumn | None:
        """The column of that name, also one that is shown only while it holds something."""
        what, _, year = col.partition(":")
        held: Held = {("baseline", plan.tahun_dasar)}
        if what in ROLES and len(year) == 4 and year.isascii() and year.isdecimal():
            held = {(what, int(year))}
        return next((one for one in self.columns(plan, held) if one.col == col), None)

    def editable(
        self, level: Level | None, cols: Iterable[str], *, further_source: bool = False, further_indicator: bool = False
    ) -> list[str]:
        """Which of the columns can be filled in on a row of that level, or on a further row of it."""
        return [col for col in cols if self._is_editable(None if further_indicator else level, col, further_source)]

    def _is_editable(self, level: Level | None, col: str, further_source: bool) -> bool:
        what = col.partition(":")[0]
        money = what in ("pagu", "sumber_dana")
        if further_source:
            return money
        if what in INDICATOR_COLUMNS or what in ROLES:
            return True
        if level is None or what == "kaitan":
            return False
        if money:
            return level in PAGU_LEVELS
        if what == "plafon":
            return level in PLAFON_LEVELS or not self.is_programme
        return level in _TEXT_LEVELS.get(what, ()) if self.is_programme and what in _TEXT_LEVELS else True


# Columns --------------------------------------------------------------------------------------------------


_HEADS = {
    "target": "Target",
    "realisasi": "Realisasi",
    "proyeksi": "Proyeksi",
    "akhir": "Target akhir Renstra",
    "baseline": "Baseline",
}


def _name(judul: str = "Uraian") -> GridColumn:
    return GridColumn("uraian", judul, kepala="Kode dan nama" if judul == "Uraian" else "", lebar=320)


def _indicator() -> Iterator[GridColumn]:
    yield GridColumn("indikator", "Indikator", lebar=230)
    yield GridColumn("satuan", "Satuan", panjang=120, lebar=96)


def _number(judul: str = "Nomor", lebar: int = 60) -> GridColumn:
    return GridColumn("nomor", judul, panjang=30, lebar=lebar)


def _figure(role: str, year: int, judul: str = "", kepala: str = "", kelompok: str = "") -> GridColumn:
    judul = judul or f"{_HEADS[role]} {year}"
    return GridColumn(f"{role}:{year}", judul, "nilai", year, kepala=kepala or judul, kelompok=kelompok, lebar=78)


def _rupiah(what: str, year: int, judul: str = "", kepala: str = "", kelompok: str = "") -> GridColumn:
    judul = judul or f"{what.capitalize()} {year}"
    kepala = kepala or f"{judul} (Rp)"
    return GridColumn(f"{what}:{year}", judul, "rupiah", year, kepala=kepala, kelompok=kelompok, lebar=120)


def _money_of_year(year: int, forward: bool) -> Iterator[GridColumn]:
    """Target, pagu and plafon of a year; of the year after a Renja's own these are its prakiraan maju."""
    group = f"Prakiraan maju {year}" if forward else str(year)

    def title(what: str) -> str:
        return f"{group}: {what.lower()}" if forward else f"{what} {year}"

    yield GridColumn(f"target:{year}", title("Target"), "nilai", year, kepala="Target", kelompok=group, lebar=76)
    yield _rupiah("pagu", year, title("Pagu"), "Pagu (Rp)", group)
    yield GridColumn(
        f"plafon:{year}",
        title("Plafon"),
        "rupiah",
        year,
        plafon=True,
        kepala="Plafon (Rp)",
        kelompok=group,
        lebar=120,
    )


def _programme(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The columns of the programme tree. A Renja shows its baseline only where values are held."""
    is_renja = plan.jenis == Rencana.Jenis.RENJA
    yield _name()
    yield from _indicator()
    if not is_renja or ("baseline", plan.tahun_dasar) in held:
        yield GridColumn("baseline", f"Baseline {plan.tahun_dasar}", "nilai", plan.tahun_dasar, lebar=78)
    for year in plan.tahun_tabel:
        yield from _money_of_year(year, is_renja and year > plan.tahun_akhir)
    yield GridColumn("sumber_dana", "Sumber dana", panjang=120, lebar=120)
    yield GridColumn("lokasi", "Lokasi")
    if is_renja:
        yield GridColumn("kelompok_sasaran", "Kelompok sasaran")
        yield GridColumn("waktu_pelaksanaan", "Waktu pelaksanaan", panjang=120)
        yield GridColumn("prioritas", "Prioritas", panjang=250)
        yield GridColumn("catatan", "Catatan penting", lebar=180)
    yield GridColumn("penanggung_jawab", "Penanggung jawab", panjang=200)
    yield GridColumn("keterangan", "Keterangan", lebar=180)
    if is_renja and plan.versi != "murni":
        yield GridColumn("alasan", "Alasan perubahan", lebar=180)
        yield GridColumn("dasar_hukum", "Dasar hukum perubahan", lebar=180)


def _past(plan: Plan, held: Held, *roles: str) -> set[tuple[str, int]]:
    """The held figures of these roles whose year a plan can speak of."""
    years = range(plan.tahun_dasar - _EARLIEST, plan.tahun_akhir + _LATEST + 1)
    return {(role, year) for role, year in held if role in roles and year in years}


def _evaluation(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """T-C.29: columns 4 to 10 as they are entered, and earlier years that are held."""
    running = plan.tahun_awal - 1
    found = _past(plan, held, "target", "realisasi", "proyeksi")
    first = min([running - 1, *(year for role, year in found if role == "target")])
    yield _name()
    yield from _indicator()
    for end in sorted(
        {year for _, year in _past(plan, held, "akhir")}
        | ({plan.tahun_akhir_renstra} if plan.tahun_akhir_renstra else set())
    ):
        yield _figure("akhir", end, kepala=f"Akhir Renstra {end}")
    shown = {("realisasi", first - 1)}
    yield _figure("realisasi", first - 1, f"Realisasi s/d {first - 1}")
    for year in range(first, running):
        for role in ("target", "realisasi"):
            shown.add((role, year))
            yield _figure(role, year, kepala=_HEADS[role], kelompok=f"Renja {year}")
    shown.add(("target", running))
    yield _figure("target", running, kepala="Target", kelompok=f"Renja {running}")
    if plan.perkiraan_capaian == Rencana.PerkiraanCapaian.PERKIRAAN or ("proyeksi", running) in found:
        shown.add(("proyeksi", running))
        yield _figure("proyeksi", running, f"Perkiraan s/d {running}", "Perkiraan", f"Renja {running}")
    for role, year in sorted(found - shown, key=lambda one: (one[1], one[0])):
        yield _figure(role, year)
    yield _number("Nomor tercetak", 96)


def _service(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """T-C.30 of a Renja, T-C.23 of a Renstra: the years these tables ask for, and others that are held."""
    first = plan.tahun_awal
    if plan.jenis == Rencana.Jenis.RENJA:
        wanted = {("target", year) for year in range(first - 2, first + 2)}
        wanted |= {("realisasi", first - 2), ("realisasi", first - 1), ("proyeksi", first), ("proyeksi", first + 1)}
    else:
        wanted = {(role, year) for role in ("target", "realisasi") for year in range(first - 5, first)}
    wanted |= _past(plan, held, "target", "realisasi", "proyeksi")
    yield _name("Nama")
    yield _number()
    yield from _indicator()
    for role, year in sorted(wanted, key=lambda one: (one[1], ROLES.index(one[0]))):
        yield _figure(role, year, kepala=_HEADS[role], kelompok=str(year))
    yield GridColumn("catatan", "Catatan analisis", lebar=200)


def _draft_rkpd(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The left side of T-C.31: pagu at the bottom, and above it what the given document prints as the sum."""
    year = plan.tahun_awal
    yield _name()
    yield from _indicator()
    yield _figure("target", year)
    yield _rupiah("pagu", year, f"Pagu indikatif {year}")
    yield _rupiah("plafon", year, f"Pagu tertulis {year}")
    yield GridColumn("kaitan", "Padanan dalam Renja", "kaitan", lebar=220)
    yield GridColumn("lokasi", "Lokasi")
    yield GridColumn("catatan", "Catatan penting", lebar=180)
    yield _number()


def _proposals(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """T-C.32 in its wide form: who proposes what, the decision with its reason, and the row that takes it up."""
    year = plan.tahun_awal
    yield _name()
    yield GridColumn("sumber_usulan", "Sumber usulan", "pilihan", pilihan=_choices(Simpul.SumberUsulan))
    yield GridColumn("keterangan", "Pengusul")
    yield from _indicator()
    yield _figure("target", year, f"Volume {year}")
    yield _rupiah("pagu", year, f"Usulan dana {year}")
    yield GridColumn("keputusan", "Keputusan", "pilihan", lebar=100, pilihan=_choices(Simpul.Keputusan))
    yield GridColumn("alasan", "Alasan keputusan", lebar=180)
    yield GridColumn("kaitan", "Ditampung dalam", "kaitan", lebar=220)
    yield GridColumn("lokasi", "Lokasi")
    yield GridColumn("catatan", "Catatan", lebar=160)
    yield _number()


def _choices(choices: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(label)) for value, label in choices.choices)


def _revenue(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """The revenue plan: accounts with their target."""
    yield _name("Uraian akun")
    yield _number("Kode akun", 120)
    yield _rupiah("pagu", plan.tahun_awal, f"Target {plan.tahun_awal}")
    yield GridColumn("keterangan", "Keterangan", lebar=260)


def _leading(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Leading and urgent programs: a program, and under it what it is to do."""
    yield _name("Program dan fokus kegiatan")
    yield _rupiah("pagu", plan.tahun_awal)
    yield GridColumn("keterangan", "Keterangan", lebar=260)


def _outside(plan: Plan, held: Held) -> Iterator[GridColumn]:
    """Proposals to other budgets, with pagu per sumber dana."""
    year = plan.tahun_awal
    yield _name("Uraian usulan")
    yield from _indicator()
    yield _figure("target", year)
    yield _rupiah("pagu", year)
    yield GridColumn("sumber_dana", "Sumber dana", panjang=120, lebar=140)
    yield GridColumn("penanggung_jawab", "Instansi penanggung jawab", panjang=200, lebar=200)


# The sections ---------------------------------------------------------------------------------------------


def _one(
    level: Level, key: str, nama: str, satu: str, columns: Callable[[Plan, Held], Iterator[GridColumn]], mulai: str
) -> GridSection:
    """A section of one level for a Renja."""
    return GridSection(key, nama, satu, (level,), (level,), columns, mulai)


PROGRAMME = GridSection(
    "program",
    "Program & pagu",
    "program",
    (Level.TUJUAN, Level.PERANGKAT_DAERAH),
    GRID_LEVELS,
    _programme,
    "Mulailah dengan menambahkan program dari nomenklatur. Kegiatan dan sub-kegiatan menyusul di bawahnya, lengkap "
    "dengan kinerja, indikator dan satuannya. Buku kerja Excel juga dapat diunggah.",
    ("renstra", "renja"),
)
SECTIONS: tuple[GridSection, ...] = (
    PROGRAMME,
    GridSection(
        "evaluasi",
        "Evaluasi tahun lalu",
        "baris evaluasi",
        (Level.EVALUASI,),
        (Level.EVALUASI,),
        _evaluation,
        "Salin dahulu urusan sampai sub-kegiatan dari program Renja ini, atau tambahkan satu per satu dari "
        "nomenklatur yang berlaku waktu itu. Lalu isi target dan realisasinya.",
        dari_renja=True,
    ),
    GridSection(
        "layanan",
        "Kinerja pelayanan",
        "kinerja pelayanan",
        (Level.LAYANAN,),
        (Level.LAYANAN,),
        _service,
        "Tambahkan tiap indikator kinerja pelayanan (IKK, SPM), lalu isi target dan realisasi per tahun.",
        ("renstra", "renja"),
    ),
    GridSection(
        "rkpd",
        "Rancangan awal RKPD",
        "baris RKPD",
        (Level.RKPD,),
        (Level.RKPD,),
        _draft_rkpd,
        "Bila rancangan awal RKPD sama dengan program Renja ini, salin dahulu lalu sesuaikan yang berbeda. Baris "
        "juga dapat ditambahkan satu per satu.",
        dari_renja=True,
    ),
    _one(
        Level.USULAN,
        "usulan",
        "Usulan pemangku kepentingan",
        "usulan",
        _proposals,
        "Tambahkan usulan dari musrenbang, pokok pikiran DPRD, atau forum; lalu isi keputusannya dan kaitkan dengan "
        "program yang menampungnya.",
    ),
    _one(
        Level.PENDAPATAN,
        "pendapatan",
        "Pendapatan",
        "akun pendapatan",
        _revenue,
        "Tambahkan akun pendapatan beserta kode dan targetnya. Rincian akun ditambahkan di bawah akunnya.",
    ),
    _one(
        Level.UNGGULAN,
        "unggulan",
        "Program unggulan",
        "program unggulan",
        _leading,
        "Tambahkan program unggulan, lalu fokus kegiatannya di bawah program itu.",
    ),
    _one(
        Level.MENDESAK,
        "mendesak",
        "Program mendesak",
        "program mendesak",
        _leading,
        "Tambahkan program mendesak, lalu fokus kegiatannya di bawah program itu.",
    ),
    _one(
        Level.USULAN_LUAR,
        "usulan-luar",
        "Usulan ke APBN/APBD provinsi",
        "usulan",
        _outside,
        "Tambahkan usulan yang dimintakan ke APBN atau APBD provinsi, lalu isi pagu dan instansi yang dituju.",
    ),
)
_OF_LEVEL = {level: section for section in SECTIONS for level in section.levels}


def sections_of(plan: Plan) -> list[GridSection]:
    """The sections of a plan of that kind, the programme tree first."""
    return [one for one in SECTIONS if plan.jenis in one.jenis]


def section_named(plan: Plan, key: str) -> GridSection | None:
    """The section with that key, the programme tree for ""; None when the plan has no such section."""
    return next((one for one in sections_of(plan) if one.key == (key or PROGRAMME.key)), None)


def section_of(plan: Plan, level: str) -> GridSection | None:
    """The section in which rows of that level are entered; None when the plan enters them nowhere."""
    found = _OF_LEVEL.get(Level(level))
    return found if found and plan.jenis in found.jenis else None
