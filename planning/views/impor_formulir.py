"""The upload of a workbook: a form that takes what can be read and says plainly why it does not take the rest."""

from __future__ import annotations

import io
import zipfile
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model

from ..models import PerangkatDaerah, User
from ..policies import offices_to_plan_for
from ..workbook import Unreadable
from ..workbook.grid import open_book

MAX_BYTES = 10 * 1024 * 1024
_SAVE_AS = "Buka di Excel atau LibreOffice, lalu simpan sebagai Buku Kerja Excel (.xlsx)."
_MACROS = (
    "Berkas ini berisi makro (.xlsm). Demi keamanan portal hanya menerima buku kerja tanpa makro: simpan sebagai "
    "Buku Kerja Excel (.xlsx), lalu unggah lagi."
)


class WorkbookForm(forms.Form):
    """One .xlsx file. When valid, `isi` holds its bytes and `nama` its name."""

    use_required_attribute = False
    isi: bytes
    nama: str

    berkas = forms.FileField(
        label="Buku kerja (.xlsx, paling besar 10 MB)",
        help_text="Pilih berkasnya, atau seret ke kotak ini. Belum ada yang diubah sebelum Anda menerapkannya.",
        # The message about an empty file says more than Django's own.
        allow_empty_file=True,
        error_messages={"required": "Pilih berkas buku kerja dahulu."},
        widget=forms.FileInput(attrs={"accept": ".xlsx", "class": "unggah-berkas"}),
    )

    def clean_berkas(self) -> UploadedFile:
        """The file, once it is known to open as a workbook."""
        file: UploadedFile = self.cleaned_data["berkas"]
        self.nama = file.name or "buku-kerja.xlsx"
        if reason := _wrong_kind(self.nama, file.size or 0):
            raise forms.ValidationError(reason)
        self.isi = file.read()
        if reason := _wrong_content(self.isi):
            raise forms.ValidationError(reason)
        return file


class OfficeField(forms.ModelChoiceField):
    """A choice of perangkat daerah, each named with its daerah."""

    def label_from_instance(self, obj: Model) -> str:
        """The office as it is offered."""
        return f"{obj}, {obj.daerah}" if isinstance(obj, PerangkatDaerah) else str(obj)


class NewPlanForm(WorkbookForm):
    """A workbook, and the perangkat daerah whose plan it opens: one that the person may plan for."""

    perangkat_daerah = OfficeField(
        PerangkatDaerah.objects.none(),
        label="Perangkat daerah",
        empty_label=None,
        error_messages={
            "required": "Pilih perangkat daerahnya.",
            "invalid_choice": "Anda hanya dapat membuat rencana untuk perangkat daerah Anda sendiri.",
        },
    )
    field_order = ("perangkat_daerah", "berkas")

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = cast(OfficeField, self.fields["perangkat_daerah"])
        office.queryset = offices_to_plan_for(user)


class ApplyForm(forms.Form):
    """What comes with the word to apply a preview: which preview it was, and why the plan is changed."""

    revisi = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    sha256 = forms.CharField(widget=forms.HiddenInput, required=False)
    hapus = forms.BooleanField(widget=forms.HiddenInput, required=False)
    alasan = forms.CharField(
        label="Alasan perubahan",
        required=False,
        max_length=500,
        help_text="Tercatat di riwayat, misalnya “penyesuaian pagu sesuai hasil asistensi”.",
    )


def _wrong_kind(name: str, size: int) -> str:
    """Why a file of that name and size in bytes is not taken; "" when it may be."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if size > MAX_BYTES:
        return (
            f"Berkas ini {size / 1024 / 1024:.1f} MB; paling besar 10 MB. ".replace(".", ",", 1)
            + "Hapus gambar dan lembar yang tidak perlu, lalu unggah lagi."
        )
    if ending == "xlsm":
        return _MACROS
    if ending == "xls":
        return f"Berkas ini berformat Excel lama (.xls). {_SAVE_AS}"
    if ending != "xlsx":
        return f"Berkas ini bukan buku kerja Excel (.xlsx). {_SAVE_AS}"
    if not size:
        return "Berkas ini kosong (0 byte). Simpan ulang buku kerjanya, lalu unggah lagi."
    return ""


def _wrong_content(content: bytes) -> str:
    """Why the bytes cannot be opened as a workbook; "" when they can."""
    try:
        open_book(io.BytesIO(content))
    except Unreadable as error:
        return f"{error.problem.message} {error.problem.hint}".strip()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/vbaProject.bin" in archive.namelist():
            return _MACROS
    return ""
