"""Small years to evaluate, built as drafts; figures are written as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import Rencana
from planning.writing import IndicatorDraft, NodeDraft, PlanDraft, PlanSlug, create_plan
from renstra_portal.lib.values import Nilai
from renstra_portal.reporting.figures import printed
from renstra_portal.reporting.model import Report, Row, as_cell, leaves
from tests.planning.factories import make_edition, nilai, office, write

TAHUN, AKHIR = 2027, 2029
SLUG = "kota-uji/disnaker/kinerja-2027/murni"


def measure(
    teks: str,
    satuan: str = "Orang",
    *,
    akhir: str = "",
    target: str = "",
    triwulan: Sequence[str] = (),
    lalu: Mapping[int, str] | None = None,
    akumulasi: str = "terakhir",
    arah: str = "naik",
    **fields: Any,
) -> IndicatorDraft:
    """An indicator of 2027: its end target of 2029, its target, what each triwulan and earlier year reached."""
    one = IndicatorDraft(teks, satuan, frozenset({"output"}), akumulasi=akumulasi, arah=arah, **fields)
    one.set_value("akhir", AKHIR, nilai(akhir))
    one.set_value("target", TAHUN, nilai(target))
    for number, text in enumerate(triwulan, 1):
        one.set_value(f"realisasi_{number}", TAHUN, nilai(text))
    for tahun, text in (lalu or {}).items():
        one.set_value("realisasi", tahun, nilai(text))
    return one


def sub(
    kode: str,
    uraian: str,
    *indikator: IndicatorDraft,
    pagu: int = 0,
    triwulan: Sequence[int | None] = (),
    renstra: int = 0,
    lalu: Mapping[int, int] | None = None,
    sumber: str = "APBD",
    **fields: Any,
) -> NodeDraft:
    """A sub-kegiatan of 2027 in rupiah: pagu, what each triwulan spent, the Renstra's total and earlier years."""
    one = NodeDraft(Level.SUB_KEGIATAN, uraian, kode=kode, indikator=list(indikator), **fields)
    if pagu:
        one.set_pagu(TAHUN, rupiah(pagu), sumber)
    for number, amount in enumerate(triwulan, 1):
        if amount is not None:
            one.set_keuangan(f"keuangan_{number}", TAHUN, rupiah(amount), sumber)
    if renstra:
        one.set_keuangan("renstra", AKHIR, rupiah(renstra), sumber)
    for tahun, amount in (lalu or {}).items():
        one.set_keuangan("keuangan", tahun, rupiah(amount), sumber)
    return one


def rupiah(amount: int) -> Nilai:
    """Whole rupiah."""
    return Nilai.of(Decimal(amount), decimals=0)


def node(level: Level, uraian: str, kode: str = "", *children: NodeDraft, **fields: Any) -> NodeDraft:
    """A row with children."""
    return NodeDraft(level, uraian, kode=kode, children=list(children), **fields)


def year(*subs: NodeDraft, sasaran: Sequence[IndicatorDraft] = (), program: Sequence[IndicatorDraft] = ()) -> PlanDraft:
    """One sasaran, one program that serves it, one kegiatan with the given sub-kegiatan."""
    goal = node(Level.SASARAN, "Meningkatnya kesempatan kerja", indikator=list(sasaran))
    kegiatan = node(Level.KEGIATAN, "Pelaksanaan Pelatihan", "2.07.03.2.01", *subs)
    work = node(Level.PROGRAM, "PROGRAM PELATIHAN KERJA", "2.07.03", kegiatan, indikator=list(program), links=[goal])
    return PlanDraft(roots=[node(Level.TUJUAN, "Meningkatnya produktivitas", "", goal), office(work)])


def stored(draft: PlanDraft, slug: str = SLUG, **settings: Any) -> Rencana:
    """The draft written as a plan version, with settings beside those it states."""
    parsed = PlanSlug.parse(slug)
    rencana = create_plan(
        parsed, nama_daerah="Kota Uji", nama_perangkat_daerah="Dinas Ketenagakerjaan", edisi=make_edition()
    )
    draft.settings |= {"tahun_akhir_renstra": AKHIR, **settings}
    write(rencana, draft)
    return Rencana.objects.select_related("edisi", "perangkat_daerah__daerah").get(pk=rencana.pk)


def cascade_of(draft: PlanDraft, slug: str = SLUG, **settings: Any) -> Cascade:
    """The cascade of the draft once it is written."""
    return load(stored(draft, slug, **settings))


def row_of(report: Report, text: str, column: str = "indikator") -> Row:
    """The first row of which a column begins with the text."""
    for row in report.rows:
        value = as_cell(row.cells.get(column)).value
        if isinstance(value, str) and value.startswith(text):
            return row
    raise AssertionError(f"no row with {text!r} in {column}")


def shown(report: Report, row: Row) -> dict[str, str]:
    """What a row prints, by column; blank cells left out."""
    found = {column.id: printed(as_cell(row.cells.get(column.id)), column) for column in leaves(report.columns)}
    return {column: text for column, text in found.items() if text}
