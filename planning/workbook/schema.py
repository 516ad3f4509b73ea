"""The sheets and columns of a plan's workbook: one declaration for reader, writer, blank template and documentation.

Headings may hold `{tahun}` (one column for each year) and `{dasar}` (the year of the baseline).
"""

from __future__ import annotations

from ..levels import Level
from ..models import Rencana
from .columns import (
    BASELINE,
    INDIKATOR,
    KET,
    NO,
    REALISASI,
    RENJA,
    RENSTRA,
    SATUAN,
    TARGET,
    Column,
    PlanKind,
    Sheet,
    id_column,
    text,
)
from .renja_sheets import RENJA_SHEETS

L = Level

TINGKAT_PROGRAM: dict[str, Level | None] = {
    "Perangkat daerah": L.PERANGKAT_DAERAH,
    "Urusan": L.URUSAN,
    "Bidang urusan": L.BIDANG_URUSAN,
    "Program": L.PROGRAM,
    "Outcome": L.OUTCOME,
    "Kegiatan": L.KEGIATAN,
    "Sub-kegiatan": L.SUB_KEGIATAN,
    "Output": L.OUTPUT,
    "Indikator": None,
}
JENIS_RPJMD: dict[str, Level] = {
    "Visi": L.RPJMD_VISI,
    "Misi": L.RPJMD_MISI,
    "Tujuan": L.RPJMD_TUJUAN,
    "Sasaran": L.RPJMD_SASARAN,
    "Strategi": L.RPJMD_STRATEGI,
    "Arah Kebijakan": L.RPJMD_ARAH_KEBIJAKAN,
    "NSPK": L.NSPK,
}

PETUNJUK = Sheet(key="petunjuk", name="Petunjuk", meaning="Cara mengisi. Tidak dibaca saat impor.", columns=())

IDENTITAS = Sheet(
    key="identitas",
    name="Identitas",
    meaning="Identitas dan pengaturan cetak rencana: label di kolom A, isinya di kolom B.",
    columns=(
        text("slug", "Rencana", "Nama rencana di portal. Jangan diubah."),
        text("nama_daerah", "Nama daerah", "Lengkap, misalnya Kota Contoh.", "Daerah"),
        text("nama_perangkat_daerah", "Nama perangkat daerah", "Nama lengkap dinas.", "Perangkat daerah", "OPD"),
        text("nama_singkat", "Nama singkat", "Nama pendek dinas, misalnya Disnaker."),
        text("jenis", "Jenis dokumen", "Renstra atau Renja.", "Jenis", choices=("Renstra", "Renja")),
        text("tahun_awal", "Tahun awal", "Tahun pertama rencana."),
        text("tahun_akhir", "Tahun akhir", "Tahun terakhir rencana."),
        text("tahun_tabel", "Tahun pada tabel", "Tahun yang dicetak sebagai kolom, misalnya 2025-2030."),
        text("tahun_dasar", "Tahun dasar", "Tahun baseline.", "Tahun baseline"),
        text("edisi", "Edisi nomenklatur", "Kode edisi nomenklatur di portal.", "Edisi"),
        text("judul", "Judul", "Judul dokumen."),
        text("sumber", "Sumber", "Sumber yang dicetak di bawah tabel."),
        text("kertas", "Kertas", "Ukuran kertas cetakan.", choices=("A4", "F4", "A3")),
        text("cetak_pagu", "Pagu yang dicetak", "Jumlah rincian, atau plafon bila ada.",
              choices=("Jumlah rincian", "Plafon (bila ada)")),
        text("tahun_akhir_renstra", "Tahun akhir Renstra", "Tahun terakhir Renstra yang dievaluasi (T-C.29 kolom 4).",
             jenis=(RENJA,)),
        text("perkiraan_capaian", "Perkiraan capaian", "Isi kolom 10 pada T-C.29.", jenis=(RENJA,),
             choices=tuple(map(str, Rencana.PerkiraanCapaian.labels))),
        text("bentuk_rumusan", "Bentuk T-C.33", "Susunan kolom T-C.33.", jenis=(RENJA,),
             choices=tuple(map(str, Rencana.BentukRumusan.labels))),
        text("satuan_uang", "Satuan uang T-C.31", "Satuan uang pada cetakan T-C.31.", jenis=(RENJA,),
             choices=tuple(map(str, Rencana.SatuanUang.labels))),
        text("dasar_perubahan", "Dasar hukum perubahan", "Dicetak di samping baris yang berubah bila baris itu tidak "
             "menyebut dasar hukumnya sendiri.", perubahan=True),
        text("tempat", "Tempat", "Tempat penandatanganan."),
        text("tanggal", "Tanggal", "Tanggal dokumen, misalnya 17-08-2025."),
        text("penandatangan_jabatan", "Penandatangan: jabatan", "Jabatan penandatangan.", "Jabatan penandatangan"),
        text("penandatangan_nama", "Penandatangan: nama", "Nama penandatangan.", "Nama penandatangan"),
        text("penandatangan_pangkat", "Penandatangan: pangkat", "Pangkat/golongan.", "Pangkat penandatangan"),
        text("penandatangan_nip", "Penandatangan: NIP", "NIP sebagai teks, 18 angka.", "NIP penandatangan", "NIP"),
    ),
)  # fmt: skip

RPJMD = Sheet(
    key="rpjmd",
    jenis=(RENSTRA,),
    name="RPJMD",
    meaning="Visi, misi, tujuan, sasaran, strategi dan arah kebijakan RPJMD serta NSPK yang dirujuk. Urutan baris "
    "menentukan susunannya: sasaran berada di bawah tujuan terakhir di atasnya.",
    aliases=("RPJMD dan NSPK", "Acuan RPJMD"),
    levels=tuple(JENIS_RPJMD.values()),
    columns=(
        text("jenis", "Jenis", "Jenis baris.", "Tingkat", width=16, required=True, choices=tuple(JENIS_RPJMD)),
        text("nomor", "Nomor", "Nomor seperti pada RPJMD, misalnya 2.1.1.", "No", "No.", width=12),
        text("uraian", "Uraian", "Isi baris.", "Rumusan", width=70, required=True),
        KET,
        text("induk", "Induk", "Isi - bila baris ini berdiri sendiri (tidak di bawah baris di atasnya).", width=8),
        id_column(),
    ),
)

TUJUAN_SASARAN = Sheet(
    key="tujuan_sasaran",
    name="Tujuan Sasaran",
    meaning="Tujuan dan sasaran dengan indikatornya (bentuk tabel 3.1). Sel kosong pada Tujuan atau Sasaran berarti "
    "sama dengan di atasnya; baris yang hanya berisi indikator adalah indikator tambahan.",
    aliases=("Tabel 3.1", "Tujuan dan Sasaran", "T-C.25"),
    levels=(L.TUJUAN, L.SASARAN),
    columns=(
        text("acuan", "NSPK dan sasaran RPJMD", "NSPK atau sasaran/tujuan/misi RPJMD yang dirujuk, satu per baris "
               "dalam sel.", "NSPK", pattern=r"nspk.*", width=34, jenis=(RENSTRA,)),
        text("tujuan", "Tujuan", "Rumusan tujuan.", pattern=r"tujuan(renstra.*)?", width=34, required=True),
        text("sasaran", "Sasaran", "Rumusan sasaran.", pattern=r"sasaran(renstra.*)?", width=34, required=True),
        text("indikator", "Indikator", "Teks indikator.", pattern=r"indikator.*", width=40, required=True),
        SATUAN,
        BASELINE,
        TARGET,
        text("nomor", "Nomor", "Nomor tujuan atau sasaran seperti pada cetakan (jarang perlu).", width=8),
        KET,
        id_column(),
    ),
)  # fmt: skip

PROGRAM = Sheet(
    key="program",
    name="Program Kegiatan",
    meaning="Program, outcome, kegiatan, sub-kegiatan dan output dengan indikator, target dan pagu (bentuk tabel 4.3). "
    "Pagu diisi pada sub-kegiatan; di atasnya dijumlah sendiri.",
    aliases=("Tabel 4.3", "Program dan Kegiatan", "Pendanaan", "T-C.27", "T-C.33", "Program Kegiatan Pendanaan"),
    levels=(L.URUSAN, L.BIDANG_URUSAN, L.PROGRAM, L.OUTCOME, L.KEGIATAN, L.SUB_KEGIATAN, L.OUTPUT),
    titles=("Rumusan Rencana Program", "Rencana Program", "Program, Kegiatan"),
    columns=(
        text("kode", "Kode", "Kode nomenklatur; boleh terbagi dalam lima sel, boleh kosong bila namanya dikenal.",
              "Kode rekening", width=20),
        text("uraian", "Bidang Urusan/Program/Outcome/Kegiatan/Subkegiatan/Output", "Nama baris.", "Uraian", "Nama",
              "Nomenklatur", pattern=r"(?!indikator).*program.*kegiatan.*", width=50, required=True),
        text("tingkat", "Tingkat", "Tingkat baris; perlu bila tidak ada kode.", "Level", width=16,
              choices=tuple(TINGKAT_PROGRAM)),
        INDIKATOR,
        SATUAN,
        BASELINE,
        TARGET,
        Column(key="pagu", heading="Pagu {tahun} (Rp)", meaning="Pagu sub-kegiatan dalam rupiah.", kind="rupiah",
               width=18, aliases=("Kebutuhan Dana/Pagu Indikatif", "Pagu Indikatif", "Kebutuhan Dana", "Pagu"),
               pattern=r"pagu|rp$|^rp|anggaran|rupiah|dana|biaya"),
        text("sumber_dana", "Sumber Dana", "Sumber dana pagu pada baris ini; sumber berikutnya di baris bawahnya.",
              "Sumber pendanaan", "Sumber anggaran", width=18),
        text("lokasi", "Lokasi", "Lokasi sub-kegiatan.", width=20),
        text("penanggung_jawab", "Penanggung Jawab", "Unit kerja penanggung jawab.", "Unit kerja", "PJ",
              pattern=r"(unit)?(kerja)?(pd|perangkatdaerah)?penanggungjawab", width=24),
        text("kelompok_sasaran", "Kelompok Sasaran", "Siapa yang menerima manfaatnya.", jenis=(RENJA,), width=24),
        text("waktu_pelaksanaan", "Waktu Pelaksanaan", "Misalnya Januari–Desember atau Triwulan II.", "Waktu",
             jenis=(RENJA,), width=18),
        text("prioritas", "Prioritas", "Tanda prioritas, dipisah titik koma.", "Prioritas nasional/daerah",
             jenis=(RENJA,), width=20),
        text("catatan", "Catatan Penting", "Catatan penting (T-C.33).", "Catatan", jenis=(RENJA,), width=24),
        text("alasan", "Alasan Perubahan", "Mengapa baris ini ditambah atau berubah.", "Alasan", perubahan=True),
        text("dasar_hukum", "Dasar Hukum Perubahan", "Dasar hukum perubahan baris ini; kosong berarti sama dengan "
             "yang di lembar Identitas.", "Dasar hukum", perubahan=True),
        text("bidang_urusan", "Bidang Urusan", "Bidang urusan program, pada T-C.33 yang lebar.", jenis=(RENJA,),
             pasted=True),
        text("tujuan", "Tujuan", "Tujuan yang dilayani program, pada T-C.27 dan T-C.33 yang lebar.", pasted=True),
        text("indikator_tujuan", "Indikator Tujuan", "Indikator tujuan itu, pada T-C.33 yang lebar.",
             "Indikator Tujuan/Sasaran", "Indikator Sasaran", pasted=True),
        text("sasaran", "Sasaran yang dilayani", "Untuk program (atau outcome): nomor urut atau rumusan sasaran, "
              "satu per baris dalam sel.", "Sasaran", width=34),
        text("outcome", "Outcome induk", "Untuk kegiatan, bila urutan baris belum cukup: nomor outcome di dalam "
              "programnya, atau - bila langsung di bawah program.", width=10),
        text("nomor", "Nomor", "Nomor baris seperti pada cetakan (jarang perlu).", width=8),
        KET,
        text("akhir", "Kondisi Kinerja pada Akhir Periode", "Dihitung portal; tidak dibaca.", pasted=True,
             computed=True, pattern=r"kondisi(kinerja)?(pada)?akhir.*", jenis=(RENSTRA,)),
        id_column(),
    ),
)  # fmt: skip

PLAFON = Sheet(
    key="plafon",
    name="Plafon",
    meaning="Plafon (batas tertinggi) menurut RPJMD atau Bappeda, pada tingkat mana pun.",
    aliases=("Pagu indikatif", "Plafon anggaran"),
    columns=(
        text("kode", "Kode", "Kode baris yang diberi plafon.", width=20),
        text("tingkat", "Tingkat", "Tingkat baris.", width=16, choices=tuple(TINGKAT_PROGRAM)[:-1]),
        text("uraian", "Uraian", "Nama baris.", "Nama", width=50, required=True),
        Column(
            key="plafon",
            heading="Plafon {tahun} (Rp)",
            meaning="Plafon dalam rupiah.",
            kind="rupiah",
            width=18,
            pattern=r"plafon|pagu|rp$|anggaran|rupiah",
        ),
        id_column(),
    ),
)

STRATEGI = Sheet(
    key="strategi",
    jenis=(RENSTRA,),
    name="Strategi",
    meaning="Strategi di bawah sasaran, dan arah kebijakannya. Sel kosong berarti sama dengan di atasnya.",
    aliases=("T-C.26", "Strategi dan Arah Kebijakan"),
    levels=(L.STRATEGI,),
    columns=(
        text("tujuan", "Tujuan", "Rumusan tujuan.", width=34),
        text("sasaran", "Sasaran", "Rumusan sasaran; - bila strategi berdiri sendiri.", width=34, required=True),
        text("strategi", "Strategi", "Rumusan strategi.", width=44, required=True),
        text("arah", "Arah Kebijakan", "Arah kebijakan di bawah strategi itu.", width=44),
        id_column(),
    ),
)

ARAH_KEBIJAKAN = Sheet(
    key="arah_kebijakan",
    jenis=(RENSTRA,),
    name="Arah Kebijakan",
    meaning="Arah kebijakan Renstra PD dan yang diacunya (bentuk tabel 3.4).",
    aliases=("Tabel 3.4",),
    levels=(L.ARAH_KEBIJAKAN,),
    columns=(
        NO,
        text("nspk", "Operasionalisasi NSPK", "NSPK yang dirujuk, satu per baris dalam sel.", "NSPK", width=34),
        text("rpjmd", "Arah Kebijakan RPJMD", "Arah kebijakan RPJMD yang dirujuk.", width=40),
        text("uraian", "Arah Kebijakan Renstra PD", "Rumusan arah kebijakan.", "Arah Kebijakan Renstra",
              "Arah Kebijakan", width=50, required=True),
        KET,
        id_column(),
    ),
)  # fmt: skip

PENAHAPAN = Sheet(
    key="penahapan",
    jenis=(RENSTRA,),
    name="Penahapan",
    meaning="Tahapan pembangunan (bentuk tabel 3.2): satu kolom untuk setiap tahap, tema di baris kedua, fokus di "
    "bawahnya. Kolom tahap boleh ditambah.",
    aliases=("Tabel 3.2", "Tahapan", "Penahapan Renstra"),
    levels=(L.TAHAP, L.FOKUS),
    columns=(
        text("misi", "Misi", "Misi RPJMD; kosong berarti sama dengan di atasnya.", width=34, required=True),
        text("tahap", "Tahap I (2026)", "Kolom tahap: nomor romawi dan tahunnya.", width=34, pattern=r"tahap.*"),
        id_column(),
    ),
)

ISU = Sheet(
    key="isu",
    jenis=(RENSTRA,),
    name="Isu Strategis",
    meaning="Potensi, permasalahan dan isu (bentuk tabel 2.8). Beberapa isu dalam satu sel ditulis satu per baris.",
    aliases=("Tabel 2.8", "Isu"),
    levels=(
        L.POTENSI,
        L.PERMASALAHAN,
        L.ISU_KLHS,
        L.ISU_GLOBAL,
        L.ISU_NASIONAL,
        L.ISU_REGIONAL,
        L.ISU_STRATEGIS,
    ),
    columns=(
        text("potensi", "Potensi daerah", "Potensi daerah yang menjadi kewenangan.", pattern=r"potensi.*"),
        text("permasalahan", "Permasalahan", "Permasalahan perangkat daerah.", pattern=r"permasalahan.*",
              required=True),
        text("isu_klhs", "Isu KLHS", "Isu KLHS yang relevan.", pattern=r"(isu)?klhs.*|isuklhs.*"),
        text("isu_global", "Isu global", "Isu lingkungan dinamis global.", "Global"),
        text("isu_nasional", "Isu nasional", "Isu lingkungan dinamis nasional.", "Nasional"),
        text("isu_regional", "Isu regional", "Isu lingkungan dinamis regional.", "Regional"),
        text("isu_strategis", "Isu strategis", "Isu strategis perangkat daerah.", pattern=r"isustrategis.*"),
        id_column(),
    ),
)  # fmt: skip

_MARK_COLUMNS = (
    NO,
    text("indikator", "Indikator", "Teks indikator.", pattern=r"(aspek.*)?indikator.*", width=50, required=True),
    SATUAN,
    BASELINE,
    TARGET,
    text("akhir", "Kondisi akhir", "Dihitung portal; tidak dibaca.", pattern=r"kondisi(kinerja)?(pada)?akhir.*",
          width=14, computed=True),
    KET,
    text("place", "Melekat pada", "Tempat indikator: kode, “Perangkat daerah”, atau rumusan tujuan/sasaran/program.",
          width=44),
    id_column(),
)  # fmt: skip
IKU = Sheet(
    key="iku",
    name="IKU",
    meaning="Indikator Kinerja Utama. Indikator yang sama dengan indikator tujuan atau sasaran hanya diberi tanda IKU.",
    aliases=("Tabel 4.5", "T-C.28", "Indikator Kinerja Utama"),
    titles=("mengacu pada tujuan dan sasaran RPJMD",),
    columns=_MARK_COLUMNS,
)
IKK = Sheet(
    key="ikk",
    name="IKK",
    meaning="Indikator Kinerja Kunci. Tanpa tempat, indikator melekat pada perangkat daerah.",
    aliases=("Tabel 4.6", "Indikator Kinerja Kunci"),
    columns=_MARK_COLUMNS,
)

PRIORITAS = Sheet(
    key="prioritas",
    jenis=(RENSTRA,),
    name="Prioritas",
    meaning="Sub-kegiatan prioritas (bentuk tabel 4.4).",
    aliases=("Tabel 4.4", "Sub-kegiatan Prioritas", "Subkegiatan Prioritas"),
    levels=(L.PRIORITAS,),
    columns=(
        NO,
        text("program", "Program Prioritas", "Kode atau nama program.", "Program", width=40, required=True),
        text("outcome", "Outcome", "Outcome program itu.", width=40),
        text("rincian", "Kegiatan/Sub Kegiatan", "“Kegiatan : …” atau “Sub kegiatan : …”, satu per baris.",
              pattern=r"(sub)?kegiatan(subkegiatan)?", width=60, required=True),
        KET,
        id_column(),
    ),
)  # fmt: skip

NOMENKLATUR = Sheet(
    key="nomenklatur",
    jenis=(RENSTRA,),
    name="Nomenklatur",
    meaning="Nomenklatur yang diacu (bentuk tabel 4.1).",
    aliases=("Tabel 4.1",),
    levels=(L.ACUAN,),
    columns=(
        text("kode", "Kode", "Kode nomenklatur; boleh terbagi dalam lima sel.", width=20, required=True),
        text("uraian", "Nomenklatur", "Nama menurut nomenklatur.", "Uraian", pattern=r"nomenklatur.*", width=60,
              required=True),
        text("kinerja", "Kinerja", "Kinerja menurut nomenklatur.", width=44),
        text("indikator", "Indikator", "Indikator menurut nomenklatur.", width=44),
        SATUAN,
        id_column(),
    ),
)  # fmt: skip

PELAYANAN = Sheet(
    key="pelayanan",
    name="Kinerja Pelayanan",
    meaning="Pencapaian kinerja pelayanan tahun-tahun lalu (bentuk tabel 2.4; pada Renja T-C.30). Baris tanpa angka "
    "adalah kelompok.",
    titles=("Kinerja Pelayanan",),
    aliases=("Tabel 2.4", "T-C.23", "Pencapaian Kinerja Pelayanan", "T-C.30"),
    levels=(L.LAYANAN,),
    columns=(
        NO,
        text("uraian", "Indikator", "Nama kelompok, atau teks indikator.", "Uraian", pattern=r"indikator.*",
              width=54, required=True),
        text("tingkat", "Tingkat", "Kelompok 1, 2, 3 atau Indikator; boleh kosong.", width=14,
              choices=("Kelompok 1", "Kelompok 2", "Kelompok 3", "Indikator")),
        SATUAN,
        text("spm", "SPM", "√ bila indikator ini SPM, NSPK atau standar nasional.", "SPM/Standar Nasional",
             "Target NSPK", pattern=r"(target)?(spm|nspk).*", width=8),
        text("ikk", "IKK", "√ bila indikator ini IKK.", "Target IKK", width=8),
        text("lainnya", "Target Indikator Lainnya", "Sama dengan target tahun terakhir; tidak dibaca.",
             pattern=r"(target)?indikatorlainnya", pasted=True, computed=True),
        TARGET,
        REALISASI,
        text("rasio", "Rasio Capaian", "Dihitung portal; tidak dibaca.", pattern=r"rasio.*", pasted=True,
             computed=True),
        Column(key="proyeksi", heading="Proyeksi {tahun}", meaning="Yang diperkirakan tercapai.", kind="nilai",
               pattern="proyeksi", jenis=(RENJA,)),
        text("catatan", "Catatan Analisis", "Catatan analisis layanan ini.", "Catatan", pattern=r"catatan.*",
             jenis=(RENJA,), width=30),
        id_column(),
    ),
)  # fmt: skip

ARAH_CHOICES = ("Naik", "Turun", "Tetap")
AKUMULASI_CHOICES = ("Nilai terakhir", "Dijumlah", "Rata-rata", "Rasio")
INDIKATOR_SHEET = Sheet(
    key="indikator",
    name="Indikator",
    meaning="Keterangan lengkap indikator yang sudah ada pada lembar lain.",
    aliases=("Definisi Operasional", "Definisi Indikator"),
    columns=(
        text("place", "Melekat pada", "Tempat indikator.", width=44),
        text("indikator", "Indikator", "Teks indikator, sama dengan pada lembar lain.", width=50, required=True),
        text("jenis", "Jenis", "Jenis indikator selain IKU dan IKK, dipisah koma.", width=16),
        text("definisi", "Definisi operasional", "Definisi operasional.", "Definisi", width=50),
        text("rumus", "Rumus", "Cara menghitung.", "Formula", width=40),
        text("pembilang", "Pembilang", "Pembilang rasio.", width=30),
        text("penyebut", "Penyebut", "Penyebut rasio.", width=30),
        text("arah", "Arah", "Naik: makin besar makin baik.", width=10, choices=ARAH_CHOICES),
        text("akumulasi", "Akumulasi", "Cara menggabungkan nilai antarwaktu.", width=16, choices=AKUMULASI_CHOICES),
        text("desimal", "Desimal", "Banyak desimal pada cetakan; kosong berarti seperti diketik.", width=9),
        text("sumber_data", "Sumber data", "Sumber data.", width=24),
        text("penanggung_jawab", "Penanggung jawab", "Penanggung jawab data.", width=24),
        text("nomor", "Nomor", "Nomor indikator seperti pada cetakan.", width=8),
        KET,
        id_column(),
    ),
)

_EVALUASI, *_LISTS = RENJA_SHEETS

#: Every sheet, in the order in which they stand in a workbook and are read.
SHEETS: tuple[Sheet, ...] = (
    PETUNJUK,
    IDENTITAS,
    RPJMD,
    TUJUAN_SASARAN,
    PROGRAM,
    PLAFON,
    STRATEGI,
    ARAH_KEBIJAKAN,
    PENAHAPAN,
    ISU,
    IKU,
    IKK,
    PRIORITAS,
    NOMENKLATUR,
    _EVALUASI,
    PELAYANAN,
    *_LISTS,
    INDIKATOR_SHEET,
)


def sheets_for(kind: PlanKind) -> tuple[Sheet, ...]:
    """The sheets of such a plan's workbook, each with the columns that it has there."""
    return tuple(sheet for one in SHEETS if (sheet := one.for_kind(kind)) is not None)
