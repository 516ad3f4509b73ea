"""Imports a workbook into a plan version: read, check everything, compare, and write once or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from renstra_portal.lib.memory import collections_paused
from renstra_portal.lib.text import normalise_name

from ..cascade import Cascade, CascadeNode, load
from ..levels import Level
from ..models import ChangeSet, Daerah, EdisiNomenklatur, PerangkatDaerah, Rencana
from ..policies import reason_not_writable
from ..writing import Authorship, Difference, InvalidPlan, PlanDraft, PlanSlug, WriteError, apply, compare, create_plan
from ..writing.difference import Act, Kind, node_label
from .columns import RENJA, RENSTRA, PlanKind, Sheet
from .grid import Book, Table, Years, open_book, read_rows, read_table
from .identity import Identity, read_identity
from .lists import read_indikator, read_nomenklatur, read_pelayanan, read_plafon, read_prioritas
from .marks import read_marks
from .merge import Settled
from .names import Names
from .nested import read_nested, read_penghentian
from .problems import Problem, Problems, Severity, Unreadable
from .programme import read_programme
from .reading import ReadContext, Reading
from .renja_sheets import NESTED
from .schema import SHEETS, sheets_for
from .settle import settle
from .sheet_names import name_sheets
from .strategy import (
    read_arah_kebijakan,
    read_isu,
    read_penahapan,
    read_rpjmd,
    read_strategi,
    read_tujuan,
)

File = str | Path | IO[bytes]

UNCHANGED = "tidak ada perubahan"
_READERS = {
    "rpjmd": read_rpjmd,
    "tujuan_sasaran": read_tujuan,
    "program": read_programme,
    "plafon": read_plafon,
    "strategi": read_strategi,
    "arah_kebijakan": read_arah_kebijakan,
    "penahapan": read_penahapan,
    "isu": read_isu,
    "iku": lambda table, reading: read_marks(table, reading, "iku"),
    "ikk": lambda table, reading: read_marks(table, reading, "ikk"),
    "prioritas": read_prioritas,
    "nomenklatur": read_nomenklatur,
    "pelayanan": read_pelayanan,
    "indikator": read_indikator,
    "penghentian": read_penghentian,
    **dict.fromkeys(NESTED, read_nested),
}
#: Sheets whose rows only mean something once all others are settled.
_LAST = ("plafon", "iku", "ikk", "indikator")
#: Sheets that speak of years before the plan.
_ANY_YEAR = ("pelayanan", "evaluasi")


@dataclass(slots=True)
class ReadResult:
    """A workbook as read: the draft of the whole plan, every problem, the sheets that were read, and what it lacks."""

    draft: PlanDraft
    problems: list[Problem]
    sheets_present: tuple[str, ...]
    missing: list[str] = field(default_factory=list)
    missing_nodes: list[CascadeNode] = field(default_factory=list)

    @property
    def has_galat(self) -> bool:
        """Whether anything stops the import."""
        return any(one.severity is Severity.GALAT for one in self.problems)


@dataclass(slots=True)
class ImportReport:
    """What an import found, would change or has changed. `status` is one of `ditolak` (nothing was written),
    `tidak_ada_perubahan`, `diperiksa` (a dry run) and `ditulis`; `created` names the plan version that it opened.
    `missing` names what of the plan the workbook lacks, `missing_nodes` holds those of it that are rows; `cascade` is
    the plan that the workbook was compared with, None when it could not be.
    """

    status: str
    problems: list[Problem]
    difference: Difference | None = None
    changeset: ChangeSet | None = None
    missing: list[str] = field(default_factory=list)
    removed: bool = False
    created: str = ""
    missing_nodes: list[CascadeNode] = field(default_factory=list)
    cascade: Cascade | None = None

    @property
    def refused(self) -> bool:
        """Whether the workbook has faults, so that nothing was written."""
        return self.status == "ditolak"

    def counts(self) -> dict[str, int]:
        """How many objects are created, changed and deleted, and how many cells of existing ones change."""
        difference = self.difference or Difference()
        names = {Act.CREATE: "created", Act.UPDATE: "changed", Act.DELETE: "deleted"}
        kinds = {Kind.RENCANA: "plan", Kind.SIMPUL: "simpul", Kind.INDIKATOR: "indikator"}
        found = {
            f"{kind_name}_{act_name}": difference.count(kind, act)
            for kind, kind_name in kinds.items()
            for act, act_name in names.items()
            if kind is not Kind.RENCANA or act is Act.UPDATE
        }
        return {**found, "cells_changed": difference.cell_count()}

    @property
    def summary(self) -> list[str]:
        """The outcome in a few Indonesian lines."""
        lines: list[str] = []
        numbers = {severity: sum(1 for one in self.problems if one.severity is severity) for severity in Severity}
        if self.refused:
            lines.append(f"Ditolak: {numbers[Severity.GALAT]} galat. Tidak ada yang ditulis.")
        elif self.status == "tidak_ada_perubahan" and self.created:
            lines.append(f"Rencana dibuat: {self.created}. Buku kerja ini belum berisi baris rencana.")
        elif self.status == "tidak_ada_perubahan":
            lines.append(UNCHANGED)
        else:
            counts = self.counts()
            verb = "Akan ditulis" if self.status == "diperiksa" else "Ditulis"
            lines.append(
                f"{verb}: {counts['simpul_created']} baris baru, {counts['simpul_changed']} baris berubah, "
                f"{counts['simpul_deleted']} baris dihapus; {counts['indikator_created']} indikator baru, "
                f"{counts['indikator_changed']} berubah, {counts['indikator_deleted']} dihapus; "
                f"{counts['cells_changed']} sel berubah."
            )
        if self.missing and not self.removed:
            lines.append(f"{len(self.missing)} baris rencana tidak ada di buku kerja dan dibiarkan.")
        for severity in (Severity.PERINGATAN, Severity.CATATAN):
            # Notes tell how rows were understood: no news where nothing changes.
            if numbers[severity] and (severity is not Severity.CATATAN or self.status != "tidak_ada_perubahan"):
                lines.append(f"{numbers[severity]} {severity}.")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report under stable English keys, for JSON."""
        return {
            "status": self.status,
            "summary": self.summary,
            "problems": [one.as_dict() for one in self.problems],
            "changes": self.counts(),
            "missing": self.missing,
            "missing_removed": self.removed,
            "revision": self.changeset.revisi if self.changeset else None,
        }


def read_workbook(file: File | Book, rencana: Rencana, cascade: Cascade | None = None, *,
                  remove_missing: bool = False) -> ReadResult:  # fmt: skip
    """Read a workbook against a plan version; nothing is written, and every problem is found at once.

    Rows that the workbook lacks stay in the draft, unless `remove_missing`. Raises nothing for a bad file: that, too,
    is a problem in the result.
    """
    try:
        book = file if isinstance(file, Book) else open_book(file)
        return _read(book, rencana, cascade or load(rencana), remove_missing=remove_missing)
    except Unreadable as error:
        return ReadResult(PlanDraft(), [error.problem], ())


@collections_paused()
def import_workbook(
    rencana: Rencana,
    file: File | Book,
    *,
    by: Authorship,
    dry_run: bool = False,
    remove_missing: bool = False,
) -> ImportReport:
    """Bring a plan version into the state that a workbook shows, in one recorded transaction, or change nothing.

    A dry run is the same but for the writing. The report tells problems, differences and what the workbook lacks.
    """
    if rencana.jenis not in (RENSTRA, RENJA):
        refusal = f"{rencana.judul} tidak dapat diisi lewat buku kerja rencana: buku kerja itu tidak memuat triwulan."
        return ImportReport("ditolak", [Problem(Severity.GALAT, refusal, hint="Pakai Realisasi lewat Excel.")])
    cascade = load(rencana)
    result = read_workbook(file, rencana, cascade, remove_missing=remove_missing)
    if result.has_galat:
        return ImportReport("ditolak", result.problems, missing=result.missing)
    difference = compare(cascade, result.draft, remove_missing=remove_missing)
    report = ImportReport(
        "tidak_ada_perubahan" if difference.is_empty else "diperiksa",
        result.problems,
        difference,
        missing=result.missing,
        removed=remove_missing,
        missing_nodes=result.missing_nodes,
        cascade=cascade,
    )
    if difference.is_empty:
        return report
    if reason := reason_not_writable(by.user, rencana):
        return ImportReport("ditolak", [*result.problems, Problem(Severity.GALAT, reason)], missing=result.missing)
    if dry_run:
        return report
    try:
        report.changeset = apply(rencana, difference, by=by)
    except WriteError as error:
        problems = [Problem(Severity.GALAT, message) for message in error.messages]
        return ImportReport("ditolak", [*result.problems, *problems], missing=result.missing)
    report.status = "ditulis"
    return report


def create_and_import(
    slug: PlanSlug, file: File, *, by: Authorship, dry_run: bool = False
) -> tuple[Rencana | None, ImportReport]:
    """Open a plan version as its slug and the workbook's "Identitas" say, and import the workbook into it.

    When the import is refused, and after a dry run, nothing remains and the plan given back is None.
    """
    try:
        book = open_book(file)
        problems = Problems()
        identity = read_identity(book, problems)
    except Unreadable as error:
        return None, ImportReport("ditolak", [error.problem])
    edisi = _edition(identity, problems)
    if edisi is None or problems.has_galat:
        return None, ImportReport("ditolak", [*book.problems.found, *problems.found])
    daerah = Daerah.objects.filter(slug=slug.daerah).first()
    office = PerangkatDaerah.objects.filter(daerah=daerah, slug=slug.office).first() if daerah else None
    nama_daerah = identity.settings.get("nama_daerah") or (daerah.nama if daerah else _words(slug.daerah))
    namesake = Daerah.objects.filter(nama=nama_daerah).exclude(slug=slug.daerah).first()
    if namesake is not None:
        problems.galat(
            f"{nama_daerah} sudah ada di portal dengan nama pendek “{namesake.slug}”.",
            **identity.places.get("nama_daerah", {}), found=slug.daerah,
            hint=f"Pakai --plan {namesake.slug}/…, atau betulkan nama daerah pada lembar Identitas.",
        )  # fmt: skip
        return None, ImportReport("ditolak", [*book.problems.found, *problems.found])
    try:
        with transaction.atomic():
            rencana = create_plan(
                slug,
                nama_daerah=nama_daerah,
                nama_perangkat_daerah=identity.settings.get("nama_perangkat_daerah")
                or (office.nama if office else _words(slug.office)),
                nama_singkat=identity.nama_singkat,
                edisi=edisi,
                tahun_tabel=identity.settings.get("tahun_tabel"),
                tahun_dasar=identity.settings.get("tahun_dasar"),
                judul=identity.settings.get("judul", ""),
            )
            report = import_workbook(rencana, book, by=by, dry_run=dry_run)
            if report.refused or dry_run:
                transaction.set_rollback(True)
                return None, report
    except InvalidPlan as error:
        found = [Problem(Severity.GALAT, message) for message in error.messages]
        return None, ImportReport("ditolak", found)
    report.created = rencana.judul
    return rencana, report


def _words(slug: str) -> str:
    return slug.replace("-", " ").title()


def _edition(identity: Identity, problems: Problems) -> EdisiNomenklatur | None:
    """The edition that "Identitas" names, by default the newest one."""
    if not identity.edisi:
        newest = EdisiNomenklatur.objects.order_by("tanggal", "pk").last()
        if newest is None:
            problems.galat("Belum ada edisi nomenklatur di portal.", hint="Muat nomenklatur dahulu, lalu impor lagi.")
        return newest
    found = (
        EdisiNomenklatur.objects.filter(kode__iexact=identity.edisi).first()
        or EdisiNomenklatur.objects.filter(nama__iexact=identity.edisi).first()
    )
    if found is None:
        known = ", ".join(EdisiNomenklatur.objects.values_list("kode", flat=True)) or "belum ada"
        problems.galat(
            "Edisi nomenklatur tidak dikenal.", **identity.places["edisi"], found=identity.edisi,
            hint=f"Edisi di portal: {known}.",
        )  # fmt: skip
    return found


def _read(book: Book, rencana: Rencana, cascade: Cascade, *, remove_missing: bool) -> ReadResult:
    # A book may be read twice (first its identity, then for a new plan): each reading keeps its own problems.
    book = replace(
        book,
        problems=_copied(book.problems),
        row_count=0,
        sheets=dict(book.sheets),
        uncached=dict(book.uncached),
        unknown=list(book.unknown),
    )
    problems = book.problems
    kind = PlanKind(rencana.jenis, bool(rencana.perubahan_ke))
    name_sheets(book, sheets_for(kind))
    identity = read_identity(book, problems)
    trust_ids = _check_identity(identity, rencana, problems)
    years = tuple(identity.settings.get("tahun_tabel") or cascade.plan.tahun_tabel)
    provinsi = rencana.perangkat_daerah.daerah.jenis == Daerah.Jenis.PROVINSI
    context = ReadContext(
        cascade=cascade,
        years=years,
        tahun_dasar=identity.settings.get("tahun_dasar") or cascade.plan.tahun_dasar,
        names=Names.of(rencana.edisi, provinsi=provinsi),
        nama_perangkat_daerah=identity.settings.get("nama_perangkat_daerah") or cascade.plan.nama_perangkat_daerah,
        trust_ids=trust_ids,
    )
    if rencana.asal is not None and rencana.perubahan_ke and "penghentian" in book.sheets:
        context = replace(context, before=load(rencana.asal))
    reading = Reading(context, problems)
    reading.draft.settings = identity.settings
    tables: list[tuple[Sheet, Table]] = []
    _tell_unused(book, kind, rencana)
    for sheet in sheets_for(kind):
        if sheet.key in _READERS and sheet.key in book.sheets:
            allowed = None if sheet.key in _ANY_YEAR else frozenset(years)
            table = read_table(book, sheet, Years(allowed, rencana.tahun_awal, one_year=context.is_renja))
            if table is not None:
                tables.append((sheet, table))
                reading.sheets.append(sheet.key)
                reading.levels.update(sheet.levels)
    for sheet, table in sorted(tables, key=lambda one: one[0].key in _LAST):
        _READERS[sheet.key](table, reading)
    settled = settle(reading, remove_missing=remove_missing)
    _check_lengths(settled, problems)
    missing = [node_label(node) for node in settled.missing]
    missing += [f"{one} ({one.node.level.label} {one.node.uraian})" for one in settled.missing_indicators]
    return ReadResult(settled.draft, problems.found, tuple(reading.sheets), missing, settled.missing)


def _tell_unused(book: Book, kind: PlanKind, rencana: Rencana) -> None:
    """Name the filled sheets that such a plan does not have."""
    used = {sheet.key for sheet in sheets_for(kind)}
    for sheet in SHEETS:
        if sheet.key in book.sheets and sheet.key not in used and len(read_rows(book, sheet.key)) > 1:
            what = f"{rencana.get_jenis_display()}{' perubahan' if kind.perubahan else ''}"
            book.problems.peringatan(
                f"Lembar ini tidak dipakai pada {what} dan tidak dibaca.", sheet=book.sheets[sheet.key].title
            )


def _copied(problems: Problems) -> Problems:
    fresh = Problems()
    fresh.found = list(problems.found)
    return fresh


def _check_identity(identity: Identity, rencana: Rencana, problems: Problems) -> bool:
    """Refuse the workbook of another document; gives whether its "ID baris" are those of this plan."""
    for key, held, shown in (
        ("jenis", rencana.jenis, rencana.get_jenis_display()),
        ("tahun_awal", rencana.tahun_awal, rencana.tahun_awal),
        ("tahun_akhir", rencana.tahun_akhir, rencana.tahun_akhir),
    ):
        stated = getattr(identity, key)
        if stated and stated != held:
            problems.galat(
                f"Buku kerja ini untuk dokumen lain: rencana di portal berisi {shown}.",
                **identity.places[key], found=stated, hint="Pilih rencana yang sesuai, atau betulkan isinya.",
            )  # fmt: skip
    for key in ("nama_daerah", "nama_perangkat_daerah") if identity.slug != rencana.slug else ():
        stated, held = identity.settings.get(key), getattr(rencana, key)
        if stated and normalise_name(stated) != normalise_name(held):
            problems.peringatan(
                f"Rencana ini milik {held}; nama di buku kerja akan menggantikannya pada cetakan.",
                **identity.places[key], found=stated, hint="Periksa apakah rencana yang dipilih benar.",
            )  # fmt: skip
    if identity.edisi and identity.edisi.lower() not in (rencana.edisi.kode.lower(), rencana.edisi.nama.lower()):
        problems.peringatan(
            f"Edisi nomenklatur rencana ini {rencana.edisi.kode} dan tidak diubah oleh impor.",
            **identity.places["edisi"], found=identity.edisi,
        )  # fmt: skip
    if identity.slug and identity.slug != rencana.slug:
        problems.catatan(
            "Buku kerja ini berasal dari rencana lain; ID baris tidak dipakai dan baris dicocokkan menurut kode dan "
            "nama.",
            **identity.places["slug"], found=identity.slug,
        )  # fmt: skip
        return False
    return True


def _check_lengths(settled: Settled, problems: Problems) -> None:
    """What the sheets do not check themselves: the same code on two rows of the final programme tree."""
    seen: dict[str, str] = {}
    for root in settled.draft.roots:
        if root.level != Level.PERANGKAT_DAERAH:
            continue
        for node in root.walk():
            if not node.kode:
                continue
            first = seen.setdefault(node.kode, node.place)
            if first != node.place and node.place:
                sheet, _, row = node.place.partition("!")
                problems.galat(
                    f"Kode {node.kode} sudah ada pada baris lain rencana ini{f' ({first})' if first else ''}.",
                    sheet=sheet, row=int(row) if row.isdigit() else None, found=node.uraian,
                    hint="Betulkan kodenya, atau hapus baris yang berulang.",
                )  # fmt: skip
