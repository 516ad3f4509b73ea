"""What the readers of the sheets share: the growing draft, what the workbook states, and how cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from renstra_portal.lib.text import clean_text, normalise_name
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Jenis, Nilai, parse_nilai, parse_rupiah

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from ..writing.draft import IndicatorDraft, NodeDraft, PlanDraft
from .columns import RENJA
from .grid import Table
from .names import Names
from .problems import Problems

_ID = re.compile(r"([SI])(\d+)")
_NUMBERED = re.compile(r"^\s*((?:\d{1,2}|[a-zA-Z])[.)])\s+(?=\S)")
_DASH_UNIT = re.compile(r"[-–—]\s+([^\d\s][^\d]{0,118})")
_TOTAL = re.compile(
    r"(?:grand\s+|sub\s*)?(?:jumlah|total)\b[^a-z]*(?:total|jumlah|keseluruhan|seluruhnya|pagu|anggaran|belanja|program|"
    r"kegiatan|tahun|rp|semua|[\s\d.:/()-])*",
    re.IGNORECASE,
)
_FIXED_DECIMALS = re.compile(r"0\.(0+)(?![0#?])")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sheet says about its rows. Whatever it does not speak of stays in the plan as it is.

    `fields` are texts of a simpul, `links` the levels of link targets, `pagu` and `plafon` years of money;
    `indicators` says that the row lists the simpul's indicators (only some of them where it is `partial`),
    `indicator_fields` their texts, `values` their (role, year), `kinds` those of their kinds that the sheet marks.
    """

    fields: frozenset[str] = frozenset()
    links: frozenset[Level] = frozenset()
    pagu: frozenset[int] = frozenset()
    plafon: frozenset[int] = frozenset()
    indicators: bool = False
    partial: bool = False
    indicator_fields: frozenset[str] = frozenset()
    values: frozenset[tuple[str, int]] = frozenset()
    kinds: frozenset[str] = frozenset()


SILENT = Statement()


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a workbook is read against: the plan as it stands, its years, and the nomenclature of its edition.

    `before` is the version that a perubahan revises, where the workbook speaks of it.
    """

    cascade: Cascade
    years: tuple[int, ...]
    tahun_dasar: int
    names: Names
    nama_perangkat_daerah: str
    trust_ids: bool = True
    before: Cascade | None = None

    @property
    def year(self) -> int:
        """The first year of the plan: the year of a Renja."""
        return self.cascade.plan.tahun_awal

    @property
    def is_renja(self) -> bool:
        """Whether the plan is a Renja."""
        return self.cascade.plan.jenis == RENJA

    def node(self, node_id: int | None) -> CascadeNode | None:
        """The plan's node that an "ID baris" names."""
        return self.cascade.by_id.get(node_id) if node_id is not None and self.trust_ids else None


@dataclass(slots=True)
class Reading:
    """The draft as far as it was read, with what each sheet states and what is to be linked once all is placed.

    `lists` are nodes that stand several in one cell, `placed` those whose parent the workbook names in words, and
    `units` the indicators whose unit stands in their cells, for want of a column.
    """

    context: ReadContext
    problems: Problems
    draft: PlanDraft = field(default_factory=PlanDraft)
    statements: dict[NodeDraft, Statement] = field(default_factory=dict)
    lists: set[NodeDraft] = field(default_factory=set)
    placed: set[NodeDraft] = field(default_factory=set)
    units: set[IndicatorDraft] = field(default_factory=set)
    levels: set[Level] = field(default_factory=set)
    sheets: list[str] = field(default_factory=list)
    later: list[Callable[[Any], None]] = field(default_factory=list)
    _by_id: dict[int, NodeDraft] = field(default_factory=dict)
    _ids_seen: dict[str, str] = field(default_factory=dict)

    def note(self, node: NodeDraft, statement: Statement) -> NodeDraft:
        """Remember what is stated about a node; gives the node back."""
        self.statements[node] = statement
        if node.id is not None:
            self._by_id[node.id] = node
        return node

    def stub(self, node: CascadeNode) -> NodeDraft:
        """A draft that stands for a node of the plan of which the workbook says nothing itself."""
        if node.id not in self._by_id:
            draft = self._by_id[node.id] = NodeDraft(node.level, node.uraian, node.kode, id=node.id)
            parent = self.context.cascade.parent(node)
            if parent is None:
                self.draft.add(draft)
            else:
                self.stub(parent).add(draft)
        return self._by_id[node.id]

    def take_id(self, letter: str, number: int, table: Table, row: int) -> int | None:
        """The id when the plan has it and no row before claimed it; a note is made otherwise."""
        if not self.context.trust_ids:
            return None
        name = f"{letter}{number}"
        place = f"{table.name}!{row}"
        first = self._ids_seen.setdefault(name, place)
        if first != place:
            self.problems.catatan(
                f"ID baris {name} sudah dipakai di {first}; baris ini dianggap baris baru.",
                **table.place(row, "id"),
                found=name,
                hint="Kosongkan ID baris pada baris salinan.",
            )
            return None
        return number


def ids_of(cell: Any) -> tuple[list[int], list[int]]:
    """The node ids and indicator ids in an "ID baris" cell: "S12 I34"."""
    value = cell.value
    if value is None:
        return [], []
    nodes: list[int] = []
    indicators: list[int] = []
    for letter, number in _ID.findall(str(value)):
        (nodes if letter == "S" else indicators).append(int(number))
    return nodes, indicators


@lru_cache(16384)
def _clean(text: str) -> str:
    return clean_text(text)


def text_of(cell: Any) -> str:
    """The text of a cell, cleaned; numbers as they would be typed, error cells as their code."""
    value = cell.value
    if value is None:
        return ""
    if type(value) is str:
        return _clean(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _clean(str(value))


@lru_cache(1024)
def number_format(code: str) -> tuple[int | None, bool]:
    """What an Excel number format fixes: the number of decimals shown (None when it does not say), and percent."""
    section = code.split(";", 1)[0]
    percent = "%" in section and '"%"' not in section and "\\%" not in section
    found = _FIXED_DECIMALS.search(section)
    if found:
        return len(found[1]), percent
    return (0 if percent else None), percent


def read_figure(table: Table, row: int, index: int, cell: Any, satuan: str) -> tuple[Nilai | None, str]:
    """A target, baseline or realisasi with the unit that stood in its cell; (None, "") when it cannot be read."""
    value = cell.value
    kind = type(value)
    if kind is int or kind is float:
        decimals, percent = number_format(cell.number_format)
        if not percent:
            parsed = parse_nilai(value, decimals=decimals)
            if parsed.problem is None:
                return parsed.nilai, ""
        else:
            amount = (Decimal(f"{value:.15g}") * 100).normalize()
            if amount.as_tuple().exponent > 0:  # type: ignore[operator]
                amount = amount.quantize(Decimal(1))
            parsed = parse_nilai(amount, decimals=decimals)
            if parsed.problem is None:
                return parsed.nilai, "%"
    elif kind is str and value.startswith("'") and clean_text(value[1:]):
        return Nilai.teks(value[1:]), ""
    elif kind is str and (dash := _DASH_UNIT.fullmatch(value.strip())):
        return TIDAK_DIRENCANAKAN, clean_text(dash[1])
    else:
        parsed = parse_nilai(value, satuan=satuan)
    place = table.place(row, index)
    if parsed.problem is not None:
        table.problems.galat(parsed.problem, **place, found=value)
        return None, ""
    nilai = parsed.nilai
    if nilai.decimals > 6:
        table.problems.galat("Lebih dari enam angka di belakang koma.", **place, found=value,
                             hint="Bulatkan dahulu di Excel.")  # fmt: skip
        return None, ""
    if len(nilai.text) > 250:
        table.problems.galat("Isi sel lebih panjang dari 250 huruf.", **place, found=value)
        return None, ""
    unit = parsed.unit or ("%" if parsed.percent else "")
    if parsed.readings and not (satuan or unit):
        # A unit that counts things settles it; without any unit both readings stay possible.
        table.problems.peringatan(
            f"Dibaca sebagai {parsed.readings[0]}, dapat juga berarti {parsed.readings[1]}.",
            **place,
            found=value,
            hint=f"Ketik {' atau '.join(parsed.choices)} agar pasti.",
        )
    if unit and satuan and not same_unit(unit, satuan):
        table.problems.peringatan(
            f"Satuan di dalam sel (“{unit}”) berbeda dari kolom Satuan (“{satuan}”).", **place, found=value
        )
    return nilai, unit


def same_unit(first: str, second: str) -> bool:
    """Whether two units say the same; "%", "persen" and "persentase" do."""
    return _unit(first) == _unit(second)


@lru_cache(1024)
def _unit(text: str) -> str:
    name = normalise_name(text)
    return "%" if name.startswith(("%", "persen", "prosen")) else name


@lru_cache(8192)
def _whole_rupiah(amount: int) -> Nilai:
    return Nilai.of(amount)


def read_money(table: Table, row: int, index: int, cell: Any) -> Nilai | None:
    """Rupiah of a cell in the form in which money is stored: whole, or with two decimals where there is sen."""
    value = cell.value
    factor = table.factor(index) if value is not None else 1
    if type(value) is int and 0 < value * factor < 10**18:
        return _whole_rupiah(value * factor)
    parsed = parse_rupiah(value)
    if parsed.problem is not None:
        table.problems.galat(parsed.problem, **table.place(row, index), found=value)
        return None
    nilai = parsed.nilai
    if factor > 1 and nilai.number is not None:
        nilai = Nilai.of(nilai.number * factor)
    number = nilai.number
    if number is None or (nilai.decimals == 0 and nilai.kind is not Jenis.NIHIL):
        if number is not None and number >= 10**18:
            table.problems.galat("Jumlah rupiah terlalu besar.", **table.place(row, index), found=value)
            return None
        return nilai
    whole = number.to_integral_value()
    if whole == number:
        return Nilai.of(whole, decimals=0)
    if nilai.decimals > 2:
        table.problems.galat(
            "Jumlah rupiah memuat lebih dari dua angka di belakang koma.",
            **table.place(row, index),
            found=value,
            hint="Bulatkan di Excel, misalnya dengan =ROUND(…;0).",
        )
        return None
    return Nilai.of(number, decimals=2)


def items_of(text: str) -> list[tuple[str, str]]:
    """The items of a cell that lists several, one on each line: (number, text), number "" when it has none.

    A line without a number under a numbered one continues it.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    found: list[list[str]] = []
    numbered = sum(1 for line in lines if _NUMBERED.match(line)) if lines else 0
    for line in lines:
        match = _NUMBERED.match(line)
        if match:
            found.append([match[1], line[match.end() :].strip()])
        elif numbered and found and _NUMBERED.match(lines[0]):
            found[-1][1] = f"{found[-1][1]} {line}"
        else:
            found.append(["", line])
    return [(number, item) for number, item in found]


def is_total_name(text: str) -> bool:
    """Whether a row of this name is a sum that the portal makes itself."""
    return _TOTAL.fullmatch(text) is not None


def is_dash(text: str) -> bool:
    """Whether a cell says "none" on purpose."""
    return text in ("-", "–", "—")


def place_of(table: Table, row: int) -> str:
    """The place of a row as drafts remember it."""
    return f"{table.name}!{row}"
