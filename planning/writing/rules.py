"""The rules that every write keeps: what may stand where, and what a cell may hold. Pure, so previews use them too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from renstra_portal.lib.codes import KodeProblem, parse_kode
from renstra_portal.lib.values import Jenis, Nilai

from ..entry_locks import Locks
from ..levels import CODED_LEVELS, FREELY_CODED_LEVELS, LINKS, PAGU_LEVELS, PARENTS, Level
from ..models import JenisIndikator, NilaiIndikator, NilaiSimpul, Pagu, Simpul
from .difference import Act, Kind, ObjectDiff
from .errors import CellProblem

ROLES = frozenset(NilaiIndikator.Peran.values)
#: The roles of a simpul's cells that hold rupiah per sumber dana, and of those that tell of a triwulan.
MONEY_CELLS = frozenset(Pagu.Peran.values)
NODE_ROLES = frozenset(NilaiSimpul.Peran.values)
_NODE_LENGTHS = (("penanggung_jawab", 200), ("nomor", 30), ("waktu_pelaksanaan", 120), ("prioritas", 250))
#: Texts that may only be one of a few, with what people call them.
_NODE_CHOICES = {
    "sumber_usulan": ("sumber usulan", dict(Simpul.SumberUsulan.choices)),
    "keputusan": ("keputusan", dict(Simpul.Keputusan.choices)),
}
_INDICATOR_LENGTHS = (
    ("satuan", 120),
    ("penanggung_jawab", 200),
    ("nomor", 30),
    ("data_pembilang", 30),
    ("data_penyebut", 30),
)
_SOURCE_LENGTH = 120
#: Each figure is decoded once to be checked and once to be written, and figures repeat from year to year.
decode = lru_cache(maxsize=1 << 16)(Nilai.decode)

CellText = tuple[str, str]


def problems(objects: Iterable[ObjectDiff], levels: Mapping[int, Level]) -> Iterator[CellProblem]:
    """Every broken rule of the objects to be written, simpul before indicators.

    `levels` holds the level of each simpul written or pointed at; what it does not hold is not judged.
    """
    written = [one for one in objects if one.act != Act.DELETE]
    for kind, judge in ((Kind.SIMPUL, _node_problems), (Kind.INDIKATOR, _indicator_problems)):
        for act in (Act.CREATE, Act.UPDATE):
            for one in written:
                if one.kind == kind and one.act == act:
                    for cell, text in judge(one, levels):
                        yield CellProblem(kind, one.id, cell, text)


def _node_problems(one: ObjectDiff, levels: Mapping[int, Level]) -> Iterator[CellText]:
    level = levels.get(one.id)
    if level is None:
        return
    if "parent" in one.cells or one.act == Act.CREATE:
        parent = one.cells.get("parent", (None, None))[1]
        above = levels.get(int(parent)) if parent else None
        if above not in PARENTS[level] and (parent is None or int(parent) in levels):
            where = f"di bawah {above.label.lower()}" if above else "tanpa induk"
            yield "parent", f"{level.label.lower()} tidak dapat berdiri {where}."
    for name, (_, new) in one.cells.items():
        what, _, rest = name.partition(":")
        if new is None:
            continue
        if what == "kode" and (text := _kode_problem(level, new)):
            yield name, text
        elif what == "kaitan":
            target = levels.get(int(rest))
            if target is not None and target not in LINKS.get(level, ()):
                yield name, f"{level.label.lower()} tidak dapat dikaitkan dengan {target.label.lower()}."
        elif what in _NODE_CHOICES and new not in _NODE_CHOICES[what][1]:
            label, known = _NODE_CHOICES[what]
            yield name, f"{label} “{new}” tidak dikenal; pilih {', '.join(known.values())}."
        elif what == "pagu" and level not in PAGU_LEVELS:
            yield name, "pagu hanya diisi pada sub-kegiatan; untuk tingkat di atasnya isi plafon."
        elif what in MONEY_CELLS and level not in PAGU_LEVELS:
            yield name, "realisasi keuangan hanya diisi pada sub-kegiatan; di atasnya dijumlah sendiri."
        if what in MONEY_CELLS or what == "plafon":
            for text in _money_problems(what, rest, new):
                yield name, text
        elif what in NODE_ROLES and (problem := _told_problem(what, new)):
            yield name, problem
    yield from _too_long(one, _NODE_LENGTHS)


def _money_problems(what: str, rest: str, new: str) -> Iterator[str]:
    tahun, _, source = rest.partition(":")
    nilai = decode(new)
    if nilai.kind is Jenis.TEKS:
        yield f"{what} {tahun} harus berupa angka rupiah, bukan “{nilai.text}”."
    elif nilai.amount is not None and not 0 <= nilai.amount < Decimal(10) ** 18:
        yield f"{what} {tahun} di luar batas yang dapat disimpan."
    elif nilai.decimals > 2:
        yield f"{what} {tahun} memuat lebih dari dua desimal."
    if len(source) > _SOURCE_LENGTH:
        yield f"sumber dana lebih panjang dari {_SOURCE_LENGTH} huruf."


def _told_problem(what: str, new: str) -> str | None:
    nilai = decode(new)
    if not what.startswith("fisik"):
        return None if nilai.kind is Jenis.TEKS else "catatan harus berupa teks."
    if nilai.kind is Jenis.TEKS or (nilai.amount is not None and not 0 <= nilai.amount <= 100):
        return "kemajuan fisik harus berupa persentase dari 0 sampai 100."
    return "kemajuan fisik memuat lebih dari enam desimal." if nilai.decimals > 6 else None


def _kode_problem(level: Level, kode: str) -> str | None:
    if level not in CODED_LEVELS:
        return f"{level.label.lower()} tidak memakai kode nomenklatur."
    try:
        parsed = parse_kode(kode)
    except KodeProblem as problem:
        return str(problem)
    if level not in FREELY_CODED_LEVELS and parsed.level != level.value:
        return f"kode {kode} adalah kode {parsed.level.replace('_', '-')}, bukan {level.label.lower()}."
    if parsed.text != kode:
        return f"kode {kode} belum dalam bentuk baku {parsed.text}."
    return None


def _indicator_problems(one: ObjectDiff, levels: Mapping[int, Level]) -> Iterator[CellText]:
    # Real documents print targets without the indicator's text; such a row is held, and reported by a check.
    named = any((one.cells.get(name, (None, None))[1] or "").strip() for name in ("teks", "satuan"))
    if one.act == Act.CREATE and not named and not any(name.partition(":")[0] in ROLES for name in one.cells):
        yield "teks", "indikator tidak berisi teks maupun nilai."
    jenis = one.cells.get("jenis", (None, None))[1]
    if jenis and (unknown := set(jenis.split(",")) - set(JenisIndikator.values)):
        yield "jenis", f"jenis indikator tidak dikenal: {', '.join(sorted(unknown))}."
    yield from _too_long(one, _INDICATOR_LENGTHS)
    for name, (_, new) in one.cells.items():
        role, _, tahun = name.partition(":")
        if role in ROLES and new is not None:
            nilai = decode(new)
            if len(nilai.text) > 250:
                yield name, f"{role} {tahun} lebih panjang dari 250 huruf."
            elif nilai.amount is not None and (abs(nilai.amount) >= Decimal(10) ** 18 or nilai.decimals > 6):
                yield name, f"{role} {tahun} di luar batas yang dapat disimpan."


def _too_long(one: ObjectDiff, lengths: Iterable[tuple[str, int]]) -> Iterator[CellText]:
    for name, limit in lengths:
        if len(one.cells.get(name, (None, None))[1] or "") > limit:
            yield name, f"{name.replace('_', ' ')} lebih panjang dari {limit} huruf."


def closed_cells(objects: Iterable[ObjectDiff], locks: Locks) -> Iterator[CellProblem]:
    """The cells among those to be written, or to go with their row, that are closed."""
    if not locks:
        return
    for one in objects:
        for name, (old, new) in one.cells.items():
            if old != new and (kunci := locks.get(name.partition(":")[0])):
                yield CellProblem(one.kind, one.id, name, str(kunci))
