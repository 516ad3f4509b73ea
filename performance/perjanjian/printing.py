"""The perjanjian kinerja on paper: the statement of both parties, its attachment, and the annex of a perubahan.

Two pages as PermenPANRB 53/2014 has them: the statement with both signatures, then the tables with both again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path

from planning.tables.base import TO_BE_WRITTEN
from renstra_portal.lib.dates import long_date
from renstra_portal.lib.numbers import terbilang
from renstra_portal.lib.values import format_rupiah
from renstra_portal.reporting.html import css_string, paper_css, render_table_html
from renstra_portal.reporting.levels import level_css
from renstra_portal.reporting.model import Paper, Report, Signature, leaves

from .comparison import Comparison
from .document import Document, Pihak
from .lampiran import RUPIAH, attachment, comparison_reports, signatures, version_line

#: The office prints perjanjian upright on the paper of its plan; on A3 nobody signs.
UPRIGHT: dict[str, Paper] = {
    "A3": Paper("A4", "portrait"),
    "A4": Paper("A4", "portrait"),
    "F4": Paper("F4", "portrait"),
}
_BASIS = (
    "Peraturan Menteri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 53 Tahun 2014 tentang Petunjuk "
    "Teknis Perjanjian Kinerja, Pelaporan Kinerja dan Tata Cara Reviu atas Laporan Kinerja Instansi Pemerintah"
)
_DRAFT = "KONSEP, belum ditandatangani"


def document_html(document: Document, kertas: str, *, signed: bool, comparison: Comparison | None = None) -> str:
    """The whole printable document on A4 or F4; a perubahan ends with what it changed.

    Until it is signed every page says that it is a draft.
    """
    reports = attachment(document)
    body = [_statement(document), _attachment(document, reports)]
    shown: tuple[Report, ...] = reports
    if comparison is not None:
        changed = comparison_reports(comparison)
        shown = (*reports, *changed)
        body.append(_annex(document, changed))
    return _page(document.judul, document, kertas, "".join(body), shown, signed=signed)


def comparison_html(comparison: Comparison, kertas: str, *, signed: bool) -> str:
    """What the perubahan changed, as a document of its own."""
    document = comparison.menjadi
    changed = comparison_reports(comparison)
    return _page(f"Perbandingan {document.judul}", document, kertas, _annex(document, changed), changed, signed=signed)


def statement(document: Document) -> list[str]:
    """The sentences of the statement after the parties: the promise, its measure, and what the superior does."""
    isi = document.isi
    money = ""
    if isi.anggaran and isi.total:
        money = f" dengan anggaran sebesar Rp{format_rupiah(isi.total)} ({terbilang(isi.total)})"
    promise = (
        f"PIHAK PERTAMA berjanji mewujudkan target kinerja tahun {isi.tahun} sebagaimana tercantum dalam lampiran "
        f"perjanjian ini{money}, sejalan dengan target jangka menengah yang ditetapkan dalam dokumen perencanaan."
    )
    duty = (
        "Berhasil atau tidaknya pencapaian target kinerja tersebut menjadi tanggung jawab PIHAK PERTAMA, yang "
        "melaporkan kemajuannya secara berkala."
    )
    support = (
        "PIHAK KEDUA memberikan arahan dan dukungan yang diperlukan, memantau dan menilai capaian kinerja atas dasar "
        "perjanjian ini, dan mengambil langkah yang diperlukan untuk memberikan penghargaan atau pembinaan."
    )
    said = [promise, duty, support]
    if document.perubahan_ke:
        said.insert(0, _replacement(document))
    return said


def _replacement(document: Document) -> str:
    day = f" tanggal {long_date(document.menggantikan)}" if document.menggantikan else ""
    basis = document.dasar_perubahan.strip().rstrip(".")
    because = f" berdasarkan {basis}" if basis else " karena perubahan rencana dan anggaran tahun berjalan"
    before = f"Perjanjian Kinerja Tahun {document.isi.tahun}"
    if document.perubahan_ke > 1:
        before = f"Perjanjian Kinerja Perubahan Tahun {document.isi.tahun}"
    return f"Perjanjian ini menggantikan {before}{day}{because}."


def _statement(document: Document) -> str:
    opening = (
        "Untuk mewujudkan pemerintahan yang berhasil guna, terbuka, dan dapat dipertanggungjawabkan, dan berpedoman "
        f"pada {_BASIS}, yang bertanda tangan di bawah ini:"
    )
    parts = [
        '<section class="pernyataan">\n',
        _head(document.judul, _office(document)),
        f"<p>{escape(opening)}</p>\n",
        _party(document.pertama, "selanjutnya disebut PIHAK PERTAMA;"),
        _party(document.kedua, "selaku atasan PIHAK PERTAMA, selanjutnya disebut PIHAK KEDUA."),
        *(f"<p>{escape(text)}</p>\n" for text in statement(document)),
        _signing(signatures(document)),
        "</section>\n",
    ]
    return "".join(parts)


def _party(pihak: Pihak, role: str) -> str:
    rows = (("Nama", pihak.nama or TO_BE_WRITTEN), ("Jabatan", pihak.jabatan or TO_BE_WRITTEN))
    cells = "".join(f"<tr><td>{name}</td><td>:</td><td>{escape(text)}</td></tr>" for name, text in rows)
    return f'<table class="pihak">{cells}</table>\n<p class="sebagai">{escape(role)}</p>\n'


def _attachment(document: Document, reports: Sequence[Report]) -> str:
    performance, money = reports
    parts = [
        '<section class="lampiran">\n',
        _head(f"Lampiran {document.judul}", _office(document), jabatan=document.pertama.jabatan),
        _table(performance, "Baris kinerja belum dipilih."),
        _table(money, "Belum ada anggaran untuk baris yang dipilih."),
        _signing(signatures(document)),
        "</section>\n",
    ]
    return "".join(parts)


def _annex(document: Document, reports: Sequence[Report]) -> str:
    parts = [
        '<section class="lampiran perbandingan">\n',
        _head(f"Perbandingan {document.judul}", _office(document), jabatan=document.pertama.jabatan),
    ]
    for report in reports:
        title = report.title.partition(",")[0]
        parts += [f"<h2>{escape(title)}</h2>\n", _table(report, "Tidak ada baris.")]
    parts += [_signing(signatures(document)), "</section>\n"]
    return "".join(parts)


def _table(report: Report, empty: str) -> str:
    if not report.rows:
        return f'<p class="kosong">{escape(empty)}</p>\n'
    unit = f'<p class="satuan">{escape(RUPIAH)}</p>\n' if report.unit_note else ""
    return unit + render_table_html(report)


def _head(title: str, lines: Iterable[str], *, jabatan: str = "") -> str:
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    position = f'<p class="jabatan">{escape(jabatan)}</p>' if jabatan else ""
    return f'<div class="kepala"><h1>{escape(title)}</h1>{said}{position}</div>\n'


def _office(document: Document) -> list[str]:
    """The office and its daerah, the daerah once where the office's name already holds it."""
    office = document.perangkat_daerah
    named = document.daerah.casefold() in office.casefold()
    return [office] if named else [office, document.daerah]


def _signing(both: Sequence[Signature]) -> str:
    """Both signatures side by side, their names on one line however long the positions are."""
    above, under = ("".join(f"<td>{part(one)}</td>" for one in both) for part in (_before_signing, _after_signing))
    room = '<td class="ruang"></td>' * len(both)
    return f'<table class="tanda"><tr>{above}</tr><tr>{room}</tr><tr>{under}</tr></table>\n'


def _before_signing(one: Signature) -> str:
    lines = [escape(one.place_date) or "&nbsp;", *(escape(line) for line in one.lines_before)]
    return "".join(f"<div>{line}</div>" for line in lines)


def _after_signing(one: Signature) -> str:
    # Dots stand for a name still to be written by hand; only a name is underlined.
    named = ' class="nama"' if one.name.strip(".") else ""
    lines = [f"<div{named}>{escape(one.name)}</div>"]
    lines += [f"<div>{escape(one.rank)}</div>"] if one.rank else []
    lines += [f"<div>NIP {escape(one.nip)}</div>"] if one.nip else []
    return "".join(lines)


def _page(title: str, document: Document, kertas: str, body: str, reports: Iterable[Report], *, signed: bool) -> str:
    paper = UPRIGHT.get(kertas, UPRIGHT["A4"])
    return "".join(
        [
            '<!DOCTYPE html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n<title>',
            escape(title),
            '</title>\n<meta name="author" content="',
            escape(document.perangkat_daerah),
            '">\n<style>\n',
            paper_css(),
            _css(),
            _page_css(document, paper, reports, signed=signed),
            "</style>\n</head>\n<body>\n",
            body,
            "</body>\n</html>\n",
        ]
    )


@lru_cache(maxsize=1)
def _css() -> str:
    return Path(__file__).with_name("perjanjian.css").read_text(encoding="utf-8")


def _page_css(document: Document, paper: Paper, reports: Iterable[Report], *, signed: bool) -> str:
    foot = "vertical-align: top; padding-top: 6pt; font-size: 7.5pt; color: #333"
    rules = [
        # The comparison has twice the columns, so its pages lie.
        f"@page lebar {{ size: {paper.height_mm}mm {paper.width_mm}mm; margin: 18mm 18mm 18mm 20mm }}",
        f"@page {{ size: {paper.width_mm}mm {paper.height_mm}mm; margin: 20mm 20mm 18mm 25mm;",
        f"@bottom-left {{ content: {css_string(version_line(document))}; text-align: left; {foot} }}",
        f'@bottom-right {{ content: "Halaman " counter(page) " dari " counter(pages); white-space: nowrap; {foot} }}',
        *([] if signed else [f"@top-right {{ content: {css_string(_DRAFT)}; font-size: 8.5pt; color: #a3231b }}"]),
        "}",
        "section.lampiran:first-child { break-before: auto }",
        level_css(),
    ]
    for report in reports:
        columns = leaves(report.columns)
        total = sum(column.width for column in columns)
        rules += [
            f"#report-{report.id} .col-{index} {{ width: {100 * column.width / total:.2f}% }}"
            for index, column in enumerate(columns)
        ]
    return "\n".join(["", *rules, ""])
