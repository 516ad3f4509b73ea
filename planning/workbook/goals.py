"""Reads the goals beside and between programs in T-C.27 and the wide T-C.33, with indicators and bidang urusan."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from renstra_portal.lib.text import normalise_name

from ..levels import Level
from ..writing.draft import IndicatorDraft, NodeDraft
from .reading import Statement, ids_of, is_dash, items_of, place_of
from .recognise import Row

if TYPE_CHECKING:
    from .programme import ProgrammeReader

L = Level
_PREFIX = re.compile(r"(tujuan|sasaran)(?:\s*\d+(?:\.\d+)*)?\s*:\s*(?=\S)", re.IGNORECASE)
_NAMED = {"tujuan": L.TUJUAN, "sasaran": L.SASARAN}


class Goals:
    """Tujuan and sasaran that rows of the sheet state, and which of them the programs below serve.

    A blank cell repeats what stands above, as under a merged cell; but where a program states its bidang urusan its
    cells speak for themselves.
    """

    def __init__(self, reader: ProgrammeReader) -> None:
        self.reader = reader
        self.table = reader.table
        self.reading = reader.reading
        self.context = reader.context
        self.wide = any(map(self.table.has, ("tujuan", "indikator_tujuan")))
        self.tujuan: list[NodeDraft] = []
        self.sasaran: list[NodeDraft] = []
        self._last: NodeDraft | None = None
        self._known: dict[tuple[Level, str], NodeDraft] = {}
        self._statement = Statement(
            indicators=True,
            partial=True,
            indicator_fields=frozenset({"teks"} | ({"satuan"} if self.table.has("satuan") else set())),
            values=reader.statement.values,
        )

    # --- rows of their own -----------------------------------------------------------------------------------------

    def take(self, row: Row) -> bool:
        """Read a row that is a tujuan, a sasaran or a further indicator of one; False when it is none of these."""
        if not (self.wide or self.context.is_renja):
            return False
        named = self._named(row)
        if named is not None:
            level, name = named
            self._open(row, level, name)
        elif not self.wide or row.name:
            return False
        else:
            cells = {key: self._cell(row, key) for key in ("tujuan", "sasaran", "indikator_tujuan")}
            if not any(cells.values()):
                if self._last is None or self.reader.last is not None or not row.indicator_text:
                    return False
            elif cells["sasaran"]:
                if cells["tujuan"]:
                    self._open(row, L.TUJUAN, cells["tujuan"])
                self._open(row, L.SASARAN, cells["sasaran"])
            elif cells["tujuan"]:
                self._open(row, L.TUJUAN, cells["tujuan"])
        self._indicator(row)
        self.reader.last = None
        return True

    def _named(self, row: Row) -> tuple[Level, str] | None:
        tingkat = _NAMED.get(normalise_name(self._cell(row, "tingkat")))
        match = _PREFIX.match(row.name)
        name = row.name[match.end() :] if match else row.name
        if match is not None:
            return tingkat or _NAMED[match[1].lower()], name
        if tingkat is None:
            return None
        return tingkat, name or self._cell(row, tingkat.value)

    def _open(self, row: Row, level: Level, text: str) -> None:
        goals = self._all(row, level, text)
        if level == L.TUJUAN:
            self.tujuan, self.sasaran = goals, []
        else:
            self.sasaran = goals
        self._last = goals[-1] if goals else None

    def _indicator(self, row: Row) -> None:
        stated = self._cell(row, "indikator_tujuan")
        text = row.indicator_text or stated
        filled = any(row.cells[index].value is not None for _, index in self.reader.targets)
        node = self._last
        if node is None:
            if text or filled:
                self.reader.problems.galat(
                    "Indikator ini tidak berada di bawah tujuan atau sasaran.",
                    **self.table.place(row.number, "indikator" if row.indicator_text else "indikator_tujuan"),
                    found=text, hint="Isi tujuan atau sasarannya.",
                )  # fmt: skip
            return
        if "tujuan_sasaran" in self.reading.sheets or not (text or filled):
            # The sheet of tujuan and sasaran says all about their indicators.
            return
        ids = ids_of(row.cells[self.reader.at["id"]])[1] if self.reader.at["id"] is not None else []
        row.indicator_text = text
        one = self.reader._indicator(row, node, ids)
        if one is not None:
            one.jenis = frozenset({node.level.value})
            self._drop_repeated(node, one)

    def _drop_repeated(self, node: NodeDraft, one: IndicatorDraft) -> None:
        wanted = normalise_name(one.teks)
        if any(other is not one and normalise_name(other.teks) == wanted for other in node.indikator):
            node.indikator.remove(one)

    # --- beside the programs ---------------------------------------------------------------------------------------

    def bidang(self, row: Row, *, has_code: bool) -> str:
        """The code of the bidang urusan that stands beside a row, "" for none; a row without a code stands in it."""
        text = self._cell(row, "bidang_urusan")
        if not text or is_dash(text):
            return ""
        kode = self.context.names.bidang(text) or self._standing_bidang(text)
        if not kode:
            if has_code:
                # The code of the row tells its bidang urusan, whatever the name beside it.
                return ""
            self.reader.problems.peringatan(
                "Bidang urusan ini tidak dikenal.", **self.table.place(row.number, "bidang_urusan"), found=text,
                hint="Isi kode bidang urusannya, misalnya 2.07, atau kode baris ini.",
            )  # fmt: skip
            return ""
        if not has_code and row.name and self.reader._kode_of(L.BIDANG_URUSAN) != kode:
            for level in tuple(self.reader.open):
                if level != L.PERANGKAT_DAERAH:
                    del self.reader.open[level]
            self.reader.open[L.BIDANG_URUSAN] = self.reader._bidang(kode)
        return kode

    def _standing_bidang(self, text: str) -> str:
        """The code of the bidang urusan of that name among the rows above and in the plan."""
        wanted = normalise_name(text)
        above = [(one.kode, one.uraian) for one in self.reader.by_code.values() if one.level == L.BIDANG_URUSAN]
        held = [(one.kode, one.uraian) for one in self.context.cascade.at(L.BIDANG_URUSAN)]
        return next((kode for kode, name in above + held if f" {normalise_name(name)}".endswith(f" {wanted}")), "")

    def serve(self, row: Row, program: NodeDraft) -> None:
        """Link a program to the sasaran that stand beside it or above it, or to the tujuan where there are none."""
        tujuan, sasaran = self._cell(row, "tujuan"), self._cell(row, "sasaran")
        speaks = bool(self._cell(row, "bidang_urusan"))
        if tujuan or speaks:
            self.tujuan, self.sasaran = self._all(row, L.TUJUAN, tujuan), []
        if sasaran or speaks:
            self.sasaran = self._all(row, L.SASARAN, sasaran)
        self._last = None
        for target in self.sasaran or self.tujuan:
            if target not in program.links:
                program.links.append(target)
        if (texts := self._cell(row, "indikator_tujuan")) and "tujuan_sasaran" not in self.reading.sheets:
            self._tell_indicators(row, texts)

    def _tell_indicators(self, row: Row, texts: str) -> None:
        """Indicators of the tujuan named beside a program; their targets stand elsewhere or nowhere."""
        for _, text in items_of(texts):
            if is_dash(text) or not self.tujuan:
                continue
            held = {normalise_name(one.teks) for node in self.tujuan for one in node.indikator}
            known = [self.context.node(node.id) for node in self.tujuan]
            held |= {normalise_name(one.teks) for node in known if node is not None for one in node.indikator}
            if normalise_name(text) not in held:
                one = IndicatorDraft(text, jenis=frozenset({"tujuan"}), place=place_of(self.table, row.number))
                self.tujuan[0].indikator.append(one)

    # --- finding ---------------------------------------------------------------------------------------------------

    def _all(self, row: Row, level: Level, text: str) -> list[NodeDraft]:
        found = []
        items = items_of(text)
        if not any(nomor for nomor, _ in items) and not all(self._is_known(level, item) for _, item in items):
            # Lines without numbers are one sentence that was broken to fit its cell.
            items = [("", " ".join(item for _, item in items))] if items else []
        for nomor, item in items:
            if not is_dash(item) and (node := self._goal(row, level, nomor, item)) is not None:
                found.append(node)
        return found

    def _is_known(self, level: Level, text: str) -> bool:
        name = normalise_name(text)
        held = [normalise_name(one.uraian) for one in self.context.cascade.at(level)]
        stated = [normalise_name(one.uraian) for one in self.reading.draft.walk() if one.level == level]
        return (level, name) in self._known or name in (*held, *stated)

    def _goal(self, row: Row, level: Level, nomor: str, text: str) -> NodeDraft | None:
        key = (level, normalise_name(text))
        if key in self._known:
            return self._known[key]
        if "tujuan_sasaran" in self.reading.sheets:
            drafts = [one for one in self.reading.draft.walk() if one.level == level]
            node = next((one for one in drafts if normalise_name(one.uraian) == key[1]), None)
            if node is None:
                self._tell(row, level, text, "Samakan tulisannya dengan lembar “Tujuan Sasaran”.")
                return None
        else:
            nodes = [one for one in self.context.cascade.at(level) if normalise_name(one.uraian) == key[1]]
            if nodes:
                node = self.reading.stub(nodes[0])
            elif level == L.SASARAN and len(self.tujuan) != 1:
                self._tell(row, level, text, "Isi satu tujuan di sampingnya, atau isi lembar “Tujuan Sasaran”.")
                return None
            else:
                node = NodeDraft(level, text, nomor=nomor.rstrip(".)"), place=place_of(self.table, row.number))
                if level == L.TUJUAN:
                    self.reading.draft.add(node)
                else:
                    self.tujuan[0].add(node)
            fields = frozenset({"uraian"}) if node.id is None else frozenset[str]()
            self.reading.note(node, replace(self._statement, fields=fields))
        self._known[key] = node
        return node

    def _tell(self, row: Row, level: Level, text: str, hint: str) -> None:
        self.reader.problems.galat(
            f"{level.label} ini tidak ditemukan pada rencana.", **self.table.place(row.number, level.value),
            found=text, hint=hint,
        )  # fmt: skip

    def _cell(self, row: Row, key: str) -> str:
        return self.reader._text(row.cells, key)
