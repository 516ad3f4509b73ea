"""Reads the lists of a Renja whose rows nest in rows of their own kind: evaluation, RKPD, proposals, companions."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from renstra_portal.lib.codes import LEVELS, KodeProblem, parse_kode, parse_kode_cells
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai, parse_nilai

from ..cascade.coded_rows import row_level
from ..levels import FREELY_CODED_LEVELS, LINKS, Level, usual_kinds
from ..models import Rencana, Simpul
from ..writing.draft import IndicatorDraft, NodeDraft
from .cells import Cells
from .grid import Table
from .reading import Reading, Statement, ids_of, is_dash, is_total_name, place_of, read_money
from .renja_sheets import NESTED
from .strategy import (
    cell_text,
    expects_estimates,
    figure_columns,
    read_indicator,
    short_text,
    stated,
    stated_values,
    take_node_id,
)
from .works import RANK, TOP, Work, Works, kode_rank

L = Level
_TEXTS = ("lokasi", "keterangan", "catatan", "alasan")
_SHORT = {"nomor": 30, "penanggung_jawab": 200}
_CHOICES = {"sumber_usulan": Simpul.SumberUsulan, "keputusan": Simpul.Keputusan}
_REFUSED = {Simpul.Keputusan.DITOLAK.value, Simpul.Keputusan.DITUNDA.value}
_RANK_NAMES = {
    "urusan": L.URUSAN,
    "bidang urusan": L.BIDANG_URUSAN,
    "bidang": L.BIDANG_URUSAN,
    "program": L.PROGRAM,
    "kegiatan": L.KEGIATAN,
    "sub kegiatan": L.SUB_KEGIATAN,
    "subkegiatan": L.SUB_KEGIATAN,
}


def read_nested(table: Table, reading: Reading) -> None:
    """Read one of the lists of `NESTED`; their rows are then roots of the reading's draft."""
    NestedReader(table, reading, NESTED[table.sheet.key]).read()


class NestedReader:
    """Walks the rows once: named rows nest by Tingkat, code or name; rows without a name belong to the last one."""

    def __init__(self, table: Table, reading: Reading, level: Level) -> None:
        self.table = table
        self.reading = reading
        self.problems = table.problems
        self.level = level
        self.year = reading.context.year
        self.links = LINKS.get(level, ())
        self.works = Works(reading) if self.links else None
        self.figures = figure_columns(table, reading)
        self.money = table.index("pagu")
        self.trail: list[tuple[int, NodeDraft, Work | None]] = []
        self.last: NodeDraft | None = None
        self.amounts: list[tuple[NodeDraft, int, str, Nilai]] = []
        self.printed_number = ""
        self.estimates = expects_estimates(reading)
        self.other_estimates: list[int] = []
        self.statement = Statement(
            fields=frozenset({"uraian"}) | stated(table, "kode", *_TEXTS, *_SHORT, *_CHOICES),
            links=frozenset(self.links) if table.has("kaitan") else frozenset(),
            pagu=frozenset({self.year}) if self.money is not None else frozenset(),
            plafon=frozenset({self.year}) if table.has("plafon") else frozenset(),
            indicators=table.has("indikator"),
            indicator_fields=frozenset({"teks"}) | stated(table, "satuan"),
            values=stated_values(table, reading),
        )

    def read(self) -> None:
        """Read every row."""
        for row, cells in self.table.rows:
            self._row(row, cells)
        self._settle_money()
        self._tell_estimates()

    # --- rows ------------------------------------------------------------------------------------------------------

    def _text(self, cells: Cells, key: str) -> str:
        return cell_text(self.table, cells, key)

    def _row(self, row: int, cells: Cells) -> None:
        uraian, fokus = self._text(cells, "uraian"), self._text(cells, "fokus")
        kode = self._kode(row, cells)
        if kode is None:
            self.last = None
            return
        if is_total_name(uraian or fokus):
            return
        if not uraian and not fokus and kode:
            entry = self.reading.context.names.get(kode)
            uraian = entry.uraian if entry else ""
            if not uraian:
                self.problems.galat(
                    f"Baris {kode} tidak bernama.", **self.table.place(row, "uraian"), hint="Isi namanya."
                )
                return
        if uraian:
            self._open(row, cells, uraian, kode, bare=bool(fokus))
        if fokus:
            self._open(row, cells, fokus, "" if uraian else kode, below=True, first=not uraian)
        if not (uraian or fokus) and not self._belongs(row, cells):
            return
        self._indicator(row, cells)
        self._read_money(row, cells, named=bool(uraian or fokus))

    def _belongs(self, row: int, cells: Cells) -> bool:
        """Whether a row without a name says something of the row above; it is a fault when there is none."""
        teks = self._text(cells, "indikator")
        filled = any(cells[index].value is not None for _, _, index in self.figures)
        if not teks and not filled and not self._text(cells, "sumber_dana"):
            # Money alone is a sum without a name.
            return False
        if self.last is None:
            self.problems.galat(
                "Baris tanpa nama berdiri di atas baris pertama yang bernama.", **self.table.place(row, "uraian"),
                hint="Isi nama barisnya.",
            )  # fmt: skip
        return self.last is not None

    def _kode(self, row: int, cells: Cells) -> str | None:
        """The canonical code, "" without one, None when it cannot be read; evaluations may bear codes of old lists."""
        values = [cells[index].value for index in self.table.head.repeated.get("kode", [])]
        filled = [value for value in values if value is not None and str(value).strip()]
        if not filled:
            return ""
        try:
            return (parse_kode(filled[0]) if len(filled) == 1 else parse_kode_cells(values)).text
        except KodeProblem as problem:
            found = " ".join(str(value).strip() for value in filled)
            if self.level == L.EVALUASI and isinstance(filled[0], str) and len(found) <= 30:
                self.problems.peringatan(
                    f"{problem} Disimpan sebagai nomor, bukan kode.", **self.table.place(row, "kode"), found=found
                )
                self.printed_number = found
                return ""
            self.problems.galat(str(problem), **self.table.place(row, "kode"), found=found)
            return None

    def _open(
        self, row: int, cells: Cells, uraian: str, kode: str, *, below: bool = False, first: bool = True,
        bare: bool = False,
    ) -> None:  # fmt: skip
        """A new row in the list, and where it stands; `below` a program that stands in the column before.

        The texts of a sheet's row belong to the last of its rows here: a `bare` one has but its name and number.
        """
        table = self.table
        work = self._work(cells, kode, uraian)
        node = NodeDraft(self.level, uraian, kode, place=place_of(table, row))
        if first:
            node.id = take_node_id(table, self.reading, row, cells, self.level)
        rank = self._nest(row, cells, node, work, below=below)
        if work is not None and not kode and not table.has("kode"):
            node.kode = work.kode
        entry = self.reading.context.names.get(node.kode) if node.kode else None
        node.nomenklatur_id = entry.id if entry else None
        for key in () if bare else _TEXTS:
            setattr(node, key, self._text(cells, key))
        for key, limit in _SHORT.items():
            if first if key == "nomor" else not bare:
                setattr(node, key, short_text(table, row, cells, key, limit))
        if self.printed_number:
            node.nomor, self.printed_number = self.printed_number, ""
        for key, choices in _CHOICES.items():
            setattr(node, key, self._choice(row, cells, key, choices))
        self.trail.append((rank, node, work))
        self.last = node
        self.reading.note(node, self.statement)
        if self.links:
            self._link(row, cells, node, work)

    def _choice(self, row: int, cells: Cells, key: str, choices: Any) -> str:
        text = self._text(cells, key)
        if not text or is_dash(text):
            return ""
        labels = {normalise_name(str(label)): value for value, label in choices.choices}
        value: str = labels.get(normalise_name(text)) or {one: one for one in choices.values}.get(text.lower(), "")
        if not value:
            self.problems.galat(
                "Pilihan tidak dikenal.", **self.table.place(row, key), found=text,
                hint=f"Pilih: {', '.join(map(str, choices.labels))}.",
            )  # fmt: skip
        return value

    # --- nesting ---------------------------------------------------------------------------------------------------

    def _nest(self, row: int, cells: Cells, node: NodeDraft, work: Work | None, *, below: bool) -> int:
        """Put the node under what stands open above it; gives its rank."""
        tingkat = self._text(cells, "tingkat")
        rank = kode_rank(node.kode) or self._linked_rank(cells) or (RANK[work.level] if work is not None else None)
        if tingkat.isdigit() or (below and not tingkat):
            depth = int(tingkat) if tingkat else 2
            if not 1 <= depth <= len(self.trail) + 1:
                self.problems.galat(
                    f"Tingkat {depth} memerlukan baris bertingkat {depth - 1} di atasnya.",
                    **self.table.place(row, "tingkat" if tingkat else "fokus"), found=tingkat or node.uraian,
                    hint="Betulkan tingkatnya, atau tambahkan baris di atasnya.",
                )  # fmt: skip
                depth = len(self.trail) + 1
            del self.trail[depth - 1 :]
        elif self.level == L.PENDAPATAN:
            nomor = self._text(cells, "nomor").strip(". ")
            while self.trail and not (nomor and nomor.startswith(f"{self.trail[-1][1].nomor.strip('. ')}.")):
                self.trail.pop()
        else:
            if tingkat:
                named = _RANK_NAMES.get(normalise_name(tingkat))
                if named is None:
                    self.problems.galat(
                        "Tingkat tidak dikenal.", **self.table.place(row, "tingkat"), found=tingkat,
                        hint="Isi 1, 2, 3 dan seterusnya, atau Program, Kegiatan, Sub-kegiatan.",
                    )  # fmt: skip
                else:
                    rank = RANK[named]
            if rank is None:
                rank = self._rank_by_name(row, cells, node)
            elif not tingkat and self._repeats_code(row, node):
                rank += 1
            while self.trail and (rank is None or self.trail[-1][0] >= rank):
                self.trail.pop()
        parent = self.trail[-1] if self.trail else None
        (parent[1].children if parent else self.reading.draft.roots).append(node)
        return rank or (parent[0] + 1 if parent else TOP)

    def _linked_rank(self, cells: Cells) -> int | None:
        """The rank of the row of the Renja whose code the row states that it stands for."""
        first = self._text(cells, "kaitan").partition("\n")[0].partition(" ")[0]
        try:
            return kode_rank(parse_kode(first).text) if first[:1].isdigit() else None
        except KodeProblem:
            return None

    def _repeats_code(self, row: int, node: NodeDraft) -> bool:
        """Whether a row bears the code of the open row above under another name: documents drop last segments."""
        above = next((one for _, one, _ in self.trail if node.kode and one.kode == node.kode), None)
        if above is None or normalise_name(above.uraian) == normalise_name(node.uraian):
            return False
        self.problems.peringatan(
            f"Kode {node.kode} sama dengan kode “{above.uraian}” di atasnya; dianggap rinciannya.",
            **self.table.place(row, "kode"), found=node.uraian, hint="Periksa apakah kodenya lengkap.",
        )  # fmt: skip
        return True

    def _rank_by_name(self, row: int, cells: Cells, node: NodeDraft) -> int | None:
        """The rank of the nomenclature's entry of that name, else that of the row above; None starts anew."""
        if self.level not in (L.EVALUASI, L.RKPD, L.USULAN):
            return None
        names = self.reading.context.names
        open_ranks = {rank for rank, other, _ in self.trail if normalise_name(other.uraian) ==
                      normalise_name(node.uraian)}  # fmt: skip
        found = [rank for level, rank in RANK.items() if names.named(level, node.uraian) and rank not in open_ranks]
        if found:
            return found[0]
        if self.level != L.USULAN and (level := self._named_level(node.uraian)):
            return RANK[level]
        if self._text(cells, "nomor") or not self.trail or self.level == L.USULAN:
            return None
        rank, above, _ = self.trail[-1]
        # A program says that it is one, so what follows it without saying so stands below it.
        below = rank <= TOP
        where = f"di bawah “{above.uraian}”" if below else "setingkat dengan baris di atasnya"
        self.problems.peringatan(
            f"Tingkat baris ini tidak dikenali; dianggap {where}.",
            **self.table.place(row, "uraian"), found=node.uraian, hint="Isi kolom Tingkat atau kolom Kode.",
        )  # fmt: skip
        return rank + below

    def _named_level(self, name: str) -> Level | None:
        """What a row says of itself: old programs bear no code, but the word "Program"; a bidang urusan its name."""
        words = normalise_name(name)
        if words.startswith("program "):
            return L.PROGRAM
        if words.startswith(("bidang urusan ", "urusan pemerintahan bidang ")):
            return L.BIDANG_URUSAN
        if words.startswith("urusan "):
            return L.URUSAN
        above = next(iter(self.trail), None)
        if above is not None and above[0] == RANK[L.URUSAN] and self.reading.context.names.bidang(name):
            return L.BIDANG_URUSAN
        return None

    # --- links -----------------------------------------------------------------------------------------------------

    def _work(self, cells: Cells, kode: str, uraian: str) -> Work | None:
        if self.works is None:
            return None
        opened = [work for _, _, work in self.trail if work is not None]
        return self.works.find(kode, self._text(cells, "beside_uraian") or uraian, opened)

    def _link(self, row: int, cells: Cells, node: NodeDraft, work: Work | None) -> None:
        text = self._text(cells, "kaitan")
        place = self.table.place(row, "kaitan")

        def link(plan: Any) -> None:
            for line in text.split("\n"):
                item = line.strip()
                if not item or is_dash(item):
                    continue
                target = plan.by_code_or_name(item, self.links) or plan.place(item)
                if target is None or target.level not in self.links:
                    self.problems.galat(
                        "Baris Renja ini tidak ditemukan.", **place, found=item,
                        hint="Isi kodenya, atau - bila tidak ada.",
                    )  # fmt: skip
                else:
                    plan.add_link(node, target)
            if text or node.keputusan in _REFUSED or (not self.statement.links and plan.existing(node) is not None):
                return
            if work is None:
                target = plan.by_code_or_name(node.kode, self.links) if node.kode else None
            else:
                target = work.draft or (plan.by_id(work.node.id) if work.node is not None else None)
            if target is not None:
                plan.add_link(node, target)

        self.reading.later.append(link)

    # --- figures ---------------------------------------------------------------------------------------------------

    def _indicator(self, row: int, cells: Cells) -> None:
        node = self.last
        if node is None or not self.table.has("indikator"):
            return
        teks = self._text(cells, "indikator")
        index = self.table.index("id")
        known = bool(index is not None and ids_of(cells[index])[1])
        filled = any(cells[at].value is not None for _, _, at in self.figures)
        if not teks and not known and not filled:
            return
        if not teks and filled:
            tell = self.problems.catatan if known else self.problems.peringatan
            tell(
                "Baris ini berisi angka tetapi teks indikatornya kosong; angkanya disimpan tanpa teks indikator.",
                **self.table.place(row, "indikator"), hint="Isi teks indikatornya.",
            )  # fmt: skip
        kinds = usual_kinds(self._stands_at() if self.level in FREELY_CODED_LEVELS else self.level)
        one = read_indicator(self.table, self.reading, row, cells, node, teks, kinds)
        if self.level == L.EVALUASI:
            self._compare_estimate(row, cells, one)

    def _stands_at(self) -> Level:
        """The level at which the last row stands in the nomenclature, as the written plan will have it."""
        level: Level | None = None
        for rank, _, _ in self.trail:
            level = row_level(Level(LEVELS[min(rank, len(LEVELS)) - 1]), level)
        return row_level(level, None)

    def _compare_estimate(self, row: int, cells: Cells, one: IndicatorDraft) -> None:
        """Remember the rows whose printed estimate (column 10) is not what the portal will print, their target."""
        for year, index in () if self.estimates else self.table.head.yearly.get("proyeksi", {}).items():
            printed = parse_nilai(cells[index].value, satuan=one.satuan)
            target = one.values.get(("target", year))
            if printed.problem is None and printed.nilai.is_filled and not (
                target is not None and target.same_amount(printed.nilai)
            ):  # fmt: skip
                self.other_estimates.append(row)

    def _tell_estimates(self) -> None:
        yearly = self.table.head.yearly.get("proyeksi")
        if not yearly or self.estimates or self.level != L.EVALUASI:
            return
        if not self.other_estimates:
            self.problems.catatan(
                "Perkiraan realisasi dihitung portal menurut “Perkiraan capaian” pada Identitas; tidak dibaca.",
                sheet=self.table.name,
            )
            return
        rows = ", ".join(map(str, self.other_estimates[:20]))
        more = " dan lainnya" if len(self.other_estimates) > 20 else ""
        self.problems.peringatan(
            f"Perkiraan realisasi (kolom 10) pada baris {rows}{more} tidak sama dengan target tahun berjalan dan tidak "
            "disimpan; portal menghitungnya sendiri.",
            **self.table.place(self.other_estimates[0], next(iter(yearly.values()))),
            hint="Agar angka dokumen yang dipakai, isi “Perkiraan capaian” pada lembar Identitas dengan "
            f"“{Rencana.PerkiraanCapaian.PERKIRAAN.label}”.",
        )

    def _read_money(self, row: int, cells: Cells, *, named: bool) -> None:
        node = self.last
        if node is None:
            return
        if (index := self.table.index("plafon")) is not None and named:
            nilai = read_money(self.table, row, index, cells[index])
            if nilai is not None:
                node.set_plafon(self.year, nilai)
        if self.money is None:
            return
        amount = read_money(self.table, row, self.money, cells[self.money])
        if amount is None or not amount.is_filled:
            return
        self.amounts.append((node, row, short_text(self.table, row, cells, "sumber_dana", 120), amount))

    def _settle_money(self) -> None:
        """Money of a leaf is its pagu; above the leaves a sum is no news, and any other amount is a plafon."""
        for node, row, source, amount in self.amounts:
            held = self.reading.context.node(node.id)
            own = held is not None and any(year == self.year for year, _ in held.pagu)
            if not node.children or own:
                if (self.year, source) in node.pagu:
                    self.problems.galat(
                        f"Pagu untuk sumber dana “{source or 'tidak disebut'}” sudah diisi di atasnya.",
                        **self.table.place(row, self.money), found=str(amount),
                        hint="Isi Sumber Dana yang berbeda pada baris ini.",
                    )  # fmt: skip
                node.pagu[self.year, source] = amount
        for node, _, _, amount in self.amounts:
            if not node.children or (self.year, "") in node.pagu or any(year == self.year for year, _ in node.pagu):
                continue
            below = sum((nilai.number or Decimal(0) for one in node.walk() for nilai in one.pagu.values()), Decimal(0))
            if amount.number is not None and amount.number != below:
                node.plafon.setdefault(self.year, amount)


def read_penghentian(table: Table, reading: Reading) -> None:
    """Why rows of the version before were dropped; a new row is found in that version by code or name."""
    statement = Statement(fields=frozenset({"uraian"}) | stated(table, "nomor", "alasan", "dasar_hukum"))
    before = reading.context.before
    nodes = list(before.walk()) if before is not None else []
    for row, cells in table.rows:
        uraian = cell_text(table, cells, "uraian")
        nomor = short_text(table, row, cells, "nomor", 30)
        if not uraian and not nomor:
            continue
        node = NodeDraft(L.PENGHENTIAN, uraian, nomor=_canonical(nomor), place=place_of(table, row))
        node.alasan = cell_text(table, cells, "alasan")
        node.dasar_hukum = cell_text(table, cells, "dasar_hukum")
        node.id = take_node_id(table, reading, row, cells, L.PENGHENTIAN)
        reading.draft.add(node)
        reading.note(node, statement)
        if node.id is not None or before is None:
            continue
        wanted = normalise_name(uraian)
        named = [one for one in nodes if normalise_name(one.uraian) == wanted and (not one.kode or not nomor)]
        dropped = next((one for one in nodes if nomor and node.nomor in (one.kode, one.nomor)), None)
        dropped = dropped or next(iter(named), None)
        if dropped is None:
            table.problems.galat(
                "Baris ini tidak ada pada versi sebelumnya.", **table.place(row, "nomor" if nomor else "uraian"),
                found=f"{nomor} {uraian}".strip(), hint="Samakan kode atau namanya dengan versi sebelumnya.",
            )  # fmt: skip
            continue
        node.asal = dropped.id
        node.uraian = uraian or dropped.uraian
        node.nomor = node.nomor or dropped.kode or dropped.nomor


def _canonical(nomor: str) -> str:
    """A code in its canonical form; a number that is no code as it stands."""
    if not re.match(r"\d", nomor):
        return nomor
    try:
        return parse_kode(nomor).text
    except KodeProblem:
        return nomor
