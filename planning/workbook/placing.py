"""Puts the rows of "Program Kegiatan" under one another: parents by code and order, outcomes by the pattern of rows."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from renstra_portal.lib.codes import KodeProblem, parent_kode, parse_kode, parse_kode_cells
from renstra_portal.lib.text import normalise_name, similarity

from ..levels import Level
from ..writing.draft import NodeDraft
from .grid import Table
from .reading import SILENT, Reading, Statement, is_dash, place_of
from .recognise import DEPTH, Recogniser, Row

L = Level
#: The texts of a row beside its name, with their greatest length (0: any).
ROW_TEXTS = {
    "lokasi": 0,
    "penanggung_jawab": 200,
    "kelompok_sasaran": 0,
    "waktu_pelaksanaan": 120,
    "prioritas": 250,
    "catatan": 0,
    "alasan": 0,
    "dasar_hukum": 0,
    "keterangan": 0,
    "nomor": 30,
}


class Placer(Recogniser):
    """Grows the programme tree row by row; what stands where it cannot is a fault."""

    def __init__(self, table: Table, reading: Reading) -> None:
        super().__init__(table, reading)
        head = table.head
        fields = {"kode", "uraian"} | (ROW_TEXTS.keys() & head.columns.keys())
        values = {("target", year) for year in head.yearly["target"]}
        if table.has("baseline"):
            values.add(("baseline", self.context.tahun_dasar))
        common: dict[str, Any] = {
            "fields": frozenset(fields),
            "indicators": True,
            "indicator_fields": frozenset({"teks"} | ({"satuan"} & head.columns.keys())),
            "values": frozenset(values),
        }
        self.statement = Statement(**common)
        self.sub_statement = Statement(**common, pagu=frozenset(head.yearly["pagu"]))
        links = frozenset({L.SASARAN, L.TUJUAN}) if table.has("sasaran") or table.has("tujuan") else frozenset()
        self.linked_statement = Statement(**common, links=links)
        self.code_row: dict[str, int] = {}
        self.outcomes: dict[NodeDraft, list[NodeDraft]] = defaultdict(list)
        self.run: dict[NodeDraft, list[NodeDraft]] = {}
        self.after_kegiatan: dict[NodeDraft, bool] = {}
        self.overrides: list[tuple[NodeDraft, NodeDraft, str, int]] = []
        office = self.context.cascade.office
        self.office = NodeDraft(
            L.PERANGKAT_DAERAH, self.context.nama_perangkat_daerah, id=office.id if office is not None else None
        )
        reading.note(self.office, SILENT)
        reading.draft.add(self.office)
        self.open[L.PERANGKAT_DAERAH] = self.office

    def _place(self, row: Row, level: Level, kode: str, node_id: int | None) -> NodeDraft | None:
        if level == L.PERANGKAT_DAERAH:
            return self._place_office(row)
        if kode and (earlier := self.by_code.get(kode)) is not None:
            return self._repeated(row, level, kode, earlier)
        parent = self._parent(row, level, kode)
        if parent is None:
            return None
        node = NodeDraft(level, row.name, kode, place=place_of(self.table, row.number))
        if node_id is not None:
            node.id = self.reading.take_id("S", node_id, self.table, row.number)
        if kode:
            self.by_code[kode] = node
            self.code_row[kode] = row.number
            self._check_name(row, node)
        parent.children.append(node)
        depth = DEPTH[level]
        for other in tuple(self.open):
            if DEPTH[other] >= depth:
                del self.open[other]
        self.open[level] = node
        if level == L.SUB_KEGIATAN:
            self.reading.note(node, self.sub_statement)
        elif level in (L.PROGRAM, L.OUTCOME):
            self.reading.note(node, self.linked_statement)
        else:
            self.reading.note(node, self.statement)
        if level == L.OUTCOME:
            self._open_outcome(parent, node)
        elif level == L.KEGIATAN:
            self._close_outcomes(row, node)
        return node

    def _place_office(self, row: Row) -> NodeDraft:
        if self.office_stated:
            self.problems.peringatan(
                "Perangkat daerah disebut lebih dari sekali; baris ini dianggap sama dengan yang pertama.",
                **self.table.place(row.number, "uraian"), found=row.name,
            )  # fmt: skip
            return self.office
        self.office_stated = True
        self.office.uraian = row.name
        self.office.place = place_of(self.table, row.number)
        self.reading.note(self.office, self.statement)
        return self.office

    def _repeated(self, row: Row, level: Level, kode: str, earlier: NodeDraft) -> NodeDraft | None:
        same = normalise_name(row.name) == normalise_name(earlier.uraian)
        if same and level == L.SUB_KEGIATAN and earlier is self.open.get(level) and row.sumber:
            sources = {sumber for _, sumber in earlier.pagu}
            if row.sumber not in sources:
                return earlier
        self.problems.galat(
            f"Kode {kode} sudah dipakai di baris {self.code_row.get(kode, '?')} (“{earlier.uraian}”).",
            **self.table.place(row.number, "kode"),
            found=f"{kode} {row.name}",
            hint="Betulkan kodenya, atau hapus baris yang berulang.",
        )
        return None

    def _parent(self, row: Row, level: Level, kode: str) -> NodeDraft | None:
        if level == L.URUSAN:
            return self.office
        if level == L.BIDANG_URUSAN:
            return self._urusan(kode)
        if level == L.PROGRAM:
            if kode:
                return self._bidang(parent_kode(kode) or "")
            if found := self.open.get(L.BIDANG_URUSAN):
                return found
            if self.first_bidang:
                return self._bidang(self.first_bidang)
            self.problems.galat(
                "Bidang urusan program ini tidak diketahui.", **self.table.place(row.number, "uraian"),
                found=row.name, hint="Isi kodenya, atau tambahkan baris bidang urusan di atasnya.",
            )  # fmt: skip
            return None
        if level == L.OUTCOME:
            return self._above(row, L.PROGRAM, level)
        if level == L.OUTPUT:
            found = self.open.get(L.SUB_KEGIATAN) or self.open.get(L.KEGIATAN)
            return found if found is not None else self._above(row, L.KEGIATAN, level)
        above_level = L.PROGRAM if level == L.KEGIATAN else L.KEGIATAN
        if not kode:
            parent = self._above(row, above_level, level)
        else:
            parent = self._above_by_code(row, above_level, level, kode)
        if parent is None or level == L.SUB_KEGIATAN:
            return parent
        return self._outcome_for(row, parent)

    def _above(self, row: Row, above: Level, level: Level) -> NodeDraft | None:
        found = self.open.get(above)
        if found is None:
            self.problems.galat(
                f"{level.label} ini tidak berada di bawah {above.label.lower()} mana pun.",
                **self.table.place(row.number, "uraian"),
                found=row.name,
                hint=f"Tambahkan baris {above.label.lower()} di atasnya.",
            )
        return found

    def _above_by_code(self, row: Row, above: Level, level: Level, kode: str) -> NodeDraft | None:
        wanted = parent_kode(kode) or ""
        current = self.open.get(above)
        if current is not None and current.kode == wanted:
            return current
        if current is not None and not current.kode and wanted not in self.by_code:
            # The row above has no code of its own: its child tells it.
            if above == L.KEGIATAN and wanted.rsplit(".", 2)[0] != self._kode_of(L.PROGRAM):
                pass
            else:
                return current
        place = self.table.place(row.number, "kode")
        found = f"{kode} {row.name}"
        if wanted in self.by_code:
            here = f"{current.kode} {current.uraian}" if current is not None else "baris lain"
            self.problems.galat(
                f"Kode {kode} milik {above.label.lower()} {wanted} (baris {self.code_row.get(wanted, '?')}), tetapi "
                f"berdiri di bawah {here}.",
                **place, found=found, hint="Betulkan kodenya, atau pindahkan barisnya.",
            )  # fmt: skip
        elif self._comes_later(row, wanted):
            self.problems.galat(
                f"Baris {level.label.lower()} ini berdiri sebelum {above.label.lower()} {wanted}.",
                **place, found=found, hint=f"Pindahkan ke bawah baris {wanted}.",
            )  # fmt: skip
        elif current is not None and current.kode:
            self.problems.galat(
                f"Kode {kode} tidak cocok dengan {above.label.lower()} di atasnya, {current.kode} "
                f"{current.uraian}.",
                **place, found=found,
                hint=f"Betulkan kodenya, atau tambahkan baris {above.label.lower()} {wanted} di atasnya.",
            )  # fmt: skip
        else:
            self.problems.galat(
                f"Tidak ada baris {above.label.lower()} {wanted} di atas baris ini.",
                **place, found=found, hint=f"Tambahkan baris {wanted}.",
            )  # fmt: skip
        return None

    def _comes_later(self, row: Row, wanted: str) -> bool:
        for number, cells in self.table.rows:
            if number > row.number and (values := self._code_values(cells)):
                try:
                    text = (parse_kode(values[0]) if len(values) == 1 else parse_kode_cells(values)).text
                except KodeProblem:
                    continue
                if text == wanted:
                    return True
        return False

    def _urusan(self, bidang: str) -> NodeDraft:
        if not bidang:
            if (found := self.open.get(L.URUSAN)) is not None:
                return found
            return self._inserted(L.URUSAN, (self.first_bidang or "2")[0], self.office)
        kode = bidang.split(".")[0]
        return self.by_code.get(kode) or self._inserted(L.URUSAN, kode, self.office)

    def _bidang(self, kode: str) -> NodeDraft:
        if found := self.by_code.get(kode):
            return found
        # A bidang whose code is not written but whose row stands open is this one.
        standing = self.open.get(L.BIDANG_URUSAN)
        if standing is not None and not standing.kode:
            return standing
        return self._inserted(L.BIDANG_URUSAN, kode, self._urusan(kode))

    def _inserted(self, level: Level, kode: str, parent: NodeDraft) -> NodeDraft:
        """An urusan or bidang urusan that the sheet leaves out, named by the nomenclature."""
        entry = self.context.names.get(kode)
        name = entry.uraian if entry else f"{level.label} {kode}"
        node = NodeDraft(level, name, kode, nomenklatur_id=entry.id if entry else None)
        parent.children.append(node)
        self.by_code[kode] = node
        self.reading.note(node, SILENT)
        if not any(one.level == level and one.kode == kode for one in self.context.cascade.walk()):
            self.problems.catatan(
                f"{level.label} {kode} tidak ada pada lembar ini dan ditambahkan: {name}.", sheet=self.table.name
            )
        self.open[level] = node
        return node

    def _check_name(self, row: Row, node: NodeDraft) -> None:
        entry = self.context.names.get(node.kode)
        if entry is None:
            return
        node.nomenklatur_id = entry.id
        known = self.context.node(node.id)
        if entry.uraian == node.uraian or (known is not None and known.uraian == node.uraian):
            return
        words, official = (set(normalise_name(text).split()) for text in (node.uraian, entry.uraian))
        if node.level in (L.URUSAN, L.BIDANG_URUSAN) and words <= official:
            # "Tenaga Kerja" for URUSAN PEMERINTAHAN BIDANG TENAGA KERJA.
            return
        if len(words & official) >= 0.6 * len(words | official):
            return
        alike = similarity(node.uraian, entry.uraian)
        if alike < 0.8:
            self.problems.peringatan(
                f"Nama untuk kode {node.kode} berbeda dari nomenklatur, “{entry.uraian}” (kemiripan {alike:.0%}).",
                **self.table.place(row.number, "uraian"),
                found=node.uraian,
                hint="Periksa apakah kodenya benar.",
            )

    # --- outcomes --------------------------------------------------------------------------------------------------

    def _open_outcome(self, program: NodeDraft, node: NodeDraft) -> None:
        self.outcomes[program].append(node)
        if self.after_kegiatan.get(program, True):
            self.run[program] = []
        self.run[program].append(node)
        self.after_kegiatan[program] = False

    def _outcome_for(self, row: Row, program: NodeDraft) -> NodeDraft:
        """A single outcome owns the kegiatan after it; several in a row leave them to the program."""
        run = self.run.get(program, [])
        return run[0] if len(run) == 1 else program

    def _close_outcomes(self, row: Row, kegiatan: NodeDraft) -> None:
        program = self.open[L.PROGRAM]
        run = self.run.get(program, [])
        # A kegiatan that the plan has already stands where it was decided to stand.
        if len(run) > 1 and not self.after_kegiatan[program] and kegiatan.id is None:
            self.problems.catatan(
                f"{len(run)} outcome berurutan: kegiatan sesudahnya langsung berada di bawah program "
                f"{program.kode or program.uraian}.",
                **self.table.place(row.number, "uraian"),
                hint="Isi kolom “Outcome induk” bila kegiatannya terbagi menurut outcome.",
            )
        if program in self.after_kegiatan:
            self.after_kegiatan[program] = True
        if len(run) == 1:
            self.open[L.OUTCOME] = run[0]
        stated = self._text(row.cells, "outcome")
        if stated:
            self.overrides.append((program, kegiatan, stated, row.number))

    def _settle_outcomes(self) -> None:
        for program, kegiatan, stated, number in self.overrides:
            outcomes = self.outcomes.get(program, [])
            if is_dash(stated):
                owner: NodeDraft | None = program
            elif stated.isdigit():
                owner = outcomes[int(stated) - 1] if 0 < int(stated) <= len(outcomes) else None
            else:
                wanted = normalise_name(stated)
                owner = next((one for one in outcomes if normalise_name(one.uraian) == wanted), None)
            if owner is None:
                self.problems.galat(
                    f"Program ini tidak mempunyai outcome “{stated}”.", **self.table.place(number, "outcome"),
                    found=stated, hint=f"Isi nomor 1–{len(outcomes)}, atau -." if outcomes else "Kosongkan.",
                )  # fmt: skip
                continue
            self.reading.placed.add(kegiatan)
            for other in (program, *outcomes):
                if kegiatan in other.children and other is not owner:
                    other.children.remove(kegiatan)
                    owner.children.append(kegiatan)
        # Moving can upset the order in which the kegiatan of an owner stand on the sheet.
        for program, outcomes in self.outcomes.items():
            if any(one[0] is program for one in self.overrides):
                for owner in (program, *outcomes):
                    owner.children.sort(key=_sheet_row)


def _sheet_row(node: NodeDraft) -> int:
    return int(node.place.rpartition("!")[2] or 0)
