"""XlsxWriter alone writing the very same cells with the very same formats as one of our reports."""

import gc
import io
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from unittest import mock

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from renstra_portal.reporting.model import Paper, Report
from renstra_portal.reporting.xlsx import render_xlsx

_WRITES = ("write_number", "write_string", "write_blank", "write_formula", "merge_range")
Call = tuple[str, tuple[Any, ...]]


def recorded(report: Report, paper: Paper) -> tuple[list[Call], list[tuple[int, dict[str, Any]]]]:
    """Every cell that the report writes, and every format (by id) that it makes."""
    calls: list[Call] = []
    made: list[tuple[Any, dict[str, Any]]] = []
    add_format = xlsxwriter.Workbook.add_format

    def remembering(name: str) -> Callable[..., Any]:
        original = getattr(Worksheet, name)

        def write(sheet: Any, *values: Any) -> Any:
            calls.append((name, values))
            return original(sheet, *values)

        return write

    def remember_format(workbook: Any, properties: dict[str, Any] | None = None) -> Any:
        new = add_format(workbook, properties)
        if properties and "xf_index" not in properties:
            made.append((new, properties))
        return new

    with ExitStack() as patches:
        for name in _WRITES:
            patches.enter_context(mock.patch.object(Worksheet, name, remembering(name)))
        patches.enter_context(mock.patch.object(xlsxwriter.Workbook, "add_format", remember_format))
        render_xlsx(report, paper)
    positions = {id(new): position for position, (new, _) in enumerate(made)}
    return [
        (name, tuple(("format", positions[id(v)]) if id(v) in positions else v for v in values))
        for name, values in calls
    ], [(position, properties) for position, (_, properties) in enumerate(made)]


def bare_xlsx(calls: list[Call], formats: list[tuple[int, dict[str, Any]]]) -> float:
    """Seconds that XlsxWriter alone takes for the same cells; looking up the formats is not counted."""
    started = time.process_time()
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    sheet = workbook.add_worksheet()
    made = [workbook.add_format(properties) for _, properties in formats]
    spent = time.process_time() - started
    ready = [
        (getattr(sheet, name), [made[v[1]] if isinstance(v, tuple) else v for v in values]) for name, values in calls
    ]
    gc.collect()
    started = time.process_time()
    for write, values in ready:
        write(*values)
    workbook.close()
    return spent + time.process_time() - started
