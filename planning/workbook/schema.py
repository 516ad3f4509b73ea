"""The sheets and columns of a plan's workbook: one declaration for reader, writer, blank template and documentation.

Headings may hold `{tahun}` (one column for each year) and `{dasar}` (the year of the baseline).
"""

from __future__ import annotations

from dataclasses import dataclass

from ..levels import Level

L = Level

#: The one column that every sheet of rows ends with: which stored row and indicator a row of the sheet is.
ID_HEADING = "ID baris"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column (or, with `{tahun}` in its heading, one column for each year).

    `aliases` are other headings it is recognised by; `pattern` is a regular expression over a heading written small
    and without blanks or marks. `kind` says what the cells hold: teks, nilai (five kinds of value) or rupiah.
    """

    key: str
    heading: str
    meaning: str
    aliases: tuple[str, ...] = ()
    pattern: str = ""
    required: bool = False
    kind: str = "teks"
    width: int = 14
    choices: tuple[str, ...] = ()

    @property
    def yearly(self) -> bool:
        """Whether there is one such column for each year."""
        return "{tahun}" in self.heading


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `levels` are the levels of simpul whose rows it lists in full: a row it lacks is missing."""

    key: str
    name: str
    meaning: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()

    def column(self, key: str) -> Column:
        """The column with the key. Raises `KeyError`."""
        for one in self.columns:
            if one.key == key:
                return one
        raise KeyError(key)


def _id() -> Column:
    return Column(
        key="id", heading=ID_HEADING, meaning="Tanda pengenal baris. Jangan diubah; kosongkan untuk baris baru."
    )


def _text(key: str, heading: str, meaning: str, *aliases: str, width: int = 30, **more: object) -> Column:
    return Column(key=key, heading=heading, meaning=meaning, aliases=aliases, width=width, **more)  # type: ignore[arg-type]


_INDIKATOR = _text(
    "indikator", "Indikator", "Teks indikator.", "Indikator kinerja", "Indikator outcome/output", width=40,
    pattern=r"indikator(kinerja|outcome|output|sasaran|tujuan)*.*",
)  # fmt: skip
_SATUAN = _text("satuan", "Satuan", "Satuan indikator, misalnya Persen, Orang, Dokumen.", "Unit", width=14)
_BASELINE = Column(
    key="baseline", heading="Baseline {dasar}", meaning="Nilai pada tahun dasar.", kind="nilai",
    aliases=("Baseline", "Kondisi awal", "Data capaian awal", "Kondisi kinerja awal"),
    pattern=r"(baseline|kondisi(kinerja)?(pada)?awal|datacapaian).*",
)  # fmt: skip
_TARGET = Column(
    key="target", heading="Target {tahun}", meaning="Target tahun itu: angka, huruf nilai seperti BB, - (tidak "
    "direncanakan), 0 (nihil) atau kosong (belum diisi).", kind="nilai",
)  # fmt: skip
_KET = _text("keterangan", "Keterangan", "Keterangan baris.", "Ket", "Ket.", "Catatan", width=24)
_NO = _text("nomor", "No", "Nomor urut seperti pada cetakan.", "No.", "Nomor", width=7)

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
        _text("slug", "Rencana", "Nama rencana di portal. Jangan diubah."),
        _text("nama_daerah", "Nama daerah", "Lengkap, misalnya Kota Contoh.", "Daerah"),
        _text("nama_perangkat_daerah", "Nama perangkat daerah", "Nama lengkap dinas.", "Perangkat daerah", "OPD"),
        _text("nama_singkat", "Nama singkat", "Nama pendek dinas, misalnya Disnaker."),
        _text("jenis", "Jenis dokumen", "Renstra atau Renja.", "Jenis", choices=("Renstra", "Renja")),
        _text("tahun_awal", "Tahun awal", "Tahun pertama rencana."),
        _text("tahun_akhir", "Tahun akhir", "Tahun terakhir rencana."),
        _text("tahun_tabel", "Tahun pada tabel", "Tahun yang dicetak sebagai kolom, misalnya 2025-2030."),
        _text("tahun_dasar", "Tahun dasar", "Tahun baseline.", "Tahun baseline"),
        _text("edisi", "Edisi nomenklatur", "Kode edisi nomenklatur di portal.", "Edisi"),
        _text("judul", "Judul", "Judul dokumen."),
        _text("sumber", "Sumber", "Sumber yang dicetak di bawah tabel."),
        _text("kertas", "Kertas", "Ukuran kertas cetakan.", choices=("A4", "F4", "A3")),
        _text("cetak_pagu", "Pagu yang dicetak", "Jumlah rincian, atau plafon bila ada.",
              choices=("Jumlah rincian", "Plafon (bila ada)")),
        _text("tempat", "Tempat", "Tempat penandatanganan."),
        _text("tanggal", "Tanggal", "Tanggal dokumen, misalnya 17-08-2025."),
        _text("penandatangan_jabatan", "Penandatangan: jabatan", "Jabatan penandatangan.", "Jabatan penandatangan"),
        _text("penandatangan_nama", "Penandatangan: nama", "Nama penandatangan.", "Nama penandatangan"),
        _text("penandatangan_pangkat", "Penandatangan: pangkat", "Pangkat/golongan.", "Pangkat penandatangan"),
        _text("penandatangan_nip", "Penandatangan: NIP", "NIP sebagai teks, 18 angka.", "NIP penandatangan", "NIP"),
    ),
)  # fmt: skip

RPJMD = Sheet(
    key="rpjmd",
    name="RPJMD",
    meaning="Visi, misi, tujuan, sasaran, strategi dan arah kebijakan RPJMD serta NSPK yang dirujuk. Urutan baris "
    "menentukan susunannya: sasaran berada di bawah tujuan terakhir di atasnya.",
    aliases=("RPJMD dan NSPK", "Acuan RPJMD"),
    levels=tuple(JENIS_RPJMD.values()),
    columns=(
        _text("jenis", "Jenis", "Jenis baris.", "Tingkat", width=16, required=True, choices=tuple(JENIS_RPJMD)),
        _text("nomor", "Nomor", "Nomor seperti pada RPJMD, misalnya 2.1.1.", "No", "No.", width=12),
        _text("uraian", "Uraian", "Isi baris.", "Rumusan", width=70, required=True),
        _KET,
        _text("induk", "Induk", "Isi - bila baris ini berdiri sendiri (tidak di bawah baris di atasnya).", width=8),
        _id(),
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
        _text("acuan", "NSPK dan sasaran RPJMD", "NSPK atau sasaran/tujuan/misi RPJMD yang dirujuk, satu per baris "
              "dalam sel.", "NSPK", pattern=r"nspk.*", width=34),
        _text("tujuan", "Tujuan", "Rumusan tujuan.", pattern=r"tujuan(renstra.*)?", width=34, required=True),
        _text("sasaran", "Sasaran", "Rumusan sasaran.", pattern=r"sasaran(renstra.*)?", width=34, required=True),
        _text("indikator", "Indikator", "Teks indikator.", pattern=r"indikator.*", width=40, required=True),
        _SATUAN,
        _BASELINE,
        _TARGET,
        _KET,
        _id(),
    ),
)  # fmt: skip

PROGRAM = Sheet(
    key="program",
    name="Program Kegiatan",
    meaning="Program, outcome, kegiatan, sub-kegiatan dan output dengan indikator, target dan pagu (bentuk tabel 4.3). "
    "Pagu diisi pada sub-kegiatan; di atasnya dijumlah sendiri.",
    aliases=("Tabel 4.3", "Program dan Kegiatan", "Pendanaan", "T-C.27", "T-C.33", "Program Kegiatan Pendanaan"),
    levels=(L.URUSAN, L.BIDANG_URUSAN, L.PROGRAM, L.OUTCOME, L.KEGIATAN, L.SUB_KEGIATAN, L.OUTPUT),
    columns=(
        _text("kode", "Kode", "Kode nomenklatur; boleh terbagi dalam lima sel, boleh kosong bila namanya dikenal.",
              "Kode rekening", width=20),
        _text("uraian", "Bidang Urusan/Program/Outcome/Kegiatan/Subkegiatan/Output", "Nama baris.", "Uraian", "Nama",
              "Nomenklatur", pattern=r".*program.*kegiatan.*", width=50, required=True),
        _text("tingkat", "Tingkat", "Tingkat baris; perlu bila tidak ada kode.", "Level", width=16,
              choices=tuple(TINGKAT_PROGRAM)),
        _INDIKATOR,
        _SATUAN,
        _BASELINE,
        _TARGET,
        Column(key="pagu", heading="Pagu {tahun} (Rp)", meaning="Pagu sub-kegiatan dalam rupiah.", kind="rupiah",
               width=18),
        _text("sumber_dana", "Sumber Dana", "Sumber dana pagu pada baris ini; sumber berikutnya di baris bawahnya.",
              "Sumber pendanaan", "Sumber anggaran", width=18),
        _text("lokasi", "Lokasi", "Lokasi sub-kegiatan.", width=20),
        _text("penanggung_jawab", "Penanggung Jawab", "Unit kerja penanggung jawab.", "Unit kerja", "PJ",
              pattern=r"(unit)?(kerja)?(pd|perangkatdaerah)?penanggungjawab", width=24),
        _text("sasaran", "Sasaran yang dilayani", "Untuk program (atau outcome): nomor urut atau rumusan sasaran, "
              "satu per baris dalam sel.", "Sasaran", width=34),
        _text("outcome", "Outcome induk", "Untuk kegiatan, bila urutan baris belum cukup: nomor outcome di dalam "
              "programnya, atau - bila langsung di bawah program.", width=10),
        _text("nomor", "Nomor", "Nomor baris seperti pada cetakan (jarang perlu).", width=8),
        _KET,
        _id(),
    ),
)  # fmt: skip

PLAFON = Sheet(
    key="plafon",
    name="Plafon",
    meaning="Plafon (batas tertinggi) menurut RPJMD atau Bappeda, pada tingkat mana pun.",
    aliases=("Pagu indikatif", "Plafon anggaran"),
    columns=(
        _text("kode", "Kode", "Kode baris yang diberi plafon.", width=20),
        _text("tingkat", "Tingkat", "Tingkat baris.", width=16, choices=tuple(TINGKAT_PROGRAM)[:-1]),
        _text("uraian", "Uraian", "Nama baris.", "Nama", width=50, required=True),
        Column(key="plafon", heading="Plafon {tahun} (Rp)", meaning="Plafon dalam rupiah.", kind="rupiah", width=18),
        _id(),
    ),
)

STRATEGI = Sheet(
    key="strategi",
    name="Strategi",
    meaning="Strategi di bawah sasaran, dan arah kebijakannya. Sel kosong berarti sama dengan di atasnya.",
    aliases=("T-C.26", "Strategi dan Arah Kebijakan"),
    levels=(L.STRATEGI,),
    columns=(
        _text("tujuan", "Tujuan", "Rumusan tujuan.", width=34),
        _text("sasaran", "Sasaran", "Rumusan sasaran; - bila strategi berdiri sendiri.", width=34, required=True),
        _text("strategi", "Strategi", "Rumusan strategi.", width=44, required=True),
        _text("arah", "Arah Kebijakan", "Arah kebijakan di bawah strategi itu.", width=44),
        _id(),
    ),
)

ARAH_KEBIJAKAN = Sheet(
    key="arah_kebijakan",
    name="Arah Kebijakan",
    meaning="Arah kebijakan Renstra PD dan yang diacunya (bentuk tabel 3.4).",
    aliases=("Tabel 3.4",),
    levels=(L.ARAH_KEBIJAKAN,),
    columns=(
        _NO,
        _text("nspk", "Operasionalisasi NSPK", "NSPK yang dirujuk, satu per baris dalam sel.", "NSPK", width=34),
        _text("rpjmd", "Arah Kebijakan RPJMD", "Arah kebijakan RPJMD yang dirujuk.", width=40),
        _text("uraian", "Arah Kebijakan Renstra PD", "Rumusan arah kebijakan.", "Arah Kebijakan Renstra",
              "Arah Kebijakan", width=50, required=True),
        _KET,
        _id(),
    ),
)  # fmt: skip

PENAHAPAN = Sheet(
    key="penahapan",
    name="Penahapan",
    meaning="Tahapan pembangunan (bentuk tabel 3.2): satu kolom untuk setiap tahap, tema di baris kedua, fokus di "
    "bawahnya. Kolom tahap boleh ditambah.",
    aliases=("Tabel 3.2", "Tahapan", "Penahapan Renstra"),
    levels=(L.TAHAP, L.FOKUS),
    columns=(
        _text("misi", "Misi", "Misi RPJMD; kosong berarti sama dengan di atasnya.", width=34, required=True),
        _text("tahap", "Tahap I (2026)", "Kolom tahap: nomor romawi dan tahunnya.", width=34, pattern=r"tahap.*"),
        _id(),
    ),
)

ISU = Sheet(
    key="isu",
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
        _text("potensi", "Potensi daerah", "Potensi daerah yang menjadi kewenangan.", pattern=r"potensi.*"),
        _text("permasalahan", "Permasalahan", "Permasalahan perangkat daerah.", pattern=r"permasalahan.*",
              required=True),
        _text("isu_klhs", "Isu KLHS", "Isu KLHS yang relevan.", pattern=r"(isu)?klhs.*|isuklhs.*"),
        _text("isu_global", "Isu global", "Isu lingkungan dinamis global.", "Global"),
        _text("isu_nasional", "Isu nasional", "Isu lingkungan dinamis nasional.", "Nasional"),
        _text("isu_regional", "Isu regional", "Isu lingkungan dinamis regional.", "Regional"),
        _text("isu_strategis", "Isu strategis", "Isu strategis perangkat daerah.", pattern=r"isustrategis.*"),
        _id(),
    ),
)  # fmt: skip

_MARK_COLUMNS = (
    _NO,
    _text("indikator", "Indikator", "Teks indikator.", pattern=r"(aspek.*)?indikator.*", width=50, required=True),
    _SATUAN,
    _BASELINE,
    _TARGET,
    _text("akhir", "Kondisi akhir", "Dihitung portal; tidak dibaca.", pattern=r"kondisi(kinerja)?(pada)?akhir.*",
          width=14),
    _KET,
    _text("place", "Melekat pada", "Tempat indikator: kode, “Perangkat daerah”, atau rumusan tujuan/sasaran/program.",
          width=44),
    _id(),
)  # fmt: skip
IKU = Sheet(
    key="iku",
    name="IKU",
    meaning="Indikator Kinerja Utama. Indikator yang sama dengan indikator tujuan atau sasaran hanya diberi tanda IKU.",
    aliases=("Tabel 4.5", "Indikator Kinerja Utama"),
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
    name="Prioritas",
    meaning="Sub-kegiatan prioritas (bentuk tabel 4.4).",
    aliases=("Tabel 4.4", "Sub-kegiatan Prioritas", "Subkegiatan Prioritas"),
    levels=(L.PRIORITAS,),
    columns=(
        _NO,
        _text("program", "Program Prioritas", "Kode atau nama program.", "Program", width=40, required=True),
        _text("outcome", "Outcome", "Outcome program itu.", width=40),
        _text("rincian", "Kegiatan/Sub Kegiatan", "“Kegiatan : …” atau “Sub kegiatan : …”, satu per baris.",
              pattern=r"(sub)?kegiatan(subkegiatan)?", width=60, required=True),
        _KET,
        _id(),
    ),
)  # fmt: skip

NOMENKLATUR = Sheet(
    key="nomenklatur",
    name="Nomenklatur",
    meaning="Nomenklatur yang diacu (bentuk tabel 4.1).",
    aliases=("Tabel 4.1",),
    levels=(L.ACUAN,),
    columns=(
        _text("kode", "Kode", "Kode nomenklatur; boleh terbagi dalam lima sel.", width=20, required=True),
        _text("uraian", "Nomenklatur", "Nama menurut nomenklatur.", "Uraian", pattern=r"nomenklatur.*", width=60,
              required=True),
        _text("kinerja", "Kinerja", "Kinerja menurut nomenklatur.", width=44),
        _text("indikator", "Indikator", "Indikator menurut nomenklatur.", width=44),
        _SATUAN,
        _id(),
    ),
)  # fmt: skip

PELAYANAN = Sheet(
    key="pelayanan",
    name="Kinerja Pelayanan",
    meaning="Pencapaian kinerja pelayanan tahun-tahun lalu (bentuk tabel 2.4). Baris tanpa angka adalah kelompok.",
    aliases=("Tabel 2.4", "T-C.23", "Pencapaian Kinerja Pelayanan"),
    levels=(L.LAYANAN,),
    columns=(
        _NO,
        _text("uraian", "Indikator", "Nama kelompok, atau teks indikator.", "Uraian", pattern=r"indikator.*",
              width=54, required=True),
        _text("tingkat", "Tingkat", "Kelompok 1, 2, 3 atau Indikator; boleh kosong.", width=14,
              choices=("Kelompok 1", "Kelompok 2", "Kelompok 3", "Indikator")),
        _SATUAN,
        _TARGET,
        Column(key="realisasi", heading="Realisasi {tahun}", meaning="Realisasi tahun itu.", kind="nilai"),
        _id(),
    ),
)  # fmt: skip

ARAH_CHOICES = ("Naik", "Turun", "Tetap")
AKUMULASI_CHOICES = ("Nilai terakhir", "Dijumlah", "Rata-rata", "Rasio")
INDIKATOR = Sheet(
    key="indikator",
    name="Indikator",
    meaning="Keterangan lengkap indikator yang sudah ada pada lembar lain.",
    aliases=("Definisi Operasional", "Definisi Indikator"),
    columns=(
        _text("place", "Melekat pada", "Tempat indikator.", width=44),
        _text("indikator", "Indikator", "Teks indikator, sama dengan pada lembar lain.", width=50, required=True),
        _text("jenis", "Jenis", "Jenis indikator selain IKU dan IKK, dipisah koma.", width=16),
        _text("definisi", "Definisi operasional", "Definisi operasional.", "Definisi", width=50),
        _text("rumus", "Rumus", "Cara menghitung.", "Formula", width=40),
        _text("pembilang", "Pembilang", "Pembilang rasio.", width=30),
        _text("penyebut", "Penyebut", "Penyebut rasio.", width=30),
        _text("arah", "Arah", "Naik: makin besar makin baik.", width=10, choices=ARAH_CHOICES),
        _text("akumulasi", "Akumulasi", "Cara menggabungkan nilai antarwaktu.", width=16, choices=AKUMULASI_CHOICES),
        _text("desimal", "Desimal", "Banyak desimal pada cetakan; kosong berarti seperti diketik.", width=9),
        _text("sumber_data", "Sumber data", "Sumber data.", width=24),
        _text("penanggung_jawab", "Penanggung jawab", "Penanggung jawab data.", width=24),
        _text("nomor", "Nomor", "Nomor indikator seperti pada cetakan.", width=8),
        _KET,
        _id(),
    ),
)

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
    PELAYANAN,
    INDIKATOR,
)
