"""The form of a plan's settings: grouped as people look for them, only what concerns the kind of plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from renstra_portal.lib.dates import parse_date
from renstra_portal.lib.text import clean_text
from renstra_portal.lib.years import YearsProblem, format_years, parse_years

from ..capaian import SKALA_PREDIKAT
from ..grid.cells import Clash
from ..grid.naming import cell_title
from ..grid.plan_settings import setting_text, setting_values
from ..models import Rencana
from ..writing.draft import encode_setting
from .formulir_sub_kegiatan import told


@dataclass(frozen=True, slots=True)
class SettingGroup:
    """Settings under one heading, with a sentence on what they are for; `kunci` names the heading in the address."""

    kunci: str
    judul: str
    guna: str
    isi: tuple[str, ...]


_GROUPS = (
    SettingGroup(
        "dokumen",
        "Dokumen",
        "Nama yang tercetak pada judul semua tabel dokumen ini.",
        ("judul", "nama_daerah", "nama_perangkat_daerah"),
    ),
    SettingGroup(
        "cetakan",
        "Cetakan",
        "Kertas dan pagu dapat diganti sementara di halaman tabel; di sini ditentukan pilihan awalnya.",
        ("tahun_tabel", "tahun_dasar", "kertas", "cetak_pagu", "sumber"),
    ),
    SettingGroup(
        "penandatangan",
        "Penandatangan",
        "Dicetak di bawah tabel bila jabatannya diisi. Tempat, tanggal dan nama yang kosong menjadi titik-titik.",
        (
            "tempat",
            "tanggal",
            "penandatangan_jabatan",
            "penandatangan_nama",
            "penandatangan_pangkat",
            "penandatangan_nip",
        ),
    ),
)
_RENJA = SettingGroup(
    "renja",
    "Renja",
    "Cara tabel T-C.29, T-C.31 dan T-C.33 disusun.",
    ("tahun_akhir_renstra", "perkiraan_capaian", "bentuk_rumusan", "satuan_uang"),
)
_KINERJA = SettingGroup(
    "kinerja",
    "Kinerja",
    "Cara capaian, predikat, dan efisiensi dihitung dan dicetak. Realisasi yang diisi tidak berubah karenanya.",
    (
        "rumus_turun",
        "skala_predikat",
        "metode_efisiensi",
        "dasar_efisiensi",
        "desimal_capaian",
        "capaian_maks",
        "tahun_akhir_renstra",
    ),
)
_PENILAI = SettingGroup(
    "penilai",
    "Penilai",
    "Yang menandatangani E.81 dan E.80 di bawah kata “Dievaluasi”, biasanya Kepala Bappeda.",
    ("penilai_jabatan", "penilai_nama", "penilai_pangkat", "penilai_nip"),
)
_PERUBAHAN = SettingGroup(
    "perubahan", "Perubahan", "Untuk baris yang berubah tanpa dasar hukum sendiri.", ("dasar_perubahan",)
)
_HELP = {
    "tahun_tabel": "Misalnya 2025-2030, atau 2025, 2026, 2027. Angka tahun yang tidak dicetak tetap tersimpan.",
    "tahun_dasar": "Tahun baseline indikator.",
    "cetak_pagu": "Pagu di atas sub-kegiatan.",
    "sumber": "Dicetak di bawah tabel, sesudah kata “Sumber:”.",
    "tanggal": "Misalnya 17-08-2025 atau 17 Agustus 2025.",
    "penandatangan_pangkat": "Misalnya Pembina Utama Muda (IV/c).",
    "penandatangan_nip": "18 angka, boleh berspasi.",
    "tahun_akhir_renstra": "Tahun target akhir Renstra, pada T-C.29 kolom 4 dan E.81 kolom 5.",
    "perkiraan_capaian": "Isi T-C.29 kolom 10.",
    "rumus_turun": "Untuk indikator yang makin kecil makin baik, seperti TPT. Lazimnya B pada LKIP. A lebih longgar "
    "bila realisasi jauh di bawah target; C tidak dapat dibandingkan dengan A dan B.",
    "skala_predikat": "Untuk evaluasi Renja (E.81) berlaku Permendagri 86/2017. PermenPANRB 53/2014 tidak menetapkan "
    "skala bagi LKIP; dua skala lain dipakai sistem e-SAKIP daerah.",
    "metode_efisiensi": "PermenPANRB 53/2014 meminta analisis efisiensi tanpa menetapkan rumusnya. Lazimnya selisih; "
    "PMK 249/2011 mengikat kementerian, daerah meminjamnya.",
    "dasar_efisiensi": "Lazimnya angka penuh, dibulatkan sekali di akhir. Pilih angka tercetak agar pembaca dapat "
    "menghitung ulang dari tabel.",
    "desimal_capaian": "0 sampai 4, lazimnya 2. Sebuah indikator dapat memiliki desimalnya sendiri.",
    "capaian_maks": "Dalam persen, misalnya 150; hanya membatasi cetakan. Kosong berarti tidak dibatasi: peraturan "
    "tidak menetapkan batas.",
    "penilai_pangkat": "Misalnya Pembina Utama Muda (IV/c).",
    "penilai_nip": "18 angka, boleh berspasi.",
    "dasar_perubahan": "Misalnya Peraturan Wali Kota tentang perubahan RKPD.",
}
_NEEDED = frozenset({"judul", "nama_daerah", "nama_perangkat_daerah", "tahun_tabel", "tahun_dasar", "desimal_capaian"})
_CHOICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "kertas": Rencana.Kertas.choices,
    "cetak_pagu": Rencana.CetakPagu.choices,
    "perkiraan_capaian": Rencana.PerkiraanCapaian.choices,
    "bentuk_rumusan": Rencana.BentukRumusan.choices,
    "satuan_uang": Rencana.SatuanUang.choices,
    "rumus_turun": [(value, f"{value}: {label}") for value, label in Rencana.RumusTurun.choices],
    "skala_predikat": list(SKALA_PREDIKAT.items()),
    "metode_efisiensi": Rencana.MetodeEfisiensi.choices,
    "dasar_efisiensi": Rencana.DasarEfisiensi.choices,
}
#: Most decimals of a level of achievement on paper, and the range of its cap in percent.
_MOST_DECIMALS = 4
_CAPS = range(100, 1000)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NIP = re.compile(r"[0-9]{18}")


def groups_of(rencana: Rencana) -> tuple[SettingGroup, ...]:
    """The groups of settings that such a plan has."""
    own = {Rencana.Jenis.RENJA: (_RENJA,), Rencana.Jenis.KINERJA: (_PENILAI, _KINERJA)}
    perubahan = (_PERUBAHAN,) if rencana.perubahan_ke else ()
    return (*_GROUPS, *own.get(Rencana.Jenis(rencana.jenis), ()), *perubahan)


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as the page shows it: fields of the form, or (title, text) where nothing can be changed."""

    kelompok: SettingGroup
    ruas: tuple[forms.BoundField, ...] = ()
    baris: tuple[tuple[str, str], ...] = ()


def read_only(rencana: Rencana) -> list[ShownGroup]:
    """The settings in words, for those who may not change them."""
    held = setting_values(rencana)
    return [
        ShownGroup(one, baris=tuple((cell_title(name), setting_text(name, held[name])) for name in one.isi))
        for one in groups_of(rencana)
    ]


class SettingsForm(forms.Form):
    """The settings of a plan version. `seen` holds the stored forms that the person had before them.

    When valid, `typed` holds the stored forms of what stands in the form.
    """

    use_required_attribute = False

    def __init__(
        self, rencana: Rencana, data: Mapping[str, Any] | None = None, *, seen: Mapping[str, str | None] | None = None
    ) -> None:
        super().__init__(data)
        self.rencana = rencana
        self.groups = groups_of(rencana)
        names = [name for group in self.groups for name in group.isi]
        held = setting_values(rencana) if seen is None else seen
        self.seen: dict[str, str | None] = {name: held.get(name) for name in names}
        self.typed: dict[str, str | None] = {}
        for name in names:
            self.fields[name] = _field(name, self.seen[name])

    def sections(self) -> Iterator[ShownGroup]:
        """The fields under their headings."""
        for group in self.groups:
            yield ShownGroup(group, ruas=tuple(self[name] for name in group.isi))

    def clean(self) -> dict[str, Any]:
        """Read what was typed; a setting that was left as it was is not judged."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, raw in list(cleaned.items()):
            text = clean_text(raw)
            if text == _shown(name, self.seen[name]):
                self.typed[name] = self.seen[name]
                continue
            try:
                self.typed[name] = encode_setting(self._read(name, text))
            except ValueError as problem:
                self.add_error(name, str(problem))
        return cleaned

    def _read(self, name: str, text: str) -> str | int | list[int] | date | None:
        """What a text means as that setting. Raises `ValueError` with a sentence for the person."""
        if not text:
            if name in _NEEDED:
                raise ValueError(f"{cell_title(name)} tidak boleh kosong.")
            return None
        match name:
            case "tahun_tabel":
                return self._years(text)
            case "tahun_dasar" | "tahun_akhir_renstra":
                return self._year(name, text)
            case "tanggal":
                return parse_date(text)
            case "desimal_capaian":
                return _whole(text, range(_MOST_DECIMALS + 1), "Desimal capaian")
            case "capaian_maks":
                return _whole(text.rstrip("% "), _CAPS, "Batas capaian")
            case "penandatangan_nip" | "penilai_nip" if not _NIP.fullmatch(re.sub(r"\s", "", text)):
                digits = sum(one.isdecimal() for one in text)
                raise ValueError(f"NIP terdiri atas 18 angka; yang tertulis {digits} angka.")
        return text

    def _years(self, text: str) -> list[int]:
        years = parse_years(text)
        own = range(self.rencana.tahun_awal, self.rencana.tahun_akhir + 1)
        if left_out := [year for year in own if year not in years]:
            raise YearsProblem(f"Tahun {format_years(left_out)} termasuk masa rencana ini, jadi harus ikut dicetak.")
        return years

    def _year(self, name: str, text: str) -> int:
        if not _YEAR.fullmatch(text):
            raise ValueError("Bukan tahun empat angka. Tulis misalnya 2025.")
        year = int(text)
        if name == "tahun_dasar" and year > self.rencana.tahun_awal:
            raise ValueError(f"Tahun dasar tidak boleh sesudah tahun awal rencana ({self.rencana.tahun_awal}).")
        return year

    def show_clashes(self, clashes: list[Clash]) -> None:
        """Show who changed what to what; sending the form once more then overwrites it knowingly."""
        for clash in clashes:
            self.add_error(clash.col, told(clash, setting_text(clash.col, clash.theirs)))
            self.seen[clash.col] = clash.theirs


def _whole(text: str, allowed: range, called: str) -> int:
    """A whole number in the range. Raises `ValueError` with a sentence for the person."""
    if not (text.isascii() and text.isdecimal() and int(text) in allowed):
        raise ValueError(f"{called} berupa angka bulat dari {allowed[0]} sampai {allowed[-1]}.")
    return int(text)


def _field(name: str, stored: str | None) -> forms.Field:
    said: dict[str, Any] = {"label": cell_title(name), "help_text": _HELP.get(name, ""), "required": False}
    said["initial"] = _shown(name, stored)
    if name in _CHOICES:
        return forms.ChoiceField(choices=_CHOICES[name], **said | {"required": True})
    if name == "dasar_perubahan":
        return forms.CharField(strip=False, widget=forms.Textarea({"rows": 3}), **said)
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(max_length=getattr(Rencana._meta.get_field(name), "max_length", None), widget=widget, **said)


def _shown(name: str, stored: str | None) -> str:
    """A stored setting as it stands in its input."""
    if stored is None or name in _CHOICES:
        return stored or ""
    return clean_text(setting_text(name, stored))
