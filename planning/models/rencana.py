"""A plan version (Renstra or Renja, murni or perubahan) and the settings it is printed with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from .nomenklatur import EdisiNomenklatur
from .organisasi import PerangkatDaerah

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .user import User


class RencanaQuerySet(models.QuerySet["Rencana"]):
    """Plan versions, narrowed to what a person may see or write."""

    def visible_to(self, user: User | AnonymousUser) -> RencanaQuerySet:
        """Plans the user may read: own perangkat daerah, or every one of the daerah for reviewer and pembaca."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(
            Q(perangkat_daerah__keanggotaan__user=user) | Q(perangkat_daerah__daerah__keanggotaan__user=user)
        ).distinct()

    def editable_by(self, user: User | AnonymousUser) -> RencanaQuerySet:
        """Plans the user may write to now: role perencana in the perangkat daerah, version still open."""
        if not user.is_authenticated:
            return self.none()
        open_ones = self.filter(status__in=Rencana.Status.open_values())
        if user.is_superuser:
            return open_ones
        return open_ones.filter(
            perangkat_daerah__keanggotaan__user=user, perangkat_daerah__keanggotaan__peran="perencana"
        ).distinct()

    def in_scope_of(self, user: User) -> RencanaQuerySet:
        """Plans the user may read, each with `dapat_diubah`: whether the user may write to it now.

        Unlike `visible_to` the query can lock its rows, so that a right is checked and kept in one look.
        """
        this = {"pk": OuterRef("pk")}
        return self.filter(Exists(Rencana.objects.visible_to(user).filter(**this))).annotate(
            dapat_diubah=Exists(Rencana.objects.editable_by(user).filter(**this))
        )


class Rencana(models.Model):
    """One version of one plan of one perangkat daerah.

    Years: `tahun_awal`–`tahun_akhir` is the plan's period; `tahun_tabel` lists every year printed as a column
    (a Renstra 2025–2029 prints 2025…2030); `tahun_dasar` is the year of the baseline. The names of daerah and
    perangkat daerah are copied in, so that a version prints the same after an office is renamed.
    """

    class Jenis(models.TextChoices):
        RENSTRA = "renstra", "Renstra"
        RENJA = "renja", "Renja"
        # The year as it is carried out: budget, realisation per triwulan, perjanjian kinerja, LKIP.
        KINERJA = "kinerja", "Kinerja"

    class Status(models.TextChoices):
        KONSEP = "konsep", "Konsep"
        DIAJUKAN = "diajukan", "Diajukan"
        DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
        DIVERIFIKASI = "diverifikasi", "Diverifikasi"
        DITETAPKAN = "ditetapkan", "Ditetapkan"

        @classmethod
        def open_values(cls) -> tuple[str, ...]:
            """The states in which the office may still write."""
            return (cls.KONSEP.value, cls.DIKEMBALIKAN.value)

    class CetakPagu(models.TextChoices):
        JUMLAH = "jumlah", "Jumlah rincian"
        PLAFON = "plafon", "Plafon (bila ada)"

    class PerkiraanCapaian(models.TextChoices):
        """What T-C.29 prints as "realisasi capaian s/d tahun berjalan" (column 10)."""

        TARGET = "target", "Sama dengan target tahun berjalan (10 = 9)"
        JUMLAH = "jumlah", "Realisasi dan target dijumlah (10 = 5 + 7 + 9)"
        PERKIRAAN = "perkiraan", "Perkiraan yang diisi"

    class BentukRumusan(models.TextChoices):
        """The layout of T-C.33."""

        RINGKAS = "ringkas", "Sepuluh kolom"
        LEBAR = "lebar", "Lebar, dengan tujuan, sasaran, satuan dan penanggung jawab"

    class SatuanUang(models.TextChoices):
        """The unit in which T-C.31 prints money."""

        RUPIAH = "rupiah", "Rupiah"
        RIBUAN = "ribuan", "Ribuan rupiah (Rp.000)"

    class RumusTurun(models.TextChoices):
        """How the level of achievement of an indicator is counted of which less is better."""

        A = "A", "Target / realisasi"
        B = "B", "(2 × target − realisasi) / target"
        C = "C", "(target − realisasi) / target"

    class MetodeEfisiensi(models.TextChoices):
        """How the efficiency of a sasaran is counted (point f of the LKIP)."""

        SELISIH = "selisih", "Capaian dikurangi serapan (poin persen)"
        SISA = "sisa", "Sisa anggaran terhadap pagu"
        INDEKS = "indeks", "Indeks: capaian dibagi serapan"
        PMK = "pmk", "Menurut PMK 249/2011"

    class DasarEfisiensi(models.TextChoices):
        """Which figures the efficiency is counted from."""

        PENUH = "penuh", "Angka penuh, dibulatkan sekali"
        TERCETAK = "tercetak", "Angka seperti tercetak"

    class Kertas(models.TextChoices):
        A4 = "A4", "A4"
        F4 = "F4", "F4"
        A3 = "A3", "A3"

    perangkat_daerah = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="rencana")
    jenis = models.CharField(max_length=8, choices=Jenis)
    tahun_awal = models.PositiveSmallIntegerField("tahun awal")
    tahun_akhir = models.PositiveSmallIntegerField("tahun akhir")
    tahun_tabel = models.JSONField("tahun yang dicetak", default=list)
    tahun_dasar = models.PositiveSmallIntegerField("tahun dasar (baseline)")
    perubahan_ke = models.PositiveSmallIntegerField("perubahan ke-", default=0)
    edisi = models.ForeignKey(EdisiNomenklatur, on_delete=models.PROTECT, related_name="rencana")
    status = models.CharField(max_length=14, choices=Status, default=Status.KONSEP)
    slug = models.CharField(max_length=160, unique=True)
    revisi = models.PositiveIntegerField(default=0, help_text="Naik satu pada setiap perubahan data.")
    diubah = models.DateTimeField(auto_now=True)

    # The version this one was made from: the Renstra of a Renja, or the version that a perubahan revises.
    asal = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="turunan")

    judul = models.CharField(max_length=250)
    nama_daerah = models.CharField(max_length=120)
    nama_perangkat_daerah = models.CharField(max_length=200)
    sumber = models.CharField("sumber tabel", max_length=250, blank=True)
    kertas = models.CharField(max_length=2, choices=Kertas, default=Kertas.F4)
    cetak_pagu = models.CharField(max_length=6, choices=CetakPagu, default=CetakPagu.JUMLAH)
    tahun_akhir_renstra = models.PositiveSmallIntegerField("tahun akhir Renstra", null=True, blank=True)
    perkiraan_capaian = models.CharField(max_length=9, choices=PerkiraanCapaian, default=PerkiraanCapaian.JUMLAH)
    bentuk_rumusan = models.CharField(max_length=7, choices=BentukRumusan, default=BentukRumusan.RINGKAS)
    satuan_uang = models.CharField(max_length=6, choices=SatuanUang, default=SatuanUang.RIBUAN)
    rumus_turun = models.CharField(max_length=1, choices=RumusTurun, default=RumusTurun.B)
    skala_predikat = models.CharField("skala predikat", max_length=40, default="permendagri-86")
    metode_efisiensi = models.CharField(max_length=8, choices=MetodeEfisiensi, default=MetodeEfisiensi.SELISIH)
    dasar_efisiensi = models.CharField(max_length=8, choices=DasarEfisiensi, default=DasarEfisiensi.PENUH)
    desimal_capaian = models.PositiveSmallIntegerField("desimal capaian", default=2)
    capaian_maks = models.PositiveSmallIntegerField("capaian paling besar yang dicetak", null=True, blank=True)
    penilai_jabatan = models.CharField("jabatan penilai", max_length=200, blank=True)
    penilai_nama = models.CharField("nama penilai", max_length=200, blank=True)
    penilai_pangkat = models.CharField("pangkat penilai", max_length=120, blank=True)
    penilai_nip = models.CharField("NIP penilai", max_length=25, blank=True)
    dasar_perubahan = models.TextField("dasar hukum perubahan", blank=True)
    tempat = models.CharField("tempat tanda tangan", max_length=120, blank=True)
    tanggal = models.DateField("tanggal dokumen", null=True, blank=True)
    penandatangan_jabatan = models.CharField(max_length=200, blank=True)
    penandatangan_nama = models.CharField(max_length=200, blank=True)
    penandatangan_pangkat = models.CharField(max_length=120, blank=True)
    penandatangan_nip = models.CharField("NIP penandatangan", max_length=25, blank=True)

    objects = RencanaQuerySet.as_manager()

    # Only on plans read through `in_scope_of`.
    dapat_diubah: bool

    class Meta:
        verbose_name = "rencana"
        verbose_name_plural = "rencana"
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["perangkat_daerah", "jenis", "tahun_awal", "tahun_akhir", "perubahan_ke"],
                name="rencana_version_once",
                violation_error_message="Versi rencana ini sudah ada.",
            ),
            models.CheckConstraint(
                name="rencana_jenis_known",
                condition=Q(jenis__in=["renstra", "renja", "kinerja"]),
                violation_error_message="Jenis dokumen harus renstra, renja atau kinerja.",
            ),
            models.CheckConstraint(
                name="rencana_status_known",
                condition=Q(status__in=["konsep", "diajukan", "dikembalikan", "diverifikasi", "ditetapkan"]),
                violation_error_message="Status rencana tidak dikenal.",
            ),
            models.CheckConstraint(
                name="rencana_cetak_pagu_known",
                condition=Q(cetak_pagu__in=["jumlah", "plafon"]),
                violation_error_message="Pagu yang dicetak harus jumlah atau plafon.",
            ),
            models.CheckConstraint(
                name="rencana_kertas_known",
                condition=Q(kertas__in=["A4", "F4", "A3"]),
                violation_error_message="Kertas harus A4, F4 atau A3.",
            ),
            models.CheckConstraint(
                name="rencana_perkiraan_capaian_known",
                condition=Q(perkiraan_capaian__in=["target", "jumlah", "perkiraan"]),
                violation_error_message="Perkiraan capaian harus target, jumlah atau perkiraan.",
            ),
            models.CheckConstraint(
                name="rencana_bentuk_rumusan_known",
                condition=Q(bentuk_rumusan__in=["ringkas", "lebar"]),
                violation_error_message="Bentuk T-C.33 harus ringkas atau lebar.",
            ),
            models.CheckConstraint(
                name="rencana_satuan_uang_known",
                condition=Q(satuan_uang__in=["rupiah", "ribuan"]),
                violation_error_message="Satuan uang T-C.31 harus rupiah atau ribuan.",
            ),
            models.CheckConstraint(
                name="rencana_rumus_turun_known",
                condition=Q(rumus_turun__in=["A", "B", "C"]),
                violation_error_message="Rumus indikator turun harus A, B atau C.",
            ),
            models.CheckConstraint(
                name="rencana_metode_efisiensi_known",
                condition=Q(metode_efisiensi__in=["selisih", "sisa", "indeks", "pmk"]),
                violation_error_message="Metode efisiensi tidak dikenal.",
            ),
            models.CheckConstraint(
                name="rencana_dasar_efisiensi_known",
                condition=Q(dasar_efisiensi__in=["penuh", "tercetak"]),
                violation_error_message="Dasar efisiensi harus penuh atau tercetak.",
            ),
            models.CheckConstraint(
                name="rencana_years_in_order",
                condition=Q(tahun_akhir__gte=F("tahun_awal")),
                violation_error_message="Tahun akhir tidak boleh sebelum tahun awal.",
            ),
        ]

    def __str__(self) -> str:
        return self.judul

    def get_absolute_url(self) -> str:
        """The plan's home."""
        return reverse("rencana-ikhtisar", args=[self])

    @property
    def versi(self) -> str:
        """`murni` or `perubahan-n`, the last part of the slug."""
        return f"perubahan-{self.perubahan_ke}" if self.perubahan_ke else "murni"

    @property
    def nama_versi(self) -> str:
        """The version as people say it: "murni", "perubahan ke-1"."""
        return f"perubahan ke-{self.perubahan_ke}" if self.perubahan_ke else "murni"

    @property
    def is_open(self) -> bool:
        """Whether the office may still write to this version."""
        return self.status in self.Status.open_values()
