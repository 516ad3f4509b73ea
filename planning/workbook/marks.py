"""Reads the sheets "IKU" and "IKK": marks on indicators that stand elsewhere, or indicators of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai

from ..levels import Level
from ..writing.draft import IndicatorDraft, NodeDraft
from .grid import Table
from .reading import Reading, ids_of, place_of
from .strategy import cell_text, read_indicator, short_text, stated_values

L = Level
#: Kinds that are marks: an indicator that has no other kind is held on these sheets alone.
MARKS = frozenset({"iku", "ikk"})
_NUMBER = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s+(?=\D)")
#: Where an indicator without a stated place is looked for first.
_ORDER = {
    "iku": (L.TUJUAN, L.SASARAN, L.PERANGKAT_DAERAH, L.PROGRAM, L.OUTCOME),
    "ikk": (L.PERANGKAT_DAERAH, L.PROGRAM, L.OUTCOME, L.SASARAN, L.TUJUAN, L.KEGIATAN),
}


@dataclass(slots=True)
class _Marked:
    """One row of the sheet."""

    row: int
    one: IndicatorDraft
    place: str
    nomor: str
    ids: tuple[int | None, int | None]


def read_marks(table: Table, reading: Reading, mark: str) -> None:
    """Read the sheet of a mark (`iku` or `ikk`); the rows are settled when the whole plan is placed."""
    rows: list[_Marked] = []
    id_index = table.index("id")
    for row, cells in table.rows:
        teks = _NUMBER.sub("", cell_text(table, cells, "indikator"))
        if not teks:
            continue
        holder = NodeDraft(L.PERANGKAT_DAERAH)
        # Indicators are claimed by their id on the sheet they stand on; here an id only points to one.
        nodes, indicators = ids_of(cells[id_index]) if id_index is not None else ([], [])
        one = read_indicator_plain(table, reading, row, cells, holder, teks, mark)
        one.keterangan = cell_text(table, cells, "keterangan")
        trust = reading.context.trust_ids
        ids = (
            nodes[0] if nodes and trust else None,
            indicators[0] if indicators and trust else None,
        )
        place = cell_text(table, cells, "place")
        rows.append(_Marked(row, one, place, short_text(table, row, cells, "nomor", 30).rstrip("."), ids))
    if rows:
        reading.later.append(lambda plan: _Settler(table, reading, mark, plan).settle(rows))


def read_indicator_plain(
    table: Table, reading: Reading, row: int, cells: Any, holder: NodeDraft, teks: str, mark: str
) -> IndicatorDraft:
    """The row's figures as an indicator that claims no id."""
    index = table.head.columns.pop("id", None)
    try:
        return read_indicator(table, reading, row, cells, holder, teks, frozenset({mark}))
    finally:
        if index is not None:
            table.head.columns["id"] = index


class _Settler:
    """Finds for each row the indicator it means, once the plan is whole."""

    def __init__(self, table: Table, reading: Reading, mark: str, plan: Any) -> None:
        self.table = table
        self.reading = reading
        self.mark = mark
        self.plan = plan
        self.values = stated_values(table, reading)
        self.has_unit = table.has("satuan")

    def settle(self, rows: list[_Marked]) -> None:
        marked: set[IndicatorDraft] = set()
        for one in rows:
            found = self._by_id(one) or self._by_text(one)
            if found is None:
                continue
            if found in marked:
                self.table.problems.galat(
                    "Indikator ini sudah disebut di baris lain pada lembar ini.",
                    **self.table.place(one.row, "indikator"), found=one.one.teks, hint="Hapus salah satu barisnya.",
                )  # fmt: skip
                continue
            marked.add(found)
            found.jenis |= {self.mark}
        self.plan.unmark_missing(self.mark, marked)

    def _by_id(self, row: _Marked) -> IndicatorDraft | None:
        one: IndicatorDraft | None = self.plan.indicator_by_id(row.ids[1])
        if one is None:
            return None
        old = self.plan.existing_indicator(one)
        if not one.jenis - MARKS:
            one.teks = row.one.teks
            if self.has_unit:
                one.satuan = row.one.satuan
            one.keterangan = row.one.keterangan
            if one.nomor and row.nomor and normalise_name(row.nomor) != normalise_name(one.nomor):
                one.nomor = row.nomor
            for key in self.values:
                one.values.pop(key, None)
            one.values.update(row.one.values)
            return one
        before = self.plan.existing_values(old)
        for key, nilai in row.one.values.items():
            held, was = one.values.get(key), before.get(key)
            if _same(held, nilai) or _same(was, nilai):
                continue
            if held is None or _same(held, was):
                one.values[key] = nilai
            else:
                role, year = key
                self.table.problems.galat(
                    f"{role.capitalize()} {year} berbeda dari lembar asal indikator ini "
                    f"({held or 'kosong'}, {one.place}).",
                    **self.table.place(row.row, self._column(role, year)), found=str(nilai),
                    hint="Samakan keduanya.",
                )  # fmt: skip
        if row.one.teks != old.teks and one.teks == old.teks:
            one.teks = row.one.teks
        if row.one.keterangan:
            one.keterangan = row.one.keterangan
        return one

    def _column(self, role: str, year: int) -> int | str:
        return self.table.head.yearly.get(role, {}).get(year, "baseline")

    def _by_text(self, row: _Marked) -> IndicatorDraft | None:
        place: NodeDraft | None = None
        if row.place:
            place = self.plan.place(row.place)
            if place is None:
                self.table.problems.galat(
                    "Tempat indikator ini tidak ditemukan pada rencana.", **self.table.place(row.row, "place"),
                    found=row.place, hint="Isi kode, “Perangkat daerah”, atau rumusan tujuan/sasaran/program.",
                )  # fmt: skip
                return None
        wanted = normalise_name(row.one.teks)
        candidates = [
            (node, one)
            for node in ([place] if place is not None else self.plan.nodes_at(*_ORDER[self.mark]))
            for one in node.indikator
            if normalise_name(one.teks) == wanted
        ]
        own = [pair for pair in candidates if pair[1].jenis == {self.mark}]
        for _, one in own:
            for key in self.values:
                one.values.pop(key, None)
            one.values.update(row.one.values)
            if self.has_unit:
                one.satuan = row.one.satuan
            if row.one.keterangan:
                one.keterangan = row.one.keterangan
            return one
        for _, one in candidates:
            if all(_same(one.values.get(key, nilai), nilai) for key, nilai in row.one.values.items()):
                for key, nilai in row.one.values.items():
                    one.values.setdefault(key, nilai)
                if row.one.keterangan:
                    one.keterangan = row.one.keterangan
                return one
        node = place or (candidates[0][0] if candidates else None)
        if candidates and node is not None:
            held = candidates[0][1]
            self.table.problems.peringatan(
                f"Angkanya berbeda dari indikator yang sama pada {held.place or node.uraian}: di sini "
                f"{_series(row.one)}, di sana {_series(held)}. Disimpan sebagai indikator tersendiri.",
                **self.table.place(row.row, "indikator"), found=row.one.teks,
                hint="Samakan angkanya bila memang indikator yang sama.",
            )  # fmt: skip
        if node is None:
            node = self.plan.office()
            if self.mark == "iku":
                self.table.problems.catatan(
                    "Indikator ini tidak ada pada lembar lain; ditempatkan pada perangkat daerah.",
                    **self.table.place(row.row, "indikator"), found=row.one.teks,
                    hint="Isi “Melekat pada” bila tempatnya lain.",
                )  # fmt: skip
        new = row.one
        new.nomor = row.nomor
        new.place = place_of(self.table, row.row)
        node.indikator.append(new)
        return new


def _same(first: Nilai | None, second: Nilai | None) -> bool:
    if first is None or second is None:
        return first is second
    return first.same_amount(second)


def _series(one: IndicatorDraft) -> str:
    shown = [f"{year} {nilai}" for (role, year), nilai in sorted(one.values.items()) if role == "target"]
    return ", ".join(shown) or "tanpa target"
