"""The perjanjian kinerja of the head of the office as annex of the report: as signed, or as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from planning.cascade import Cascade
from planning.models import Rencana
from planning.tables.base import TO_BE_WRITTEN
from renstra_portal.reporting.model import Signature

from ..models.perjanjian import PerjanjianKinerja
from ..perjanjian.document import Document, Pihak
from ..perjanjian.drawing import document_of, party, perjanjian_of
from ..perjanjian.lampiran import signatures
from ..perjanjian.printing import statement

#: The head of the office answers for everything in the plan.
_HEAD = "II"


@dataclass(frozen=True, slots=True)
class LampiranPerjanjian:
    """One perjanjian with whether it was signed."""

    document: Document
    signed: bool


def perjanjian_kepala(rencana: Rencana) -> PerjanjianKinerja | None:
    """The perjanjian of the head of the office under this version of the plan; None where it was not made."""
    return next((one for one in perjanjian_of(rencana) if one.jabatan.peran_anggaran == _HEAD), None)


def lampiran_perjanjian(rencana: Rencana, cascade: Cascade) -> tuple[LampiranPerjanjian, ...]:
    """The perjanjian to be annexed: of the version before where that was signed, then of this version."""
    found = []
    before = None
    if rencana.perubahan_ke and rencana.asal_id is not None:
        origin = Rencana.objects.select_related("edisi").get(pk=rencana.asal_id)
        before = perjanjian_kepala(origin)
        if before is not None and before.is_signed:
            found.append(LampiranPerjanjian(document_of(before, None), signed=True))
    own = perjanjian_kepala(rencana)
    if own is not None:
        found.append(LampiranPerjanjian(document_of(own, cascade, before), signed=own.is_signed))
    return tuple(found)


def draft_parties(rencana: Rencana) -> tuple[Pihak, ...]:
    """Who would sign the perjanjian of the head of the office now; nobody where it is signed or was not made.

    Positions and their holders are no part of the plan, so its revision does not tell when they change.
    """
    own = perjanjian_kepala(rencana)
    if own is None or own.is_signed:
        return ()
    return party(own.jabatan, own.pejabat, own.tanggal), party(own.jabatan_kedua, own.pejabat_kedua, own.tanggal)


def statement_html(lampiran: LampiranPerjanjian) -> str:
    """The statement of both parties with their signatures."""
    document = lampiran.document
    draft = "" if lampiran.signed else '<p class="kurang">Konsep, belum ditandatangani.</p>\n'
    opening = (
        "Dalam rangka mewujudkan pemerintahan yang efektif, transparan, dan akuntabel serta berorientasi pada hasil, "
        "yang bertanda tangan di bawah ini:"
    )
    return "".join(
        [
            draft,
            '<div class="pernyataan">\n',
            f"<p>{opening}</p>\n",
            _party(document.pertama, "selanjutnya disebut PIHAK PERTAMA;"),
            _party(document.kedua, "selaku atasan PIHAK PERTAMA, selanjutnya disebut PIHAK KEDUA."),
            *(f"<p>{escape(text)}</p>\n" for text in statement(document)),
            signatures_html(document),
            "</div>\n",
        ]
    )


def signatures_html(document: Document) -> str:
    """Both signatures side by side."""
    cells = "".join(f"<td>{_signature(one)}</td>" for one in signatures(document))
    return f'<table class="dua-tanda"><tr>{cells}</tr></table>\n'


def _party(pihak: Pihak, role: str) -> str:
    rows = (("Nama", pihak.nama or TO_BE_WRITTEN), ("Jabatan", pihak.jabatan or TO_BE_WRITTEN))
    cells = "".join(f"<tr><td>{name}</td><td>:</td><td>{escape(text)}</td></tr>" for name, text in rows)
    return f'<table class="pihak">{cells}</table>\n<p>{escape(role)}</p>\n'


def _signature(one: Signature) -> str:
    lines = [f"<div>{escape(one.place_date) or '&nbsp;'}</div>"]
    lines += [f"<div>{escape(line)}</div>" for line in one.lines_before]
    lines.append('<div class="ruang"></div>')
    named = ' class="nama"' if one.name.strip(".") else ""
    lines.append(f"<div{named}>{escape(one.name)}</div>")
    lines += [f"<div>{escape(one.rank)}</div>"] if one.rank else []
    lines += [f"<div>NIP {escape(one.nip)}</div>"] if one.nip else []
    return "".join(lines)
