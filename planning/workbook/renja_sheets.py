"""The sheets that only a Renja has: evaluation, the draft RKPD, proposals, companions, and what a perubahan drops."""

from __future__ import annotations

from ..levels import Level
from ..models import Simpul
from .columns import INDIKATOR, KET, NO, RENJA, SATUAN, Column, Sheet, id_column, text

L = Level

_KODE = text("kode", "Kode", "Kode nomenklatur; boleh terbagi dalam lima sel.", "Kode rekening", width=20)
_TINGKAT = text(
    "tingkat", "Tingkat", "Susunan: 1 untuk baris utama, 2 untuk rincian di bawahnya, dan seterusnya; atau Program, "
    "Kegiatan, Sub-kegiatan. Boleh kosong bila ada kode atau namanya dikenal.", width=12,
)  # fmt: skip
_WORK = text(
    "uraian", "Program/Kegiatan/Sub Kegiatan", "Nama baris.", "Uraian", "Nama",
    pattern=r"(?!indikator).*program.*kegiatan.*", width=50, required=True,
)  # fmt: skip
_LOKASI = text("lokasi", "Lokasi", "Lokasi.", width=20)
_ONE_TARGET = Column(
    key="target", heading="Target", meaning="Target tahun rencana.", kind="nilai",
    aliases=("Target Capaian", "Target Capaian Kinerja"), pattern=r"target.*",
)  # fmt: skip
_PAGU = Column(
    key="pagu", heading="Pagu (Rp)", meaning="Pagu tahun rencana dalam rupiah; kepala kolom yang memuat Rp.000 berarti "
    "ribuan rupiah. Pada baris yang berincian: jumlah rincian, atau plafon bila berbeda.", kind="rupiah", width=18,
    aliases=("Pagu", "Pagu Indikatif", "Kebutuhan Dana"), pattern=r"(pagu|kebutuhandana|anggaran).*",
)  # fmt: skip
_PLAFON = Column(
    key="plafon", heading="Plafon (Rp)", meaning="Angka tahun rencana seperti pada dokumen asalnya, bila lain dari "
    "jumlah rinciannya.", kind="rupiah", width=18,
)  # fmt: skip
_SUMBER_DANA = text(
    "sumber_dana", "Sumber Dana", "Sumber dana pagu pada baris ini; sumber berikutnya di baris bawahnya.",
    "Sumber pendanaan", "Sumber anggaran", width=18,
)  # fmt: skip
_MONEY = (_PAGU, _PLAFON, _SUMBER_DANA)


def _kaitan(heading: str, meaning: str, *aliases: str) -> Column:
    return text(
        "kaitan", heading, f"{meaning} Kode atau nama, satu per baris dalam sel; - bila tidak ada; kosong berarti "
        "dicari menurut kode atau nama.", *aliases, width=30,
    )  # fmt: skip


EVALUASI = Sheet(
    key="evaluasi",
    name="Evaluasi",
    meaning="Evaluasi Renja tahun lalu dan capaian Renstra (bentuk T-C.29). Tahun kolomnya bebas; baris dengan kode "
    "sama boleh berulang.",
    aliases=("T-C.29", "Evaluasi Renja", "Evaluasi Tahun Lalu"),
    levels=(L.EVALUASI,),
    titles=("Rekapitulasi Evaluasi", "Evaluasi Hasil Pelaksanaan"),
    jenis=(RENJA,),
    columns=(
        _KODE,
        text("nomor", "No", "Kode atau nomor seperti pada cetakan, bila bukan kode nomenklatur.", "No.", "Nomor",
             width=12),
        _TINGKAT,
        _WORK,
        INDIKATOR,
        SATUAN,
        Column(key="akhir", heading="Target Akhir Renstra {tahun}", meaning="Target pada akhir Renstra (kolom 4).",
               kind="nilai", pattern=r"^(?!.*(realisasi|tingkat|perkiraan)).*(renstra|akhir)"),
        Column(key="target", heading="Target {tahun}", meaning="Target Renja tahun itu (kolom 6 dan 9).", kind="nilai",
               pattern=r"^(?!.*(realisasi|tingkat|perkiraan|renstra|akhir)).*target"),
        Column(key="realisasi", heading="Realisasi {tahun}", meaning="Realisasi tahun itu (kolom 7); untuk tahun n-3: "
               "realisasi sampai dengan tahun itu (kolom 5).", kind="nilai",
               pattern=r"^(?!.*(tingkat|perkiraan|realisasicapaian)).*realisasi"),
        Column(key="proyeksi", heading="Perkiraan {tahun}", meaning="Perkiraan realisasi sampai dengan tahun berjalan "
               "(kolom 10); hanya dibaca bila Perkiraan capaian pada Identitas adalah “Perkiraan yang diisi”.",
               kind="nilai", pattern=r"perkiraan|realisasicapaian"),
        text("tingkat_realisasi", "Tingkat Realisasi (%)", "Dihitung portal; tidak dibaca.",
             pattern=r"tingkatrealisasi.*", pasted=True, computed=True),
        text("tingkat_capaian", "Tingkat Capaian Realisasi Target Renstra (%)", "Dihitung portal; tidak dibaca.",
             pattern=r"tingkatcapaian.*", pasted=True, computed=True),
        KET,
        id_column(),
    ),
)  # fmt: skip

RKPD = Sheet(
    key="rkpd",
    name="Rancangan Awal RKPD",
    meaning="Rancangan awal RKPD, sisi kiri T-C.31. Tabel T-C.31 boleh ditempel utuh; sisi kanannya hanya dipakai "
    "untuk memadankan.",
    aliases=("T-C.31", "RKPD", "Review RKPD", "Reviu RKPD"),
    levels=(L.RKPD,),
    titles=("Terhadap Rancangan Awal RKPD",),
    jenis=(RENJA,),
    beside=r"hasilanalisis.*",
    columns=(
        _KODE,
        NO,
        _TINGKAT,
        _WORK,
        _LOKASI,
        INDIKATOR,
        SATUAN,
        _ONE_TARGET,
        *_MONEY,
        _kaitan("Baris Renja", "Baris Renja di sampingnya.", "Padanan"),
        text("beside_uraian", "Hasil Analisis: Program/Kegiatan/Sub Kegiatan", "Sisi kanan T-C.31, untuk memadankan.",
             pasted=True),
        text("catatan", "Catatan Penting", "Catatan penting.", "Catatan", width=24),
        text("keterangan", "Keterangan", "Keterangan baris.", "Ket", "Ket.", width=24),
        id_column(),
    ),
)  # fmt: skip

USULAN = Sheet(
    key="usulan",
    name="Usulan",
    meaning="Usulan para pemangku kepentingan (bentuk T-C.32) dengan sumber, keputusan, dan baris yang menampungnya.",
    aliases=("T-C.32", "Usulan Pemangku Kepentingan"),
    levels=(L.USULAN,),
    titles=("Usulan Program dan Kegiatan", "Para Pemangku Kepentingan"),
    jenis=(RENJA,),
    columns=(
        _KODE,
        NO,
        _TINGKAT,
        _WORK,
        _LOKASI,
        INDIKATOR,
        SATUAN,
        Column(key="target", heading="Besaran/Volume", meaning="Besaran atau volume yang diusulkan.", kind="nilai",
               aliases=("Besaran", "Volume", "Target"), pattern=r"(besaran|volume|target).*"),
        *_MONEY,
        text("sumber_usulan", "Sumber Usulan", "Asal usulan.", "Sumber", width=18,
             choices=tuple(map(str, Simpul.SumberUsulan.labels))),
        text("keterangan", "Pengusul", "Siapa yang mengusulkan.", "Keterangan", "Ket", "Ket.", width=24),
        text("keputusan", "Keputusan", "Keputusan atas usulan.", width=14,
             choices=tuple(map(str, Simpul.Keputusan.labels))),
        text("alasan", "Alasan", "Alasan keputusan itu.", "Alasan keputusan", width=30),
        _kaitan("Diambil oleh", "Baris Renja yang menampung usulan ini.", "Ditampung dalam"),
        text("catatan", "Catatan", "Catatan.", "Catatan Penting", width=24),
        id_column(),
    ),
)  # fmt: skip

PENDAPATAN = Sheet(
    key="pendapatan",
    name="Pendapatan",
    meaning="Rencana pendapatan tahun rencana. Akun berada di bawah akun terakhir di atasnya yang kodenya mengawali "
    "kodenya.",
    aliases=("Rencana Pendapatan",),
    levels=(L.PENDAPATAN,),
    jenis=(RENJA,),
    columns=(
        text("nomor", "Kode", "Kode akun.", "Kode akun", "Kode rekening", width=18),
        _TINGKAT,
        text("uraian", "Uraian Akun", "Nama akun.", "Uraian", width=50, required=True),
        Column(key="pagu", heading="Target (Rp)", meaning="Target pendapatan dalam rupiah; kepala kolom yang memuat "
               "Rp.000 berarti ribuan rupiah. Pada akun yang berincian: jumlah rincian, atau plafon bila berbeda.",
               kind="rupiah", width=18, aliases=("Target",), pattern=r"(target|pagu|anggaran).*"),
        _PLAFON,
        _SUMBER_DANA,
        KET,
        id_column(),
    ),
)  # fmt: skip


def _programs(key: str, name: str, meaning: str, level: Level) -> Sheet:
    return Sheet(
        key=key,
        name=name,
        meaning=f"{meaning} Fokus kegiatan berada di bawah program terakhir di atasnya.",
        levels=(level,),
        jenis=(RENJA,),
        columns=(
            _KODE,
            NO,
            text("uraian", "Program", "Nama program.", "Uraian", width=44, required=True),
            text("fokus", "Rencana Indikasi/Fokus Kegiatan", "Rencana atau fokus kegiatan di bawah program itu.",
                 "Fokus Kegiatan", "Rencana Kegiatan", pattern=r".*fokus.*", width=44),
            _TINGKAT,
            *_MONEY,
            KET,
            id_column(),
        ),
    )  # fmt: skip


UNGGULAN = _programs("unggulan", "Program Unggulan", "Program unggulan tahun rencana.", L.UNGGULAN)
MENDESAK = _programs("mendesak", "Program Mendesak", "Program mendesak tahun rencana.", L.MENDESAK)

USULAN_LUAR = Sheet(
    key="usulan_luar",
    name="Usulan APBN-Provinsi",
    meaning="Usulan kegiatan ke APBN atau APBD provinsi.",
    aliases=("Usulan APBN", "Usulan Provinsi", "Usulan APBN/APBD Provinsi"),
    titles=("Usulan Kegiatan APBN", "Usulan Kegiatan ke APBN", "Usulan APBD Provinsi"),
    levels=(L.USULAN_LUAR,),
    jenis=(RENJA,),
    columns=(
        NO,
        text("uraian", "Uraian", "Yang diusulkan.", "Kegiatan", pattern=r"(?!indikator).*program.*kegiatan.*",
             width=50, required=True),
        INDIKATOR,
        SATUAN,
        _ONE_TARGET,
        *_MONEY,
        text("penanggung_jawab", "Instansi Penanggung Jawab", "Instansi yang diharapkan melaksanakan.", "Instansi",
             pattern=r"instansi.*", width=24),
        text("keterangan", "Keterangan", "Keterangan baris.", "Ket", "Ket.", width=24),
        id_column(),
    ),
)  # fmt: skip

PENGHENTIAN = Sheet(
    key="penghentian",
    name="Baris Dihentikan",
    meaning="Alasan baris versi sebelumnya yang tidak dilanjutkan dalam perubahan ini.",
    aliases=("Penghentian",),
    levels=(L.PENGHENTIAN,),
    jenis=(RENJA,),
    perubahan=True,
    columns=(
        text("nomor", "Kode", "Kode baris yang dihentikan.", "No", "Nomor", width=20),
        text("uraian", "Uraian", "Nama baris yang dihentikan, seperti pada versi sebelumnya.", "Nama", width=50,
             required=True),
        text("alasan", "Alasan Perubahan", "Mengapa dihentikan.", "Alasan", width=40),
        text("dasar_hukum", "Dasar Hukum Perubahan", "Dasar hukumnya; kosong berarti sama dengan yang di lembar "
             "Identitas.", "Dasar hukum", width=40),
        id_column(),
    ),
)  # fmt: skip

#: In the order in which they stand in the workbook; the evaluation stands before the service performance.
RENJA_SHEETS = (EVALUASI, RKPD, USULAN, PENDAPATAN, UNGGULAN, MENDESAK, USULAN_LUAR, PENGHENTIAN)
#: The lists whose rows nest in rows of their own level, by key.
NESTED = {one.key: one.levels[0] for one in (EVALUASI, RKPD, USULAN, PENDAPATAN, UNGGULAN, MENDESAK, USULAN_LUAR)}
