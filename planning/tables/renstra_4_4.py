"""Table 4.4: sub-kegiatan that support the daerah's priority programs."""

from __future__ import annotations

from collections.abc import Hashable

from renstra_portal.reporting.model import CellValue, Column, ColumnGroup

from ..cascade import Cascade, CascadeNode
from ..levels import Level
from .base import Content, TableDefinition, TableOptions
from .common import INMENDAGRI_2, Cells, Lines, as_lines, items

_LABELS = {Level.PROGRAM: "Program", Level.KEGIATAN: "Kegiatan", Level.SUB_KEGIATAN: "Sub Kegiatan"}
_WORK = (Level.PROGRAM, Level.OUTCOME, Level.KEGIATAN, Level.SUB_KEGIATAN)


def content(cascade: Cascade, options: TableOptions) -> Content:
    """One row per kegiatan and sub-kegiatan; the priority program and its outcome stand once beside them."""
    lines = Lines()
    programs = [root for root in cascade.roots if root.level == Level.PRIORITAS]
    for number, program in enumerate(programs, 1):
        lead: Cells = {
            "no": program.nomor or str(number),
            "program_prioritas": _text(cascade, program),
            "outcome": _outcome(cascade, program),
        }
        groups: dict[str, Hashable] = dict.fromkeys(lead, program.id)
        below = [node for child in program.children for node in child.walk() if not _is_outcome(cascade, node)]
        for node in below:
            label = node.nomor or _label(cascade, node)
            cells: Cells = lead | {
                "label": label,
                "kegiatan_sub_kegiatan": _text(cascade, node),
                "keterangan": node.keterangan,
            }
            is_sub = label.casefold().startswith("sub")
            lines.add("sub_kegiatan" if is_sub else "kegiatan", cells, node=node, groups=groups)
        if not below:
            lines.add("program", lead | {"keterangan": program.keterangan}, node=program)
    return Content(
        columns=(
            Column("no", "No", 0.5, align="center"),
            Column("program_prioritas", "Program Prioritas", 2.2),
            Column("outcome", "Outcome", 2.2),
            ColumnGroup(
                "Kegiatan/Sub Kegiatan",
                (
                    Column("label", "Tingkat", 1.0),
                    Column("kegiatan_sub_kegiatan", "Uraian", 4.0),
                ),
            ),
            Column("keterangan", "Keterangan", 2.2),
        ),
        rows=lines.rows(),
    )


def _text(cascade: Cascade, node: CascadeNode) -> str:
    """The priority's own words, or those of the row it points at."""
    linked = cascade.linked(node, *_WORK)
    return node.uraian or (linked[0].uraian if linked else "")


def _label(cascade: Cascade, node: CascadeNode) -> str:
    linked = cascade.linked(node, *_WORK)
    return _LABELS.get(linked[0].level, "") if linked else ""


def _is_outcome(cascade: Cascade, node: CascadeNode) -> bool:
    """Whether a row below the priority program words its outcome, rather than a kegiatan or sub-kegiatan."""
    linked = cascade.linked(node, *_WORK)
    return node.nomor.casefold() == "outcome" or (bool(linked) and linked[0].level == Level.OUTCOME)


def _outcome(cascade: Cascade, program: CascadeNode) -> CellValue:
    """The outcome worded below the priority; else the one it points at; else those of the program it points at."""
    worded = [_text(cascade, child) for child in program.children if _is_outcome(cascade, child)]
    if worded:
        return as_lines(worded)
    return items(
        cascade.linked(program, Level.OUTCOME)
        or tuple(
            outcome
            for linked in cascade.linked(program, Level.PROGRAM)
            for outcome in linked.children_at(Level.OUTCOME)
        )
    )


TABLE = TableDefinition(
    id="4.4",
    judul="Daftar Sub-Kegiatan Prioritas yang Mendukung Program Prioritas Pembangunan Daerah",
    dasar=INMENDAGRI_2,
    group="Bab IV",
    content=content,
    kosong="Belum ada prioritas. Pilih dahulu program, kegiatan, dan sub-kegiatan prioritas.",
    names=("prioritas",),
)
