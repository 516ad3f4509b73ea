"""What is wrong with a workbook, where it stands, and what the person can do about it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from openpyxl.utils import get_column_letter

from renstra_portal.lib.text import clean_text


class Severity(StrEnum):
    """`galat` stops the import; `peringatan` should be looked at; `catatan` only tells what was understood."""

    GALAT = "galat"
    PERINGATAN = "peringatan"
    CATATAN = "catatan"


@dataclass(frozen=True, slots=True)
class Problem:
    """One remark on one place of a workbook. `row` counts from 1 as Excel does; `column` is the column's letter."""

    severity: Severity
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""
    found: str = ""
    hint: str = ""

    @property
    def place(self) -> str:
        """Where it stands: "Program Kegiatan!F12 (Target 2026)", with as much of it as is known."""
        cell = f"{self.column}{self.row or ''}"
        place = f"{self.sheet}!{cell}" if self.sheet and cell else self.sheet
        return f"{place} ({self.heading})" if self.heading else place

    def __str__(self) -> str:
        # Messages about figures and codes quote the cell themselves.
        found = f" Tertulis: “{self.found}”." if self.found and f"“{self.found}”" not in self.message else ""
        hint = f" {self.hint}" if self.hint else ""
        place = f"{self.place}: " if self.place else ""
        return f"[{self.severity}] {place}{self.message}{found}{hint}"

    def as_dict(self) -> dict[str, str | int | None]:
        """The problem under stable English keys, for JSON."""
        return {**asdict(self), "severity": self.severity.value, "place": self.place}


_SHOWN = 120


class Problems:
    """All remarks of one reading, in the order in which they were met."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(
        self,
        severity: Severity,
        message: str,
        *,
        sheet: str = "",
        row: int | None = None,
        index: int | None = None,
        heading: str = "",
        found: object = None,
        hint: str = "",
    ) -> None:
        """Keep a remark. `index` is the column counted from 0; `found` is what stands in the cell."""
        shown = "" if found is None else clean_text(str(found)).replace("\n", " ")
        self.found.append(
            Problem(
                severity=severity,
                message=message,
                sheet=sheet,
                row=row,
                column="" if index is None else get_column_letter(index + 1),
                heading=heading,
                found=shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…",
                hint=hint,
            )
        )

    def galat(self, message: str, **place: object) -> None:
        """Keep a fault that stops the import; the keywords are those of `add`."""
        self.add(Severity.GALAT, message, **place)  # type: ignore[arg-type]

    def peringatan(self, message: str, **place: object) -> None:
        """Keep a warning; the keywords are those of `add`."""
        self.add(Severity.PERINGATAN, message, **place)  # type: ignore[arg-type]

    def catatan(self, message: str, **place: object) -> None:
        """Keep a note; the keywords are those of `add`."""
        self.add(Severity.CATATAN, message, **place)  # type: ignore[arg-type]

    @property
    def has_galat(self) -> bool:
        """Whether anything stops the import."""
        return any(one.severity is Severity.GALAT for one in self.found)


class Unreadable(Exception):
    """The file cannot be read as a workbook at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem
