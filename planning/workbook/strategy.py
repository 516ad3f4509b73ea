"""Reads the sheets of the strategy tree and what surrounds it: RPJMD, tujuan and sasaran, strategi, arah kebijakan,
stages and strategic issues (tables 2.8, 3.1, 3.2, 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from renstra_portal.lib.text import normalise_name

from ..levels import PARENTS, Level, usual_kinds
from ..models import Rencana
from ..writing.draft import IndicatorDraft, NodeDraft
from .cells import Cells
from .grid import Table
from .reading import (
    Reading,
    Statement,
    ids_of,
    is_dash,
    items_of,
    place_of,
    read_figure,
    text_of,
)
from .schema import JENIS_RPJMD

L = Level
_STAGE = re.compile(
    r"tahap(?:an)?\s*(?P<nomor>[IVXivx]+|\d+)?\s*[-:]?\s*(?:\(?\s*(?:tahun\s*)?(?P<tahun>(?:19|20)\d\d)\s*\)?)?"
    r"\s*[:\-–]?\s*(?P<tema>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PREFIXED = re.compile(r"(nspk|(?:sasaran|tujuan|misi|arah kebijakan)\s+rpjmd)\s*:\s*", re.IGNORECASE)
_RPJMD_ORDER = {level: order for order, level in enumerate(JENIS_RPJMD.values())}


def take_node_id(table: Table, reading: Reading, row: int, cells: Cells, level: Level, position: int = 0) -> int | None:
    """The id of the plan's node that a row (or the row's `position`-th node) is, when the plan has it at this level."""
    index = table.index("id")
    if index is None:
        return None
    nodes, _ = ids_of(cells[index])
    if position >= len(nodes):
        return None
    known = reading.context.node(nodes[position])
    if known is None or known.level != level:
        return None
    return reading.take_id("S", nodes[position], table, row)


def cell_text(table: Table, cells: Cells, key: str) -> str:
    """The text of a column's cell, "" when the column is absent."""
    index = table.index(key)
    return text_of(cells[index]) if index is not None else ""


def short_text(table: Table, row: int, cells: Cells, key: str, limit: int) -> str:
    """The text of a cell that is stored with a limited length; a longer one is a fault."""
    text = cell_text(table, cells, key)
    if len(text) > limit:
        table.problems.galat(f"Isi sel lebih panjang dari {limit} huruf.", **table.place(row, key), found=text)
    return text


def stated(table: Table, *keys: str) -> frozenset[str]:
    """Those of the fields for which the sheet has a column."""
    return frozenset(key for key in keys if table.has(key))


def read_indicator(
    table: Table, reading: Reading, row: int, cells: Cells, node: NodeDraft, teks: str, jenis: frozenset[str]
) -> IndicatorDraft:
    """The indicator of a row with its baseline and yearly targets and realisasi, appended to the node."""
    satuan = short_text(table, row, cells, "satuan", 120)
    one = IndicatorDraft(teks=teks, satuan=satuan, jenis=jenis, place=place_of(table, row))
    index = table.index("id")
    if index is not None:
        _, ids = ids_of(cells[index])
        if ids:
            one.id = reading.take_id("I", ids[0], table, row)
    found_unit = ""
    for role, year, column in figure_columns(table, reading):
        cell = cells[column]
        if cell.value is None:
            continue
        nilai, unit = read_figure(table, row, column, cell, satuan)
        if nilai is not None:
            one.set_value(role, year, nilai)
            found_unit = found_unit or unit
    if not satuan and found_unit:
        one.satuan = found_unit
        reading.units.add(one)
    node.indikator.append(one)
    return one


def figure_columns(table: Table, reading: Reading) -> list[tuple[str, int, int]]:
    """The sheet's columns of indicator values as (role, year, index)."""
    columns = [
        (role, year, index)
        for role in ("target", "realisasi", "proyeksi", "akhir")
        for year, index in sorted(table.head.yearly.get(role, {}).items())
        if not (role == "proyeksi" and table.sheet.key == "evaluasi" and not expects_estimates(reading))
    ]
    if (target := table.index("target")) is not None:
        columns.append(("target", reading.context.year, target))
    baseline = table.index("baseline")
    if baseline is not None:
        columns.insert(0, ("baseline", reading.context.tahun_dasar, baseline))
    return columns


def expects_estimates(reading: Reading) -> bool:
    """Whether the estimate of T-C.29 (column 10) is entered; otherwise the portal works it out."""
    entered = Rencana.PerkiraanCapaian.PERKIRAAN.value
    held = reading.context.cascade.plan.perkiraan_capaian
    return bool(reading.draft.settings.get("perkiraan_capaian", held) == entered)


def stated_values(table: Table, reading: Reading) -> frozenset[tuple[str, int]]:
    """The (role, year) of which the sheet speaks."""
    return frozenset((role, year) for role, year, _ in figure_columns(table, reading))


def read_rpjmd(table: Table, reading: Reading) -> None:
    """The RPJMD tree and NSPK; each row stands under the last row above it that may be its parent."""
    statement = Statement(fields=frozenset({"uraian"}) | stated(table, "nomor", "keterangan"))
    kinds = {normalise_name(name): level for name, level in JENIS_RPJMD.items()}
    open_at: dict[Level, NodeDraft] = {}
    for row, cells in table.rows:
        kind = cell_text(table, cells, "jenis")
        uraian = cell_text(table, cells, "uraian")
        if not kind and not uraian:
            continue
        level = kinds.get(normalise_name(kind).removesuffix(" rpjmd").removesuffix(" daerah"))
        if level is None:
            table.problems.galat(
                "Jenis baris tidak dikenal." if kind else "Jenis baris kosong.", **table.place(row, "jenis"),
                found=kind or None, hint=f"Pilih: {', '.join(JENIS_RPJMD)}.",
            )  # fmt: skip
            continue
        if not uraian:
            table.problems.galat("Uraian kosong.", **table.place(row, "uraian"), hint="Isi, atau hapus barisnya.")
            continue
        node = NodeDraft(
            level,
            uraian,
            nomor=short_text(table, row, cells, "nomor", 30),
            keterangan=cell_text(table, cells, "keterangan"),
            place=place_of(table, row),
        )
        node.id = take_node_id(table, reading, row, cells, level)
        alone = is_dash(cell_text(table, cells, "induk"))
        parent = None
        if not alone:
            parent = next((open_at[above] for above in PARENTS[level] if above in open_at), None)
        if parent is None:
            reading.draft.add(node)
        else:
            parent.add(node)
        if level != L.NSPK:
            for other in tuple(open_at):
                if _RPJMD_ORDER[other] >= _RPJMD_ORDER[level]:
                    del open_at[other]
            open_at[level] = node
        reading.note(node, statement)


def read_tujuan(table: Table, reading: Reading) -> None:
    """Tujuan and sasaran with their indicators; blank cells repeat what stands above."""
    links = frozenset({L.NSPK, L.RPJMD_SASARAN, L.RPJMD_TUJUAN, L.RPJMD_MISI}) if table.has("acuan") else frozenset()
    statement = Statement(
        fields=frozenset({"uraian"}) | stated(table, "nomor", "keterangan"),
        links=links,
        indicators=True,
        indicator_fields=frozenset({"teks"}) | stated(table, "satuan"),
        values=stated_values(table, reading),
    )
    tujuan: NodeDraft | None = None
    sasaran: NodeDraft | None = None
    for row, cells in table.rows:
        tujuan_text = cell_text(table, cells, "tujuan")
        sasaran_text = cell_text(table, cells, "sasaran")
        teks = cell_text(table, cells, "indikator")
        if not (tujuan_text or sasaran_text or teks):
            continue
        new: NodeDraft | None = None
        if tujuan_text and not (
            tujuan is not None
            and (sasaran_text or teks)
            and normalise_name(tujuan.uraian) == normalise_name(tujuan_text)
            and not (not sasaran_text and take_id_present(table, cells))
        ):
            tujuan = new = NodeDraft(L.TUJUAN, tujuan_text, place=place_of(table, row))
            if not sasaran_text:
                tujuan.id = take_node_id(table, reading, row, cells, L.TUJUAN)
            sasaran = None
            reading.draft.add(tujuan)
            reading.note(tujuan, statement)
        if sasaran_text and not (
            sasaran is not None
            and teks
            and normalise_name(sasaran.uraian) == normalise_name(sasaran_text)
            and not take_id_present(table, cells)
        ):
            if tujuan is None:
                table.problems.galat(
                    "Sasaran ini tidak berada di bawah tujuan mana pun.", **table.place(row, "sasaran"),
                    found=sasaran_text, hint="Isi tujuan pada baris ini atau di atasnya.",
                )  # fmt: skip
                continue
            sasaran = new = NodeDraft(L.SASARAN, sasaran_text, place=place_of(table, row))
            sasaran.id = take_node_id(table, reading, row, cells, L.SASARAN)
            tujuan.add(sasaran)
            reading.note(sasaran, statement)
        owner = sasaran or tujuan
        if owner is None:
            table.problems.galat(
                "Indikator ini tidak berada di bawah tujuan atau sasaran.", **table.place(row, "indikator"),
                found=teks, hint="Isi tujuan atau sasarannya.",
            )  # fmt: skip
            continue
        ket = cell_text(table, cells, "keterangan")
        if new is not None:
            new.keterangan = ket
            new.nomor = short_text(table, row, cells, "nomor", 30)
            acuan = cell_text(table, cells, "acuan")
            if acuan and not is_dash(acuan):
                _link_later(reading, new, acuan, table.place(row, "acuan"), L.NSPK)
        if teks:
            jenis = usual_kinds(owner.level)
            one = read_indicator(table, reading, row, cells, owner, teks, jenis)
            if new is None and ket:
                one.keterangan = ket
        elif any(cells[index].value is not None for _, _, index in figure_columns(table, reading)):
            table.problems.peringatan(
                "Baris ini berisi target tetapi teks indikatornya kosong; angkanya disimpan tanpa teks indikator.",
                **table.place(row, "indikator"), hint="Isi teks indikatornya.",
            )  # fmt: skip
            jenis = usual_kinds(owner.level)
            read_indicator(table, reading, row, cells, owner, "", jenis)


def take_id_present(table: Table, cells: Cells) -> bool:
    """Whether the row says by its "ID baris" that it is a simpul of its own."""
    index = table.index("id")
    return index is not None and bool(ids_of(cells[index])[0])


def _link_later(reading: Reading, node: NodeDraft, text: str, place: dict[str, Any], default: Level) -> None:
    """Link a node, once all is placed, to the references a cell names; unknown ones become new simpul."""
    levels = {
        "nspk": L.NSPK,
        "sasaran rpjmd": L.RPJMD_SASARAN,
        "tujuan rpjmd": L.RPJMD_TUJUAN,
        "misi rpjmd": L.RPJMD_MISI,
        "arah kebijakan rpjmd": L.RPJMD_ARAH_KEBIJAKAN,
    }

    def link(plan: Any) -> None:
        for line in text.split("\n"):
            item = line.strip()
            level = None
            if match := _PREFIXED.match(item):
                level = levels[normalise_name(match[1])]
                item = item[match.end() :].strip()
            if item and (level is not None or not is_dash(item)):
                plan.link_or_add(node, item, level, default, place)

    reading.later.append(link)


def read_strategi(table: Table, reading: Reading) -> None:
    """Strategi under the sasaran they serve, with their arah kebijakan."""
    statement = Statement(fields=frozenset({"uraian"}))
    tujuan_text = sasaran_text = ""
    parent: NodeDraft | None = None
    strategi: NodeDraft | None = None
    sound = True
    for row, cells in table.rows:
        tujuan_here = cell_text(table, cells, "tujuan")
        sasaran_here = cell_text(table, cells, "sasaran")
        uraian = cell_text(table, cells, "strategi")
        arah = cell_text(table, cells, "arah")
        if not (uraian or arah or sasaran_here):
            continue
        moved = bool(tujuan_here) and tujuan_here != tujuan_text
        tujuan_text = tujuan_here or tujuan_text
        if sasaran_here and (moved or sasaran_here != sasaran_text):
            sasaran_text, strategi = sasaran_here, None
            parent, sound = None, True
            if not is_dash(sasaran_here):
                parent = _find_sasaran(reading, tujuan_text, sasaran_here)
                if parent is None:
                    sound = False
                    table.problems.galat(
                        "Sasaran ini tidak ditemukan.", **table.place(row, "sasaran"), found=sasaran_here,
                        hint="Samakan tulisannya dengan lembar “Tujuan Sasaran”.",
                    )  # fmt: skip
        elif not sasaran_text and uraian and sound:
            sound = False
            table.problems.galat(
                "Sasaran untuk strategi ini kosong.", **table.place(row, "sasaran"), found=uraian,
                hint="Isi sasarannya, atau - bila strategi berdiri sendiri.",
            )  # fmt: skip
        if not sound:
            continue
        ids_used = 0
        if uraian and not (
            strategi is not None
            and arah
            and normalise_name(uraian) == normalise_name(strategi.uraian)
            and take_node_kind(table, reading, cells) != L.STRATEGI
        ):
            strategi = NodeDraft(L.STRATEGI, uraian, place=place_of(table, row))
            strategi.id = take_node_id(table, reading, row, cells, L.STRATEGI)
            ids_used = 1
            reading.note(strategi, statement)
            if parent is None:
                reading.draft.add(strategi)
            else:
                parent.add(strategi)
        if arah:
            if strategi is None:
                table.problems.galat(
                    "Arah kebijakan ini tidak berada di bawah strategi.", **table.place(row, "arah"), found=arah,
                    hint="Isi strateginya, atau tulis di lembar “Arah Kebijakan”.",
                )  # fmt: skip
                continue
            node = NodeDraft(L.ARAH_KEBIJAKAN, arah, place=place_of(table, row))
            node.id = take_node_id(table, reading, row, cells, L.ARAH_KEBIJAKAN, ids_used)
            strategi.add(node)
            reading.note(node, statement)


def take_node_kind(table: Table, reading: Reading, cells: Cells) -> Level | None:
    """The level of the plan's node that the row's "ID baris" names first."""
    index = table.index("id")
    if index is None:
        return None
    nodes, _ = ids_of(cells[index])
    known = reading.context.node(nodes[0]) if nodes else None
    return known.level if known else None


def _find_sasaran(reading: Reading, tujuan: str, sasaran: str) -> NodeDraft | None:
    wanted, above = normalise_name(sasaran), normalise_name(tujuan)
    drafts = [
        (root, one)
        for root in reading.draft.roots
        if root.level == L.TUJUAN
        for one in root.children
        if one.level == L.SASARAN and normalise_name(one.uraian) == wanted
    ]
    for root, one in drafts:
        if normalise_name(root.uraian) == above:
            return one
    if drafts:
        return drafts[0][1]
    if "tujuan_sasaran" in reading.sheets:
        return None
    nodes = [node for node in reading.context.cascade.at(L.SASARAN) if normalise_name(node.uraian) == wanted]
    return reading.stub(nodes[0]) if nodes else None


def read_arah_kebijakan(table: Table, reading: Reading) -> None:
    """Arah kebijakan with what they put into practice; those that the sheet "Strategi" holds are the same ones."""
    links: set[Level] = set()
    if table.has("nspk"):
        links.add(L.NSPK)
    if table.has("rpjmd"):
        links.add(L.RPJMD_ARAH_KEBIJAKAN)
    statement = Statement(fields=frozenset({"uraian"}) | stated(table, "nomor", "keterangan"), links=frozenset(links))
    known = [one for root in reading.draft.roots for one in root.walk() if one.level == L.ARAH_KEBIJAKAN]
    nomor = nspk = rpjmd = ""
    for row, cells in table.rows:
        uraian = cell_text(table, cells, "uraian")
        nomor_here = short_text(table, row, cells, "nomor", 30).rstrip(".")
        nspk = cell_text(table, cells, "nspk") or ("" if nomor_here else nspk)
        rpjmd = cell_text(table, cells, "rpjmd") or ("" if nomor_here else rpjmd)
        if not uraian:
            continue
        nomor = nomor_here
        node_id = take_node_id(table, reading, row, cells, L.ARAH_KEBIJAKAN, 0) if not known else None
        node = None
        if known:
            node_id = _peek_id(table, cells)
            node = next((one for one in known if node_id is not None and one.id == node_id), None)
            if node is None:
                wanted = normalise_name(uraian)
                node = next((one for one in known if normalise_name(one.uraian) == wanted), None)
            if node is not None:
                known.remove(node)
            else:
                node_id = take_node_id(table, reading, row, cells, L.ARAH_KEBIJAKAN)
        if node is None:
            existing = reading.context.node(node_id)
            above = reading.context.cascade.parent(existing) if existing is not None else None
            node = NodeDraft(L.ARAH_KEBIJAKAN, place=place_of(table, row), id=node_id)
            if above is None:
                reading.draft.add(node)
            else:
                reading.stub(above).add(node)
        node.uraian = uraian
        node.nomor = nomor
        node.keterangan = cell_text(table, cells, "keterangan")
        reading.note(node, statement)
        for text, key, default in ((nspk, "nspk", L.NSPK), (rpjmd, "rpjmd", L.RPJMD_ARAH_KEBIJAKAN)):
            if text and not is_dash(text):
                _link_later(reading, node, text, table.place(row, key), default)


def _peek_id(table: Table, cells: Cells) -> int | None:
    index = table.index("id")
    nodes = ids_of(cells[index])[0] if index is not None else []
    return nodes[0] if nodes else None


def read_penahapan(table: Table, reading: Reading) -> None:
    """Stages as columns: number and year in the head, the theme under it, and one fokus for each row below."""
    columns = table.head.repeated.get("tahap", [])
    misi_index = table.head.columns["misi"]
    id_index = table.index("id")
    statement = Statement(fields=frozenset({"uraian", "nomor", "keterangan"}))
    stages: dict[int, NodeDraft] = {}
    for index in columns:
        head = next((text_of(cells[index]) for _, cells in table.top if text_of(cells[index])), "")
        match = _STAGE.match(head)
        if match is None:
            continue
        node = NodeDraft(
            L.TAHAP,
            (match["tema"] or "").strip(),
            nomor=(match["nomor"] or "").upper(),
            keterangan=match["tahun"] or "",
            place=f"{table.name}!{table.top[0][0]}",
        )
        stages[index] = node
        reading.draft.add(node)
        reading.note(node, statement)
    rows = list(table.rows)
    while rows and not text_of(rows[0][1][misi_index]) and not all(one.uraian for one in stages.values()):
        row, cells = rows.pop(0)
        for position, (index, node) in enumerate(stages.items()):
            text = text_of(cells[index])
            if year := re.fullmatch(r"\(?(?:tahun )?((?:19|20)\d\d)\)?", text, re.IGNORECASE):
                node.keterangan = node.keterangan or year[1]
            elif text:
                node.uraian = text
            node.id = node.id or take_node_id(table, reading, row, cells, L.TAHAP, position)
    links = Statement(fields=frozenset({"uraian"}), links=frozenset({L.RPJMD_MISI}))
    misi = ""
    for row, cells in rows:
        misi = text_of(cells[misi_index]) or misi
        ids = re.findall(r"S(\d+)|(-)", text_of(cells[id_index])) if id_index is not None else []
        for position, (index, stage) in enumerate(stages.items()):
            text = text_of(cells[index])
            if not text:
                continue
            node = NodeDraft(L.FOKUS, text, place=place_of(table, row))
            if position < len(ids) and ids[position][0]:
                number = int(ids[position][0])
                existing = reading.context.node(number)
                if existing is not None and existing.level == L.FOKUS:
                    node.id = reading.take_id("S", number, table, row)
            stage.add(node)
            reading.note(node, links)
            if misi and not is_dash(misi):
                reading.later.append(_misi_link(node, misi, table.place(row, "misi")))


def _misi_link(node: NodeDraft, misi: str, place: dict[str, Any]) -> Callable[[Any], None]:
    def link(plan: Any) -> None:
        for line in misi.split("\n"):
            plan.link_or_add(node, line, L.RPJMD_MISI, L.RPJMD_MISI, place)

    return link


_ISU_COLUMNS = {
    "isu_klhs": L.ISU_KLHS,
    "isu_global": L.ISU_GLOBAL,
    "isu_nasional": L.ISU_NASIONAL,
    "isu_regional": L.ISU_REGIONAL,
}


def read_isu(table: Table, reading: Reading) -> None:
    """Potensi, permasalahan and the issues listed beside them, several to a cell."""
    plain = Statement(fields=frozenset({"uraian"}))
    numbered = Statement(fields=frozenset({"uraian", "nomor"}))
    potensi: NodeDraft | None = None
    masalah: NodeDraft | None = None
    for row, cells in table.rows:
        potensi_text = cell_text(table, cells, "potensi")
        masalah_text = cell_text(table, cells, "permasalahan")
        ids_used = 0
        if is_dash(potensi_text):
            potensi = masalah = None
        elif potensi_text:
            potensi = NodeDraft(L.POTENSI, potensi_text, place=place_of(table, row))
            potensi.id = take_node_id(table, reading, row, cells, L.POTENSI)
            ids_used = 1
            masalah = None
            reading.draft.add(potensi)
            reading.note(potensi, plain)
        if masalah_text:
            masalah = NodeDraft(L.PERMASALAHAN, masalah_text, place=place_of(table, row))
            masalah.id = take_node_id(table, reading, row, cells, L.PERMASALAHAN, ids_used)
            if potensi is None:
                reading.draft.add(masalah)
            else:
                potensi.add(masalah)
            reading.note(masalah, plain)
        for key, level in _ISU_COLUMNS.items():
            text = cell_text(table, cells, key)
            if not text or is_dash(text):
                continue
            if masalah is None:
                table.problems.galat(
                    "Isu ini tidak berada di samping permasalahan mana pun.", **table.place(row, key), found=text,
                    hint="Isi kolom Permasalahan pada baris ini atau di atasnya.",
                )  # fmt: skip
                continue
            for nomor, item in items_of(text):
                node = NodeDraft(level, item, nomor=nomor, place=place_of(table, row))
                masalah.add(node)
                reading.note(node, numbered if nomor else plain)
                reading.lists.add(node)
        strategis = cell_text(table, cells, "isu_strategis")
        for nomor, item in items_of(strategis) if strategis and not is_dash(strategis) else ():
            node = NodeDraft(L.ISU_STRATEGIS, item, nomor=nomor, place=place_of(table, row))
            reading.draft.add(node)
            reading.note(node, numbered if nomor else plain)
            reading.lists.add(node)
