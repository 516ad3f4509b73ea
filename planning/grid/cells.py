"""Saving cells: what was typed is held against what the person saw and what is stored, and written whole or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from renstra_portal.lib.text import clean_text, normalise_name
from renstra_portal.lib.values import KOSONG, Nilai, Parsed, parse_nilai, parse_rupiah

from ..cascade.coded_rows import kode_level
from ..entry_locks import locks_for
from ..levels import FREELY_CODED_LEVELS, INDICATOR_KINDS, Level
from ..models import TRIWULAN, ChangeSet, Indikator, Rencana, User
from ..writing import Authorship, Difference, InvalidPlan, ObjectDiff, apply, locked_plan
from ..writing.difference import Act, money_text
from ..writing.rules import closed_cells
from ..writing.rules import problems as broken_rules
from .columns import GridColumn
from .ratios import COUNTED
from .sheet import Kind, Place, Sheet, UnknownCell, moves_sources, row_ids, source_of
from .suspicion import Doubt, choices_of, doubt_about, overspent
from .touches import Touch, last_touches

#: The most cells of one request, and letters of one cell.
MAX_CELLS = 5_000
MAX_LETTERS = 20_000


def indicator_kind(level: Level, kode: str = "") -> str | None:
    """What an indicator of a row is used as; a row that stands for another one of the nomenclature asks its code."""
    return INDICATOR_KINDS.get((level in FREELY_CODED_LEVELS and kode_level(kode)) or level)


def usual_accumulation(level: Level) -> str:
    """How a new indicator of a row adds up over time: counts of labour data add up, all else has a latest value."""
    return Indikator.Akumulasi.JUMLAH.value if level == Level.DATA else Indikator.Akumulasi.TERAKHIR.value


class GridAct(StrEnum):
    """What the person did; the value is what the browser sends."""

    KETIK = "ketik"
    TEMPEL = "tempel"
    ISI_KE_BAWAH = "isi_ke_bawah"
    URUNGKAN = "urungkan"
    FORMULIR = "formulir"

    @property
    def words(self) -> str:
        """The act in the change record."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Edit:
    """One cell as typed: `old` is the stored value that the person saw, `new` the raw text.

    `desimal`: how many decimals a figure had where it was copied in the grid. 67,405 can only be typed as "67,4050".
    """

    row: str
    col: str
    old: str | None
    new: str
    desimal: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell cannot be saved; `row` and `col` None when it is about the whole request."""

    row: str | None
    col: str | None
    message: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Clash:
    """A cell that someone changed since the person saw it. Values are stored forms, None blank."""

    row: str
    col: str
    yours: str | None
    theirs: str | None
    touch: Touch | None


class Refused(Exception):
    """Nothing was saved, because of problems (and clashes, told along with them)."""

    def __init__(self, problems: Sequence[Problem], clashes: Sequence[Clash] = ()) -> None:
        super().__init__("; ".join(one.message for one in problems))
        self.problems = list(problems)
        self.clashes = list(clashes)


class Clashing(Exception):
    """Nothing was saved, because others changed some of the cells."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        super().__init__(f"{len(clashes)} sel")
        self.clashes = list(clashes)


@dataclass(slots=True)
class Reading:
    """One edit, read and compared: `value` is what would be stored, `stored` what is."""

    edit: Edit
    stored: str | None = None
    value: str | None = None
    place: Place | None = None
    column: GridColumn | None = None
    problem: Problem | None = None
    doubt: Doubt | None = None
    parsed: Parsed | None = None

    @property
    def is_same(self) -> bool:
        """Whether the cell holds the value already."""
        return self.problem is None and self.stored == self.value

    @property
    def clashes(self) -> bool:
        """Whether someone else changed the cell, and not to this value."""
        return self.problem is None and not self.is_same and (self.edit.old or None) != self.stored

    @property
    def state(self) -> str:
        """What a preview says of the cell, as the browser knows it."""
        if self.problem:
            return "galat"
        if self.is_same:
            return "sama"
        if self.clashes:
            return "bentrok"
        if self.doubt:
            return "mencurigakan"
        return "baru" if self.stored is None else "berubah"


@dataclass(slots=True)
class Saved:
    """What a save did. `changeset` is None when every cell held its value already."""

    revisi: int
    changeset: ChangeSet | None
    at: datetime | None
    readings: list[Reading] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)
    structure: bool = False


class Batch:
    """Cells of one request, read against the stored plan for the person who typed them. Nothing is written here."""

    def __init__(self, rencana: Rencana, edits: Sequence[Edit], user: User) -> None:
        self.rencana = rencana
        self._locks = locks_for(rencana, user)
        self._rows = row_ids({edit.row for edit in edits})
        known = [row for row in self._rows.values() if row is not None]
        self.sheet = Sheet.of_rows(rencana, known, {edit.col for edit in edits})
        self.readings = [self._locate(edit) for edit in edits]
        self._units = {
            (one.place.id): clean_text(one.edit.new)
            for one in self.readings
            if one.place and one.place.kind == Kind.INDIKATOR and one.place.name == "satuan"
        }
        for one in self.readings:
            self._read(one)
        self._after = {(one.place.kind, one.place.id, one.place.name): one.value for one in self.readings if one.place}
        self._cell_at: dict[tuple[str, int, str], tuple[str, str]] = {}
        self.difference = Difference(list(self._objects()))
        self._judge()
        for one in self.readings:
            self._doubt(one)

    def problems(self) -> list[Problem]:
        """Every cell that cannot be saved."""
        return [one.problem for one in self.readings if one.problem]

    def clashes(self) -> list[Clash]:
        """Every cell that someone else changed since, with who and when."""
        clashing = [one for one in self.readings if one.clashes and one.place]
        touches = last_touches(self.rencana, [one.place for one in clashing if one.place])
        return [
            Clash(one.edit.row, one.edit.col, one.value, one.stored, touches.get(one.place) if one.place else None)
            for one in clashing
        ]

    # --- reading --------------------------------------------------------------------------------------

    def _locate(self, edit: Edit) -> Reading:
        reading = Reading(edit)
        row = self._rows[edit.row]
        try:
            if row is None:
                raise UnknownCell(f"Baris {edit.row[:40]} tidak ada dalam rencana ini.")
            reading.place = self.sheet.place(row, edit.col)
            reading.column = self.sheet.column(row, edit.col)
            reading.stored = self.sheet.value(row, edit.col)
            if self.sheet.is_counted(reading.place):
                raise UnknownCell(COUNTED)
        except UnknownCell as problem:
            reading.problem = Problem(edit.row, edit.col, str(problem))
        return reading

    def _read(self, one: Reading) -> None:
        if one.place is None or one.column is None or one.problem:
            return
        if len(one.edit.new) > MAX_LETTERS:
            one.problem = self._problem(one, f"Isi sel ini lebih panjang dari {MAX_LETTERS} huruf.")
            return
        text = clean_text(one.edit.new)
        jenis = one.column.jenis
        if jenis == "pilihan":
            one.value = _chosen(one.column, text) or None
            if (text or one.column.wajib) and not one.value:
                one.problem = _not_a_choice(one.edit, one.column, text)
            return
        if jenis == "catatan":
            one.value = Nilai.teks(text).encode() if text else None
            return
        if jenis == "teks":
            one.value = text or None
            if one.edit.col == "uraian" and not text and one.stored:
                one.problem = self._problem(one, "Uraian tidak boleh dikosongkan. Hapus barisnya bila tidak dipakai.")
            return
        is_money = jenis == "rupiah"
        one.parsed = parse_rupiah(text) if is_money else parse_nilai(text, satuan=self._satuan(one.place))
        if one.parsed.problem:
            one.problem = Problem(one.edit.row, one.edit.col, one.parsed.problem, choices_of(one.parsed))
        else:
            nilai = one.parsed.nilai
            one.value = money_text(nilai) if is_money else _with_decimals(nilai, one.edit.desimal).encode()

    def _satuan(self, place: Place) -> str:
        if place.kind == Kind.SIMPUL:
            # Physical progress; rupiah have no unit to ask for.
            return "%"
        if place.id in self._units:
            return self._units[place.id]
        return self.sheet.stored(Place(Kind.INDIKATOR, place.id, "satuan")) or ""

    def _doubt(self, one: Reading) -> None:
        if one.place is None or one.parsed is None or one.problem or one.is_same:
            return
        is_money = one.column is not None and one.column.jenis == "rupiah"
        one.doubt = doubt_about(
            one.parsed,
            old=Nilai.decode(one.stored),
            neighbours=[nilai for name in _beside(one.place.name) if (nilai := self._as_it_will_be(one.place, name))],
            satuan="" if is_money else self._satuan(one.place),
            rupiah=is_money,
        )
        if one.doubt is None and one.place.name.startswith("keuangan_"):
            one.doubt = self._overspending(one.place)

    def _overspending(self, place: Place) -> Doubt | None:
        """A question where the triwulan of a sumber dana add up to more than its pagu."""
        _, year, source = place.name.split(":", 2)
        spent = [self._as_it_will_be(place, f"keuangan_{one}:{year}:{source}") for one in TRIWULAN]
        return overspent([one for one in spent if one], self._as_it_will_be(place, f"pagu:{year}:{source}") or KOSONG)

    def _as_it_will_be(self, place: Place, name: str) -> Nilai | None:
        """Another figure of the same object once the batch is saved; None where it is blank."""
        stored = self.sheet.stored(Place(place.kind, place.id, name))
        nilai = Nilai.decode(self._after.get((place.kind, place.id, name), stored))
        return None if nilai == KOSONG else nilai

    def _problem(self, one: Reading, message: str) -> Problem:
        return Problem(one.edit.row, one.edit.col, message)

    # --- what would be written --------------------------------------------------------------------------

    def _objects(self) -> Iterator[ObjectDiff]:
        changes: dict[tuple[Kind, int], dict[str, tuple[str | None, str | None]]] = defaultdict(dict)
        renamed: list[Reading] = []
        for one in self.readings:
            if one.place is None or one.problem or one.is_same:
                continue
            if one.edit.col == "sumber_dana":
                renamed.append(one)
                continue
            changes[one.place.kind, one.place.id][one.place.name] = (one.stored, one.value)
            self._cell_at[one.place.kind, one.place.id, one.place.name] = (one.edit.row, one.edit.col)
        for one in renamed:
            if one.place:
                self._rename_source(one, one.place, changes[Kind.SIMPUL, one.place.id])
        for (kind, object_id), cells in changes.items():
            if kind == Kind.INDIKATOR and object_id < 0:
                yield self._new_indicator(object_id, cells)
            elif cells:
                yield ObjectDiff(Act.UPDATE, kind, object_id, cells)

    def _rename_source(self, one: Reading, place: Place, cells: dict[str, tuple[str | None, str | None]]) -> None:
        """Put all rupiah of a row under another sumber dana, with what this batch changes in them."""
        old, new = place.name.split(":", 2)[2], one.value or ""
        if any(source_of(name) == new for name in self.sheet.nodes[place.id]):
            told = f"Sumber dana “{new}”" if new else "Pagu tanpa sumber dana"
            one.problem = self._problem(one, f"{told} sudah ada pada sub-kegiatan ini.")
            return
        # Role and year ("pagu:2025") → rupiah.
        held: dict[str, str | None] = {
            ":".join(name.split(":", 2)[:2]): value
            for name, value in self.sheet.nodes[place.id].items()
            if source_of(name) == old
        }
        before = dict(held)
        for name in [name for name in cells if source_of(name) == old]:
            figure = ":".join(name.split(":", 2)[:2])
            held[figure] = cells.pop(name)[1]
            self._cell_at[Kind.SIMPUL, place.id, f"{figure}:{new}"] = self._cell_at.pop((Kind.SIMPUL, place.id, name))
        if not any(held.values()):
            one.problem = self._problem(
                one, "Isi dahulu pagu sekurangnya satu tahun; sumber dana melekat pada pagunya."
            )
            return
        for figure, value in held.items():
            if before.get(figure) is not None:
                cells[f"{figure}:{old}"] = (before[figure], None)
            if value is not None:
                cells[f"{figure}:{new}"] = (None, value)
                self._cell_at.setdefault((Kind.SIMPUL, place.id, f"{figure}:{new}"), (one.edit.row, one.edit.col))

    def _new_indicator(self, object_id: int, cells: dict[str, tuple[str | None, str | None]]) -> ObjectDiff:
        simpul = -object_id
        level = Level(self.sheet.nodes[simpul]["level"])
        urutan = str(self.sheet.next_urutan(simpul))
        made = {"simpul": str(simpul), "urutan": urutan, "arah": "naik", "akumulasi": usual_accumulation(level)}
        if kind := indicator_kind(level, self.sheet.nodes[simpul].get("kode", "")):
            made["jenis"] = kind
        return ObjectDiff(
            Act.CREATE, Kind.INDIKATOR, object_id, {name: (None, value) for name, value in made.items()} | cells
        )

    def _judge(self) -> None:
        """Hold the rules of the writer against the cells, so that each problem stands at its cell."""
        by_cell = {(one.edit.row, one.edit.col): one for one in self.readings}
        objects = self.difference.objects
        for found in (*broken_rules(objects, self.sheet.levels), *closed_cells(objects, self._locks)):
            cell = self._cell_at.get((found.kind, found.id, found.cell))
            if cell and by_cell[cell].problem is None:
                message = found.message[0].upper() + found.message[1:]
                by_cell[cell].problem = Problem(*cell, message)

    # --- afterwards -------------------------------------------------------------------------------------

    def changes_rows(self) -> bool:
        """Whether rows come, go or change places, so that the browser must read the rows again."""
        return any(
            moves_sources(self.sheet.nodes[one.id], {name: new for name, (_, new) in one.cells.items()})
            if one.kind == Kind.SIMPUL
            else one.id < 0 and self.sheet.first_indicator(-one.id) is not None
            for one in self.difference.objects
        )


def _beside(name: str) -> Iterator[str]:
    """The names of the figures to hold one against: of the years beside it, or of the triwulan beside it.

    What is spent in a triwulan says nothing of the next.
    """
    what, year, *source = name.split(":", 2)
    role, _, triwulan = what.rpartition("_")
    if what == "baseline" or role == "keuangan":
        return
    if triwulan.isdecimal():
        yield from (f"{role}_{one}:{year}" for one in (int(triwulan) - 1, int(triwulan) + 1))
        return
    yield from (":".join([what, str(one), *source]) for one in (int(year) - 1, int(year) + 1))


def _chosen(column: GridColumn, text: str) -> str:
    """The value of the choice that the text names, by its label or its value; "" when it names none."""
    wanted = normalise_name(text)
    return next((value for value, label in column.pilihan if wanted in (normalise_name(label), value)), "")


def _not_a_choice(edit: Edit, column: GridColumn, text: str) -> Problem:
    labels = [label for _, label in column.pilihan]
    wrong = f"“{text[:40]}” bukan pilihan {column.judul.lower()}." if text else f"{column.judul} tidak boleh kosong."
    told = f"{wrong} Pilih {', '.join(labels[:-1])} atau {labels[-1]}."
    return Problem(edit.row, edit.col, told, tuple((label, label) for label in labels))


def _with_decimals(nilai: Nilai, decimals: int | None) -> Nilai:
    """The value with so many decimals where these suffice to say it; otherwise, and for None, as it is."""
    if decimals is None or nilai.amount is None or not 0 <= decimals <= nilai.decimals:
        return nilai
    short = nilai.amount.quantize(Decimal(1).scaleb(-decimals))
    return Nilai.of(short) if short == nilai.amount else nilai


def save_cells(slug: str, user: User, edits: Sequence[Edit], act: GridAct) -> Saved:
    """Save all of the cells or none, as one recorded act. A cell that holds its value already counts as saved.

    Raises `Rencana.DoesNotExist`, `NotAllowed`, `Refused` and `Clashing`.
    """
    _check_repeats(edits)
    with locked_plan(slug, user) as lock:
        batch = Batch(lock.rencana, edits, user)
        lock.levels.update(batch.sheet.levels)
        lock.indicators.update(batch.sheet.indicators)
        clashes = batch.clashes()
        if problems := batch.problems():
            raise Refused(problems, clashes)
        if clashes:
            raise Clashing(clashes)
        temporary = {one.id: one for one in batch.difference.objects if one.act == Act.CREATE}
        structure = batch.changes_rows()
        by = Authorship(user=user, origin=ChangeSet.Origin.GRID, source=act.words)
        try:
            changeset = apply(lock.rencana, batch.difference, by=by, lock=lock)
        except InvalidPlan as refusal:
            raise Refused([Problem(None, None, message) for message in refusal.messages]) from refusal
    return Saved(
        revisi=lock.rencana.revisi,
        changeset=changeset,
        at=changeset.at if changeset else None,
        readings=batch.readings,
        made={f"s{-before}": one.id for before, one in temporary.items() if not batch.sheet.first_indicator(-before)},
        structure=structure,
    )


def preview_cells(
    rencana: Rencana, edits: Sequence[Edit], user: User
) -> tuple[list[Reading], dict[tuple[str, str], Touch]]:
    """What saving the cells would do, without writing: the readings, and who changed those that clash."""
    _check_repeats(edits)
    batch = Batch(rencana, edits, user)
    touches = {(one.row, one.col): one.touch for one in batch.clashes() if one.touch}
    return batch.readings, touches


def _check_repeats(edits: Iterable[Edit]) -> None:
    seen: set[tuple[str, str]] = set()
    twice: list[Problem] = []
    for edit in edits:
        if (edit.row, edit.col) in seen:
            twice.append(Problem(edit.row, edit.col, "Sel ini disebut dua kali dalam satu kiriman."))
        seen.add((edit.row, edit.col))
    if twice:
        raise Refused(twice)
