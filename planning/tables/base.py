"""What a regulated table is: a declaration that turns a cascade into a `Report`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from django.utils import timezone

from renstra_portal.lib.dates import long_date
from renstra_portal.reporting.model import Heading, Paper, PaperName, Report, Row, Signature

from ..cascade import Cascade, PlanInfo
from ..models import Rencana
from ..versions.comparison import Counterpart

TO_BE_WRITTEN = "." * 32
#: Papers from the smallest to the largest; "" stands for no demand.
_SHEETS = ("", "A4", "F4", "A3")
PaguBasis = Literal["jumlah", "plafon"]


@dataclass(frozen=True, slots=True)
class TableOptions:
    """How one print differs from the plan's own settings; empty texts leave the plan's setting.

    `kertas` is A3, A4 or F4; `pagu` says whether rows above the sub-kegiatan print the sum of their details
    ("jumlah") or the plafon where one stands ("plafon"); `bentuk` asks for the prescribed columns ("ringkas") or for
    those with further columns ("lebar"); `printed_on` stands in the foot of every page. `counterpart` is the version
    that a comparing table compares with; with `hanya_berubah` it prints only what differs, under its headings.
    `triwulan` (1 to 4) is up to when a table of the year's performance tells; `sources` are the further versions that
    the table asks for.
    """

    kertas: str = ""
    pagu: str = ""
    bentuk: str = ""
    printed_on: date = field(default_factory=timezone.localdate)
    counterpart: Counterpart | None = field(default=None, repr=False, compare=False)
    hanya_berubah: bool = False
    triwulan: int = 4
    sources: tuple[Cascade, ...] = field(default=(), repr=False, compare=False)

    def pagu_basis(self, plan: PlanInfo) -> PaguBasis:
        """Which amount the rows above the sub-kegiatan print."""
        return cast(PaguBasis, self.pagu or plan.cetak_pagu)

    def paper(self, plan: PlanInfo) -> Paper:
        """The sheet the table is printed on, lying."""
        return Paper(cast(PaperName, self.kertas or plan.kertas))


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a table: its columns and rows, and the remarks that only the body can know.

    `periode` overrides the years of the title where the table is about other years than the plan ("2021–2024");
    `subtitle` are the lines under the title, in place of the plan's years; `tambahan` stands behind the number of the
    table ("Perubahan").
    """

    columns: tuple[Heading, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    unit_note: str = ""
    periode: str = ""
    subtitle: tuple[str, ...] = ()
    tambahan: str = ""


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """One regulated table.

    `judul` is a template over `{perangkat_daerah}`, `{daerah}`, `{periode}`, `{tahun}`, `{tahun_lalu}`, `{tahun_maju}`
    (the first year of the plan, the year before, the year after the last) and `{peraturan}` (of the nomenclature
    edition); `dasar` the regulation that prescribes the table, `group` its heading in lists of tables; `kosong` tells
    what to fill in first when the plan has nothing for it; `jenis_rencana` names the kinds of plan that have it;
    `names` are further spellings under which it is found. `singkat` names a table that no regulation numbers. `lebar`
    says which columns the wide form adds, "" for a table with one form; `form_by_plan` whether the plan's
    `bentuk_rumusan` decides the form where the print does not ask for one. A table that compares two versions says
    with which: `compares` "asal" (the version revised) or "renstra"; "" compares nothing. `bagian` is the key of the
    grid's section in which its rows are entered, "" for a table over several. `per_triwulan`: it can be printed up to
    a triwulan. `sources` names the further versions that it reads beside its own, `signers` who signs it where that is
    not the signer of the plan alone.
    """

    id: str
    judul: str
    dasar: str
    group: str
    content: Callable[[Cascade, TableOptions], Content]
    kosong: str
    jenis_rencana: tuple[str, ...] = ("renstra",)
    names: tuple[str, ...] = ()
    singkat: str = ""
    lebar: str = ""
    form_by_plan: bool = False
    compares: str = ""
    bagian: str = ""
    per_triwulan: bool = False
    sources: Callable[[Rencana], Sequence[Rencana]] | None = None
    signers: Callable[[PlanInfo], tuple[Signature, ...]] | None = None
    sebutan: str = "Tabel"
    pilih_pagu: bool = True
    kertas: str = ""
    kertas_lebar: str = ""

    @property
    def label(self) -> str:
        """What lists and tabs call it: "4.3", "T-C.33", "Pendapatan"."""
        return self.singkat or self.id

    @property
    def nomor(self) -> str:
        """The number as printed above the title: "Tabel 4.3"; for a table without one its name: "Tabel Pendapatan"."""
        return f"{self.sebutan} {self.label}"

    def title(self, plan: PlanInfo, periode: str = "") -> str:
        """The printed title; `periode` overrides the plan's years."""
        return self.judul.format(
            perangkat_daerah=plan.nama_perangkat_daerah,
            daerah=plan.nama_daerah,
            periode=periode or years_text(plan.tahun_awal, plan.tahun_akhir),
            tahun=plan.tahun_awal,
            tahun_lalu=plan.tahun_awal - 1,
            tahun_maju=plan.tahun_akhir + 1,
            peraturan=plan.peraturan_edisi or plan.edisi,
        )

    def sheet(self, kertas: str, bentuk: str = "") -> str:
        """The paper it is printed on when `kertas` (A3, A4 or F4) is asked for: a larger one where its columns need it.

        `bentuk` is the form that is printed, "lebar" for the wide one.
        """
        least = self.kertas_lebar if bentuk == "lebar" else self.kertas
        return max(kertas, least, key=_SHEETS.index)

    def form(self, rumusan: str, asked: str = "") -> str:
        """Which columns are printed, "ringkas" or "lebar": as asked, else as the plan's setting `rumusan` says.

        That setting is about T-C.33 alone; every other table is "ringkas" unless asked.
        """
        return asked or (rumusan if self.form_by_plan else "ringkas")

    @property
    def generic_title(self) -> str:
        """The title without a plan, for lists of tables."""
        text = self.judul.format(
            perangkat_daerah="Perangkat Daerah",
            daerah="",
            periode="",
            tahun="n",
            tahun_lalu="n−1",
            tahun_maju="n+1",
            peraturan="Kepmendagri",
        )
        return " ".join(text.split()).removesuffix(" Tahun")

    def build(self, cascade: Cascade, options: TableOptions | None = None) -> Report:
        """The whole printable table of a plan version. An empty plan gives no rows and a note on what to fill in."""
        options = options or TableOptions()
        plan = cascade.plan
        content = self.content(cascade, options)
        title = self.title(plan, content.periode)
        period = () if "{periode}" in self.judul or "{tahun" in self.judul else (period_line(plan),)
        return Report(
            id=self.id,
            number="" if self.singkat else f"{self.nomor} {content.tambahan}".rstrip(),
            title=title,
            columns=content.columns,
            rows=content.rows,
            organisation=organisation(plan),
            subtitle=content.subtitle or period,
            notes=content.notes if content.rows else (*content.notes, self.kosong),
            source=plan.sumber,
            marks=content.marks,
            signatures=(self.signers or signatures)(plan),
            unit_note=content.unit_note,
            version_line=version_line(plan, options.printed_on),
            stem=f"tabel-{self.id} {plan.slug}" + (f" tw-{options.triwulan}" if self.per_triwulan else ""),
        )


def years_text(first: int, last: int) -> str:
    """A period as titles print it: "2025–2029", or "2026" for a single year."""
    return str(first) if first == last else f"{first}–{last}"


def period_line(plan: PlanInfo) -> str:
    """The years of the plan as a line under the title."""
    return f"Tahun {years_text(plan.tahun_awal, plan.tahun_akhir)}"


def organisation(plan: PlanInfo) -> str:
    """The office with its daerah, named once where the office's name already holds it."""
    office = plan.nama_perangkat_daerah
    return office if plan.nama_daerah in office else f"{office} {plan.nama_daerah}"


def version_line(plan: PlanInfo, printed_on: date) -> str:
    """Which version of the plan a loose page came from."""
    return " · ".join(
        [
            plan.judul,
            plan.nama_versi,
            plan.status_label,
            f"revisi {plan.revisi}",
            f"dicetak {long_date(printed_on)}",
        ]
    )


def signatures(plan: PlanInfo) -> tuple[Signature, ...]:
    """The signature block, if the plan names an office holder to sign."""
    if not plan.penandatangan_jabatan:
        return ()
    # What is not decided yet is left as dots, to be filled in by hand on the sheet.
    day = long_date(plan.tanggal) if plan.tanggal else TO_BE_WRITTEN
    return (
        Signature(
            place_date=f"{plan.tempat or TO_BE_WRITTEN}, {day}",
            lines_before=(plan.penandatangan_jabatan,),
            name=plan.penandatangan_nama or TO_BE_WRITTEN,
            rank=plan.penandatangan_pangkat,
            nip=plan.penandatangan_nip,
        ),
    )
