"""Reads the lists around the programme tree: plafon, priorities, nomenclature, service performance, definitions."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from renstra_portal.lib.codes import KodeProblem, parse_kode, parse_kode_cells
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai

from ..levels import Level
from ..models import Indikator, JenisIndikator
from ..writing.draft import NodeDraft
from .cells import Cells
from .grid import Table
from .marks import MARKS
from .reading import Reading, Statement, ids_of, is_dash, place_of, read_money
from .schema import AKUMULASI_CHOICES, ARAH_CHOICES, TINGKAT_PROGRAM
from .strategy import (
    cell_text,
    figure_columns,
    read_indicator,
    short_text,
    stated,
    stated_values,
    take_node_id,
)

L = Level
_ROMAN = re.compile(r"[IVX]+\.?")
_ITEM = re.compile(r"(?P<label>sub[ -]?kegiatan|kegiatan|outcome)\s*:\s*(?P<name>.+)", re.IGNORECASE | re.DOTALL)


def code_of(table: Table, row: int, cells: Cells) -> str | None:
    """The canonical code of a row, "" when it has none, None when it cannot be read (the problem is noted)."""
    indexes = table.head.repeated.get("kode", [])
    values = [cells[index].value for index in indexes]
    if not any(value is not None and str(value).strip() for value in values):
        return ""
    try:
        return (parse_kode(values[0]) if len(values) == 1 else parse_kode_cells(values)).text
    except KodeProblem as problem:
        found = " | ".join(str(value) for value in values if value is not None)
        table.problems.galat(str(problem), **table.place(row, "kode"), found=found)
        return None


def read_plafon(table: Table, reading: Reading) -> None:
    """Ceilings; a row of the sheet states every year of its node, rows it lacks are left alone."""
    columns = sorted(table.head.yearly["plafon"].items())
    levels = {normalise_name(name): level for name, level in TINGKAT_PROGRAM.items() if level is not None}
    for row, cells in table.rows:
        kode = code_of(table, row, cells)
        uraian = cell_text(table, cells, "uraian")
        if kode is None or not (kode or uraian):
            continue
        tingkat = cell_text(table, cells, "tingkat")
        level = levels.get(normalise_name(tingkat)) if tingkat else None
        amounts: dict[int, tuple[Nilai, int]] = {}
        cleared: list[int] = []
        for year, index in columns:
            cell = cells[index]
            nilai = read_money(table, row, index, cell)
            if nilai is None:
                continue
            if nilai.is_filled:
                amounts[year] = (nilai, index)
            else:
                cleared.append(year)
        id_index = table.index("id")
        ids = ids_of(cells[id_index])[0] if id_index is not None else []
        reading.later.append(_plafon_setter(table, row, kode, level, uraian, ids[0] if ids else None, amounts, cleared))


def _plafon_setter(
    table: Table,
    row: int,
    kode: str,
    level: Level | None,
    uraian: str,
    node_id: int | None,
    amounts: dict[int, tuple[Nilai, int]],
    cleared: list[int],
) -> Any:
    def set_plafon(plan: Any) -> None:
        node = plan.programme_node(node_id, kode, level, uraian)
        if node is None and node_id in {one.id for one in plan.settled.missing}:
            return
        if node is None:
            table.problems.galat(
                "Baris yang diberi plafon tidak ditemukan pada rencana.", **table.place(row, "uraian"),
                found=f"{kode} {uraian}".strip(), hint="Samakan kode atau namanya dengan lembar “Program Kegiatan”.",
            )  # fmt: skip
            return
        for year in cleared:
            if (node, year) not in plan.stated_plafon:
                node.plafon.pop(year, None)
        for year, (nilai, index) in amounts.items():
            other = plan.stated_plafon.get((node, year))
            if other is not None and not other[0].same_amount(nilai):
                table.problems.galat(
                    f"Plafon {year} berbeda dari angka di {other[1]}!{other[2]} ({other[0]}).",
                    **table.place(row, index), found=str(nilai),
                    hint="Kosongkan angka pada lembar “Program Kegiatan”, atau samakan.",
                )  # fmt: skip
                continue
            node.plafon[year] = nilai

    return set_plafon


def read_prioritas(table: Table, reading: Reading) -> None:
    """Priorities as a small tree that points into the programme tree; a text is kept only where it differs."""
    statement = Statement(
        fields=frozenset({"nomor", "uraian"}) | stated(table, "keterangan"),
        links=frozenset({L.PROGRAM, L.OUTCOME, L.KEGIATAN, L.SUB_KEGIATAN}),
    )
    program: NodeDraft | None = None
    kegiatan: NodeDraft | None = None
    for row, cells in table.rows:
        name = cell_text(table, cells, "program")
        outcome = cell_text(table, cells, "outcome")
        details = [line.strip() for line in cell_text(table, cells, "rincian").split("\n") if line.strip()]
        ket = cell_text(table, cells, "keterangan")
        position = 0

        def node(level_name: str, row: int = row, cells: Cells = cells, position: int = 0) -> NodeDraft:
            one = NodeDraft(L.PRIORITAS, nomor=level_name, place=place_of(table, row))
            one.id = take_node_id(table, reading, row, cells, L.PRIORITAS, position)
            reading.note(one, statement)
            return one

        if name:
            program = node(short_text(table, row, cells, "nomor", 30).rstrip("."))
            position = 1
            kegiatan = None
            reading.draft.add(program)
            _point(reading, table, row, program, name, (L.PROGRAM,), "program")
            if outcome:
                _point(reading, table, row, program, outcome, (L.OUTCOME,), "outcome", extra="Outcome")
        elif outcome and program is not None:
            _point(reading, table, row, program, outcome, (L.OUTCOME,), "outcome", extra="Outcome")
        if not details:
            if program is not None and name:
                program.keterangan = ket
            continue
        if program is None:
            table.problems.galat(
                "Rincian prioritas ini tidak berada di bawah program prioritas.", **table.place(row, "rincian"),
                found=details[0], hint="Isi kolom Program Prioritas pada baris ini atau di atasnya.",
            )  # fmt: skip
            continue
        notes = [line for line in ket.split("\n") if line]
        subs = [line for line in details if not re.match(r"(kegiatan|outcome)\s*:", line, re.IGNORECASE)]
        paired = len(notes) == len(subs) and len(subs) > 1
        for line in details:
            match = _ITEM.match(line)
            label = normalise_name(match["label"]) if match else "sub kegiatan"
            text = match["name"].strip() if match else line
            if label == "outcome":
                one = program.add(node("Outcome", position=position))
                _point(reading, table, row, one, text, (L.OUTCOME,), "rincian")
            elif label == "kegiatan":
                kegiatan = one = program.add(node("Kegiatan", position=position))
                _point(reading, table, row, one, text, (L.KEGIATAN,), "rincian")
            else:
                one = (kegiatan or program).add(node("Sub kegiatan", position=position))
                _point(reading, table, row, one, text, (L.SUB_KEGIATAN,), "rincian")
                if paired:
                    one.keterangan = notes.pop(0)
            position += 1
            if not paired and ket:
                one.keterangan, ket = ket, ""


def _point(
    reading: Reading,
    table: Table,
    row: int,
    node: NodeDraft,
    text: str,
    levels: tuple[Level, ...],
    column: str,
    extra: str = "",
) -> None:
    """Link a priority to the node its text names. Without such a node the text is kept (as a row `extra`, if given)."""
    place = table.place(row, column)
    if not extra:
        # Until it is known where it points, a priority is recognised by its text.
        node.uraian = text

    def point(plan: Any) -> None:
        wanted = normalise_name(text)
        before = plan.existing(node)
        if before is not None and not extra and normalise_name(plan.shown_text(before)) == wanted:
            # Unchanged: it points where it pointed.
            node.uraian = before.uraian
            plan.keep_links(node, before, levels)
            return
        target = plan.by_code_or_name(text, levels)
        if before is not None and extra:
            linked = plan.cascade.linked(before, *levels)
            target = next((plan.by_id(one.id) for one in linked if normalise_name(one.uraian) == wanted), target)
        if target is None:
            table.problems.catatan(
                f"Tidak ditemukan sebagai {levels[0].label.lower()} pada rencana; teksnya disimpan apa adanya.",
                **place, found=text,
            )  # fmt: skip
        owner = node
        if extra and target is None:
            owner = next((one for one in node.children if one.nomor == extra), None) or plan.add_child(
                node, NodeDraft(L.PRIORITAS, nomor=extra, place=node.place)
            )
        if target is not None:
            plan.add_link(owner, target)
        if owner is not node or not extra:
            owner.uraian = "" if target is not None and normalise_name(target.uraian) == wanted else text

    reading.later.append(point)


def read_nomenklatur(table: Table, reading: Reading) -> None:
    """The nomenclature a plan refers to; kinerja is an output under its entry and carries the indicators.

    Without a kinerja the indicators stand on the entry itself.
    """
    listed = Statement(indicators=True, indicator_fields=frozenset({"teks"}) | stated(table, "satuan"))
    statement = replace(listed, fields=frozenset({"kode", "uraian"}))
    output_statement = replace(listed, fields=frozenset({"uraian"}))
    output: NodeDraft | None = None
    entry: NodeDraft | None = None
    first_row: dict[str, int] = {}
    for row, cells in table.rows:
        kode = code_of(table, row, cells)
        if kode is None:
            entry = output = None
            continue
        uraian = cell_text(table, cells, "uraian")
        kinerja = cell_text(table, cells, "kinerja")
        teks = cell_text(table, cells, "indikator")
        ids_used = 0
        if kode or uraian:
            if not kode or not uraian:
                table.problems.galat(
                    "Baris nomenklatur memerlukan kode dan nama.",
                    **table.place(row, "uraian" if kode else "kode"), found=kode or uraian,
                    hint="Lengkapi kode dan namanya.",
                )  # fmt: skip
                entry = output = None
                continue
            if kode in first_row:
                table.problems.galat(
                    f"Kode {kode} sudah ada di baris {first_row[kode]}.", **table.place(row, "kode"), found=kode,
                    hint="Hapus baris yang berulang.",
                )  # fmt: skip
                entry = output = None
                continue
            first_row[kode] = row
            found = reading.context.names.get(kode)
            entry = NodeDraft(
                L.ACUAN, uraian, kode, nomenklatur_id=found.id if found else None, place=place_of(table, row)
            )
            entry.id = take_node_id(table, reading, row, cells, L.ACUAN)
            ids_used = 1
            output = None
            reading.draft.add(entry)
            reading.note(entry, statement)
        if kinerja and entry is not None:
            output = NodeDraft(L.OUTPUT, kinerja, place=place_of(table, row))
            output.id = take_node_id(table, reading, row, cells, L.OUTPUT, ids_used)
            entry.add(output)
            reading.note(output, output_statement)
        if teks and entry is not None:
            read_indicator(table, reading, row, cells, output or entry, teks, frozenset({"output"}))


def read_pelayanan(table: Table, reading: Reading) -> None:
    """Groups (rows without figures) and, under them, indicators with target and realisasi of past years.

    A row with figures that stands under no group (T-C.23, T-C.30) is a service and its own indicator.
    """
    marks = stated(table, "spm", "ikk")
    statement = Statement(
        fields=frozenset({"uraian"}) | stated(table, "nomor", "catatan"),
        indicators=True,
        indicator_fields=frozenset({"teks"}) | stated(table, "satuan", "nomor"),
        values=stated_values(table, reading),
        kinds=marks,
    )
    services: set[NodeDraft] = set()
    columns = figure_columns(table, reading)
    trail: list[NodeDraft] = []
    for row, cells in table.rows:
        uraian = cell_text(table, cells, "uraian")
        nomor = short_text(table, row, cells, "nomor", 30).rstrip(".")
        tingkat = normalise_name(cell_text(table, cells, "tingkat"))
        filled = any(cells[index].value is not None for _, _, index in columns)
        if not uraian:
            if filled:
                table.problems.galat(
                    "Baris ini berisi angka tetapi teks indikatornya kosong.", **table.place(row, "uraian"),
                    hint="Isi teks indikatornya.",
                )  # fmt: skip
            continue
        alone = not trail or trail[-1] in services
        catatan = cell_text(table, cells, "catatan")
        kinds = frozenset({"layanan"}) | {key for key in marks if _is_marked(table, row, cells, key)}
        if tingkat == "indikator" or (not tingkat and filled and not alone):
            if not trail:
                trail = [reading.draft.add(NodeDraft(L.LAYANAN, "Kinerja pelayanan", place=place_of(table, row)))]
                reading.note(trail[0], statement)
            one = read_indicator(table, reading, row, cells, trail[-1], uraian, kinds)
            one.nomor = nomor
            one.keterangan = catatan
            continue
        if match := re.fullmatch(r"kelompok ?(\d)?", tingkat):
            depth = int(match[1] or 1)
        elif tingkat:
            table.problems.galat(
                "Tingkat tidak dikenal.", **table.place(row, "tingkat"), found=tingkat,
                hint="Pilih Kelompok 1, Kelompok 2, Kelompok 3 atau Indikator.",
            )  # fmt: skip
            continue
        elif filled:
            depth = max(1, len(trail))
        else:
            depth = 1 if not nomor or _ROMAN.fullmatch(nomor) or not trail else 2
        node = NodeDraft(L.LAYANAN, uraian, nomor=nomor, catatan=catatan, place=place_of(table, row))
        node.id = take_node_id(table, reading, row, cells, L.LAYANAN)
        del trail[max(0, depth - 1) :]
        if trail:
            trail[-1].add(node)
        else:
            reading.draft.add(node)
        trail.append(node)
        reading.note(node, statement)
        if filled or len(kinds) > 1:
            services.add(node)
            read_indicator(table, reading, row, cells, node, uraian, kinds)


def _is_marked(table: Table, row: int, cells: Cells, key: str) -> bool:
    """Whether a cell bears a mark; a text in its place counts as one, and is told."""
    text = cell_text(table, cells, key)
    if not text or is_dash(text):
        return False
    if text.lower() not in ("√", "✓", "v", "x", "ya"):
        table.problems.peringatan(
            "Dibaca sebagai tanda √.", **table.place(row, key), found=text, hint="Isi √, atau kosongkan."
        )
    return True


_ARAH = {normalise_name(name): name.lower() for name in ARAH_CHOICES} | {
    normalise_name(label): value for value, label in Indikator.Arah.choices
}
_AKUMULASI = (
    dict(zip(map(normalise_name, AKUMULASI_CHOICES), Indikator.Akumulasi.values, strict=True))
    | {normalise_name(label): value for value, label in Indikator.Akumulasi.choices}
    | {normalise_name(value): value for value in Indikator.Akumulasi.values}
)
_JENIS = {normalise_name(value): value for value in JenisIndikator.values} | {
    normalise_name(label): value for value, label in JenisIndikator.choices
}


def read_indikator(table: Table, reading: Reading) -> None:
    """Definitions and calculation rules of indicators that other sheets hold."""
    for row, cells in table.rows:
        teks = cell_text(table, cells, "indikator")
        if not teks:
            continue
        fields: dict[str, Any] = {}
        for key in ("definisi", "rumus", "pembilang", "penyebut", "sumber_data"):
            if table.has(key):
                fields[key] = cell_text(table, cells, key)
        if table.has("penanggung_jawab"):
            fields["penanggung_jawab"] = short_text(table, row, cells, "penanggung_jawab", 200)
        if ket := cell_text(table, cells, "keterangan"):
            fields["keterangan"] = ket
        if nomor := short_text(table, row, cells, "nomor", 30):
            fields["nomor"] = nomor
        for key, choices in (("arah", _ARAH), ("akumulasi", _AKUMULASI)):
            if text := cell_text(table, cells, key):
                value = choices.get(normalise_name(text))
                if value is None:
                    names = ARAH_CHOICES if key == "arah" else AKUMULASI_CHOICES
                    table.problems.galat(
                        "Pilihan tidak dikenal.",
                        **table.place(row, key),
                        found=text,
                        hint=f"Pilih: {', '.join(names)}.",
                    )
                else:
                    fields[key] = value
        if table.has("desimal"):
            text = cell_text(table, cells, "desimal")
            if text and not (text.isdigit() and int(text) <= 6):
                table.problems.galat("Banyak desimal harus 0 sampai 6.", **table.place(row, "desimal"), found=text)
            else:
                fields["desimal"] = int(text) if text else None
        kinds: frozenset[str] | None = None
        if text := cell_text(table, cells, "jenis"):
            stated_kinds = [] if is_dash(text) else [one for one in re.split(r"[,;\n]", text) if one.strip()]
            unknown = [one.strip() for one in stated_kinds if normalise_name(one) not in _JENIS]
            if unknown:
                table.problems.galat(
                    "Jenis indikator tidak dikenal.", **table.place(row, "jenis"), found=", ".join(unknown),
                    hint=f"Pilih: {', '.join(JenisIndikator.values)}.",
                )  # fmt: skip
            else:
                kinds = frozenset(_JENIS[normalise_name(one)] for one in stated_kinds)
        index = table.index("id")
        ids = ids_of(cells[index])[1] if index is not None and reading.context.trust_ids else []
        place = cell_text(table, cells, "place")
        reading.later.append(_detail_setter(table, row, ids[0] if ids else None, place, teks, fields, kinds))


def _detail_setter(
    table: Table,
    row: int,
    indicator_id: int | None,
    place: str,
    teks: str,
    fields: dict[str, Any],
    kinds: frozenset[str] | None,
) -> Any:
    def set_details(plan: Any) -> None:
        one = plan.indicator(indicator_id, place, teks, only_marked=kinds is not None and not kinds)
        if one is None and plan.goes_missing(indicator_id):
            return
        if one is None:
            table.problems.galat(
                "Indikator ini tidak ada pada lembar lain maupun pada rencana.", **table.place(row, "indikator"),
                found=teks, hint="Samakan teks dan tempatnya dengan lembar asalnya.",
            )  # fmt: skip
            return
        for key, value in fields.items():
            setattr(one, key, value)
        # A row "only IKU" that found its mark on another indicator takes no kind away from it.
        if kinds is not None and (kinds or indicator_id is not None):
            one.jenis = kinds | (one.jenis & MARKS)

    return set_details
