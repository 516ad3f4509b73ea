"""Writes the first two sheets of a workbook: how to fill it in, and which plan it is."""

from __future__ import annotations

from renstra_portal.lib.dates import long_date
from renstra_portal.lib.years import format_years

from ..models import Rencana
from . import schema
from .columns import PlanKind
from .sheet_writer import SheetWriter


class Front:
    """Writes the sheets "Petunjuk" and "Identitas" through a `SheetWriter`."""

    def __init__(self, writer: SheetWriter, kind: PlanKind) -> None:
        self.writer = writer
        self.plan = writer.plan
        self.book = writer.book
        self.kind = kind

    def write(self) -> None:
        """Write both sheets."""
        self._petunjuk()
        self._identitas()

    def _petunjuk(self) -> None:
        sheet = self.book.add_worksheet(schema.PETUNJUK.name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 70)
        sheet.set_column(2, 12, 16)
        title = self.book.add_format({"bold": True, "font_size": 14})
        bold = self.book.add_format({"bold": True, "valign": "top"})
        wrap = self.book.add_format({"text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, "Buku kerja rencana", title)
        row = 2
        for text in _RULES:
            sheet.merge_range(row, 0, row, 1, text, wrap)
            sheet.set_row(row, 15 * (1 + len(text) // 90))
            row += 1
        row += 1
        sheet.write_string(row, 0, "Lembar", bold)
        sheet.write_string(row, 1, "Isi", bold)
        for one in schema.sheets_for(self.kind)[1:]:
            row += 1
            sheet.write_string(row, 0, one.name, bold)
            sheet.write_string(row, 1, one.meaning, wrap)
        row += 2
        sheet.write_string(row, 0, "Contoh lembar “Program Kegiatan”", bold)
        years = self.plan.tahun_tabel[:1] or (2025,)
        head = ("Kode", "Bidang Urusan/Program/Outcome/Kegiatan/…", "Tingkat", "Indikator", "Satuan",
                f"Baseline {self.plan.tahun_dasar}", f"Target {years[0]}", f"Pagu {years[0]} (Rp)",
                "Sumber Dana")  # fmt: skip
        for number, example in enumerate((head, *_EXAMPLE)):
            for column, text in enumerate(example):
                style = self.writer.format(kind="head") if number == 0 else self.writer.format()
                sheet.write_string(row + 1 + number, column, text, style)

    def _identitas(self) -> None:
        sheet = self.book.add_worksheet(schema.IDENTITAS.name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 70)
        sheet.freeze_panes(1, 1)
        sheet.write_string(0, 0, "Label", self.writer.format(kind="head"))
        sheet.write_string(0, 1, "Isi", self.writer.format(kind="head"))
        plan = self.plan
        values = {
            "slug": plan.slug,
            "jenis": Rencana.Jenis(plan.jenis).label,
            "tahun_awal": str(plan.tahun_awal),
            "tahun_akhir": str(plan.tahun_akhir),
            "tahun_tabel": format_years(plan.tahun_tabel),
            "tahun_dasar": str(plan.tahun_dasar),
            "cetak_pagu": Rencana.CetakPagu(plan.cetak_pagu).label,
            "perkiraan_capaian": Rencana.PerkiraanCapaian(plan.perkiraan_capaian).label,
            "bentuk_rumusan": Rencana.BentukRumusan(plan.bentuk_rumusan).label,
            "satuan_uang": Rencana.SatuanUang(plan.satuan_uang).label,
            "tahun_akhir_renstra": str(plan.tahun_akhir_renstra or ""),
            "tanggal": long_date(plan.tanggal) if plan.tanggal else "",
            "nama_singkat": "",
        }
        if not plan.slug:
            # The blank workbook says nothing about settings that a plan has from the start.
            values |= dict.fromkeys(_FROM_THE_START, "")
        identity = schema.IDENTITAS.for_kind(self.kind) or schema.IDENTITAS
        for number, one in enumerate(identity.columns, 1):
            value = str(values[one.key] if one.key in values else getattr(plan, one.key))
            sheet.write_string(number, 0, one.heading, self.writer.format(strong=True))
            sheet.write_string(number, 1, value, self.writer.format(grey=one.key == "slug"))
            sheet.write_comment(number, 0, one.meaning)
            if one.choices:
                sheet.data_validation(number, 1, number, 1, {"validate": "list", "source": list(one.choices)})


_FROM_THE_START = ("kertas", "cetak_pagu", "perkiraan_capaian", "bentuk_rumusan", "satuan_uang")
_RULES = (
    "Buku kerja ini adalah gambaran satu rencana. Isi atau ubah lembarnya, lalu impor kembali ke portal.",
    "Portal memeriksa seluruh isi dahulu. Bila ada galat, tidak ada satu pun yang disimpan.",
    "Lembar yang dihapus atau kosong dibiarkan: bagian itu pada rencana tidak berubah.",
    "Baris yang dihapus dari lembar tidak ikut terhapus di portal, kecuali hal itu diminta saat impor.",
    "Kolom “ID baris” mengenali baris lama. Jangan diubah; kosongkan pada baris baru atau salinan.",
    "Target: tulis angka (79,98), huruf nilai (BB), - untuk tidak direncanakan, 0 untuk nihil; kosong berarti belum "
    "diisi.",
    "Pagu diisi pada baris sub-kegiatan. Jumlah di atasnya dihitung sendiri.",
    "Indikator kedua dan seterusnya: tulis di baris bawahnya tanpa kode dan nama. Begitu pula sumber dana berikutnya.",
    "Kode sebaiknya berformat Teks, misalnya 2.07.03.2.01.0001.",
)
_EXAMPLE = (
    ("2.07.03", "PROGRAM PELATIHAN KERJA DAN PRODUKTIVITAS TENAGA KERJA", "Program", "", "", "", "", "", ""),
    ("", "Meningkatnya kompetensi tenaga kerja", "Outcome", "Persentase tenaga kerja bersertifikat", "Persen", "99,10",
     "99,30", "", ""),
    ("2.07.03.2.01", "Pelaksanaan Pelatihan berdasarkan Unit Kompetensi", "Kegiatan", "Jumlah peserta pelatihan",
     "Orang", "300", "320", "", ""),
    ("2.07.03.2.01.0001", "Proses Pelaksanaan Pendidikan dan Pelatihan Keterampilan bagi Pencari Kerja berdasarkan "
     "Klaster Kompetensi", "Sub-kegiatan",
     "Jumlah tenaga kerja yang dilatih", "Orang", "300", "320", "925.102.800", "APBD"),
    ("", "", "", "Jumlah paket pelatihan", "Paket", "-", "16", "", ""),
    ("", "", "", "", "", "", "", "150.000.000", "DBHCHT"),
)  # fmt: skip
