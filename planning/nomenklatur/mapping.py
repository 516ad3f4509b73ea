"""Old code → new code: import of mapping files, and the successor of an entry in another edition.

Two shapes are read. A *padanan* file names both editions in each row (versi_lama, kode_lama, versi_baru, kode_baru,
status); an empty kode_baru says that the code was dropped. A *pemetaan* file lists the sub-kegiatan of one edition
with their previous code and definisi operasional.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction
from django.db.models import F

from planning.models import EdisiNomenklatur, Nomenklatur, PadananNomenklatur
from renstra_portal.lib.codes import KodeProblem, parse_kode, parse_kode_cells, split_kode_nama
from renstra_portal.lib.text import similarity

from .editions import Editions
from .importing import read_kewenangan
from .index import KABUPATEN_KOTA, EditionIndex, same_kode
from .reading import Problem, SourceRow, Table, read_file

#: The same code in another edition means the same thing only if the names are at least this alike (0..1).
SAME_NAME = 0.8
DROPPED = "tidak ada lagi"
REPLACED = "berganti kode"


@dataclass(slots=True)
class MappingResult:
    """What a mapping import found and did. With `problems` nothing was written."""

    rows: int = 0
    editions: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    definitions: int = 0
    warnings: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    written: bool = False

    def as_dict(self) -> dict[str, object]:
        """For JSON: the same facts as the attributes, with Indonesian keys."""
        return {
            "baris": self.rows,
            "edisi": self.editions,
            "baru": self.new,
            "berubah": self.changed,
            "tetap": self.unchanged,
            "definisi_operasional": self.definitions,
            "peringatan": [warning.as_dict() for warning in self.warnings],
            "galat": [problem.as_dict() for problem in self.problems],
            "ditulis": self.written,
        }


@dataclass(frozen=True, slots=True)
class Successor:
    """What became of an entry in another edition: `entry`, or None when it was dropped or nothing is known.

    `known` tells the two apart; `status` says in Indonesian where the answer comes from.
    """

    entry: Nomenklatur | None
    status: str
    known: bool


def import_mapping_file(
    path: Path,
    *,
    edisi: str | None = None,
    dari: str | None = None,
    kewenangan: str | None = None,
    dry_run: bool = False,
) -> MappingResult:
    """Import a .csv or .xlsx mapping; see `import_mapping_table`. Raises `UnreadableFile`."""
    return import_mapping_table(read_file(path), edisi=edisi, dari=dari, kewenangan=kewenangan, dry_run=dry_run)


@transaction.atomic
def import_mapping_table(
    table: Table,
    *,
    edisi: str | None = None,
    dari: str | None = None,
    kewenangan: str | None = None,
    dry_run: bool = False,
) -> MappingResult:
    """Write the mapping, or report every problem and write nothing. Both editions must have been imported before.

    For a *pemetaan* file `edisi` is the edition it lists and `dari` the one of the previous codes; left out, they are
    the newest edition that has entries and the one before it. A code that its edition does not hold is a warning,
    since an office may have imported only its own bidang or kewenangan; a mapping of which nothing fits is a problem.
    """
    result = MappingResult(rows=len(table.rows))
    reader = _MappingReader(table, kewenangan or KABUPATEN_KOTA, result)
    if "kode_lama" in table.fields:
        pairs, definitions = reader.read_padanan()
    elif "sebelumnya" in table.fields:
        pairs, definitions = reader.read_pemetaan(edisi, dari)
    else:
        result.problems.append(
            Problem("Bukan berkas padanan: tidak ada kolom kode_lama dan kode_baru, atau subkegiatan_sebelumnya.")
        )
        return result
    if not result.problems and not pairs and not definitions:
        result.problems.append(
            Problem("Tidak satu baris pun cocok dengan nomenklatur yang ada. Muat daftar kedua edisinya lebih dulu.")
        )
    if result.problems:
        return result
    changed_definitions = [entry for entry, text in definitions if entry.definisi_operasional != text]
    for entry, text in definitions:
        entry.definisi_operasional = text
    result.definitions = len(changed_definitions)
    padanan = _compare_pairs(pairs, result)
    if not dry_run:
        PadananNomenklatur.objects.bulk_create(
            padanan,
            update_conflicts=True,
            unique_fields=["dari", "edisi_tujuan"],
            update_fields=["ke", "status"],
        )
        Nomenklatur.objects.bulk_update(changed_definitions, ["definisi_operasional"], batch_size=200)
        result.written = bool(padanan or changed_definitions)
    return result


def successor(entry: Nomenklatur, edisi: EdisiNomenklatur) -> Successor:
    """What became of `entry` in `edisi`: by a recorded mapping, by mappings through editions between, or else because
    the same code bears the same name there (two digits and four are one code).

    Padding digits alone is not enough: between 90/2019 and later editions the supporting programme was renumbered.
    """
    if entry.edisi_id == edisi.pk:
        return Successor(entry, "edisi yang sama", known=True)
    recorded = _recorded_successor(entry, edisi)
    if recorded is not None:
        return recorded
    candidates = Nomenklatur.objects.filter(
        edisi=edisi, kewenangan=entry.kewenangan, berlaku=True, level=entry.level
    ).filter(same_kode(entry.kode))
    same = EditionIndex(edisi, candidates).get(entry.kode)
    if same is None:
        return Successor(None, "belum ada padanan tercatat", known=False)
    if similarity(same.uraian, entry.uraian) >= SAME_NAME:
        return Successor(same, "kode dan nama sama", known=True)
    return Successor(None, "kode sama, tetapi namanya lain; belum ada padanan tercatat", known=False)


def _recorded_successor(entry: Nomenklatur, edisi: EdisiNomenklatur) -> Successor | None:
    """Follow recorded mappings, one query a step; later editions only, so that there is no way round in circles."""
    current, statuses, seen = entry, list[str](), {entry.edisi_id}
    while True:
        steps = list(
            PadananNomenklatur.objects.filter(dari=current)
            .select_related("ke", "edisi_tujuan")
            .order_by(F("edisi_tujuan__tanggal").asc(nulls_last=True))
        )
        step = next((one for one in steps if one.edisi_tujuan_id == edisi.pk), None)
        step = step or next((one for one in steps if one.edisi_tujuan_id not in seen), None)
        if step is None:
            return None
        statuses.append(step.status or REPLACED)
        if step.ke is None:
            return Successor(None, "; ".join(statuses), known=True)
        if step.edisi_tujuan_id == edisi.pk:
            return Successor(step.ke, "; ".join(statuses), known=True)
        seen.add(step.edisi_tujuan_id)
        current = step.ke


@dataclass(frozen=True, slots=True)
class _Pair:
    """One mapping that a file gives. An empty status says nothing about it: a stored one stays."""

    dari: Nomenklatur
    edisi: EdisiNomenklatur
    ke: Nomenklatur | None
    status: str


class _MappingReader:
    """Reads the rows of one mapping table against the stored entries of the editions it names."""

    def __init__(self, table: Table, kewenangan: str, result: MappingResult) -> None:
        self._table = table
        self._kewenangan = kewenangan
        self._result = result
        self._indexes: dict[tuple[str, str], EditionIndex] = {}

    def read_padanan(self) -> tuple[list[_Pair], list[tuple[Nomenklatur, str]]]:
        """The pairs of a file that names both editions in each row. No definitions."""
        editions = Editions.load()
        names = {row.text(name) for row in self._table.rows for name in ("versi_lama", "versi_baru")} - {""}
        found = {name: editions.find(name) for name in names}
        self._load({edition for edition in found.values() if edition is not None and edition.pk})
        pairs = []
        for row in self._table.rows:
            sides = [self._edition(row, name, found) for name in ("versi_lama", "versi_baru")]
            old_kode = self._kode(row, "kode_lama", required=True)
            new_kode = self._kode(row, "kode_baru", required=False)
            old_edition, new_edition = sides
            if old_edition is None or new_edition is None or not old_kode or new_kode is None:
                continue
            old = self._entry(row, "kode_lama", old_edition, old_kode)
            new = self._entry(row, "kode_baru", new_edition, new_kode) if old and new_kode else None
            if old is not None and (new is not None or not new_kode):
                status = row.text("status") or (REPLACED if new else DROPPED)
                pairs.append(_Pair(old, new_edition, new, status))
        return pairs, []

    def read_pemetaan(self, edisi: str | None, dari: str | None) -> tuple[list[_Pair], list[tuple[Nomenklatur, str]]]:
        """The pairs and definitions of a file that lists one edition with the previous codes."""
        pairs: list[_Pair] = []
        definitions: list[tuple[Nomenklatur, str]] = []
        chosen = self._choose_editions(edisi, dari)
        if chosen is None:
            return pairs, definitions
        new_edition, old_edition = chosen
        self._load([new_edition, old_edition])
        for row in self._table.rows:
            kode = self._kode(row, "kode", required=True)
            if not kode:
                continue
            new = self._entry(row, "kode", new_edition, kode)
            previous = self._kode(row, "sebelumnya", required=False)
            if new is None or previous is None:
                continue
            if row.text("definisi_operasional"):
                definitions.append((new, row.text("definisi_operasional")))
            if previous:
                old = self._entry(row, "sebelumnya", old_edition, previous)
                if old is not None:
                    pairs.append(_Pair(old, new_edition, new, ""))
        return pairs, definitions

    def _choose_editions(self, edisi: str | None, dari: str | None) -> tuple[EdisiNomenklatur, EdisiNomenklatur] | None:
        stored = list(
            EdisiNomenklatur.objects.filter(entri__isnull=False).distinct().order_by(F("tanggal").desc(nulls_last=True))
        )
        editions = Editions(stored)
        new = self._stored(editions, edisi) if edisi else next(iter(stored), None)
        older = [one for one in stored if new is not None and one.tanggal and new.tanggal and one.tanggal < new.tanggal]
        old = self._stored(editions, dari) if dari else next(iter(older), None)
        if self._result.problems:
            return None
        if new is None or old is None:
            self._result.problems.append(
                Problem(
                    "Padanan perlu dua edisi yang sudah dimuat. Muat daftarnya, atau pilih dengan --edisi dan --dari."
                )
            )
            return None
        return new, old

    def _stored(self, editions: Editions, name: str) -> EdisiNomenklatur | None:
        found = editions.find(name)
        if found is None or found.pk is None:
            self._result.problems.append(Problem(f"Edisi “{name}” belum dimuat. Muat daftarnya lebih dulu."))
            return None
        return found

    def _load(self, editions: Iterable[EdisiNomenklatur]) -> None:
        by_pk = {edition.pk: edition for edition in editions}
        self._result.editions = sorted(edition.kode for edition in by_pk.values())
        entries: dict[tuple[str, str], list[Nomenklatur]] = {}
        for entry in Nomenklatur.objects.filter(edisi__in=by_pk):
            entries.setdefault((by_pk[entry.edisi_id].kode, entry.kewenangan), []).append(entry)
        for edition in by_pk.values():
            for kewenangan in Nomenklatur.Kewenangan.values:
                key = (edition.kode, kewenangan)
                self._indexes[key] = EditionIndex(edition, entries.get(key, []))

    def _edition(
        self, row: SourceRow, name: str, found: Mapping[str, EdisiNomenklatur | None]
    ) -> EdisiNomenklatur | None:
        said = row.text(name)
        edition = found.get(said)
        if edition is None or edition.pk is None:
            message = f"Edisi “{said}” belum dimuat. Muat daftarnya lebih dulu." if said else "Edisi belum diisi."
            self._result.problems.append(self._table.problem(row, name, message))
            return None
        return edition

    def _kode(self, row: SourceRow, name: str, *, required: bool) -> str | None:
        """The canonical code; "" when the cell may be and is empty; None when it cannot be read (reported)."""
        cells = row.code_cells if name == "kode" else (row.text(name),)
        if not any(str(cell or "").strip() for cell in cells):
            if not required:
                return ""
            self._result.problems.append(self._table.problem(row, name, "Kode belum diisi."))
            return None
        try:
            if name == "kode":
                return parse_kode_cells(cells).text if len(cells) > 1 else parse_kode(cells[0]).text
            # The name stands behind the previous code.
            return parse_kode(split_kode_nama(row.text(name))[0] or row.text(name)).text
        except KodeProblem as error:
            self._result.problems.append(self._table.problem(row, name, str(error)))
            return None

    def _entry(self, row: SourceRow, name: str, edisi: EdisiNomenklatur, kode: str) -> Nomenklatur | None:
        said = row.text("kewenangan")
        kewenangan = (read_kewenangan(said) if said else None) or self._kewenangan
        entry = self._indexes[edisi.kode, kewenangan].get(kode)
        if entry is None:
            self._result.warnings.append(
                self._table.problem(
                    row, name, f"{kode} ({kewenangan}) tidak ada pada edisi {edisi.kode}; baris ini dilewati."
                )
            )
        return entry


def _compare_pairs(pairs: Iterable[_Pair], result: MappingResult) -> list[PadananNomenklatur]:
    """The mappings to insert or update; the last row about an entry wins."""
    wanted = {(pair.dari.pk, pair.edisi.pk): pair for pair in pairs}
    stored = {
        (one.dari_id, one.edisi_tujuan_id): one
        for one in PadananNomenklatur.objects.filter(edisi_tujuan__in={edisi for _, edisi in wanted})
    }
    padanan = []
    for key, pair in wanted.items():
        old = stored.get(key)
        same_ke = old is not None and old.ke_id == (pair.ke.pk if pair.ke else None)
        if old is not None and same_ke and pair.status in ("", old.status):
            result.unchanged += 1
            continue
        result.new += old is None
        result.changed += old is not None
        padanan.append(PadananNomenklatur(dari=pair.dari, edisi_tujuan=pair.edisi, ke=pair.ke, status=pair.status))
    return padanan
