"""The sheets of the realisation workbook, their columns, and the cell of the plan that each cell stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from planning.levels import Level
from planning.models.indikator import TRIWULAN
from planning.workbook.columns import Column, Sheet, id_column, text
from renstra_portal.lib.dates import roman

#: The very hidden sheet: which plan was written at which revision, and what stood in each cell then.
BASE_SHEET = "_dasar"
STRATEGY = (Level.TUJUAN, Level.SASARAN)
WORKS = (
    Level.PERANGKAT_DAERAH,
    Level.URUSAN,
    Level.BIDANG_URUSAN,
    Level.PROGRAM,
    Level.OUTCOME,
    Level.KEGIATAN,
    Level.SUB_KEGIATAN,
    Level.OUTPUT,
)
ACCOUNTS = (Level.PENDAPATAN, Level.BELANJA)
#: Remarks of a triwulan: role and heading.
NOTES = (
    ("pendorong", "Faktor pendorong"),
    ("penghambat", "Faktor penghambat"),
    ("tindak_lanjut", "Tindak lanjut triwulan berikutnya"),
    ("tindak_lanjut_renja", "Tindak lanjut Renja berikutnya"),
)
NOTE_ROLES = frozenset(role for role, _ in NOTES)


@dataclass(frozen=True, slots=True)
class Ref:
    """One cell of the plan: of an indicator ("I") or a simpul ("S"), its id, and its name in the change record."""

    kind: str
    id: int
    name: str

    @property
    def role(self) -> str:
        """The part of the name before its year: "realisasi_2"."""
        return self.name.partition(":")[0]

    def __str__(self) -> str:
        return f"{self.kind}{self.id}|{self.name}"


def role_of(key: str) -> tuple[str, int] | None:
    """What a column enters and for which triwulan ("realisasi_2" → ("realisasi", 2)); None for other columns."""
    what, _, number = key.rpartition("_")
    return (what, int(number)) if what in _ENTERED and number in _NUMBERS else None


_NUMBERS = frozenset(map(str, TRIWULAN))
_ENTERED = frozenset({"realisasi", "keuangan", "fisik"}) | NOTE_ROLES


def realisasi_sheet(quarters: Sequence[int] = TRIWULAN) -> Sheet:
    """Sasaran and the programme tree: one row for each indicator and each sumber dana of a row of the plan."""
    return Sheet(
        key="realisasi",
        name="Realisasi",
        meaning="Realisasi kinerja, keuangan, fisik, dan catatan setiap baris. Isi hanya sel kuning.",
        aliases=("Realisasi Kinerja", "Realisasi Triwulan"),
        levels=(*STRATEGY, *WORKS),
        columns=(
            text("tingkat", "Tingkat", "Tingkat baris.", width=14),
            text("kode", "Kode", "Kode nomenklatur.", "Kode Rekening", width=18),
            text(
                "uraian", "Uraian", "Nama sasaran, program, kegiatan, atau sub-kegiatan.", "Program/Kegiatan",
                "Program/Kegiatan/Sub Kegiatan", "Nama", "Sasaran/Program/Kegiatan/Sub Kegiatan", width=38,
                required=True,
            ),
            text(
                "indikator", "Indikator", "Teks indikator.", "Indikator Kinerja",
                pattern=r"indikatorkinerja(program)?(outcome)?(kegiatan)?(output)?", width=38,
            ),
            text("satuan", "Satuan", "Satuan indikator.", width=12),
            Column(key="target", heading="Target", meaning="Target tahun ini.", kind="nilai", computed=True, width=11),
            text("sumber", "Sumber dana", "Sumber dana pagu dan realisasi keuangan.", "Sumber Pendanaan", width=16),
            Column(key="pagu", heading="Pagu (Rp)", meaning="Pagu tahun ini.", kind="rupiah", computed=True, width=17,
                   aliases=("Pagu", "Anggaran", "Anggaran (Rp)")),
            *(column for n in quarters for column in _quarter(n)),
            id_column(),
        ),
    )  # fmt: skip


def data_sheet(quarters: Sequence[int] = TRIWULAN) -> Sheet:
    """The shared list of labour data that ratios are computed from."""
    return Sheet(
        key="data",
        name="Data",
        meaning="Data ketenagakerjaan pembentuk indikator rasio, satu kali untuk semua indikator.",
        aliases=("Data Ketenagakerjaan",),
        levels=(Level.DATA,),
        columns=(
            text("kode", "Nomor", "Nomor data, misalnya D03.", "No", "No.", width=9),
            text("uraian", "Data", "Nama data.", "Uraian", "Nama", width=44, required=True),
            text("satuan", "Satuan", "Satuan data.", width=12),
            text("cara", "Cara akumulasi", "Dijumlah antartriwulan, atau nilai terakhir.", width=16, computed=True),
            *(
                Column(
                    key=f"realisasi_{n}", heading=f"TW {roman(n)}", kind="nilai", width=13,
                    meaning=f"Data triwulan {roman(n)}.",
                    pattern=rf"(data|jumlah|realisasi)?(tw|triwulan)({_either(n)})",
                )
                for n in quarters
            ),
            id_column(),
        ),
    )  # fmt: skip


def account_sheet(quarters: Sequence[int] = TRIWULAN) -> Sheet:
    """Revenue and expenditure by account."""
    return Sheet(
        key="akun",
        name="Pendapatan dan Belanja",
        meaning="Realisasi pendapatan dan belanja per jenis.",
        aliases=("Pendapatan", "Belanja"),
        levels=ACCOUNTS,
        columns=(
            text("tingkat", "Jenis", "Pendapatan atau belanja.", width=20),
            text("kode", "Kode", "Kode akun.", "Kode Rekening", width=16),
            text("uraian", "Uraian", "Nama akun.", "Uraian Akun", "Nama", width=44, required=True),
            text("sumber", "Sumber dana", "Sumber dana.", width=16),
            Column(key="pagu", heading="Anggaran (Rp)", meaning="Target pendapatan atau pagu belanja.", kind="rupiah",
                   computed=True, width=18, aliases=("Anggaran", "Pagu", "Pagu (Rp)", "Target", "Jumlah")),
            *(_money(n) for n in quarters),
            id_column(),
        ),
    )  # fmt: skip


def sheets(quarters: Sequence[int] = TRIWULAN) -> tuple[Sheet, ...]:
    """Every sheet that is read back, in order."""
    return realisasi_sheet(quarters), data_sheet(quarters), account_sheet(quarters)


def _quarter(n: int) -> tuple[Column, ...]:
    tw, when = f"TW {roman(n)}", rf"(pada)?(tw|triwulan)({_either(n)})"
    return (
        Column(key=f"target_{n}", heading=f"Target {tw}", meaning=f"Target menurut rencana aksi {tw}.", kind="nilai",
               computed=True, width=11, pattern=rf"target(kinerja)?{when}"),
        Column(key=f"realisasi_{n}", heading=f"Realisasi {tw}", kind="nilai", width=13,
               meaning=f"Realisasi kinerja {tw}: indikator yang dijumlah diisi triwulan itu saja.",
               pattern=rf"(realisasi|capaian)(kinerja|k)?{when}(k)?"),
        _money(n),
        Column(key=f"fisik_{n}", heading=f"Fisik {tw} (%)", meaning=f"Kemajuan fisik sampai akhir {tw}, dalam persen.",
               kind="nilai", width=10, pattern=rf"(realisasi|progres|kemajuan)?fisik{when}"),
        *(
            text(f"{role}_{n}", f"{heading} ({tw})", f"{heading}, {tw}.", f"{heading} Triwulan {roman(n)}", width=34)
            for role, heading in NOTES
        ),
    )  # fmt: skip


def _money(n: int) -> Column:
    return Column(
        key=f"keuangan_{n}", heading=f"Keuangan TW {roman(n)} (Rp)", kind="rupiah", width=17,
        meaning=f"Realisasi keuangan triwulan {roman(n)} saja, dalam rupiah.",
        pattern=rf"(realisasi)?(keuangan|anggaran|belanja|rp)(pada)?(tw|triwulan)({_either(n)})(rp)?",
    )  # fmt: skip


def _either(n: int) -> str:
    return f"{roman(n).casefold()}|{n}"
