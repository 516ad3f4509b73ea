"""Import of a nomenclature list: rows → problems or a difference → written in one transaction.

A list restates what it covers: for each edition and kewenangan the bidang urusan that occur in it, the supporting
programme X.XX.01 counting as a bidang of its own. Entries of that part which the list no longer names are marked
`berlaku=False`, never deleted, because plans may point at them. An empty cell says nothing: it leaves what stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from planning.models import EdisiNomenklatur, Nomenklatur
from renstra_portal.lib.codes import KodeProblem, parent_kode, parse_kode, parse_kode_cells, segments, to_xx

from .editions import Editions
from .reading import Problem, SourceRow, Table, read_file

#: The texts of an entry that a list may give, and that are compared.
TEXT_FIELDS = ("uraian", "kinerja", "indikator", "satuan", "definisi_operasional")
_WRITTEN_FIELDS = (*TEXT_FIELDS, "level", "sumber", "berlaku")
_LEVEL_NAMES = {"bidang": "bidang_urusan", "subkegiatan": "sub_kegiatan"}

Key = tuple[str, str, str]
"""Edition, kewenangan, canonical code."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One text of one entry that the list gives otherwise; `berlaku` for an entry that is listed again."""

    edisi: str
    kewenangan: str
    kode: str
    field: str
    old: str
    new: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return {
            "edisi": self.edisi,
            "kewenangan": self.kewenangan,
            "kode": self.kode,
            "kolom": self.field,
            "lama": self.old,
            "baru": self.new,
        }


@dataclass(slots=True)
class ImportResult:
    """What an import found and did. With `problems` nothing was written; `written` tells whether anything was."""

    rows: int = 0
    editions: list[str] = field(default_factory=list)
    new: list[Nomenklatur] = field(default_factory=list)
    changes: list[EntryChange] = field(default_factory=list)
    gone: list[Nomenklatur] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False

    @property
    def changed_entries(self) -> int:
        """How many entries the `changes` belong to."""
        return len({(change.edisi, change.kewenangan, change.kode) for change in self.changes})

    def as_dict(self) -> dict[str, object]:
        """For JSON: the same facts as the attributes, with Indonesian keys."""
        return {
            "baris": self.rows,
            "edisi": self.editions,
            "baru": [_entry_dict(entry) for entry in self.new],
            "berubah": [change.as_dict() for change in self.changes],
            "tidak_berlaku": [_entry_dict(entry) for entry in self.gone],
            "tetap": self.unchanged,
            "peringatan": [warning.as_dict() for warning in self.warnings],
            "galat": [problem.as_dict() for problem in self.problems],
            "ditulis": self.written,
        }


def import_file(
    path: Path,
    *,
    edisi: str | None = None,
    kewenangan: str | None = None,
    partial: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Import a .csv or .xlsx list; see `import_table`. Raises `UnreadableFile` when the file holds no list."""
    return import_table(read_file(path), edisi=edisi, kewenangan=kewenangan, partial=partial, dry_run=dry_run)


@transaction.atomic
def import_table(
    table: Table,
    *,
    edisi: str | None = None,
    kewenangan: str | None = None,
    partial: bool = False,
    only_new: bool = False,
    dry_run: bool = False,
) -> ImportResult:
    """Bring the database to what the list says, or report every problem of the list and write nothing.

    `edisi` (any name of an edition) and `kewenangan` hold for rows that do not say otherwise in columns of their own;
    `edisi` even for those that do. With `partial` nothing is marked as gone; with `only_new` stored entries stay
    untouched altogether. A few queries, whatever the number of rows: editions, stored entries, and the writes in
    batches.
    """
    result = ImportResult(rows=len(table.rows))
    rows = _RowReader(table, Editions.load(), edisi, kewenangan, result).read()
    if result.problems:
        return result
    result.editions = list(dict.fromkeys(row.edisi.kode for row in rows.values()))
    stored = _stored_entries(result.editions)
    touched = _compare(rows, stored, result, only_new=only_new)
    if not (partial or only_new):
        touched += _mark_gone(rows, stored, result)
    _warn_about_missing_parents(rows, stored, result)
    if not dry_run:
        _write(result.new + touched)
        result.written = bool(result.new or touched)
    return result


@dataclass(frozen=True, slots=True)
class _ListedEntry:
    """A row of the list that could be read."""

    row: SourceRow
    edisi: EdisiNomenklatur
    kewenangan: str
    kode: str
    level: str
    list_name: str

    @property
    def key(self) -> Key:
        return (self.edisi.kode, self.kewenangan, self.kode)


class _RowReader:
    """Reads the rows of one table; what is wrong with them goes to the result's problems and warnings."""

    def __init__(
        self,
        table: Table,
        editions: Editions,
        edisi: str | None,
        kewenangan: str | None,
        result: ImportResult,
    ) -> None:
        self._table = table
        self._editions = editions
        self._result = result
        self._fixed_edition = editions.find(edisi) if edisi else None
        if edisi and self._fixed_edition is None:
            result.problems.append(Problem(self._unknown_edition(edisi)))
        self._unknown = edisi is not None and self._fixed_edition is None
        self._kewenangan = kewenangan

    def read(self) -> dict[Key, _ListedEntry]:
        """The entries of the list by key. The first spelling wins where several lists are filed under one edition."""
        if self._unknown:
            return {}
        guesses = self._guess_kewenangan()
        entries: dict[Key, _ListedEntry] = {}
        for row in self._table.rows:
            entry = self._read_row(row, guesses)
            if entry is None:
                continue
            first = entries.setdefault(entry.key, entry)
            if first is not entry:
                self._judge_repetition(first, entry)
        if not entries and not self._result.problems:
            self._result.problems.append(Problem("Daftar kosong: tidak ada baris di bawah judul kolom."))
        return entries

    def _read_row(self, row: SourceRow, guesses: Mapping[str, str | None]) -> _ListedEntry | None:
        table, problems = self._table, self._result.problems
        before = len(problems)
        texts = [name for name in TEXT_FIELDS if row.text(name)]
        if not any(str(cell or "").strip() for cell in row.code_cells):
            if len(texts) == 1 and texts == ["uraian"]:
                self._warn(row, "kode", f"tanpa kode, dilewati: “{row.text('uraian')[:80]}”.")
            else:
                problems.append(table.problem(row, "kode", "Kode belum diisi."))
            return None
        kode = level = ""
        try:
            parsed = parse_kode_cells(row.code_cells) if len(row.code_cells) > 1 else parse_kode(row.code_cells[0])
            kode, level = parsed.text, parsed.level
        except KodeProblem as error:
            problems.append(table.problem(row, "kode", str(error)))
        self._check_level(row, level)
        if not row.text("uraian"):
            problems.append(table.problem(row, "uraian", "Uraian belum diisi."))
        for name in ("satuan", "sumber"):
            longest = getattr(Nomenklatur._meta.get_field(name), "max_length", None)
            if longest is not None and len(row.text(name)) > longest:
                problems.append(
                    table.problem(row, name, f"Terlalu panjang: {len(row.text(name))} huruf, paling banyak {longest}.")
                )
        edition = self._edition(row)
        kewenangan = self._kewenangan_of(row, guesses)
        if len(problems) > before or edition is None or kewenangan is None:
            return None
        return _ListedEntry(row, edition, kewenangan, kode, level, row.text("sumber").partition(" ")[0])

    def _check_level(self, row: SourceRow, level: str) -> None:
        said = row.text("level").casefold().replace(" ", "_").replace("-", "_")
        said = _LEVEL_NAMES.get(said, said)
        if said and level and said != level:
            shown = row.text("level")
            self._result.problems.append(
                self._table.problem(
                    row, "level", f"Tertulis “{shown}”, padahal kodenya kode {level.replace('_', ' ')}."
                )
            )

    def _edition(self, row: SourceRow) -> EdisiNomenklatur | None:
        if self._fixed_edition is not None:
            return self._fixed_edition
        for name, said in (("edisi", row.text("edisi")), ("sumber", row.text("sumber").partition(" ")[0])):
            if said:
                found = self._editions.find(said)
                if found is None:
                    self._result.problems.append(self._table.problem(row, name, self._unknown_edition(said)))
                return found
        self._result.problems.append(
            self._table.problem(
                row,
                "edisi",
                f"Edisi tidak disebut. Pilih dengan --edisi, salah satu dari: {self._editions.names}.",
            )
        )
        return None

    def _unknown_edition(self, said: str) -> str:
        return (
            f"Edisi “{said}” tidak dikenal. Yang dikenal: {self._editions.names}. "
            "Edisi lain ditambahkan lebih dulu di Administrasi."
        )

    def _kewenangan_of(self, row: SourceRow, guesses: Mapping[str, str | None]) -> str | None:
        said = row.text("kewenangan")
        if said:
            found = read_kewenangan(said)
            if found is None:
                message = f"“{said}” tidak dikenal. Isi kab/kota atau provinsi."
                self._result.problems.append(self._table.problem(row, "kewenangan", message))
            return found
        chosen = self._kewenangan or guesses.get(row.sheet)
        if chosen is None:
            message = "Tidak diketahui: daftar memuat kegiatan provinsi dan kab/kota. Pilih dengan --kewenangan."
            self._result.problems.append(self._table.problem(row, "kewenangan", message))
        return chosen

    def _guess_kewenangan(self) -> dict[str, str | None]:
        """The kewenangan of each sheet, from its headings or else from its codes: 1.KK is a province's, 2.KK a
        kabupaten/kota's (other digits belong to regions of special status); None when both occur.
        """
        kinds: dict[str, set[str]] = {}
        for row in self._table.rows:
            found = kinds.setdefault(row.sheet, set())
            try:
                parts = segments(parse_kode_cells(row.code_cells).text) if row.code_cells else ()
            except KodeProblem:
                continue  # reported when the row itself is read
            if len(parts) > 3 and parts[3][0] in "12":
                found.add("provinsi" if parts[3][0] == "1" else "kab/kota")
        return {
            sheet: self._table.kewenangan.get(sheet)
            or (None if len(found) > 1 else next(iter(found), Nomenklatur.Kewenangan.KABUPATEN_KOTA.value))
            for sheet, found in kinds.items()
        }

    def _judge_repetition(self, first: _ListedEntry, again: _ListedEntry) -> None:
        differs = [
            name for name in TEXT_FIELDS if again.row.text(name) and again.row.text(name) != first.row.text(name)
        ]
        where = f"baris {first.row.number}"
        if differs and first.list_name == again.list_name:
            self._result.problems.append(
                self._table.problem(
                    again.row,
                    "kode",
                    f"{again.kode} sudah ada di {where} dengan {', '.join(differs)} yang lain.",
                )
            )
        elif "uraian" in differs:
            self._warn(
                again.row,
                "uraian",
                f"{again.kode} sudah ada di {where}; yang dipakai “{first.row.text('uraian')}”, "
                f"bukan “{again.row.text('uraian')}”.",
            )
        elif first.list_name == again.list_name:
            self._warn(again.row, "kode", f"{again.kode} sudah ada di {where}; baris ini dilewati.")

    def _warn(self, row: SourceRow, name: str, message: str) -> None:
        self._result.warnings.append(self._table.problem(row, name, message))


def read_kewenangan(said: str) -> str | None:
    """ "kab/kota" or "provinsi" for what a list may write ("Kabupaten/Kota", "Prov."), None for anything else."""
    word = said.casefold().strip()
    if word.startswith("prov"):
        return Nomenklatur.Kewenangan.PROVINSI.value
    if word.startswith(("kab", "kota")):
        return Nomenklatur.Kewenangan.KABUPATEN_KOTA.value
    return None


def _stored_entries(editions: Iterable[str]) -> dict[Key, Nomenklatur]:
    entries = Nomenklatur.objects.filter(edisi__kode__in=editions).select_related("edisi")
    return {(entry.edisi.kode, entry.kewenangan, entry.kode): entry for entry in entries}


def _compare(
    rows: Mapping[Key, _ListedEntry],
    stored: Mapping[Key, Nomenklatur],
    result: ImportResult,
    *,
    only_new: bool,
) -> list[Nomenklatur]:
    """Fill `new`, `changes` and `unchanged`; give the stored entries that have to be written."""
    touched = []
    for key, listed in rows.items():
        entry = stored.get(key)
        if entry is None:
            result.new.append(_new_entry(listed))
            continue
        changes = [] if only_new else _changes(entry, listed)
        if not changes:
            result.unchanged += 1
            continue
        for change in changes:
            if change.field != "berlaku":
                setattr(entry, change.field, change.new)
        entry.berlaku = True
        entry.sumber = listed.row.text("sumber") or entry.sumber
        result.changes += changes
        touched.append(entry)
    return touched


def _new_entry(listed: _ListedEntry) -> Nomenklatur:
    return Nomenklatur(
        edisi=listed.edisi,
        kewenangan=listed.kewenangan,
        kode=listed.kode,
        level=listed.level,
        sumber=listed.row.text("sumber"),
        **{name: listed.row.text(name) for name in TEXT_FIELDS},
    )


def _changes(entry: Nomenklatur, listed: _ListedEntry) -> list[EntryChange]:
    changes = [
        EntryChange(*listed.key, name, getattr(entry, name), listed.row.text(name))
        for name in TEXT_FIELDS
        if listed.row.text(name) and listed.row.text(name) != getattr(entry, name)
    ]
    if not entry.berlaku:
        changes.append(EntryChange(*listed.key, "berlaku", "tidak", "ya"))
    return changes


def _part_of(key: Key) -> Key | None:
    """The part of a list that an entry belongs to: edition, kewenangan and bidang urusan; None for an urusan."""
    edisi, kewenangan, kode = key
    cells = segments(to_xx(kode))
    return (edisi, kewenangan, ".".join(cells[:2])) if len(cells) > 1 else None


def _mark_gone(
    rows: Mapping[Key, _ListedEntry], stored: Mapping[Key, Nomenklatur], result: ImportResult
) -> list[Nomenklatur]:
    """Mark the stored entries of the covered parts that the list does not name; warn where they are many."""
    covered = {_part_of(key) for key in rows} - {None}
    named = {(edisi, kewenangan, to_xx(kode)) for edisi, kewenangan, kode in rows}
    valid: Counter[Key | None] = Counter()
    gone: Counter[Key | None] = Counter()
    for key, entry in stored.items():
        part = _part_of(key)
        if not entry.berlaku or part not in covered:
            continue
        valid[part] += 1
        if (key[0], key[1], to_xx(key[2])) not in named:
            gone[part] += 1
            entry.berlaku = False
            result.gone.append(entry)
    for part, count in gone.items():
        if part is not None and count * 2 > valid[part]:
            result.warnings.append(
                Problem(
                    f"{count} dari {valid[part]} entri {part[2]} ({part[1]}, edisi {part[0]}) tidak ada dalam berkas "
                    "dan menjadi tidak berlaku. Bila berkas hanya sebagian daftar, pakai --partial."
                )
            )
    return result.gone


def _warn_about_missing_parents(
    rows: Mapping[Key, _ListedEntry], stored: Mapping[Key, Nomenklatur], result: ImportResult
) -> None:
    missing: dict[Key, list[_ListedEntry]] = {}
    for (edisi, kewenangan, kode), listed in rows.items():
        above = parent_kode(kode)
        # Lists often begin at the bidang urusan or the program; only what sub-kegiatan and kegiatan stand on counts.
        if above is None or listed.level not in ("kegiatan", "sub_kegiatan"):
            continue
        keys = {(edisi, kewenangan, above), (edisi, kewenangan, to_xx(above))}
        if not any(key in rows or key in stored for key in keys):
            missing.setdefault((edisi, kewenangan, above), []).append(listed)
    for (edisi, _kewenangan, above), children in missing.items():
        level = "Kegiatan" if children[0].level == "sub_kegiatan" else "Program"
        row = children[0].row
        result.warnings.append(
            Problem(
                f"{level} {above} belum ada pada edisi {edisi}, padahal {len(children)} baris berada di bawahnya.",
                row.number,
                sheet=row.sheet,
            )
        )


def _write(entries: list[Nomenklatur]) -> None:
    """Insert or update by (edition, kewenangan, code), in batches; new editions first."""
    if not entries:
        return
    for edition in {id(entry.edisi): entry.edisi for entry in entries}.values():
        if edition.pk is None:
            edition.save()
    for entry in entries:
        entry.edisi_id = entry.edisi.pk
    new = [entry for entry in entries if entry.pk is None]
    touched = [entry for entry in entries if entry.pk is not None]
    Nomenklatur.objects.bulk_create(new)
    Nomenklatur.objects.bulk_create(
        touched,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=list(_WRITTEN_FIELDS),
    )


def _entry_dict(entry: Nomenklatur) -> dict[str, str]:
    return {
        "edisi": entry.edisi.kode,
        "kewenangan": entry.kewenangan,
        "kode": entry.kode,
        "uraian": entry.uraian,
    }
