"""Writes a plan as a workbook that reads back as the same plan, and the blank workbook to start from.

Headings, widths and drop-downs come from `schema`; numbers stay numbers and show the decimals they were typed with;
sums above the sub-kegiatan are live formulas with their values cached, so that previews show them, too.
"""

from __future__ import annotations

from ..cascade import Cascade, CascadeNode, PlanInfo
from ..levels import Level
from ..models import Rencana
from . import schema
from .columns import ID_HEADING, PlanKind
from .front import Front
from .lines import Lines
from .sheet_writer import File, SheetWriter

L = Level
_STAGES = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")


def write_workbook(cascade: Cascade, file: File) -> None:
    """Write the whole plan version as an .xlsx workbook to a path or a binary stream."""
    _Writer(cascade, file).write()


def write_blank(
    file: File, *, jenis: str = Rencana.Jenis.RENSTRA.value, tahun_awal: int = 2025, tahun_akhir: int = 2030
) -> None:
    """Write an empty workbook with instructions, drop-downs and a worked example.

    The years are those of the printed columns. A Renstra ends a year before the last one; a Renja is of its first year
    and prints the year after it, whatever `tahun_akhir` says.
    """
    if jenis == Rencana.Jenis.RENJA:
        tahun_akhir = tahun_awal + 1
    plan = PlanInfo(
        id=0,
        slug="",
        jenis=jenis,
        status=Rencana.Status.KONSEP.value,
        status_label="",
        versi="murni",
        revisi=0,
        judul="",
        nama_daerah="",
        nama_perangkat_daerah="",
        tahun_awal=tahun_awal,
        tahun_akhir=max(tahun_awal, tahun_akhir - 1),
        tahun_tabel=tuple(range(tahun_awal, tahun_akhir + 1)),
        tahun_dasar=tahun_awal - 1,
        edisi="",
        peraturan_edisi="",
        digit_sub=4,
        sumber="",
        kertas=Rencana.Kertas.F4.value,
        cetak_pagu=Rencana.CetakPagu.JUMLAH.value,
        tempat="",
        tanggal=None,
        penandatangan_jabatan="",
        penandatangan_nama="",
        penandatangan_pangkat="",
        penandatangan_nip="",
    )
    _Writer(Cascade(plan=plan, roots=(), by_id={}), file).write()


class _Writer(SheetWriter):
    def __init__(self, cascade: Cascade, file: File) -> None:
        super().__init__(cascade.plan, file)
        self.cascade = cascade
        self.lines = Lines(cascade)

    def write(self) -> None:
        """Write every sheet that such a plan has."""
        kind = PlanKind(self.plan.jenis, self.plan.versi != "murni")
        Front(self, kind).write()
        for sheet in schema.sheets_for(kind)[2:]:
            if sheet.key == "penahapan":
                self._penahapan()
            else:
                self.write_sheet(sheet, list(self.lines.of(sheet.key)), self.lines.years(sheet.key))
        self.book.close()

    def _penahapan(self) -> None:
        sheet = self.book.add_worksheet(schema.PENAHAPAN.name)
        stages = self.cascade.at(L.TAHAP)
        head = self.format(kind="head")
        misi = schema.PENAHAPAN.column("misi")
        sheet.write_string(0, 0, misi.heading, head)
        sheet.write_comment(0, 0, misi.meaning)
        headings = [f"Tahap {one.nomor}" + (f" ({one.keterangan})" if one.keterangan else "") for one in stages]
        if not stages:
            after = self.plan.tahun_tabel[1:] or self.plan.tahun_tabel
            headings = [f"Tahap {number} ({year})" for number, year in zip(_STAGES, after, strict=False)]
        for index, heading in enumerate(headings, 1):
            sheet.write_string(0, index, heading, head)
        id_column = len(headings) + 1
        sheet.write_string(0, id_column, ID_HEADING, head)
        sheet.set_column(0, len(headings), misi.width)
        sheet.freeze_panes(2, 1)
        for index, one in enumerate(stages, 1):
            sheet.write_string(1, index, one.uraian, self.format(strong=True))
        if stages:
            sheet.write_string(1, id_column, " ".join(f"S{one.id}" for one in stages), self.format(grey=True))
        groups: dict[str, list[list[CascadeNode]]] = {}
        for position, stage in enumerate(stages):
            for fokus in stage.children_at(L.FOKUS):
                label = "\n".join(self.lines.name(one) for one in self.cascade.linked(fokus, L.RPJMD_MISI)) or "-"
                groups.setdefault(label, [[] for _ in stages])[position].append(fokus)
        row = 2
        for label, columns in groups.items():
            for number in range(max(map(len, columns))):
                sheet.write_string(row, 0, label, self.format())
                ids = []
                for index, column in enumerate(columns, 1):
                    here = column[number] if number < len(column) else None
                    sheet.write_string(row, index, here.uraian if here else "", self.format())
                    ids.append(f"S{here.id}" if here else "-")
                sheet.write_string(row, id_column, " ".join(ids), self.format(grey=True))
                row += 1
