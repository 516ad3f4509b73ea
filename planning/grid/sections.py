"""The sections of the grid: which rows each one enters, in which columns, and what may be added to it.

A section is a tab of the grid: the programme tree, the further rows of a Renja, the triwulan of a year that is carried
out. Rows of a level may stand in several sections of a plan, each with columns of its own; they come, move and go in
the first of them (`section_of`), and a cell is entered in whichever has its column (`sections_at`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from renstra_portal.lib.dates import roman

from ..levels import FREELY_CODED_LEVELS, LINKS, PAGU_LEVELS, PARENTS, PROGRAMME_LEVELS, Level
from ..models import TRIWULAN, Rencana
from . import columns_kinerja as kinerja
from . import columns_renja as renja
from .columns import FIGURES, INDICATOR_COLUMNS, MONEY, TOLD, GridColumn, Held, Plan, held_by_name

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
_RENSTRA, _RENJA, _KINERJA = Rencana.Jenis.RENSTRA.value, Rencana.Jenis.RENJA.value, Rencana.Jenis.KINERJA.value


@dataclass(frozen=True, slots=True)
class GridSection:
    """One section: `levels` are those of its rows, `roots` the ones at the top, in their order.

    `satu` is what one of its rows is called ("usulan"). `dari_renja`: its rows can be copied from the programmes of
    the Renja. `menata`: rows come, move and go here. `mulai` says what to do while the section is empty. `triwulan`
    is the triwulan it enters, 0 for none.
    """

    key: str
    nama: str
    satu: str
    roots: tuple[Level, ...]
    levels: tuple[Level, ...]
    columns: Callable[[Plan, Held], Iterator[GridColumn]]
    mulai: str
    jenis: tuple[str, ...] = (_RENJA,)
    dari_renja: bool = False
    menata: bool = True
    triwulan: int = 0

    @property
    def is_programme(self) -> bool:
        """Whether its rows are the programme tree, with a level for each kind of row."""
        return len(self.levels) > 1

    @property
    def is_main(self) -> bool:
        """Whether this is the section that a plan opens with."""
        return self.key == PROGRAMME.key

    @property
    def nested(self) -> bool:
        """Whether its rows can stand under each other."""
        return self.is_programme or self.levels[0] in PARENTS[self.levels[0]]

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
        return next((one for one in self.columns(plan, held_by_name(plan, col)) if one.col == col), None)

    def editable(
        self,
        level: Level | None,
        columns: Iterable[GridColumn],
        *,
        further_source: bool = False,
        further_indicator: bool = False,
    ) -> list[str]:
        """Which of the columns can be filled in on a row of that level, or on a further row of it."""
        level = None if further_indicator else level
        return [one.col for one in columns if not one.baca and self._is_editable(level, one.what, further_source)]

    def _is_editable(self, level: Level | None, what: str, further_source: bool) -> bool:
        money = what in MONEY or what == "sumber_dana"
        if further_source:
            return money
        if what in INDICATOR_COLUMNS or what in FIGURES:
            return True
        if level is None or what == "kaitan":
            return False
        if money:
            return level in PAGU_LEVELS
        if what in TOLD:
            return level == Level.SUB_KEGIATAN or not what.startswith("fisik_")
        if what == "plafon":
            return level in PLAFON_LEVELS or not self.is_programme
        return level in _TEXT_LEVELS.get(what, ()) if self.is_programme and what in _TEXT_LEVELS else True


def _one(
    level: Level,
    key: str,
    nama: str,
    satu: str,
    columns: Callable[[Plan, Held], Iterator[GridColumn]],
    mulai: str,
    jenis: str = _RENJA,
) -> GridSection:
    """A section of one level for one kind of plan."""
    return GridSection(key, nama, satu, (level,), (level,), columns, mulai, (jenis,))


def _of_programme(
    key: str,
    nama: str,
    columns: Callable[[Plan, Held], Iterator[GridColumn]],
    *,
    menata: bool = False,
    triwulan: int = 0,
) -> GridSection:
    """The programme tree of a year that is carried out."""
    return GridSection(
        key,
        nama,
        "program",
        (Level.TUJUAN, Level.PERANGKAT_DAERAH),
        GRID_LEVELS,
        columns,
        "Program tampil di sini setelah ditambahkan di bagian Program & anggaran."
        if not menata
        else "Mulailah dengan menambahkan program dari nomenklatur, atau salin tahun ini dari Renja.",
        (_KINERJA,),
        menata=menata,
        triwulan=triwulan,
    )


PROGRAMME = GridSection(
    "program",
    "Program & pagu",
    "program",
    (Level.TUJUAN, Level.PERANGKAT_DAERAH),
    GRID_LEVELS,
    renja.programme,
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
        renja.evaluation,
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
        renja.service,
        "Tambahkan tiap indikator kinerja pelayanan (IKK, SPM), lalu isi target dan realisasi per tahun.",
        ("renstra", "renja"),
    ),
    GridSection(
        "rkpd",
        "Rancangan awal RKPD",
        "baris RKPD",
        (Level.RKPD,),
        (Level.RKPD,),
        renja.draft_rkpd,
        "Bila rancangan awal RKPD sama dengan program Renja ini, salin dahulu lalu sesuaikan yang berbeda. Baris "
        "juga dapat ditambahkan satu per satu.",
        dari_renja=True,
    ),
    _one(
        Level.USULAN,
        "usulan",
        "Usulan pemangku kepentingan",
        "usulan",
        renja.proposals,
        "Tambahkan usulan dari musrenbang, pokok pikiran DPRD, atau forum; lalu isi keputusannya dan kaitkan dengan "
        "program yang menampungnya.",
    ),
    _one(
        Level.PENDAPATAN,
        "pendapatan",
        "Pendapatan",
        "akun pendapatan",
        renja.revenue,
        "Tambahkan akun pendapatan beserta kode dan targetnya. Rincian akun ditambahkan di bawah akunnya.",
    ),
    _one(
        Level.UNGGULAN,
        "unggulan",
        "Program unggulan",
        "program unggulan",
        renja.leading,
        "Tambahkan program unggulan, lalu fokus kegiatannya di bawah program itu.",
    ),
    _one(
        Level.MENDESAK,
        "mendesak",
        "Program mendesak",
        "program mendesak",
        renja.leading,
        "Tambahkan program mendesak, lalu fokus kegiatannya di bawah program itu.",
    ),
    _one(
        Level.USULAN_LUAR,
        "usulan-luar",
        "Usulan ke APBN/APBD provinsi",
        "usulan",
        renja.outside,
        "Tambahkan usulan yang dimintakan ke APBN atau APBD provinsi, lalu isi pagu dan instansi yang dituju.",
    ),
)

KINERJA_SECTIONS: tuple[GridSection, ...] = (
    _of_programme(PROGRAMME.key, "Program & anggaran", kinerja.programme, menata=True),
    _of_programme("aksi", "Rencana aksi", kinerja.plan_of_action),
    *(
        _of_programme(f"tw{one}", f"Realisasi triwulan {roman(one)}", kinerja.of_triwulan(one), triwulan=one)
        for one in TRIWULAN
    ),
    _one(
        Level.DATA,
        "data",
        "Data ketenagakerjaan",
        "data",
        kinerja.labour_data,
        "Tambahkan data yang dihitung tiap triwulan, misalnya pencari kerja terdaftar. Data diisi sekali di sini dan "
        "dipakai semua indikator rasio yang merujuknya.",
        _KINERJA,
    ),
    _one(
        Level.BELANJA,
        "belanja",
        "Belanja per jenis",
        "jenis belanja",
        kinerja.expenditure,
        "Tambahkan belanja operasi, belanja modal, dan rinciannya; lalu isi pagu dan realisasi tiap triwulan.",
        _KINERJA,
    ),
    _one(
        Level.PENDAPATAN,
        "pendapatan",
        "Pendapatan",
        "akun pendapatan",
        kinerja.revenue,
        "Tambahkan akun pendapatan beserta kode dan targetnya, lalu isi realisasi tiap triwulan.",
        _KINERJA,
    ),
    _one(
        Level.PEMBANDING,
        "pembanding",
        "Daerah pembanding",
        "daerah",
        kinerja.other_regions,
        "Tambahkan daerah lain yang dibandingkan, misalnya tingkat pengangguran terbukanya tiap tahun.",
        _KINERJA,
    ),
)


def sections_of(plan: Plan) -> list[GridSection]:
    """The sections of a plan of that kind, the programme tree first."""
    return [one for one in (*SECTIONS, *KINERJA_SECTIONS) if plan.jenis in one.jenis]


def section_named(plan: Plan, key: str) -> GridSection | None:
    """The section with that key, the programme tree for ""; None when the plan has no such section."""
    return next((one for one in sections_of(plan) if one.key == (key or PROGRAMME.key)), None)


def sections_at(plan: Plan, level: str) -> list[GridSection]:
    """The sections in which rows of that level stand; none when the plan enters them nowhere."""
    return [one for one in sections_of(plan) if level in one.levels]


def section_of(plan: Plan, level: str) -> GridSection | None:
    """The section in which rows of that level come, move and go; None when the plan enters them nowhere."""
    return next((one for one in sections_at(plan, level) if one.menata), None)
