"""Rows that every plan of a kind needs, ready to be added to a section at once. Other apps register theirs here."""

from __future__ import annotations

from dataclasses import dataclass

from renstra_portal.lib.text import normalise_name

from ..levels import Level
from ..writing import ObjectDiff
from ..writing.difference import Act, Kind
from .cells import indicator_kind
from .sections import section_named
from .structure import PlanAsItStands, data_keys, refusal


@dataclass(frozen=True, slots=True)
class StandardRow:
    """A row as it is added: its key, name, unit, how its counts add up over triwulan, and where they come from."""

    kode: str
    nama: str
    satuan: str
    akumulasi: str
    sumber: str = ""


_ROWS: dict[Level, tuple[StandardRow, ...]] = {}


def register(level: Level, rows: tuple[StandardRow, ...]) -> None:
    """Offer these rows in the section of that level, in their order."""
    _ROWS[level] = rows


def standard_rows(level: Level) -> tuple[StandardRow, ...]:
    """The rows on offer for a level; none where no app registered any."""
    return _ROWS.get(level, ())


@dataclass(slots=True)
class AddStandardRows:
    """Every standard row of a section that the plan does not have yet, by name, as one recorded act."""

    bagian: str
    words: str = "Tambah data baku"

    def objects(self, plan: PlanAsItStands) -> list[ObjectDiff]:
        """The rows, each with the indicator its counts stand on. Raises `Refused` when nothing is left to add."""
        section = section_named(plan.cascade.plan, self.bagian)
        rows = standard_rows(section.levels[0]) if section and not section.is_programme else ()
        if not section or not rows:
            raise refusal("Bagian ini tidak memiliki baris baku.")
        level = section.levels[0]
        standing = plan.cascade.at(level)
        names = {normalise_name(one.uraian) for one in standing}
        missing = [one for one in rows if normalise_name(one.nama) not in names]
        if not missing:
            raise refusal("Semua data baku sudah ada di sini; tidak ada yang ditambahkan.")
        taken = {one.nomor for one in standing} | {one.kode for one in missing}
        free = (key for key in data_keys(plan.cascade) if key not in taken)
        keys = {one.nomor for one in standing}
        first = max((one.urutan for one in standing), default=-1) + 1
        made: list[ObjectDiff] = []
        for number, one in enumerate(missing):
            # A row of one's own may bear the key already; then the next free one is taken.
            key = one.kode if one.kode not in keys else next(free)
            made.extend(_row(level, one, key, first + number, -(2 * number + 1)))
        return made


def _row(level: Level, one: StandardRow, key: str, urutan: int, simpul: int) -> list[ObjectDiff]:
    row = {"level": level.value, "urutan": str(urutan), "nomor": key, "uraian": one.nama, "keterangan": one.sumber}
    counted = {
        "simpul": str(simpul),
        "urutan": "0",
        "arah": "naik",
        "akumulasi": one.akumulasi,
        "satuan": one.satuan,
        "jenis": indicator_kind(level) or "",
    }
    return [
        ObjectDiff(Act.CREATE, kind, object_id, {name: (None, text) for name, text in cells.items() if text}, one.nama)
        for kind, object_id, cells in ((Kind.SIMPUL, simpul, row), (Kind.INDIKATOR, simpul - 1, counted))
    ]
