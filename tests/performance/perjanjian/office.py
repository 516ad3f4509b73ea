"""An office with positions and holders, its year, and that year's perubahan, for the tests of perjanjian kinerja."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from performance.models import Jabatan, Pejabat, PerjanjianKinerja
from performance.perjanjian.document import Document, fingerprint
from performance.perjanjian.drawing import document_of, earlier, perjanjian_of
from performance.perjanjian.writing import Terms, edit, make, sign
from planning.cascade import load
from planning.levels import Level
from planning.models import PerangkatDaerah, Rencana
from planning.versions.establishing import establish
from planning.versions.perubahan import create_perubahan
from planning.writing import draft_of
from renstra_portal.lib.values import Nilai
from tests.performance.year import SUB, TAHUN, make_year, row, written

DAY = date(2025, 1, 31)
LATER = date(2025, 10, 20)
NIP = "197001012000031001"


class Office:
    """The positions of an office from the head of its daerah down, each with a definitif holder since 2020."""

    def __init__(self, pd: PerangkatDaerah) -> None:
        self.pd = pd
        self.wali_kota = Jabatan.objects.create(daerah=pd.daerah, nama="Wali Kota Uji", eselon="kepala_daerah")
        self.kepala = self._under(self.wali_kota, "Kepala Dinas Ketenagakerjaan", "II")
        self.bidang = self._under(self.kepala, "Kepala Bidang Pelatihan", "III")
        self.seksi = self._under(self.bidang, "Kepala Seksi Instruktur", "IV")
        for jabatan, nama in (
            (self.wali_kota, "Orang Satu"),
            (self.kepala, "Orang Dua"),
            (self.bidang, "Orang Tiga"),
            (self.seksi, "Orang Empat"),
        ):
            hold(jabatan, nama, date(2020, 1, 1))

    def _under(self, atasan: Jabatan, nama: str, eselon: str) -> Jabatan:
        return Jabatan.objects.create(perangkat_daerah=self.pd, nama=nama, eselon=eselon, atasan=atasan)


def hold(jabatan: Jabatan, nama: str, mulai: date, selesai: date | None = None, sifat: str = "definitif") -> Pejabat:
    """Somebody who holds a position."""
    return Pejabat.objects.create(
        jabatan=jabatan, nama=nama, nip=NIP, pangkat="Pembina, IV/a", sifat=sifat, mulai=mulai, selesai=selesai
    )


def office_year() -> tuple[Rencana, Office]:
    """The year of the small Renstra, and its office."""
    rencana = make_year()
    return rencana, Office(rencana.perangkat_daerah)


def made(
    rencana: Rencana, jabatan: Jabatan, tanggal: date | None = DAY, pilihan: tuple[int, ...] | None = None
) -> PerjanjianKinerja:
    """A konsep, ready to be signed, of the position with its superior."""
    one = make(rencana, jabatan, user=None)
    edit(one, Terms(tanggal, "Uji", jabatan.atasan, pilihan=pilihan or one.pilihan), user=None, revisi=one.revisi)
    return fresh(one)


def fresh(perjanjian: PerjanjianKinerja) -> PerjanjianKinerja:
    """As it stands in the database, with all that its document needs."""
    return perjanjian_of(Rencana.objects.get(pk=perjanjian.rencana_id)).get(pk=perjanjian.pk)


def drawn(perjanjian: PerjanjianKinerja) -> Document:
    """Its document now."""
    held = fresh(perjanjian)
    rencana = Rencana.objects.select_related("edisi").get(pk=held.rencana_id)
    return document_of(held, None if held.is_signed else load(rencana), earlier(held))


def signed(perjanjian: PerjanjianKinerja) -> PerjanjianKinerja:
    """Signed as it stands."""
    sign(perjanjian, user=None, seen=fingerprint(drawn(perjanjian)))
    return fresh(perjanjian)


def change_pagu(rencana: Rencana, amount: int, kode: str = SUB, sumber: str = "", alasan: str = "") -> None:
    """Give a sub-kegiatan another pagu in the year of the plan, from one sumber dana, and say why."""
    draft = draft_of(load(rencana))
    node = next(one for one in draft.walk() if one.kode == kode)
    node.pagu = {(TAHUN, sumber): Nilai.of(Decimal(amount))}
    node.alasan = alasan
    written(rencana, draft, None)


def change_target(rencana: Rencana, target: str) -> None:
    """Give the indicator of the sasaran another target."""
    draft = draft_of(load(rencana))
    node = next(one for one in draft.walk() if one.level == Level.SASARAN)
    node.indikator[0].set_value("target", TAHUN, Nilai.of(Decimal(target)))
    written(rencana, draft, None)


def revised(rencana: Rencana, dasar: str = "") -> Rencana:
    """The perubahan of the year, which is set for that."""
    establish(rencana, user=None, reason="DPA")
    return create_perubahan(rencana, user=None, reason="uji", dasar=dasar)


def row_id(rencana: Rencana, kode: str) -> int:
    """The id of the row with that code."""
    return row(rencana, kode).pk
