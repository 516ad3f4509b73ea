"""Cells of the change record as people read them: the title of a cell, and what stands in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from renstra_portal.lib.dates import long_date, roman
from renstra_portal.lib.values import Nilai, format_nilai
from renstra_portal.lib.years import format_years

from ..capaian import SKALA_PREDIKAT
from ..levels import Level
from ..models import TRIWULAN, Indikator, JenisIndikator, NilaiIndikator, NilaiSimpul, Pagu, Rencana, Simpul

_TITLES = {
    "teks": "Indikator",
    "parent": "Induk",
    "simpul": "Milik baris",
    "kaitan": "Kaitan",
    "level": "Tingkat",
    "jenis": "Jenis indikator",
    "tahun_tabel": "Tahun pada tabel",
    "akhir": "Target akhir Renstra",
    "renstra": "Pagu Renstra s/d",
    "pendorong": "Faktor pendorong",
    "penghambat": "Faktor penghambat",
    "tindak_lanjut_renja": "Tindak lanjut Renja berikutnya",
    "rumus_turun": "Rumus indikator turun",
    "skala_predikat": "Skala predikat",
    "metode_efisiensi": "Metode efisiensi",
    "dasar_efisiensi": "Dasar efisiensi",
    "desimal_capaian": "Desimal capaian",
    "capaian_maks": "Capaian paling besar yang dicetak",
    "penilai_jabatan": "Jabatan penilai",
    "penilai_nama": "Nama penilai",
    "penilai_pangkat": "Pangkat penilai",
    "penilai_nip": "NIP penilai",
    "cetak_pagu": "Pagu yang dicetak",
    "sumber": "Sumber tabel",
    "tahun_akhir_renstra": "Tahun akhir Renstra",
    "bentuk_rumusan": "Bentuk T-C.33",
    "satuan_uang": "Satuan uang T-C.31",
    "dasar_perubahan": "Dasar hukum perubahan",
    "penandatangan_jabatan": "Jabatan penandatangan",
    "penandatangan_nama": "Nama penandatangan",
    "penandatangan_pangkat": "Pangkat penandatangan",
    "penandatangan_nip": "NIP penandatangan",
}
_FIGURES = frozenset({"plafon", *Pagu.Peran.values, *NilaiIndikator.Peran.values, *NilaiSimpul.Peran.values})
_TRIWULAN = frozenset(map(str, TRIWULAN))
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "level": dict(Level.choices),
    "arah": dict(Indikator.Arah.choices),
    "keputusan": dict(Simpul.Keputusan.choices),
    "sumber_usulan": dict(Simpul.SumberUsulan.choices),
    "akumulasi": dict(Indikator.Akumulasi.choices),
    "kertas": dict(Rencana.Kertas.choices),
    "cetak_pagu": dict(Rencana.CetakPagu.choices),
    "perkiraan_capaian": dict(Rencana.PerkiraanCapaian.choices),
    "bentuk_rumusan": dict(Rencana.BentukRumusan.choices),
    "satuan_uang": dict(Rencana.SatuanUang.choices),
    "rumus_turun": dict(Rencana.RumusTurun.choices),
    "metode_efisiensi": dict(Rencana.MetodeEfisiensi.choices),
    "dasar_efisiensi": dict(Rencana.DasarEfisiensi.choices),
    "skala_predikat": SKALA_PREDIKAT,
}


def cell_title(name: str, *, with_source: bool = True) -> str:
    """What a cell is called on the screen: "Pagu 2025 (APBD)", "Realisasi Triwulan II 2023", "Sumber data".

    Without `with_source` the rupiah of a year have one title whatever their sumber dana.
    """
    what, _, rest = name.partition(":")
    title = _title(what)
    if what == "kaitan" or not rest:
        return title
    year, _, source = rest.partition(":")
    return f"{title} {year} ({source})" if source and with_source else f"{title} {year}"


def _title(what: str) -> str:
    role, _, triwulan = what.rpartition("_")
    if triwulan in _TRIWULAN:
        return f"{_title(role)} Triwulan {roman(int(triwulan))}"
    return _TITLES.get(what) or what.replace("_", " ").capitalize()


def cell_text(name: str, stored: str | None, label_of: Callable[[str, int], str]) -> str:
    """A stored value as people read it, "" for a blank cell.

    `label_of` names what an id points at: ("simpul", 12) or ("nomenklatur", 34).
    """
    what, _, rest = name.partition(":")
    if stored is None or stored == "":
        return ""
    if what in _FIGURES:
        return format_nilai(Nilai.decode(stored))
    match what:
        case "kaitan":
            return label_of("simpul", int(rest))
        case "parent" | "simpul":
            return label_of("simpul", int(stored))
        case "nomenklatur":
            return label_of("nomenklatur", int(stored))
        case "urutan":
            # Stored from 0; people count from 1.
            return str(int(stored) + 1)
        case "jenis":
            return ", ".join(JenisIndikator(one).label for one in stored.split(","))
        case "tahun_tabel":
            return format_years([int(year) for year in stored.split(",")])
        case "tanggal":
            return long_date(date.fromisoformat(stored))
    return _CHOICES.get(what, {}).get(stored, stored)
