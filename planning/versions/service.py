"""The service performance (T-C.30) of a new Renja, as far as the version it is made from knows it. Pure."""

from __future__ import annotations

from dataclasses import replace

from renstra_portal.lib.text import normalise_name

from ..cascade import Cascade, CascadeIndicator
from ..levels import Level
from ..writing import IndicatorDraft, NodeDraft
from .copying import copied_indicator, draft_from

#: An indicator of one of these kinds measures a service; T-C.30 marks ikk and spm with a "√".
_KINDS = frozenset({"iku", "ikk", "spm"})
_COPIES = frozenset({Level.LAYANAN, Level.EVALUASI})


def service_rows(cascade: Cascade, tahun: int) -> list[NodeDraft]:
    """Rows of kinerja pelayanan for the Renja of the year, targets of tahun-2 … tahun+1.

    The service rows of the version serve if they hold figures of the year before or later; else there is one row for
    each IKU, IKK and SPM of the version. What is expected for tahun and tahun+1 is the target where nothing else is
    held.
    """
    measured = _measured(cascade)
    if any(_is_held(one, tahun) for node in cascade.at(Level.LAYANAN) for one in node.indikator):
        rows = draft_from(cascade, levels={Level.LAYANAN}, years=_years(tahun)).roots
        for row in rows:
            for node in row.walk():
                node.catatan = ""
                for one in node.indikator:
                    _complete(one, measured, tahun)
        return rows
    return [_row(one, number, tahun) for number, one in enumerate(measured.values(), start=1)]


def _years(tahun: int) -> dict[str, range]:
    return {
        "target": range(tahun - 2, tahun + 2),
        "realisasi": range(tahun - 2, tahun),
        "proyeksi": range(tahun, tahun + 2),
    }


def _is_held(one: CascadeIndicator, tahun: int) -> bool:
    return any(year >= tahun - 1 for role in (one.target, one.realisasi) for year in role)


def _measured(cascade: Cascade) -> dict[str, CascadeIndicator]:
    """The version's IKU, IKK and SPM by their words; of one that stands in two lists the first, as both kinds."""
    found: dict[str, CascadeIndicator] = {}
    for node in cascade.strategy_first():
        for one in node.indikator:
            words = normalise_name(one.teks)
            if node.level in _COPIES or not words or not (kinds := one.jenis & _KINDS):
                continue
            first = found.get(words, one)
            found[words] = replace(first, jenis=(first.jenis & _KINDS) | kinds)
    return found


def _row(one: CascadeIndicator, number: int, tahun: int) -> NodeDraft:
    draft = copied_indicator(one, _years(tahun))
    draft.nomor = draft.keterangan = ""
    _project(draft, tahun)
    return NodeDraft(Level.LAYANAN, one.teks, nomor=str(number), indikator=[draft])


def _complete(draft: IndicatorDraft, measured: dict[str, CascadeIndicator], tahun: int) -> None:
    """Fill targets that the row does not hold from the indicator of the same words, then what is expected."""
    if same := measured.get(normalise_name(draft.teks)):
        for year in _years(tahun)["target"]:
            draft.values.setdefault(("target", year), same.target_at(year))
            if not draft.values["target", year].is_filled:
                del draft.values["target", year]
    _project(draft, tahun)


def _project(draft: IndicatorDraft, tahun: int) -> None:
    for year in (tahun, tahun + 1):
        target = draft.values.get(("target", year))
        if target is not None:
            draft.values.setdefault(("proyeksi", year), target)
