"""Imports a realisation workbook: read, check everything, and write once or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from planning.cascade import Cascade, load
from planning.entry_locks import locks_for
from planning.models import Rencana
from planning.policies import reason_not_writable
from planning.workbook import ImportReport, Problem, Severity, Unreadable
from planning.workbook.grid import open_book
from planning.writing import Authorship, Difference, ObjectDiff, WriteError, apply
from planning.writing.difference import Act, Kind, node_label
from renstra_portal.lib.memory import collections_paused

from .reading import Reader, Ubah, read_base

File = str | Path | IO[bytes]
_KINDS = {"I": Kind.INDIKATOR, "S": Kind.SIMPUL}


def plan_of(file: File) -> str:
    """The slug of the plan that a workbook was written from, "" where it does not say. Raises `Unreadable`."""
    return read_base(open_book(file)).slug


@collections_paused()
def import_realisasi(rencana: Rencana, file: File, *, by: Authorship, dry_run: bool = False) -> ImportReport:
    """Write the realisation that a workbook fills in, in one recorded transaction, or change nothing.

    Every problem is found at once and named by sheet, row and column. Cells of triwulan that are closed for the person
    and cells that somebody else has changed since the workbook was written are refused. A dry run does not write.
    """
    cascade = load(rencana)
    try:
        book = open_book(file)
        base = read_base(book)
        changes = Reader(book, cascade, base, locks_for(rencana, by.user)).read()
    except Unreadable as error:
        return ImportReport("ditolak", [error.problem])
    problems = book.problems.found
    if base.slug and base.slug != cascade.plan.slug:
        book.problems.catatan(
            f"Buku kerja ini ditulis dari rencana lain ({base.slug}); barisnya dikenali dari kode dan teksnya."
        )
    if book.problems.has_galat:
        return ImportReport("ditolak", problems)
    difference = difference_of(cascade, changes)
    report = ImportReport(
        "tidak_ada_perubahan" if difference.is_empty else "diperiksa", problems, difference, cascade=cascade
    )
    if difference.is_empty:
        return report
    if reason := reason_not_writable(by.user, rencana):
        return ImportReport("ditolak", [*problems, Problem(Severity.GALAT, reason)])
    if dry_run:
        return report
    try:
        report.changeset = apply(rencana, difference, by=by)
    except WriteError as error:
        return ImportReport("ditolak", [*problems, *(Problem(Severity.GALAT, one) for one in error.messages)])
    report.status = "ditulis"
    return report


def difference_of(cascade: Cascade, changes: list[Ubah]) -> Difference:
    """The changed cells by the indicator or row that they belong to, in the order of the workbook."""
    indicators = {one.id: one.teks for node in cascade.walk() for one in node.indikator}
    objects: dict[tuple[str, int], ObjectDiff] = {}
    for one in changes:
        key = (one.ref.kind, one.ref.id)
        if key not in objects:
            label = indicators[one.ref.id] if one.ref.kind == "I" else node_label(cascade.by_id[one.ref.id])
            objects[key] = ObjectDiff(Act.UPDATE, _KINDS[one.ref.kind], one.ref.id, {}, label, one.line)
        objects[key].cells[one.ref.name] = (one.semula.encode(), one.menjadi.encode())
    # The writer takes rows before indicators.
    return Difference(sorted(objects.values(), key=lambda one: one.kind != Kind.SIMPUL))
