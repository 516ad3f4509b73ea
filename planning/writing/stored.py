"""The stored cells of named objects, spelled as the change record spells them, without loading the plan.

For writes that touch a few objects of a large plan. Only objects of the given plan are found.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from renstra_portal.lib.values import Nilai

from ..cascade.read import figure, money
from ..cascade.tree import INDICATOR_NUMBERS, INDICATOR_TEXTS, NODE_TEXTS
from ..models import Indikator, Kaitan, NilaiIndikator, NilaiSimpul, Pagu, Plafon, Rencana, Simpul

Stored = dict[int, dict[str, str]]

#: What `stored_nodes` may read beside the fields of the simpul itself; each costs one query.
PAGU, PLAFON, NILAI, KAITAN = "pagu", "plafon", "nilai", "kaitan"
EVERYTHING = frozenset({PAGU, PLAFON, NILAI, KAITAN})


def stored_nodes(rencana: Rencana, ids: Collection[int], *, with_: Collection[str] = EVERYTHING) -> Stored:
    """Simpul id → its filled cells (`level`, `uraian`, `pagu:2025:APBD`, …). One query, and one for each of `with_`."""
    nodes: Stored = {}
    if not ids:
        return nodes
    names = ("pk", "level", "urutan", "parent_id", "nomenklatur_id", "asal_id", *NODE_TEXTS)
    for row in Simpul.objects.filter(rencana=rencana, pk__in=ids).values(*names):
        cells = {"level": row["level"], "urutan": str(row["urutan"])}
        for name in ("parent", "nomenklatur", "asal"):
            if row[f"{name}_id"] is not None:
                cells[name] = str(row[f"{name}_id"])
        cells |= {name: row[name] for name in NODE_TEXTS if row[name]}
        nodes[row["pk"]] = cells
    if nodes and PAGU in with_:
        pagu = Pagu.objects.filter(simpul__in=nodes)
        for owner, role, year, source, jenis, amount in pagu.values_list(
            "simpul_id", "peran", "tahun", "sumber_dana", "jenis", "jumlah"
        ):
            _put(nodes[owner], f"{role}:{year}:{source}", money(jenis, amount))
    if nodes and PLAFON in with_:
        plafon = Plafon.objects.filter(simpul__in=nodes)
        for owner, year, jenis, amount in plafon.values_list("simpul_id", "tahun", "jenis", "jumlah"):
            _put(nodes[owner], f"plafon:{year}", money(jenis, amount))
    # Only a year that is carried out tells of its triwulan.
    if nodes and NILAI in with_ and rencana.jenis == Rencana.Jenis.KINERJA:
        told = NilaiSimpul.objects.filter(simpul__in=nodes)
        for owner, role, year, jenis, amount, decimals, text in told.values_list(
            "simpul_id", "peran", "tahun", "jenis", "angka", "desimal", "teks"
        ):
            _put(nodes[owner], f"{role}:{year}", figure(jenis, amount, decimals, text))
    if nodes and KAITAN in with_:
        for owner, target in Kaitan.objects.filter(dari__in=nodes).values_list("dari_id", "ke_id"):
            nodes[owner][f"kaitan:{target}"] = "1"
    return nodes


def stored_indicators(
    rencana: Rencana, ids: Collection[int] = (), *, of: Collection[int] = (), values: bool = True
) -> Stored:
    """Indicator id → its filled cells (`simpul`, `teks`, `target:2025`, …), in the order they stand.

    Those of `ids`, and all that stand on the simpul `of`. One query, and one for the `values`.
    """
    indicators: Stored = {}
    if not ids and not of:
        return indicators
    names = ("pk", "simpul_id", "urutan", "jenis", "asal_id", *INDICATOR_NUMBERS, *INDICATOR_TEXTS)
    rows: QuerySet[Indikator] = Indikator.objects.filter(Q(pk__in=ids) | Q(simpul__in=of), simpul__rencana=rencana)
    for row in rows.order_by("urutan", "pk").values(*names):
        cells = {"simpul": str(row["simpul_id"]), "urutan": str(row["urutan"])}
        cells |= {name: row[name] for name in INDICATOR_TEXTS if row[name]}
        if row["jenis"]:
            cells["jenis"] = ",".join(sorted(row["jenis"]))
        for name, column in (*((one, one) for one in INDICATOR_NUMBERS), ("asal", "asal_id")):
            if row[column] is not None:
                cells[name] = str(row[column])
        indicators[row["pk"]] = cells
    if indicators and values:
        held = NilaiIndikator.objects.filter(indikator__in=indicators)
        for owner, role, year, jenis, amount, decimals, text in held.values_list(
            "indikator_id", "peran", "tahun", "jenis", "angka", "desimal", "teks"
        ):
            _put(indicators[owner], f"{role}:{year}", figure(jenis, amount, decimals, text))
    return indicators


def _put(cells: dict[str, str], name: str, nilai: Nilai) -> None:
    if (text := nilai.encode()) is not None:
        cells[name] = text
