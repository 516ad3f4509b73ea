"""The plan as an Excel workbook: `schema` declares it, import and export keep to it, the blank one teaches it."""

from .importing import ImportReport, ReadResult, create_and_import, import_workbook, read_workbook
from .opening import plan_to_open
from .preview import Effect, ImportPreview
from .problems import Problem, Severity, Unreadable
from .write import write_blank, write_workbook

__all__ = [
    "Effect",
    "ImportPreview",
    "ImportReport",
    "Problem",
    "ReadResult",
    "Severity",
    "Unreadable",
    "create_and_import",
    "import_workbook",
    "plan_to_open",
    "read_workbook",
    "write_blank",
    "write_workbook",
]
