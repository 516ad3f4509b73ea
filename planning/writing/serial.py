"""A draft as JSON that people can read and compare line by line, and back without loss.

The document has two keys. `pengaturan` holds the plan's settings (`PLAN_SETTINGS`), `simpul` the roots; every simpul
nests its `children`. A node that others link to bears a `ref`, and `kaitan` lists the refs it links to. Figures are
strings as `Nilai.encode` writes them ("99.30", "-", "'BB"); what is not filled in is left out. `pagu` maps a year to
rupiah, or to rupiah per sumber dana where a source is named; `keuangan` does so for each role of rupiah beside it, and
`nilai` maps a role of what is told of a simpul to years. Database ids are not part of the document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeVar

from renstra_portal.lib.values import Nilai

from ..cascade.tree import INDICATOR_NUMBERS, INDICATOR_TEXTS, MONEY_ROLES, NODE_ROLES, NODE_TEXTS, ROLES
from ..levels import Level
from .draft import PLAN_SETTINGS, IndicatorDraft, NodeDraft, PlanDraft
from .errors import InvalidPlan

_LINE = 110
_NODE_KEYS = {"level", "ref", *NODE_TEXTS, "indikator", "pagu", "plafon", "keuangan", "nilai", "kaitan", "children"}
_INDICATOR_KEYS = {*INDICATOR_TEXTS, *INDICATOR_NUMBERS, "jenis", "nilai"}
#: What an indicator has when the document does not say; left out when written.
_INDICATOR_DEFAULTS = {"arah": "naik", "akumulasi": "terakhir"}

Document = dict[str, Any]
T = TypeVar("T")


def encode_plan(draft: PlanDraft) -> Document:
    """The draft as a JSON-able document. `decode_plan` gives the same draft back, apart from database ids."""
    refs = _refs(draft)
    return {
        "pengaturan": {name: _encode_setting(value) for name, value in draft.settings.items()},
        "simpul": [_encode_node(root, refs) for root in draft.roots],
    }


def decode_plan(document: Mapping[str, Any]) -> PlanDraft:
    """The draft that a document describes; other keys than `pengaturan` and `simpul` are the caller's.

    Raises `InvalidPlan` with every problem of the document at once, each naming its place.
    """
    reader = _Reader()
    draft = PlanDraft(settings=reader.settings(document.get("pengaturan", {})))
    draft.roots = reader.nodes(document.get("simpul", []), "simpul")
    reader.link()
    if reader.problems:
        raise InvalidPlan(*reader.problems)
    return draft


def dumps(document: Mapping[str, Any]) -> str:
    """The document as text: two blanks of indent, short lists and objects on one line, a line break at the end."""
    return f"{_laid_out(document, 0)}\n"


def loads(text: str) -> Document:
    """The document in a text. Raises `InvalidPlan` when it is not JSON, or not an object."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as problem:
        raise InvalidPlan(f"Berkas ini bukan JSON yang utuh (baris {problem.lineno}).") from problem
    if not isinstance(document, dict):
        raise InvalidPlan("Berkas ini bukan rencana: isinya harus berupa objek JSON.")
    return document


def _laid_out(value: Any, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value:
        return flat
    inner = value.values() if isinstance(value, dict) else value
    if len(flat) <= _LINE and not any(isinstance(one, dict | list) and one for one in inner):
        return flat
    indent, close = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        lines = [f"{json.dumps(key, ensure_ascii=False)}: {_laid_out(one, depth + 1)}" for key, one in value.items()]
        return "{\n" + ",\n".join(f"{indent}{line}" for line in lines) + f"\n{close}}}"
    return "[\n" + ",\n".join(f"{indent}{_laid_out(one, depth + 1)}" for one in value) + f"\n{close}]"


# --- writing ------------------------------------------------------------------------------------------


def _refs(draft: PlanDraft) -> dict[NodeDraft, str]:
    """A name for every node that is linked to: its level with its code or number, counted where that is not unique."""
    wanted = {target for node in draft.walk() for target in node.links}
    refs: dict[NodeDraft, str] = {}
    used: set[str] = set()
    for node in draft.walk():
        if node not in wanted:
            continue
        name = " ".join(part for part in (node.level.value, node.kode or node.nomor) if part)
        ref, count = name, 1
        while ref in used:
            count += 1
            ref = f"{name} #{count}"
        used.add(ref)
        refs[node] = ref
    return refs


def _encode_setting(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _encode_node(node: NodeDraft, refs: Mapping[NodeDraft, str]) -> Document:
    document: Document = {"level": node.level.value}
    if node in refs:
        document["ref"] = refs[node]
    document |= {name: value for name in NODE_TEXTS if (value := getattr(node, name))}
    if node.links:
        document["kaitan"] = [refs[target] for target in node.links]
    if node.indikator:
        document["indikator"] = [_encode_indicator(one) for one in node.indikator]
    if plafon := {str(tahun): nilai.encode() for tahun, nilai in sorted(node.plafon.items())}:
        document["plafon"] = plafon
    if node.pagu:
        document["pagu"] = _encode_money(node.pagu)
    if keuangan := {
        role: _encode_money(
            {(tahun, sumber): nilai for (of, tahun, sumber), nilai in node.keuangan.items() if of == role}
        )
        for role in MONEY_ROLES
        if any(of == role for of, _, _ in node.keuangan)
    }:
        document["keuangan"] = keuangan
    if node.nilai:
        document["nilai"] = _encode_roles(node.nilai, NODE_ROLES)
    if node.children:
        document["children"] = [_encode_node(child, refs) for child in node.children]
    return document


def _encode_money(money: Mapping[tuple[int, str], Nilai]) -> Document:
    years: Document = {}
    for (tahun, sumber), nilai in sorted(money.items()):
        years.setdefault(str(tahun), {})[sumber] = nilai.encode()
    return {tahun: held[""] if set(held) == {""} else held for tahun, held in years.items()}


def _encode_roles(values: Mapping[tuple[str, int], Nilai], roles: tuple[str, ...]) -> Document:
    """Role → year → figure, in the order of the roles."""
    document: Document = {}
    for role in roles:
        if held := {str(tahun): nilai.encode() for (of, tahun), nilai in sorted(values.items()) if of == role}:
            document[role] = held
    return document


def _encode_indicator(one: IndicatorDraft) -> Document:
    document: Document = {"teks": one.teks}
    for name in INDICATOR_TEXTS:
        value = getattr(one, name)
        if name != "teks" and value != _INDICATOR_DEFAULTS.get(name, ""):
            document[name] = value
    if one.jenis:
        document["jenis"] = sorted(one.jenis)
    document |= {name: number for name in INDICATOR_NUMBERS if (number := getattr(one, name)) is not None}
    if nilai := _encode_roles(one.values, ROLES):
        document["nilai"] = nilai
    return document


# --- reading ------------------------------------------------------------------------------------------


class _Reader:
    """Reads one document and gathers its problems instead of stopping at the first."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._refs: dict[str, NodeDraft] = {}
        self._wanted: list[tuple[NodeDraft, str]] = []

    def settings(self, raw: Any) -> dict[str, Any]:
        held: dict[str, Any] = {}
        for name, value in self._object(raw, "pengaturan", frozenset(PLAN_SETTINGS)):
            if name == "tanggal" and value is not None:
                value = self._read(date.fromisoformat, value, "pengaturan tanggal")
            held[name] = value
        return held

    def nodes(self, raw: Any, place: str) -> list[NodeDraft]:
        read = (self._node(one, f"{place}[{n}]") for n, one in enumerate(self._list(raw, place)))
        return [node for node in read if node is not None]

    def link(self) -> None:
        """Turn refs into links, once every node is known."""
        for node, ref in self._wanted:
            if target := self._refs.get(ref):
                node.links.append(target)
            else:
                self.problems.append(f"{node.place}: kaitan “{ref}” tidak ditemukan.")

    def _node(self, raw: Any, place: str) -> NodeDraft | None:
        fields = dict(self._object(raw, place, _NODE_KEYS))
        level = self._read(Level, fields.get("level"), f"{place} level")
        if level is None:
            return None
        node = NodeDraft(level=level, place=place, **self._texts(fields, NODE_TEXTS, place))
        node.pagu = dict(self._money(fields.get("pagu", {}), f"{place} pagu"))
        for role, held in self._object(fields.get("keuangan", {}), f"{place} keuangan", frozenset(MONEY_ROLES)):
            for (tahun, sumber), nilai in self._money(held, f"{place} {role}"):
                node.set_keuangan(role, tahun, nilai, sumber)
        for role, held in self._object(fields.get("nilai", {}), f"{place} nilai", frozenset(NODE_ROLES)):
            for tahun, nilai in self._figures(held, f"{place} {role}"):
                node.set_nilai(role, tahun, nilai)
        node.plafon = dict(self._figures(fields.get("plafon", {}), f"{place} plafon"))
        if (ref := fields.get("ref")) is not None:
            if not isinstance(ref, str) or ref in self._refs:
                self.problems.append(f"{place}: ref “{ref}” sudah dipakai atau bukan teks.")
            else:
                self._refs[ref] = node
        self._wanted.extend((node, str(one)) for one in self._list(fields.get("kaitan", []), f"{place} kaitan"))
        indicators = self._list(fields.get("indikator", []), f"{place} indikator")
        node.indikator = [self._indicator(one, f"{place} indikator[{n}]") for n, one in enumerate(indicators)]
        node.children = self.nodes(fields.get("children", []), f"{place} children")
        return node

    def _indicator(self, raw: Any, place: str) -> IndicatorDraft:
        fields = dict(self._object(raw, place, _INDICATOR_KEYS))
        texts: dict[str, Any] = {"teks": ""} | self._texts(fields, INDICATOR_TEXTS, place)
        jenis = frozenset(str(name) for name in self._list(fields.get("jenis", []), f"{place} jenis"))
        numbers: dict[str, Any] = {name: fields.get(name) for name in INDICATOR_NUMBERS}
        for name, number in numbers.items():
            if number is not None and type(number) is not int:
                self.problems.append(f"{place}: {name} harus berupa bilangan bulat.")
        one = IndicatorDraft(jenis=jenis, place=place, **numbers, **texts)
        for role, held in self._object(fields.get("nilai", {}), f"{place} nilai", frozenset(ROLES)):
            for tahun, nilai in self._figures(held, f"{place} {role}"):
                one.set_value(role, tahun, nilai)
        return one

    def _money(self, raw: Any, place: str) -> Iterator[tuple[tuple[int, str], Nilai]]:
        for year, held in self._object(raw, place):
            tahun = self._read(int, year, place)
            for sumber, text in held.items() if isinstance(held, dict) else [("", held)]:
                nilai = self._read(Nilai.decode, text, f"{place} {year}")
                if tahun is not None and nilai is not None:
                    yield (tahun, sumber), nilai

    def _figures(self, raw: Any, place: str) -> Iterator[tuple[int, Nilai]]:
        for year, text in self._object(raw, place):
            tahun, nilai = self._read(int, year, place), self._read(Nilai.decode, text, f"{place} {year}")
            if tahun is not None and nilai is not None:
                yield tahun, nilai

    def _texts(self, fields: Mapping[str, Any], names: tuple[str, ...], place: str) -> dict[str, Any]:
        texts: dict[str, Any] = {}
        for name in names:
            if name in fields:
                if isinstance(fields[name], str):
                    texts[name] = fields[name]
                else:
                    self.problems.append(f"{place}: {name} harus berupa teks.")
        return texts

    def _list(self, raw: Any, place: str) -> list[Any]:
        if isinstance(raw, list):
            return raw
        self.problems.append(f"{place}: harus berupa daftar.")
        return []

    def _object(
        self, raw: Any, place: str, known: frozenset[str] | set[str] | None = None
    ) -> Iterator[tuple[str, Any]]:
        if not isinstance(raw, dict):
            self.problems.append(f"{place}: harus berupa objek.")
            return
        for key, value in raw.items():
            if known is not None and key not in known:
                self.problems.append(f"{place}: “{key}” tidak dikenal.")
            else:
                yield key, value

    def _read(self, read: Callable[[Any], T], raw: Any, place: str) -> T | None:
        try:
            return read(raw)
        except (ValueError, TypeError, AttributeError):
            self.problems.append(f"{place}: “{raw}” tidak terbaca.")
            return None
