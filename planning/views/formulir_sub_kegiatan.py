"""The form of one sub-kegiatan: its cells as fields, with room for one more indicator and one more sumber dana."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from renstra_portal.lib.text import clean_text, normalise_name
from renstra_portal.lib.values import Nilai, format_nilai

from ..cascade import CascadeNode
from ..grid.cells import Clash, Edit
from ..grid.columns import MONEY, GridColumn
from ..grid.rows import Grid
from ..levels import Level
from ..templatetags.portal import tanggal_waktu

_LONG_TEXTS = ("uraian", "indikator", "lokasi", "keterangan")
#: Kinds of columns that hold figures.
_FIGURES = ("nilai", "rupiah")
#: The field that names a new sumber dana, and the row that its pagu is typed into until it has that name.
NEW_SOURCE = "sumber_baru"
_NEW_ROW = "baru"


def shown(jenis: str, value: str | None) -> str:
    """A stored value as it stands in an input: figures in Indonesian spelling."""
    if jenis in ("teks", "pilihan"):
        return value or ""
    return format_nilai(Nilai.decode(value))


def told(clash: Clash, now: str) -> str:
    """Who changed a cell to what it is now, and what to do about it."""
    touch = clash.touch
    by = f" oleh {touch.who} pada {tanggal_waktu(touch.when)}" if touch else ""
    became = f"menjadi “{now}”" if now else "menjadi kosong"
    return f"Diubah{by} {became}. Simpan sekali lagi untuk memakai isian Anda, atau ketik ulang nilainya."


@dataclass(slots=True)
class Group:
    """Fields under one heading: texts, then figures by year. `baru`: for something that does not exist yet."""

    judul: str
    texts: list[forms.BoundField] = field(default_factory=list)
    figures: list[forms.BoundField] = field(default_factory=list)
    indikator: int | None = None
    baru: bool = False

    @property
    def terbuka(self) -> bool:
        """Whether something was typed here or is wrong here, so that it must not be folded away."""
        fields = [*self.texts, *self.figures]
        return not self.baru or any(one.errors or (one.value() or "").strip() for one in fields)


class CellsForm(forms.Form):
    """The cells of one sub-kegiatan. `seen` maps a field ("s12|pagu:2025") to the stored value it was made from."""

    use_required_attribute = False

    def __init__(
        self,
        grid: Grid,
        node: CascadeNode,
        data: Mapping[str, Any] | None = None,
        *,
        seen: dict[str, str | None] | None = None,
    ) -> None:
        super().__init__(data)
        self.grid = grid
        self.own = f"s{node.id}"
        self.seen: dict[str, str | None] = {}
        self._groups: list[tuple[str, list[str], int | None, bool]] = []
        rows = grid.rows_of({node.id})
        for number, row in enumerate([row for row in rows if row["kind"] != "sumber_dana"], 1):
            self._add_indicator_row(row, number)
        if rows[0]["indikator"] and grid.section.menata:
            cols = grid.editable(None)
            self._add(f"{self.own}+", cols, {}, "Tambah indikator", baru=True)
        for row in rows:
            if row["kind"] != "indikator":
                self._add_money_row(row)
        if grid.section.triwulan:
            self._add(*self._notes)
        if grid.section.menata:
            self.fields[NEW_SOURCE] = forms.CharField(label="Sumber dana baru", required=False, max_length=120)
            pagu = [col for col in grid.editable(Level.SUB_KEGIATAN) if col.startswith("pagu:")]
            self._add(_NEW_ROW, pagu, {}, "Tambah sumber dana", first=[NEW_SOURCE], baru=True)
        self._gone: dict[str, str | None] = {}
        if seen is not None:
            self.seen = {name: seen.get(name) for name in self.seen}
            self._gone = {name: value for name, value in seen.items() if name not in self.fields}

    # --- the fields -------------------------------------------------------------------------------------

    def _add_indicator_row(self, row: dict[str, Any], number: int) -> None:
        """The texts of the sub-kegiatan itself and its first indicator, or one further indicator."""
        if row["kind"] == "indikator":
            title = self._measured(row) or f"Indikator {number}"
            self._add(row["row"], row["editable"], row["cells"], title, indikator=row["indikator"])
            return
        cols = row["editable"]
        measured = [col for col in cols if col in self.grid.editable(None)]
        texts = [col for col in cols if col not in measured and not _is_money(col)]
        if not self.grid.section.triwulan:
            self._add(row["row"], texts, row["cells"], "Sub-kegiatan")
        self._add(row["row"], measured, row["cells"], self._measured(row) or "Indikator", indikator=row["indikator"])
        # What was reached and spent comes first; the notes speak of it.
        self._notes = (row["row"], texts, row["cells"], "Kemajuan dan catatan")

    def _measured(self, row: dict[str, Any]) -> str:
        """The indicator with its unit and targets, in a section that only shows them; "" where they are entered."""
        cells = row["cells"]
        if self.grid.section.menata or "indikator" not in cells:
            return ""
        targets = [one for one in self.grid.columns.values() if one.baca and one.what.startswith("target")]
        told = [f"{one.judul}: {shown(one.jenis, cells[one.col])}" for one in targets if one.col in cells]
        named = f"{cells['indikator']} ({cells['satuan']})" if "satuan" in cells else cells["indikator"]
        return ". ".join([named, *told])

    def _add_money_row(self, row: dict[str, Any]) -> None:
        # Named by its sumber dana where it has one: which of several stands on the own row may change meanwhile.
        sumber = row["sumber"]
        cols = [col for col in row["editable"] if _is_money(col)]
        cols.sort(key=lambda col: col != "sumber_dana")
        name = f"{self.own}:{sumber}" if sumber else row["row"]
        title = "Keuangan" if self.grid.section.triwulan else "Pagu"
        named = f"{title} dari {sumber}" if sumber else title
        told = [
            f"{one.judul}: {shown(one.jenis, row['cells'].get(one.col))}"
            for one in self.grid.columns.values()
            if one.baca and one.what == "pagu" and one.col in row["cells"]
        ]
        self._add(name, cols, row["cells"], ". ".join([named, *told]))

    def _add(
        self,
        row: str,
        cols: Iterable[str],
        cells: Mapping[str, str],
        title: str,
        *,
        first: Iterable[str] = (),
        indikator: int | None = None,
        baru: bool = False,
    ) -> None:
        names = list(first)
        for col in cols:
            column = self.grid.columns[col]
            widget = _widget(column)
            if column.jenis in _FIGURES:
                widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}
            name = f"{row}|{col}"
            self.fields[name] = forms.CharField(
                label=column.judul,
                required=False,
                strip=False,
                initial=shown(column.jenis, cells.get(col)),
                widget=widget,
            )
            self.seen[name] = cells.get(col)
            names.append(name)
        self._groups.append((title, names, indikator, baru))

    def groups(self) -> Iterator[Group]:
        """The fields under their headings, as the page shows them."""
        for title, names, indikator, baru in self._groups:
            if not names:
                continue
            group = Group(title, indikator=indikator, baru=baru)
            for name in names:
                (group.figures if self._is_figure(name) else group.texts).append(self[name])
            yield group

    def _is_figure(self, name: str) -> bool:
        col = name.partition("|")[2]
        return bool(col) and self.grid.columns[col].jenis in _FIGURES

    # --- what was typed ---------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Hold together what belongs together, and name what was typed for rows that went meanwhile."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._clean_new_source(cleaned)
        new = f"{self.own}+|indikator"
        filled = any(clean_text(text) for name, text in cleaned.items() if name.startswith(f"{self.own}+|"))
        if filled and not clean_text(cleaned.get(new, "")):
            self.add_error(new, "Tulis dahulu indikatornya.")
        for name, before in self._gone.items():
            col = name.partition("|")[2]
            column = self.grid.columns.get(col)
            text = clean_text(str(self.data.get(name, "")))
            if column and col in self.grid.locks and text != clean_text(shown(column.jenis, before)):
                self.add_error(None, f"{column.judul}: isian “{text}” belum disimpan. {self.grid.locks[col]}")
            elif column and text and text != clean_text(shown(column.jenis, before)):
                self.add_error(
                    None,
                    f"{column.judul}: isian “{text}” belum disimpan, karena barisnya sudah diubah orang lain. "
                    "Ketik lagi pada baris yang sesuai.",
                )
        return cleaned

    def _clean_new_source(self, cleaned: dict[str, Any]) -> None:
        if NEW_SOURCE not in self.fields:
            return
        name = clean_text(cleaned.get(NEW_SOURCE, ""))
        pagu = [key for key in self.fields if key.startswith(f"{_NEW_ROW}|")]
        filled = any(clean_text(cleaned.get(key, "")) for key in pagu)
        if filled and not name and NEW_SOURCE not in self.errors:
            self.add_error(NEW_SOURCE, "Tulis dahulu nama sumber dananya.")
        if name and not filled:
            self.add_error(pagu[0], "Isi pagu sekurangnya satu tahun; sumber dana melekat pada pagunya.")
        others = {normalise_name(text) for key, text in cleaned.items() if text and key.endswith("|sumber_dana")}
        if name and normalise_name(name) in others:
            self.add_error(NEW_SOURCE, f"Sumber dana “{name}” sudah ada di atas. Isi pagunya di sana.")

    def edits(self) -> list[Edit]:
        """The cells whose text differs from what was shown, those apart that the form itself objects to."""
        found = []
        for name, text in self.cleaned_data.items():
            row, _, col = name.partition("|")
            if not col:
                continue
            before = self.seen[name]
            if clean_text(text) != clean_text(shown(self.grid.columns[col].jenis, before)):
                found.append(Edit(self._row_meant(row), col, before, text))
        return found

    def _row_meant(self, row: str) -> str:
        if row != _NEW_ROW:
            return row
        return f"{self.own}:{clean_text(self.cleaned_data.get(NEW_SOURCE, '')) or _NEW_ROW}"

    def _field_of(self, row: str | None, col: str | None) -> str:
        name = f"{row}|{col}"
        if name not in self.fields and row is not None and row.startswith(f"{self.own}:"):
            return f"{_NEW_ROW}|{col}"
        return name

    def blame(self, row: str | None, col: str | None, message: str) -> None:
        """Show a problem at its field, or above the form when it has none."""
        name = self._field_of(row, col)
        self.add_error(name if name in self.fields else None, message)

    def show_clashes(self, clashes: Iterable[Clash]) -> None:
        """Show who changed what; sending the form once more then overwrites it knowingly."""
        for clash in clashes:
            now = shown(self.grid.columns[clash.col].jenis, clash.theirs)
            self.blame(clash.row, clash.col, told(clash, now))
            self.seen[self._field_of(clash.row, clash.col)] = clash.theirs


def _is_money(col: str) -> bool:
    what = col.partition(":")[0]
    return what in MONEY or what == "sumber_dana"


def _widget(column: GridColumn) -> forms.Widget:
    if column.pilihan:
        blank = () if column.wajib else (("", ""),)
        return forms.Select(choices=[*blank, *column.pilihan])
    if column.jenis == "catatan" or column.col in _LONG_TEXTS:
        return forms.Textarea({"rows": 2})
    return forms.TextInput()
