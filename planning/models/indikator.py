"""Indicators of a simpul and their values per role and year."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from renstra_portal.lib.values import Jenis as JenisNilai

from .simpul import Simpul

#: The quarters of a year, as cells of realisation name them.
TRIWULAN = (1, 2, 3, 4)


class JenisIndikator(models.TextChoices):
    """What an indicator is used as; an indicator may be several at once."""

    TUJUAN = "tujuan", "Indikator tujuan"
    SASARAN = "sasaran", "Indikator sasaran"
    OUTCOME = "outcome", "Indikator outcome"
    OUTPUT = "output", "Indikator output"
    LAYANAN = "layanan", "Indikator kinerja pelayanan"
    IKU = "iku", "Indikator Kinerja Utama (IKU)"
    IKK = "ikk", "Indikator Kinerja Kunci (IKK)"
    SPM = "spm", "Standar Pelayanan Minimal (SPM)"
    LAINNYA = "lainnya", "Indikator lainnya"


class Indikator(models.Model):
    """An indicator of a simpul. Direction and accumulation follow domain rules for capaian (Permendagri 86/2017)."""

    class Arah(models.TextChoices):
        NAIK = "naik", "Naik (makin besar makin baik)"
        TURUN = "turun", "Turun (makin kecil makin baik)"
        TETAP = "tetap", "Tetap"

    class Akumulasi(models.TextChoices):
        TERAKHIR = "terakhir", "Nilai terakhir"
        JUMLAH = "jumlah", "Dijumlah"
        RATA_RATA = "rata_rata", "Rata-rata"
        RASIO = "rasio", "Rasio pembilang/penyebut"

    simpul = models.ForeignKey(Simpul, on_delete=models.CASCADE, related_name="indikator")
    urutan = models.PositiveIntegerField()
    nomor = models.CharField(max_length=30, blank=True)
    teks = models.TextField()
    satuan = models.CharField(max_length=120, blank=True)
    jenis = models.JSONField(default=list, help_text="Daftar jenis indikator.")
    arah = models.CharField(max_length=6, choices=Arah, default=Arah.NAIK)
    akumulasi = models.CharField(max_length=10, choices=Akumulasi, default=Akumulasi.TERAKHIR)
    desimal = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Desimal pada cetakan; kosong berarti seperti diketik."
    )
    desimal_capaian = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Desimal capaian pada cetakan; kosong berarti seperti pengaturan rencana."
    )
    definisi = models.TextField("definisi operasional", blank=True)
    rumus = models.TextField(blank=True)
    pembilang = models.TextField(blank=True)
    penyebut = models.TextField(blank=True)
    # The rows of labour data (their `nomor`) that a ratio is counted from.
    data_pembilang = models.CharField("data pembilang", max_length=30, blank=True)
    data_penyebut = models.CharField("data penyebut", max_length=30, blank=True)
    sumber_data = models.TextField(blank=True)
    penanggung_jawab = models.CharField(max_length=200, blank=True)
    keterangan = models.TextField(blank=True)
    # As for the simpul: the indicator of another version that this one was taken from or revises.
    asal = models.ForeignKey(
        "self", on_delete=models.DO_NOTHING, db_constraint=False, null=True, blank=True, related_name="turunan"
    )

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        ordering = ["simpul_id", "urutan", "pk"]
        constraints = [
            models.CheckConstraint(
                name="indikator_arah_known",
                condition=Q(arah__in=["naik", "turun", "tetap"]),
                violation_error_message="Arah indikator harus naik, turun atau tetap.",
            ),
            models.CheckConstraint(
                name="indikator_akumulasi_known",
                condition=Q(akumulasi__in=["terakhir", "jumlah", "rata_rata", "rasio"]),
                violation_error_message="Cara akumulasi indikator tidak dikenal.",
            ),
        ]

    def __str__(self) -> str:
        return self.teks


class NilaiBase(models.Model):
    """A stored `lib.values.Nilai`. A cell that is not filled in has no row at all."""

    STORED = tuple(kind.value for kind in JenisNilai if kind is not JenisNilai.KOSONG)

    jenis = models.CharField(max_length=20, choices=[(value, value) for value in STORED])
    tahun = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


def kind_fits_content(name: str) -> models.CheckConstraint:
    """The rule of a value with `angka` and `teks`: it holds what its kind says, and nothing else."""
    return models.CheckConstraint(
        name=name,
        condition=(
            Q(jenis__in=["angka", "nihil"], angka__isnull=False, teks="")
            | (Q(jenis="teks", angka__isnull=True) & ~Q(teks=""))
            | Q(jenis="tidak_direncanakan", angka__isnull=True, teks="")
        ),
        violation_error_message="Isi nilai tidak sesuai dengan jenisnya.",
    )


class NilaiIndikator(NilaiBase):
    """One value of an indicator for one year.

    `proyeksi` is what is expected for a year, `akhir` the target at the end of a Renstra that ends in that year, as a
    Renja holds it for its evaluation (T-C.29 column 4). `target_n` and `realisasi_n` are those of triwulan n,
    `standar_…` what a province or the nation reached or demands.
    """

    class Peran(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        TARGET = "target", "Target"
        REALISASI = "realisasi", "Realisasi"
        PROYEKSI = "proyeksi", "Proyeksi"
        AKHIR = "akhir", "Target akhir Renstra"
        TARGET_1 = "target_1", "Target triwulan I"
        TARGET_2 = "target_2", "Target triwulan II"
        TARGET_3 = "target_3", "Target triwulan III"
        TARGET_4 = "target_4", "Target triwulan IV"
        REALISASI_1 = "realisasi_1", "Realisasi triwulan I"
        REALISASI_2 = "realisasi_2", "Realisasi triwulan II"
        REALISASI_3 = "realisasi_3", "Realisasi triwulan III"
        REALISASI_4 = "realisasi_4", "Realisasi triwulan IV"
        STANDAR_PROVINSI = "standar_provinsi", "Standar provinsi"
        STANDAR_NASIONAL = "standar_nasional", "Standar nasional"

    indikator = models.ForeignKey(Indikator, on_delete=models.CASCADE, related_name="nilai")
    peran = models.CharField(max_length=20, choices=Peran)
    angka = models.DecimalField(max_digits=24, decimal_places=6, null=True, blank=True)
    desimal = models.PositiveSmallIntegerField(default=0, help_text="Banyaknya desimal saat diketik.")
    teks = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = "nilai indikator"
        verbose_name_plural = "nilai indikator"
        ordering = ["indikator_id", "peran", "tahun"]
        constraints = [
            models.UniqueConstraint(
                fields=["indikator", "peran", "tahun"],
                name="nilai_once_per_role_and_year",
                violation_error_message="Nilai untuk peran dan tahun ini sudah ada.",
            ),
            models.CheckConstraint(
                name="nilai_peran_known",
                condition=Q(
                    peran__in=[
                        *("baseline", "target", "realisasi", "proyeksi", "akhir"),
                        *(f"{what}_{n}" for what in ("target", "realisasi") for n in TRIWULAN),
                        *("standar_provinsi", "standar_nasional"),
                    ]
                ),
                violation_error_message="Peran nilai tidak dikenal.",
            ),
            kind_fits_content("nilai_kind_fits_content"),
        ]

    def __str__(self) -> str:
        return f"{self.peran} {self.tahun}"
