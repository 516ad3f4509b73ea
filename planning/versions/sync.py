"""Brings a version into line with the plan it was made from: proposals → those chosen → one difference. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from renstra_portal.lib.text import normalise_name

from ..cascade import Cascade
from ..levels import CODED_LEVELS, PAGU_LEVELS
from ..writing import Difference, IndicatorDraft, NodeDraft, PlanDraft, compare, draft_of
from .comparison import (
    Counterpart,
    Origins,
    Perubahan,
    RowComparison,
    compare_versions,
    pair_indicators,
    shared_years,
    with_headings,
)
from .copying import PAGU, PLAFON, Years, copied_indicator, copied_node
from .wording import Deviation, differences, figure, said_of_indicator, target_difference


class Step(StrEnum):
    """What can be taken over of a row; the first four of a row that both plans have."""

    NAMA = "nama"
    INDIKATOR = "indikator"
    TARGET = "target"
    PAGU = "pagu"
    BARU = "baru"
    HILANG = "hilang"
    COCOK = "cocok"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing that can be taken over from the origin.

    `baris` is the index of the row in the comparison. In `beda` semula is what the origin says, menjadi what the plan
    says. `asal_id` names the row of the origin that a row without origin would be matched with (COCOK).
    """

    langkah: Step
    baris: int
    row: RowComparison
    beda: tuple[Deviation, ...] = ()
    asal_id: int | None = None

    @property
    def key(self) -> str:
        """Its name in a form, such as "target-12"."""
        return f"{self.langkah}-{self.row.simpul.id}"


@dataclass(frozen=True, slots=True)
class Synchronisation:
    """A plan held against its origin: all rows of both, and what can be taken over, in the order of the rows."""

    plan: Cascade
    origin: Cascade
    origins: Origins
    years: tuple[int, ...]
    rows: tuple[RowComparison, ...]
    usul: tuple[Proposal, ...]

    def difference(self, chosen: Collection[Proposal]) -> Difference:
        """What to write to take the chosen proposals over. Rows above a new row come with it."""
        return _Taking(self).take(chosen)


def synchronisation(plan: Cascade, other: Counterpart) -> Synchronisation:
    """All that the plan could take over from the other version, for the years that both print.

    What the origin does not say (an empty target or pagu) never takes away what the plan says.
    """
    years = shared_years(other.cascade.plan, plan.plan)
    rows = compare_versions(other.cascade, plan, other.origins, years=years)
    matches = _matches(rows, other.origins)
    taken = set(matches.values())
    usul: list[Proposal] = []
    for index, row in enumerate(rows):
        if row.before is not None and row.after is not None:
            usul.extend(_parts(index, row, other.origins))
        elif row.after is not None:
            if index in matches:
                partner = rows[matches[index]].simpul
                beda = Deviation("Baris asal", f"{partner.kode} {partner.uraian}".strip(), "")
                usul.append(Proposal(Step.COCOK, index, row, (beda,), partner.id))
            elif row.after.id in other.origins.putus:
                usul.append(Proposal(Step.HILANG, index, row, tuple(differences(row))))
        elif index not in taken and row.direncanakan_semula:
            usul.append(Proposal(Step.BARU, index, row, tuple(differences(row))))
    return Synchronisation(plan, other.cascade, other.origins, years, rows, tuple(usul))


def _matches(rows: Sequence[RowComparison], origins: Origins) -> dict[int, int]:
    """Rows without origin → the row of the origin with their code; where the level has none, with their words.

    Indexes into `rows`. Only where one row on each side answers to it.
    """

    def sign(row: RowComparison) -> tuple[str, str]:
        coded = row.level in CODED_LEVELS
        return row.level.value, row.simpul.kode if coded else normalise_name(row.simpul.uraian)

    here: dict[tuple[str, str], list[int]] = defaultdict(list)
    there: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if sign(row)[1] and row.jenis in (Perubahan.DITAMBAH, Perubahan.DIHAPUS):
            (here if row.jenis is Perubahan.DITAMBAH else there)[sign(row)].append(index)
    return {ours[0]: there[key][0] for key, ours in here.items() if len(ours) == 1 and len(there.get(key, ())) == 1}


def _parts(index: int, row: RowComparison, origins: Origins) -> Iterator[Proposal]:
    """The parts of a row of both plans in which the origin says something else."""
    found: dict[Step, list[Deviation]] = defaultdict(list)
    for what, sides in (("Kode", row.kode), ("Nama", row.nama)):
        if sides:
            found[Step.NAMA].append(Deviation(what, *sides))
    several = len(row.indikator) > 1
    for one in row.indikator:
        if one.after is None:
            found[Step.INDIKATOR].append(Deviation("Indikator baru", said_of_indicator(one), ""))
        elif one.before is None:
            if one.after.id in origins.indikator_putus:
                found[Step.INDIKATOR].append(Deviation("Indikator dihapus", "", said_of_indicator(one)))
        else:
            for what, sides in (("Indikator", one.teks), ("Satuan", one.satuan)):
                if sides:
                    found[Step.INDIKATOR].append(Deviation(what, *sides))
            for pair in one.target:
                if pair.berubah and pair.semula.is_filled:
                    found[Step.TARGET].append(target_difference(pair, one, several=several))
    if row.level in PAGU_LEVELS:
        for money in row.pagu:
            if money.berubah and money.semula.is_filled:
                sides = figure(money.semula), figure(money.menjadi)
                found[Step.PAGU].append(Deviation(f"Pagu {money.tahun}", *sides, is_figure=True))
    for langkah in Step:
        if found[langkah]:
            yield Proposal(langkah, index, row, tuple(found[langkah]))


class _Taking:
    """Makes the plan's own draft say what was chosen."""

    def __init__(self, both: Synchronisation) -> None:
        self._both = both
        self._draft: PlanDraft = draft_of(both.plan)
        self._drafts: dict[int, NodeDraft] = {one.id: one for one in self._draft.walk() if one.id is not None}
        #: The draft of each row of the comparison that the plan has, by index, and by row of the origin.
        self._standing: dict[int, NodeDraft] = {}
        self._partners: dict[int, NodeDraft] = {}
        for index, row in enumerate(both.rows):
            if row.after is not None:
                self._stand(index, row, self._drafts[row.after.id])

    def take(self, chosen: Collection[Proposal]) -> Difference:
        """The difference that taking these over makes."""
        steps: dict[Step, list[Proposal]] = defaultdict(list)
        for one in chosen:
            steps[one.langkah].append(one)
        new = self._with_headings(steps[Step.BARU])
        # A row above a new row may stand in the plan already, not yet matched; it is not made a second time.
        above = [one for one in self._both.usul if one.asal_id in new and one not in steps[Step.COCOK]]
        steps[Step.COCOK].extend(above)
        for one in steps[Step.COCOK]:
            self._match(one)
        for one in steps[Step.NAMA]:
            self._take_name(one.row)
        for one in steps[Step.INDIKATOR]:
            self._take_indicators(one.row)
        for one in steps[Step.TARGET]:
            self._take_targets(one.row)
        for one in steps[Step.PAGU]:
            self._take_pagu(one.row)
        self._add(new.values())
        self._remove([one.row for one in steps[Step.HILANG]])
        return compare(self._both.plan, self._draft, remove_missing=bool(steps[Step.HILANG]))

    def _stand(self, index: int, row: RowComparison, draft: NodeDraft) -> None:
        self._standing[index] = draft
        if row.before is not None:
            self._partners[row.before.id] = draft

    def _sides(self, row: RowComparison) -> NodeDraft:
        return self._drafts[row.simpul.id]

    def _match(self, usul: Proposal) -> None:
        draft = self._sides(usul.row)
        draft.asal = usul.asal_id
        origin = self._both.origin.by_id[usul.asal_id or 0]
        self._partners[origin.id] = draft
        node = usul.row.simpul
        pairs = pair_indicators(origin.indikator, node.indikator, {})
        for one in draft.indikator:
            if one.id in pairs:
                one.asal = pairs[one.id].id

    def _take_name(self, row: RowComparison) -> None:
        if row.before is not None:
            draft = self._sides(row)
            draft.uraian, draft.kode = row.before.uraian, row.before.kode
            draft.nomenklatur_id = row.before.nomenklatur_id

    def _take_indicators(self, row: RowComparison) -> None:
        draft = self._sides(row)
        held = {one.id: one for one in draft.indikator}
        for one in row.indikator:
            if one.after is None and one.before is not None:
                draft.indikator.append(copied_indicator(one.before, self._years))
            elif one.before is None and one.after is not None:
                if one.after.id in self._both.origins.indikator_putus:
                    draft.indikator.remove(held[one.after.id])
            elif one.before is not None and one.after is not None:
                held[one.after.id].teks, held[one.after.id].satuan = one.before.teks, one.before.satuan

    def _take_targets(self, row: RowComparison) -> None:
        held: dict[int | None, IndicatorDraft] = {one.id: one for one in self._sides(row).indikator}
        for one in row.indikator:
            if one.before is not None and one.after is not None:
                for pair in one.target:
                    held[one.after.id].set_value("target", pair.tahun, pair.semula)

    def _take_pagu(self, row: RowComparison) -> None:
        draft, origin = self._sides(row), row.before
        if origin is None:
            return
        for pair in row.pagu:
            if not (pair.berubah and pair.semula.is_filled):
                continue
            ours = [source for tahun, source in draft.pagu if tahun == pair.tahun]
            theirs = {source: nilai for (tahun, source), nilai in origin.pagu.items() if tahun == pair.tahun}
            if len(ours) == 1 and set(theirs) == {""}:
                # The origin names no source, so the one that the plan has decided on stays.
                theirs = {ours[0]: theirs[""]}
            for source in ours:
                del draft.pagu[pair.tahun, source]
            for source, nilai in theirs.items():
                draft.set_pagu(pair.tahun, nilai, source)

    @property
    def _years(self) -> Years:
        years = self._both.years
        return {"baseline": (self._both.plan.plan.tahun_dasar,), "target": years, PAGU: years, PLAFON: years}

    def _with_headings(self, chosen: Sequence[Proposal]) -> dict[int, int]:
        """The rows of the origin that these stand for, with those above: id → index in the comparison."""
        rows, wanted = self._both.rows, {id(one.row) for one in chosen}
        kept = with_headings(rows, lambda row: id(row) in wanted)
        return {rows[index].simpul.id: index for index in kept if rows[index].after is None}

    def _add(self, new: Iterable[int]) -> None:
        """The rows at these indexes, each after the sibling it follows in the origin."""
        rows = self._both.rows
        made: list[tuple[RowComparison, NodeDraft]] = []
        for index in new:
            row = rows[index]
            if index in self._standing or row.before is None or row.before.id in self._partners:
                continue
            draft = copied_node(row.before, self._years)
            draft.alasan = draft.dasar_hukum = draft.catatan = ""
            siblings = self._draft.roots if row.above is None else self._above(row).children
            siblings.insert(self._place(index, siblings), draft)
            self._stand(index, row, draft)
            made.append((row, draft))
        for row, draft in made:
            wanted = row.before.kaitan if row.before else ()
            draft.links = [self._partners[target] for target in wanted if target in self._partners]

    def _above(self, row: RowComparison) -> NodeDraft:
        above = row.above if row.above is not None else -1
        if above in self._standing:
            return self._standing[above]
        # The row above was matched with a row of the plan in the same act.
        return self._partners[self._both.rows[above].simpul.id]

    def _place(self, index: int, siblings: list[NodeDraft]) -> int:
        """Where among the siblings a new row goes: after the nearest one before it in the comparison, else last."""
        above = self._both.rows[index].above
        beside = [one for one, row in enumerate(self._both.rows) if row.above == above and one in self._standing]
        places = {one: siblings.index(self._standing[one]) for one in beside if self._standing[one] in siblings}
        before = [one for one in places if one < index]
        if before:
            return places[before[-1]] + 1
        return 0 if places else len(siblings)

    def _remove(self, rows: Sequence[RowComparison]) -> None:
        going = {one for row in rows for one in self._sides(row).walk()}
        if not going:
            return
        self._draft.roots = [one for one in self._draft.roots if one not in going]
        for one in self._draft.walk():
            one.children = [child for child in one.children if child not in going]
            one.links = [target for target in one.links if target not in going]
