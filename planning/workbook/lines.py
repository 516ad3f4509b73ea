"""The rows of each sheet, as a plan's cascade gives them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import Nilai

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..cascade.coded_rows import row_levels
from ..levels import FREELY_CODED_LEVELS, LINKS, PARENTS, Level, usual_kinds
from ..models import Simpul
from . import schema
from .columns import RENJA
from .marks import MARKS
from .merge import only_marked
from .placing import ROW_TEXTS
from .reading import is_dash
from .renja_sheets import NESTED
from .sheet_writer import Line

L = Level

_TINGKAT = {level: name for name, level in schema.TINGKAT_PROGRAM.items()}
_JENIS_RPJMD = {level: name for name, level in schema.JENIS_RPJMD.items()}
_REFERENCES = {
    L.NSPK: "",
    L.RPJMD_SASARAN: "Sasaran RPJMD: ",
    L.RPJMD_TUJUAN: "Tujuan RPJMD: ",
    L.RPJMD_MISI: "Misi RPJMD: ",
    L.RPJMD_ARAH_KEBIJAKAN: "",
}
_LIST_NUMBER = re.compile(r"((?:\d{1,2}|[a-zA-Z])[.)]?)")


class Lines:
    """Makes the rows; texts that two sheets could show are written on the first of them only."""

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade
        self.plan = cascade.plan
        self.is_renja = cascade.plan.jenis == RENJA
        self._notes_written: set[int] = set()
        self._makers: dict[str, Callable[[], Iterable[Line]]] = {
            "rpjmd": self._rpjmd,
            "tujuan_sasaran": self._tujuan,
            "program": self._program,
            "plafon": self._plafon,
            "strategi": self._strategi,
            "arah_kebijakan": self._arah,
            "isu": self._isu,
            "iku": lambda: self._marks("iku"),
            "ikk": lambda: self._marks("ikk"),
            "prioritas": self._prioritas,
            "nomenklatur": self._nomenklatur,
            "pelayanan": self._services if self.is_renja else self._pelayanan,
            "penghentian": self._penghentian,
            "indikator": self._indikator,
        }

    def of(self, key: str) -> Iterable[Line]:
        """The rows of the sheet with the key."""
        return self._nested(NESTED[key]) if key in NESTED else self._makers[key]()

    def years(self, key: str) -> dict[str, tuple[int, ...]]:
        """The years of the sheet's yearly columns, where they are not those that the plan prints."""
        if key == "pelayanan":
            return (
                self._renja_service_years()
                if self.is_renja
                else dict.fromkeys(("target", "realisasi"), self._service_years())
            )
        return self._evaluation_years() if key == "evaluasi" else {}

    def _figures(self, one: CascadeIndicator) -> dict[tuple[str, int | None], Nilai]:
        figures: dict[tuple[str, int | None], Nilai] = {("target", year): n for year, n in one.target.items()}
        for role in ("realisasi", "proyeksi", "akhir"):
            figures.update({(role, year): nilai for year, nilai in getattr(one, role).items()})
        figures["baseline", None] = one.baseline_at(self.plan.tahun_dasar)
        return figures

    def _indicator_line(self, line: Line, one: CascadeIndicator, key: str = "indikator") -> Line:
        line.texts[key] = one.teks
        line.texts["satuan"] = one.satuan
        line.figures.update(self._figures(one))
        line.ids = f"{line.ids} I{one.id}".strip()
        return line

    def _further(self, one: CascadeIndicator) -> Line:
        self._notes_written.add(one.id)
        return self._indicator_line(Line(texts={"keterangan": one.keterangan, "tingkat": "Indikator"}), one)

    def _rpjmd(self) -> Iterator[Line]:
        order = {level: number for number, level in enumerate(_JENIS_RPJMD)}
        open_at: set[Level] = set()
        for root in self.cascade.roots:
            if root.level not in _JENIS_RPJMD:
                continue
            for node in root.walk():
                alone = node.parent_id is None and any(above in open_at for above in PARENTS[node.level])
                yield Line(
                    texts={
                        "jenis": _JENIS_RPJMD[node.level],
                        "nomor": node.nomor,
                        "uraian": node.uraian,
                        "keterangan": node.keterangan,
                        "induk": "-" if alone else "",
                    },
                    ids=f"S{node.id}",
                )
                if node.level != L.NSPK:
                    open_at = {level for level in open_at if order[level] < order[node.level]} | {node.level}

    def _tujuan(self) -> Iterator[Line]:
        for tujuan in self.cascade.at(L.TUJUAN):
            for node in (tujuan, *tujuan.children_at(L.SASARAN)):
                key = "tujuan" if node is tujuan else "sasaran"
                links = self.cascade.linked(node, L.NSPK, L.RPJMD_SASARAN, L.RPJMD_TUJUAN, L.RPJMD_MISI)
                line = Line(
                    texts={
                        key: node.uraian,
                        "nomor": node.nomor,
                        "keterangan": node.keterangan,
                        "acuan": self._references(links),
                    },
                    ids=f"S{node.id}",
                    strong=node is tujuan,
                )
                shown = [one for one in node.indikator if not only_marked(one)]
                yield self._indicator_line(line, shown[0]) if shown else line
                yield from map(self._further, shown[1:])

    def _references(self, nodes: tuple[CascadeNode, ...]) -> str:
        lines = []
        for node in nodes:
            name = self.name(node)
            # A document that prints "-" for its NSPK has a row that says so; alone it would mean "none".
            lines.append(f"NSPK: {name}" if is_dash(name) else _REFERENCES[node.level] + name)
        return "\n".join(lines)

    def name(self, node: CascadeNode) -> str:
        """A text that leads back to the node: its own, with its number when another of its level says the same."""
        same = [
            other
            for other in self.cascade.at(node.level)
            if normalise_name(other.uraian) == normalise_name(node.uraian)
        ]
        text = " ".join(node.uraian.split())
        return f"{node.nomor} {text}" if len(same) > 1 and same[0] is not node and node.nomor else text

    def _program(self) -> list[Line]:
        office = self.cascade.office
        lines: list[Line] = []
        if office is not None:
            self._programme_rows(office, lines, {})
        return lines

    def _programme_rows(self, node: CascadeNode, lines: list[Line], owners: dict[int, str]) -> Line:
        line = Line(
            texts={
                "kode": node.kode,
                "uraian": node.uraian,
                "tingkat": _TINGKAT[node.level],
                **{name: getattr(node, name) for name in ROW_TEXTS},
                "outcome": owners.get(node.id, ""),
                "sasaran": "\n".join(self.name(one) for one in self.cascade.linked(node, L.SASARAN, L.TUJUAN)),
            },
            ids=f"S{node.id}",
            strong=node.level in (L.PERANGKAT_DAERAH, L.URUSAN, L.BIDANG_URUSAN, L.PROGRAM, L.KEGIATAN),
        )
        lines.append(line)
        shown = [one for one in node.indikator if not only_marked(one)]
        if shown:
            self._indicator_line(line, shown[0])
        lines.extend(map(self._further, shown[1:]))
        if node.level == L.SUB_KEGIATAN:
            self._money_rows(node, line, lines)
        # Outputs stand directly under their kegiatan, so that they are not taken for those of a sub-kegiatan.
        children = sorted(node.children, key=lambda child: child.level != L.OUTPUT)
        if node.level == L.PROGRAM:
            owners = _owners(node)
        below: list[Line] = []
        for child in children:
            one = self._programme_rows(child, lines, owners)
            if child.level != L.OUTPUT:
                below.append(one)
        if node.level not in (L.SUB_KEGIATAN, L.OUTPUT) and below:
            line.sums = below
            line.totals = dict(node.total)
            if node.level == L.KEGIATAN:
                line.block_end = lines[-1]
        return line

    def _money_rows(self, node: CascadeNode, line: Line, lines: list[Line]) -> None:
        shown = set(self.plan.tahun_tabel)
        sources = sorted({sumber for year, sumber in node.pagu if year in shown})
        for number, sumber in enumerate(sources):
            row = line if number == 0 else Line(ids=f"S{node.id}")
            row.texts["sumber_dana"] = sumber
            row.figures.update(
                {("pagu", year): nilai for (year, source), nilai in node.pagu.items() if source == sumber}
            )
            if number:
                lines.append(row)

    def _plafon(self) -> Iterator[Line]:
        for node in self.cascade.walk():
            if node.plafon and node.level in _TINGKAT:
                yield Line(
                    texts={"kode": node.kode, "tingkat": _TINGKAT[node.level], "uraian": node.uraian},
                    figures={("plafon", year): nilai for year, nilai in node.plafon.items()},
                    ids=f"S{node.id}",
                )

    def _strategi(self) -> Iterator[Line]:
        for node in self.cascade.at(L.STRATEGI):
            sasaran = self.cascade.parent(node)
            tujuan = self.cascade.parent(sasaran) if sasaran is not None else None
            line = Line(
                texts={
                    "tujuan": tujuan.uraian if tujuan else "",
                    "sasaran": sasaran.uraian if sasaran else "-",
                    "strategi": node.uraian,
                },
                ids=f"S{node.id}",
            )
            yield line
            for number, arah in enumerate(node.children_at(L.ARAH_KEBIJAKAN)):
                if number == 0:
                    line.texts["arah"] = arah.uraian
                    line.ids += f" S{arah.id}"
                else:
                    yield Line(texts={"arah": arah.uraian}, ids=f"S{arah.id}")

    def _arah(self) -> Iterator[Line]:
        for node in self.cascade.at(L.ARAH_KEBIJAKAN):
            yield Line(
                texts={
                    "nomor": node.nomor,
                    "nspk": self._references(self.cascade.linked(node, L.NSPK)) or "-",
                    "rpjmd": self._references(self.cascade.linked(node, L.RPJMD_ARAH_KEBIJAKAN)) or "-",
                    "uraian": node.uraian,
                    "keterangan": node.keterangan,
                },
                ids=f"S{node.id}",
            )

    def _isu(self) -> Iterator[Line]:
        strategis = _listed(self.cascade.at(L.ISU_STRATEGIS))
        lines: list[Line] = []
        for root in self.cascade.roots:
            if root.level == L.POTENSI:
                masalah = root.children_at(L.PERMASALAHAN)
                lines.append(Line(texts={"potensi": root.uraian}, ids=f"S{root.id}"))
                for number, node in enumerate(masalah):
                    if number:
                        lines.append(Line())
                    self._isu_cells(lines[-1], node)
            elif root.level == L.PERMASALAHAN:
                lines.append(Line(texts={"potensi": "-"}))
                self._isu_cells(lines[-1], root)
        if strategis:
            if not lines:
                lines.append(Line())
            lines[0].texts["isu_strategis"] = strategis
        yield from lines

    def _isu_cells(self, line: Line, node: CascadeNode) -> None:
        line.texts["permasalahan"] = node.uraian
        line.ids = f"{line.ids} S{node.id}".strip()
        for key, level in (
            ("isu_klhs", L.ISU_KLHS),
            ("isu_global", L.ISU_GLOBAL),
            ("isu_nasional", L.ISU_NASIONAL),
            ("isu_regional", L.ISU_REGIONAL),
        ):
            line.texts[key] = _listed(node.children_at(level))

    def _marks(self, mark: str) -> Iterator[Line]:
        number = 0
        for node in self.cascade.walk():
            if node.level == L.LAYANAN and mark == "ikk":
                # Services are marked on their own sheet.
                continue
            for one in node.indikator:
                if mark not in one.jenis:
                    continue
                number += 1
                line = Line(
                    texts={
                        "nomor": (one.nomor if only_marked(one) else "") or str(number),
                        "place": self._place(node),
                    },
                    ids=f"S{node.id}",
                )
                if one.id not in self._notes_written:
                    line.texts["keterangan"] = one.keterangan
                    self._notes_written.add(one.id)
                line.figures["akhir", None] = one.end_value(self.plan.tahun_awal, self.plan.tahun_akhir)
                self._indicator_line(line, one)
                line.texts["akhir"] = str(line.figures["akhir", None])
                yield line

    def _place(self, node: CascadeNode) -> str:
        if node.level == L.PERANGKAT_DAERAH:
            return "Perangkat daerah"
        if node.kode and node.level not in FREELY_CODED_LEVELS:
            return node.kode
        above: CascadeNode | None = node
        while above is not None and not above.kode:
            above = self.cascade.parent(above)
        kode = f" {above.kode}" if above is not None else ""
        return f"{node.level.label}{kode}: {' '.join(node.uraian.split())}"

    def _prioritas(self) -> Iterator[Line]:
        for root in self.cascade.roots:
            if root.level != L.PRIORITAS:
                continue
            outcomes = self.cascade.linked(root, L.OUTCOME)
            yield Line(
                texts={
                    "nomor": root.nomor,
                    "program": root.uraian or self._linked_name(root, L.PROGRAM),
                    "outcome": outcomes[0].uraian if outcomes else "",
                    "keterangan": root.keterangan,
                },
                ids=f"S{root.id}",
                strong=True,
            )
            for node in root.walk():
                if node is root:
                    continue
                text = node.uraian or self._linked_name(node, L.SUB_KEGIATAN, L.KEGIATAN, L.OUTCOME, L.PROGRAM)
                label = node.nomor or "Sub kegiatan"
                yield Line(texts={"rincian": f"{label} : {text}", "keterangan": node.keterangan}, ids=f"S{node.id}")

    def _linked_name(self, node: CascadeNode, *levels: Level) -> str:
        for level in levels:
            for target in self.cascade.linked(node, level):
                return target.uraian
        return ""

    def _nomenklatur(self) -> Iterator[Line]:
        for node in self.cascade.at(L.ACUAN):
            line = Line(texts={"kode": node.kode, "uraian": node.uraian}, ids=f"S{node.id}")
            outputs = node.children_at(L.OUTPUT)
            if node.indikator:
                yield self._indicator_line(line, node.indikator[0])
                for one in node.indikator[1:]:
                    yield self._indicator_line(Line(), one)
            elif not outputs:
                yield line
            for number, output in enumerate(outputs):
                if number or node.indikator:
                    line = Line()
                line.texts["kinerja"] = output.uraian
                line.ids = f"{line.ids} S{output.id}".strip()
                if output.indikator:
                    self._indicator_line(line, output.indikator[0])
                yield line
                for one in output.indikator[1:]:
                    yield self._indicator_line(Line(), one)

    def _service_years(self) -> tuple[int, ...]:
        years = {
            year
            for node in self.cascade.at(L.LAYANAN)
            for one in node.indikator
            for year in (*one.target, *one.realisasi)
        }
        first = self.plan.tahun_awal
        return tuple(sorted(years)) or tuple(range(first - 4, first))

    def _pelayanan(self) -> Iterator[Line]:
        def rows(node: CascadeNode, depth: int) -> Iterator[Line]:
            own = node.indikator[0] if node.indikator and _is_own(node, node.indikator[0]) else None
            line = Line(
                texts={"nomor": node.nomor, "uraian": node.uraian, "tingkat": f"Kelompok {depth}"},
                ids=f"S{node.id}",
                strong=own is None,
            )
            yield self._service(line, own) if own else line
            for one in node.indikator[1 if own else 0 :]:
                yield self._service(Line(texts={"nomor": one.nomor, "tingkat": "Indikator"}), one)
            for child in node.children_at(L.LAYANAN):
                yield from rows(child, depth + 1)

        for root in self.cascade.roots:
            if root.level == L.LAYANAN:
                yield from rows(root, 1)

    def _renja_service_years(self) -> dict[str, tuple[int, ...]]:
        """The years of T-C.30 and all others for which values are held."""
        year = self.plan.tahun_awal
        return self._held_years(
            L.LAYANAN,
            target=(year - 2, year - 1, year, year + 1),
            realisasi=(year - 2, year - 1),
            proyeksi=(year, year + 1),
        )

    def _evaluation_years(self) -> dict[str, tuple[int, ...]]:
        """The years of T-C.29 and all others for which values are held; estimates only where they are entered."""
        year = self.plan.tahun_awal
        until = self.plan.tahun_akhir_renstra
        years = self._held_years(
            L.EVALUASI,
            akhir=(until,) if until else (),
            realisasi=(year - 3, year - 2),
            target=(year - 2, year - 1),
            proyeksi=(year - 1,),
        )
        if self.plan.perkiraan_capaian != "perkiraan":
            years["proyeksi"] = ()
        # A Renstra mostly ends in the third year after the one planned; the heading may be changed.
        years["akhir"] = years["akhir"] or (year + 3,)
        return years

    def _held_years(self, level: Level, **prescribed: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
        held: dict[str, set[int]] = {role: set(years) for role, years in prescribed.items()}
        for node in self.cascade.at(level):
            for one in node.indikator:
                for role, years in held.items():
                    years.update(getattr(one, role))
        return {role: tuple(sorted(years)) for role, years in held.items()}

    def _services(self) -> Iterator[Line]:
        """The services of a Renja; one that is its own indicator stands on one row."""

        def rows(node: CascadeNode, depth: int) -> Iterator[Line]:
            own = node.indikator[0] if node.indikator and _is_own(node, node.indikator[0]) else None
            line = Line(
                texts={
                    "nomor": node.nomor,
                    "uraian": node.uraian,
                    "tingkat": f"Kelompok {depth}",
                    "catatan": node.catatan,
                },
                ids=f"S{node.id}",
                strong=own is None,
            )
            yield self._service(line, own) if own else line
            for one in node.indikator[1 if own else 0 :]:
                further = Line(texts={"nomor": one.nomor, "tingkat": "Indikator", "catatan": one.keterangan})
                self._notes_written.add(one.id)
                yield self._service(further, one)
            for child in node.children_at(L.LAYANAN):
                yield from rows(child, depth + 1)

        for root in self.cascade.roots:
            if root.level == L.LAYANAN:
                yield from rows(root, 1)

    def _service(self, line: Line, one: CascadeIndicator) -> Line:
        line.texts |= {mark: "√" for mark in ("spm", "ikk") if mark in one.jenis}
        return self._indicator_line(line, one, "uraian")

    def _nested(self, level: Level) -> Iterator[Line]:
        """The rows of a list of a Renja, each with its depth; what a row links to is named or said to be nothing."""
        year = self.plan.tahun_awal
        links = LINKS.get(level, ())

        def rows(node: CascadeNode, depth: int) -> Iterator[Line]:
            texts = {
                "kode": node.kode,
                "tingkat": str(depth),
                "fokus" if depth > 1 and level in (L.UNGGULAN, L.MENDESAK) else "uraian": node.uraian,
                "sumber_usulan": Simpul.SumberUsulan(node.sumber_usulan).label if node.sumber_usulan else "",
                "keputusan": Simpul.Keputusan(node.keputusan).label if node.keputusan else "",
                "penanggung_jawab": node.penanggung_jawab,
            }
            texts |= {name: getattr(node, name) for name in ("nomor", "lokasi", "keterangan", "catatan", "alasan")}
            if links:
                texts["kaitan"] = "\n".join(map(self._place, self.cascade.linked(node, *links))) or "-"
            line = Line({key: str(text) for key, text in texts.items()}, ids=f"S{node.id}", strong=bool(node.children))
            line.figures["plafon", None] = node.plafon_at(year)
            money = sorted((source, nilai) for (held, source), nilai in node.pagu.items() if held == year)
            lines = [line, *(Line() for _ in money[1:])]
            for row, (source, nilai) in zip(lines, money, strict=False):
                row.texts["sumber_dana"] = source
                row.figures["pagu", None] = nilai
            for number, one in enumerate(node.indikator):
                if number >= len(lines):
                    lines.append(Line())
                self._indicator_line(lines[number], one)
                lines[number].figures["target", None] = one.target_at(year)
            yield from lines
            for child in node.children:
                yield from rows(child, depth + 1)

        for root in self.cascade.roots:
            if root.level == level:
                yield from rows(root, 1)

    def _penghentian(self) -> Iterator[Line]:
        for node in self.cascade.at(L.PENGHENTIAN):
            texts = {name: getattr(node, name) for name in ("nomor", "uraian", "alasan", "dasar_hukum")}
            yield Line(texts=texts, ids=f"S{node.id}")

    def _indikator(self) -> Iterator[Line]:
        stands_at: dict[int, Level] = {}
        for level in FREELY_CODED_LEVELS & {*NESTED.values()}:
            stands_at |= row_levels(self.cascade, level)
        for node in self.cascade.walk():
            usual_here = usual_kinds(stands_at.get(node.id, node.level))
            for one in node.indikator:
                kinds = one.jenis - MARKS - (frozenset({"spm"}) if node.level == L.LAYANAN else frozenset())
                detailed = any(
                    (one.definisi, one.rumus, one.pembilang, one.penyebut, one.sumber_data, one.penanggung_jawab)
                )
                odd = one.arah != "naik" or one.akumulasi != "terakhir" or one.desimal is not None
                noted = bool(one.keterangan) and one.id not in self._notes_written
                nomor = "" if only_marked(one) or node.level == L.LAYANAN else one.nomor
                usual = kinds == (usual_here or kinds) or (not kinds and bool(one.jenis))
                important = node.level in (L.TUJUAN, L.SASARAN, L.PROGRAM, L.OUTCOME) or bool(one.jenis & MARKS)
                if not (detailed or odd or noted or nomor or important or not usual):
                    continue
                yield Line(
                    texts={
                        "place": self._place(node),
                        "indikator": one.teks,
                        "jenis": ", ".join(sorted(kinds)) or "-",
                        "definisi": one.definisi,
                        "rumus": one.rumus,
                        "pembilang": one.pembilang,
                        "penyebut": one.penyebut,
                        "arah": one.arah.capitalize(),
                        "akumulasi": _AKUMULASI[one.akumulasi],
                        "desimal": "" if one.desimal is None else str(one.desimal),
                        "sumber_data": one.sumber_data,
                        "penanggung_jawab": one.penanggung_jawab,
                        "nomor": nomor,
                        "keterangan": one.keterangan if noted else "",
                    },
                    ids=f"S{node.id} I{one.id}",
                )


_AKUMULASI = dict(zip(("terakhir", "jumlah", "rata_rata", "rasio"), schema.AKUMULASI_CHOICES, strict=True))


def _is_own(node: CascadeNode, one: CascadeIndicator) -> bool:
    """Whether a service's indicator is but the service itself."""
    return one.teks == node.uraian and not one.nomor


def _owners(program: CascadeNode) -> dict[int, str]:
    """For kegiatan whose outcome the order of rows alone would tell wrongly: "-" or the number of their outcome."""
    outcomes = [child for child in program.children if child.level == L.OUTCOME]
    told: dict[int, str] = {}
    run: list[CascadeNode] = []
    after_kegiatan = True
    for child in program.children:
        if child.level == L.OUTCOME:
            run = [child] if after_kegiatan else [*run, child]
            after_kegiatan = False
            if any(one.level == L.KEGIATAN for one in child.children):
                if len(run) > 1:
                    number = str(outcomes.index(child) + 1)
                    told.update({one.id: number for one in child.children_at(L.KEGIATAN)})
                after_kegiatan = True
        elif child.level == L.KEGIATAN:
            if len(run) == 1:
                told[child.id] = "-"
            after_kegiatan = True
    return told


def _listed(nodes: tuple[CascadeNode, ...]) -> str:
    """Several nodes in one cell, one on each line, numbered when every one of them has a plain number."""
    numbers = [match[1] if (match := _LIST_NUMBER.fullmatch(node.nomor)) else "" for node in nodes]
    texts = [" ".join(node.uraian.split()) for node in nodes]
    if all(numbers):
        marked = [number if number[-1] in ".)" else f"{number}." for number in numbers]
        texts = [f"{number} {text}" for number, text in zip(marked, texts, strict=True)]
    return "\n".join(texts)
