"""What the renderers cost beside the bare libraries: run with `python -m tests.reporting.bench`.

The bare side writes the very same cells with the very same formats (Excel), or the same words in a table without
any style but fixed layout, lines and type size (PDF).
"""

import gc
import io
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any
from unittest import mock

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from renstra_portal.reporting.html import render_page_html
from renstra_portal.reporting.model import A3, Report
from renstra_portal.reporting.pdf import html_to_pdf
from renstra_portal.reporting.xlsx import render_xlsx

from .samples import funding_report

_WRITES = ("write_number", "write_string", "write_blank", "write_formula", "merge_range")
Call = tuple[str, tuple[Any, ...]]


def fastest(times: int, *works: Callable[[], object]) -> list[float]:
    """Seconds of processor time of the fastest run of each, taken in turns so that a busy machine harms all."""
    seconds: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for spent, work in zip(seconds, works, strict=True):
            gc.collect()
            started = time.process_time()
            own = work()
            spent.append(own if isinstance(own, float) else time.process_time() - started)
    return [min(spent) for spent in seconds]


def recorded(report: Report) -> tuple[list[Call], list[tuple[int, dict[str, Any]]]]:
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
        render_xlsx(report)
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


def bare_html(html: str) -> str:
    """The same words and column widths in a plain table."""
    size = re.search(r"\.report \{ font-size: ([\d.]+pt)", html)
    widths = "".join(re.findall(r"\.col-\d+ \{ width: [\d.]+% \}", html))
    table = html[html.index("<table") : html.index("</table>") + len("</table>")]
    table = re.sub(r'<(tr|td|th)[^>]*?((?: rowspan="\d+")?(?: colspan="\d+")?)>', r"<\1\2>", table)
    style = (
        "@page{size:420mm 297mm;margin:12mm 12mm 15mm}"
        "table{table-layout:fixed;width:100%;border-collapse:collapse}td,th{border:.4pt solid;padding:1.4pt 2.2pt}"
        f"body{{font:{size[1] if size else '8pt'}/1.2 Liberation Sans;margin:0}}{widths}"
    )
    return f"<!DOCTYPE html><style>{style}</style>{table}"


def main() -> None:
    """Print one line per measurement."""
    from weasyprint import HTML

    for subs, programs, times in ((16, 4, 25), (40, 100, 7)):
        report = funding_report(subs, programs)
        calls, formats = recorded(report)
        bare, ours = fastest(times, partial(bare_xlsx, calls, formats), partial(render_xlsx, report))
        print(f"xlsx  {len(report.rows):5} rows  bare {bare:.3f} s  ours {ours:.3f} s  ratio {ours / bare:.2f}")
    report = funding_report(10, 17)
    html = render_page_html(report, A3)
    plain = bare_html(html)
    bare, ours, tagged, building = fastest(
        3,
        lambda: HTML(string=plain).write_pdf(),
        lambda: html_to_pdf(html),
        lambda: html_to_pdf(html, tagged=True),
        lambda: render_page_html(report, A3),
    )
    print(
        f"pdf   {len(report.rows):5} rows  bare {bare:.2f} s  ours {ours:.2f} s  ratio {ours / bare:.2f}  "
        f"(tagged {tagged:.2f} s, building the HTML {building:.3f} s)"
    )


if __name__ == "__main__":
    main()
