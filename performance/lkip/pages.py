"""The report as one HTML document for paper: cover, contents, lists, chapters and annexes, with its page rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path

from planning.cascade import PlanInfo
from planning.tables.base import TO_BE_WRITTEN, organisation, version_line
from renstra_portal.lib.dates import MONTHS, roman
from renstra_portal.reporting.html import PaperTable, css_string, paper_css, render_paper_table
from renstra_portal.reporting.levels import level_css
from renstra_portal.reporting.model import Paper, PaperName, Report, leaves

from ..charts import charts_of
from .composition import ChartBlock, Composition, Gap, Insert, Part, Section, TableBlock, TextBlock
from .text import plain, text_html

#: Mean of left and right margin in millimetres, upright and lying.
_MARGIN = 22.5
_MARGIN_LYING = 15.0
#: A table stands upright as long as its type stays this large, in points.
_SMALLEST_UPRIGHT = 6.5
_MOST_COLUMNS_UPRIGHT = 10
#: A table lies on the paper of the report as long as its type stays this large; else it gets A3.
_SMALLEST_LYING = 6.0
#: A table of at most so many rows is not divided over pages.
_WHOLE_ROWS = 8
_TYPE = 9.0
_TYPE_LYING = 8.0
_LONGEST_IN_HEAD = 60

_ANNEXES = tuple(roman(number) for number in range(1, 21))

#: Told how far the composition is, from 0 to 1.
Advance = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the contents or of a list: anchor, number, title, depth."""

    anchor: str
    number: str
    title: str
    level: int = 1


def report_html(composition: Composition, paper: str, printed_on: date, advance: Advance = lambda share: None) -> str:
    """The whole document on A4 or F4 paper; on A3 nobody reads a report, so that becomes A4."""
    return _Pages(composition, paper if paper in ("A4", "F4") else "A4", printed_on, advance).html()


class _Pages:
    """Writes the document, numbering tables and charts by chapter as it meets them."""

    def __init__(self, composition: Composition, paper: str, printed_on: date, advance: Advance) -> None:
        self.composition, self.printed_on, self.advance = composition, printed_on, advance
        self.plan: PlanInfo = composition.data.kinerja.plan
        name: PaperName = "F4" if paper == "F4" else "A4"
        self.upright_paper = Paper(name, "portrait", margin_mm=_MARGIN, type_pt=_TYPE)
        self.lying_paper = Paper(name, "landscape", margin_mm=_MARGIN_LYING, type_pt=_TYPE_LYING)
        self.css: list[str] = []
        self.contents: list[_Entry] = []
        self.tables: list[_Entry] = []
        self.charts_listed: list[_Entry] = []
        self.charts = {one.key: one for one in charts_of(composition.data.cascade, titled=False)}
        self.say = plain(composition.figures.say)
        self._chapter = ""
        self._told: set[str] = set()

    def html(self) -> str:
        parts = []
        for number, one in enumerate(self.composition.sections, 1):
            parts.append(self._main_section(one))
            self.advance(number / len(self.composition.sections))
        front, body = parts[:2], parts[2:]
        office = escape(organisation(self.plan))
        return "".join(
            [
                '<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n<title>',
                f"LKIP {office} Tahun {self.plan.tahun_awal}",
                f'</title>\n<meta name="author" content="{office}">\n<style>\n',
                paper_css(),
                level_css(),
                _css(),
                self._page_css(),
                *self.css,
                "\n</style>\n</head>\n<body>\n",
                self._cover(),
                front[0],
                self._listing("Daftar Isi", self.contents),
                self._listing("Daftar Tabel", self.tables),
                self._listing("Daftar Gambar", self.charts_listed),
                front[1],
                '<div class="isi">\n',
                *body,
                "</div>\n</body>\n</html>\n",
            ]
        )

    # Parts --------------------------------------------------------------------------------------------------------

    def _cover(self) -> str:
        plan = self.plan
        return (
            '<section class="sampul">\n<div class="pita"></div>\n'
            f'<p class="pemerintah">Pemerintah {escape(plan.nama_daerah)}</p>\n'
            '<h1>Laporan Kinerja<br>Instansi Pemerintah</h1>\n<p class="singkatan">(LKIP)</p>\n'
            f'<p class="tahun">Tahun {plan.tahun_awal}</p>\n'
            f'<p class="dinas">{escape(plan.nama_perangkat_daerah)}<br>{escape(plan.nama_daerah)}</p>\n'
            f'<p class="terbit">{plan.tahun_awal + 1}</p>\n</section>\n'
        )

    def _listing(self, title: str, entries: list[_Entry]) -> str:
        if not entries:
            return ""
        anchor = title.lower().replace(" ", "-")
        lines = []
        for one in entries:
            number = f'<span class="nomor">{escape(one.number)}</span> ' if one.number else ""
            words = f'<span class="kata">{number}{escape(one.title)}</span>'
            lines.append(f'<li class="tingkat-{one.level}"><a href="#{one.anchor}">{words}</a></li>\n')
        return (
            f'<section class="depan daftar" id="{anchor}">\n<h1>{title}</h1>\n<ol>\n{"".join(lines)}</ol>\n</section>\n'
        )

    def _main_section(self, one: Section) -> str:
        front = one.key in ("pengantar", "ringkasan")
        self._chapter = _chapter_number(one)
        self._told.clear()
        self.contents.append(_Entry(one.key, one.number, one.title))
        number = f"<span>{escape(one.number)}</span><br>" if one.number else ""
        kind = "depan" if front else "lampiran" if one.number.startswith("LAMPIRAN") else "bab"
        running = f"{one.number.replace('LAMPIRAN', 'Lampiran')} {one.title}".strip()
        inner = [self._part(part) for part in one.content]
        # An annex that is one wide table has its title on the same sheet.
        sheet = re.match(r'<div class="(rebah|lebar)">', inner[0]) if kind == "lampiran" and inner else None
        parts = [
            f'<section class="{kind}{f" {sheet[1]}" if sheet else ""}" id="{escape(one.key)}">\n',
            f'<h1 data-jalan="{escape(running)}">{number}{escape(one.title)}</h1>\n',
            *inner,
        ]
        if one.key == "pengantar":
            parts.append(self._signature_block())
        parts.append("</section>\n")
        return "".join(parts)

    def _part(self, one: Part) -> str:
        match one:
            case TextBlock():
                return self._text(one)
            case TableBlock():
                return self._table(one)
            case ChartBlock():
                return self._chart(one)
            case Insert():
                return one.make()
            case Gap():
                return f'<p class="kurang">Belum tersedia: {escape(one.message)}</p>\n'
            case Section():
                return self._section(one)

    def _section(self, one: Section) -> str:
        tag = f"h{min(one.level, 4)}"
        anchor = one.key.replace(".", "-") + "-bagian"
        place = len(self.contents)
        inner = "".join(self._part(part) for part in one.content)
        if not inner:
            # An optional section that nobody wrote has no heading either.
            return ""
        if one.level <= 3:
            self.contents.insert(place, _Entry(anchor, one.number, one.title, one.level))
        return f'<{tag} id="{escape(anchor)}"><span>{escape(one.number)}</span> {escape(one.title)}</{tag}>\n{inner}'

    def _text(self, one: TextBlock) -> str:
        if one.text:
            return f'<div class="teks">{text_html(one.text, self.say)}</div>\n'
        return "" if one.optional else f'<p class="kurang">Belum diisi. {escape(one.hint)}</p>\n'

    def _table(self, one: TableBlock) -> str:
        report = self._in_place(one.make())
        number = f"Tabel {self._chapter}.{self._next(self.tables)}"
        anchor = f"tabel-{len(self.tables) + 1}"
        self.tables.append(_Entry(anchor, number, one.title))
        table, sheet = self._fitted(report, f"isi-{anchor}")
        self.css.append(table.css)
        if sheet == "tabel" and len(report.rows) <= _WHOLE_ROWS:
            sheet = "tabel utuh"
        caption = f'<p class="judul-tabel" id="{anchor}"><span>{number}</span> {escape(one.title)}</p>\n'
        return f'<div class="{sheet}">\n{caption}{table.html}</div>\n'

    def _in_place(self, report: Report) -> Report:
        """The table as a part of the report: the report is its source, and a note stands once in a chapter."""
        new = tuple(note for note in report.notes if note not in self._told)
        self._told.update(new)
        return replace(report, source="", notes=new)

    def _fitted(self, report: Report, anchor: str) -> tuple[PaperTable, str]:
        """The table on the smallest sheet on which it can be read: upright, lying, or lying on A3."""
        if len(leaves(report.columns)) <= _MOST_COLUMNS_UPRIGHT:
            upright = render_paper_table(report, self.upright_paper, anchor)
            if upright.type_pt >= _SMALLEST_UPRIGHT:
                return upright, "tabel"
        lying = render_paper_table(report, self.lying_paper, anchor)
        if lying.type_pt >= _SMALLEST_LYING:
            return lying, "rebah"
        return render_paper_table(report, Paper("A3", "landscape", type_pt=_TYPE_LYING), anchor), "lebar"

    def _chart(self, one: ChartBlock) -> str:
        chart = self.charts.get(one.key)
        if chart is None:
            return ""
        number = f"Gambar {self._chapter}.{self._next(self.charts_listed)}"
        anchor = f"gambar-{len(self.charts_listed) + 1}"
        self.charts_listed.append(_Entry(anchor, number, one.title))
        return (
            f'<figure id="{anchor}">\n{chart.svg}\n'
            f"<figcaption><span>{number}</span> {escape(one.title)}</figcaption>\n</figure>\n"
        )

    def _signature_block(self) -> str:
        plan = self.plan
        day = f"{MONTHS[plan.tanggal.month - 1]} {plan.tanggal.year}" if plan.tanggal else TO_BE_WRITTEN
        name = plan.penandatangan_nama or TO_BE_WRITTEN
        lines = [
            f"<div>{escape(plan.tempat or TO_BE_WRITTEN)}, {escape(day)}</div>",
            f"<div>{escape(plan.penandatangan_jabatan or TO_BE_WRITTEN)},</div>",
            '<div class="ruang"></div>',
            f'<div class="nama">{escape(name)}</div>' if name.strip(".") else f"<div>{escape(name)}</div>",
        ]
        lines += [f"<div>{escape(plan.penandatangan_pangkat)}</div>"] if plan.penandatangan_pangkat else []
        lines += [f"<div>NIP {escape(plan.penandatangan_nip)}</div>"] if plan.penandatangan_nip else []
        return f'<div class="tanda">{"".join(lines)}</div>\n'

    # ------------------------------------------------------------------------------------------------------------

    def _next(self, entries: list[_Entry]) -> int:
        """The next number within the chapter."""
        return sum(one.number.split()[-1].startswith(f"{self._chapter}.") for one in entries) + 1

    def _page_css(self) -> str:
        upright_paper, lying_paper = self.upright_paper, self.lying_paper
        office = organisation(self.plan)
        short = office if len(office) <= _LONGEST_IN_HEAD else office[: _LONGEST_IN_HEAD - 1] + "…"
        head = css_string(f"LKIP {short} Tahun {self.plan.tahun_awal}")
        version = css_string(version_line(self.plan, self.printed_on))
        small = "font-size: 7.5pt; color: #444"
        return f"""
@page {{
  size: {upright_paper.width_mm}mm {upright_paper.height_mm}mm; margin: 25mm 20mm 20mm 25mm;
  @top-left {{ content: {head}; {small}; vertical-align: bottom; padding-bottom: 5mm; white-space: nowrap }}
  @top-right {{ content: string(bab); {small}; vertical-align: bottom; padding-bottom: 5mm; font-style: italic }}
  @bottom-left {{ content: {version}; font-size: 6.5pt; color: #777; vertical-align: top; padding-top: 6mm }}
  @bottom-right {{ content: counter(page); font-size: 9pt; vertical-align: top; padding-top: 5.5mm }}
}}
@page rebah {{ size: {lying_paper.width_mm}mm {lying_paper.height_mm}mm; margin: 20mm 15mm 17mm 15mm;
  @top-left {{ padding-bottom: 3mm }} @top-right {{ padding-bottom: 3mm }}
  @bottom-left {{ padding-top: 3mm }} @bottom-right {{ padding-top: 2.5mm }} }}
@page lebar {{ size: 420mm 297mm; margin: 18mm 12mm 15mm 12mm;
  @top-left {{ padding-bottom: 3mm }} @top-right {{ padding-bottom: 3mm }}
  @bottom-left {{ padding-top: 3mm }} @bottom-right {{ padding-top: 2.5mm }} }}
@page :nth(1 of awal) {{ counter-reset: page 1 }}
@page depan {{ @bottom-right {{ content: counter(page, lower-roman) }} }}
@page sampul {{ margin: 0; @top-left {{ content: none }} @top-right {{ content: none }}
  @bottom-left {{ content: none }} @bottom-right {{ content: none }} }}
.sampul {{ height: {upright_paper.height_mm}mm }}
"""


def _chapter_number(one: Section) -> str:
    """What tables of a part are numbered under: "3" in BAB III, "L1" in the first annex."""
    romans = {"BAB I": "1", "BAB II": "2", "BAB III": "3", "BAB IV": "4"}
    if one.number in romans:
        return romans[one.number]
    found = re.fullmatch(r"LAMPIRAN ([IVX]+)", one.number)
    return f"L{_ANNEXES.index(found[1]) + 1}" if found else "0"


@lru_cache(maxsize=1)
def _css() -> str:
    return Path(__file__).with_name("lkip.css").read_text(encoding="utf-8")
