"""The entry-order list: every sub-kegiatan of a Renja, field by field in the order of the national system's form.

The national system (SIPD) is filled in by hand; this list tells what to type where. It is not a format of SIPD.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from renstra_portal.lib.values import KOSONG, Nilai, format_nilai
from renstra_portal.reporting.model import Column, Report, Row

from .cascade import Cascade, CascadeIndicator, CascadeNode
from .levels import Level
from .tables.base import TableOptions, organisation, version_line
from .tables.common import Lines, kode_text

NOT_OFFICIAL = "Bukan format resmi SIPD"


@dataclass(frozen=True, slots=True)
class EntryField:
    """One field of the form: its section and name, and what to type (blank: nothing is held)."""

    bagian: str
    nama: str
    nilai: Nilai | str

    @property
    def teks(self) -> str:
        """What the page shows: "14.898.900", "98,14", "Kota Pasuruan"; "" where nothing is held."""
        return self.nilai if isinstance(self.nilai, str) else format_nilai(self.nilai)

    @property
    def salinan(self) -> str:
        """What is copied: as shown, but figures without thousand dots, as entry forms take them."""
        if isinstance(self.nilai, str) or self.nilai.amount is None:
            return self.teks
        return self.nilai.plain().replace(".", ",")


@dataclass(frozen=True, slots=True)
class Entry:
    """All fields of one sub-kegiatan, in order. `program_id` tells which program it stands under."""

    id: int
    program_id: int
    kode: str
    nama: str
    ruas: tuple[EntryField, ...]

    @property
    def per_bagian(self) -> list[tuple[str, list[EntryField]]]:
        """The fields by section, in order."""
        sections: dict[str, list[EntryField]] = {}
        for one in self.ruas:
            sections.setdefault(one.bagian, []).append(one)
        return list(sections.items())


def entries(cascade: Cascade) -> tuple[Entry, ...]:
    """Every sub-kegiatan of a Renja with what to enter for its year and the prakiraan maju, in printed order."""
    return tuple(_entry(cascade, node) for node in cascade.at(Level.SUB_KEGIATAN))


def sipd_report(cascade: Cascade) -> Report:
    """The whole list as a workbook's sheet: one row per field, figures as numbers."""
    plan = cascade.plan
    lines = Lines()
    for number, entry in enumerate(entries(cascade), 1):
        lines.add("kegiatan", {"no": number, "kode": entry.kode, "ruas": entry.nama}, keep=True)
        for one in entry.ruas:
            lines.add("ruas", {"bagian": one.bagian, "ruas": one.nama, "isi": one.nilai})
    rows: Sequence[Row] = lines.rows()
    return Report(
        id="daftar-isian-sipd",
        number="",
        title=f"Daftar Entry SIPD Tahun {plan.tahun_awal} ({NOT_OFFICIAL})",
        columns=(
            Column("no", "No", 0.5, "integer", align="center"),
            Column("kode", "Kode", 1.4, "code"),
            Column("bagian", "Bagian", 2.2),
            Column("ruas", "Ruas", 3.0),
            Column("isi", "Isi", 5.0, "value", align="left"),
        ),
        rows=rows,
        organisation=organisation(plan),
        notes=() if rows else ("Belum ada sub-kegiatan. Isi dahulu program, kegiatan, dan sub-kegiatan.",),
        source=plan.sumber,
        version_line=version_line(plan, TableOptions().printed_on),
        stem=f"daftar-isian-sipd {plan.slug}",
    )


def _entry(cascade: Cascade, node: CascadeNode) -> Entry:
    program = cascade.ancestor(node, Level.PROGRAM)
    kegiatan = cascade.ancestor(node, Level.KEGIATAN)
    if program is None or kegiatan is None:
        raise ValueError(f"sub-kegiatan {node.id} stands under no program or kegiatan")
    return Entry(
        id=node.id,
        program_id=program.id,
        kode=kode_text(node, cascade.plan.digit_sub),
        nama=node.uraian,
        ruas=tuple(_fields(cascade, program, kegiatan, node)),
    )


def _fields(cascade: Cascade, program: CascadeNode, kegiatan: CascadeNode, node: CascadeNode) -> Iterator[EntryField]:
    year = cascade.plan.tahun_awal
    digits = cascade.plan.digit_sub
    for name, one in (("Program", program), ("Kegiatan", kegiatan), ("Sub-kegiatan", node)):
        yield EntryField("Nomenklatur", f"Kode {name.lower()}", kode_text(one, digits))
        yield EntryField("Nomenklatur", name, one.uraian)
    outputs = node.achievements
    yield from _achievement("Capaian program", program.achievements, year)
    yield from _achievement("Keluaran sub-kegiatan", outputs, year)
    yield from _achievement("Hasil kegiatan", kegiatan.achievements, year)
    section = "Pelaksanaan"
    yield EntryField(section, "Lokasi", node.lokasi)
    yield EntryField(section, "Waktu pelaksanaan", node.waktu_pelaksanaan)
    yield EntryField(section, "Kelompok sasaran", node.kelompok_sasaran)
    yield EntryField(section, "Prioritas", node.prioritas)
    yield from _money(f"Pagu {year}", node, year)
    forward = f"Prakiraan maju {year + 1}"
    for number, indikator in enumerate(outputs, 1):
        suffix = f" {number}" if len(outputs) > 1 else ""
        yield EntryField(forward, f"Target{suffix}", indikator.target_at(year + 1))
        yield EntryField(forward, f"Satuan{suffix}", indikator.satuan)
    yield from _money(forward, node, year + 1)
    yield EntryField("Catatan", "Catatan penting", node.catatan)


def _achievement(section: str, indicators: Sequence[CascadeIndicator], year: int) -> Iterator[EntryField]:
    """Indicator, target and unit of each; a section without indicator still shows that it is missing."""
    if not indicators:
        yield EntryField(section, "Indikator", "")
    for number, one in enumerate(indicators, 1):
        suffix = f" {number}" if len(indicators) > 1 else ""
        yield EntryField(section, f"Indikator{suffix}", one.teks)
        yield EntryField(section, f"Target{suffix}", one.target_at(year))
        yield EntryField(section, f"Satuan{suffix}", one.satuan)


def _money(section: str, node: CascadeNode, year: int) -> Iterator[EntryField]:
    """Pagu in rupiah of the year, one field per sumber dana."""
    held = [(source, nilai) for (tahun, source), nilai in node.pagu.items() if tahun == year]
    for source, nilai in held or [("", KOSONG)]:
        yield EntryField(section, f"Pagu dari {source}" if source else "Pagu", nilai)
