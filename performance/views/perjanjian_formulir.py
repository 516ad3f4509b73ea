"""The forms of a perjanjian kinerja: its terms with the rows it answers for, and its signing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django import forms

from planning.cascade import Cascade, CascadeNode
from planning.levels import Level
from planning.tables.common import kode_text
from renstra_portal.lib.dates import long_date

from ..models.jabatan import Jabatan, Pejabat
from ..models.perjanjian import PerjanjianKinerja
from ..perjanjian.content import CHOSEN_LEVELS
from ..perjanjian.drawing import chosen
from ..perjanjian.writing import Terms
from .jadwal import TanggalField

_BY_DAY = "Menurut tanggal perjanjian"


@dataclass(frozen=True, slots=True)
class RowChoice:
    """A row that may be chosen (`pilihan`), or a heading above such rows."""

    id: int
    kode: str
    uraian: str
    level: str
    pilihan: bool
    dipilih: bool
    penanggung_jawab: str


def rows_to_choose(perjanjian: PerjanjianKinerja, cascade: Cascade) -> list[RowChoice]:
    """The rows of the plan that the position can answer for, under the rows above them; none for an eselon II."""
    levels = CHOSEN_LEVELS[perjanjian.jabatan.peran_anggaran]
    if not levels:
        return []
    now = set(chosen(perjanjian, cascade))
    shown = {Level.PROGRAM, *levels}
    return [_choice(node, cascade, levels, now) for node in cascade.at(*shown)]


def _choice(node: CascadeNode, cascade: Cascade, levels: tuple[Level, ...], now: set[int]) -> RowChoice:
    return RowChoice(
        id=node.id,
        kode=kode_text(node, cascade.plan.digit_sub),
        uraian=node.uraian,
        level=node.level.value,
        pilihan=node.level in levels,
        dipilih=node.id in now,
        penanggung_jawab=node.penanggung_jawab,
    )


class PerjanjianForm(forms.Form):
    """Day, place, second party, who signs, and the rows; blank persons mean whoever holds the position on the day."""

    use_required_attribute = False

    revisi = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tanggal = TanggalField(
        label="Tanggal perjanjian",
        required=False,
        help_text="Misalnya 2 Januari 2026. Nama kedua pihak diambil menurut tanggal ini.",
    )
    tempat = forms.CharField(label="Tempat", max_length=120, required=False)
    jabatan_kedua = forms.ModelChoiceField(
        label="Pihak kedua",
        queryset=Jabatan.objects.none(),
        required=False,
        empty_label="Belum ditentukan",
        help_text="Biasanya atasan langsung.",
    )
    pejabat = forms.ModelChoiceField(
        label="Penandatangan pihak pertama", queryset=Pejabat.objects.none(), required=False, empty_label=_BY_DAY
    )
    pejabat_kedua = forms.ModelChoiceField(
        label="Penandatangan pihak kedua",
        queryset=Pejabat.objects.none(),
        required=False,
        empty_label=_BY_DAY,
        help_text="Pilih bila bukan pemegang jabatan itu, misalnya Plt. atau Plh. tertentu.",
    )
    cara = forms.ChoiceField(
        label="Baris yang menjadi tanggung jawab",
        choices=[("usulan", "Ikuti penanggung jawab di rencana"), ("pilih", "Pilih sendiri")],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, perjanjian: PerjanjianKinerja, rows: list[RowChoice], data: Any = None) -> None:
        super().__init__(data)
        self.rows = rows
        self._perjanjian = perjanjian
        jabatan = perjanjian.jabatan
        held = Jabatan.objects.of_office(perjanjian.rencana.perangkat_daerah).exclude(pk=jabatan.pk)
        self._field("jabatan_kedua").queryset = held
        self._field("pejabat").queryset = jabatan.pejabat.all()
        second = perjanjian.jabatan_kedua
        self._field("pejabat_kedua").queryset = (
            Pejabat.objects.filter(jabatan__in=held).select_related("jabatan") if second else Pejabat.objects.none()
        )
        for name in ("pejabat", "pejabat_kedua"):
            self._field(name).label_from_instance = _holder_label  # type: ignore[method-assign,assignment]
        if not rows:
            del self.fields["cara"]
        self.initial = {
            "revisi": perjanjian.revisi,
            "tanggal": f"{perjanjian.tanggal:%d-%m-%Y}" if perjanjian.tanggal else "",
            "tempat": perjanjian.tempat,
            "jabatan_kedua": second,
            "pejabat": perjanjian.pejabat,
            "pejabat_kedua": perjanjian.pejabat_kedua,
            "cara": "usulan" if perjanjian.pilihan is None else "pilih",
        }
        if data is not None:
            ticked = set(data.getlist("baris"))
            self.rows = [replace(one, dipilih=str(one.id) in ticked) for one in rows]

    def _field(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
        return field

    def clean(self) -> dict[str, Any]:
        """The person named for the second party holds that position."""
        cleaned = super().clean() or {}
        second, person = cleaned.get("jabatan_kedua"), cleaned.get("pejabat_kedua")
        if person is not None and person.jabatan_id != (second.pk if second else None):
            # The position was changed in the same form: whoever holds the new one signs.
            cleaned["pejabat_kedua"] = None
        return cleaned

    def terms(self) -> Terms:
        """What the form says; only of a valid form."""
        said = self.cleaned_data
        chooses = bool(self.rows) and said.get("cara") == "pilih"
        return Terms(
            tanggal=said["tanggal"],
            tempat=said["tempat"],
            jabatan_kedua=said["jabatan_kedua"],
            pejabat=said["pejabat"],
            pejabat_kedua=said["pejabat_kedua"],
            pilihan=tuple(sorted(one.id for one in self.rows if one.pilihan and one.dipilih)) if chooses else None,
        )


class SignForm(forms.Form):
    """The word that a perjanjian is signed as it was seen."""

    use_required_attribute = False

    dilihat = forms.CharField(widget=forms.HiddenInput, max_length=64)
    yakin = forms.BooleanField(
        label="Kedua pihak sudah menandatangani, dan saya mengerti bahwa isinya tidak dapat diubah lagi",
        error_messages={"required": "Beri tanda centang bila perjanjian ini memang sudah ditandatangani."},
    )


def _holder_label(one: Pejabat) -> str:
    until = long_date(one.selesai) if one.selesai else "sekarang"
    return f"{one.sebutan}{one.nama} ({long_date(one.mulai)} sampai {until})"
