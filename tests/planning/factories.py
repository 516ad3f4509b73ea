"""Small plans for tests, built as drafts and written through the one writer, as every real plan is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from planning.cascade import Cascade, load
from planning.levels import Level
from planning.models import ChangeSet, Daerah, EdisiNomenklatur, Keanggotaan, PerangkatDaerah, Rencana, User
from planning.writing import (
    Authorship,
    IndicatorDraft,
    NodeDraft,
    PlanDraft,
    PlanSlug,
    apply,
    compare,
    create_plan,
)
from renstra_portal.lib.values import Nilai, parse_nilai

SLUG = "kota-uji/disnaker/renstra-2025-2029/murni"
YEARS = tuple(range(2025, 2031))


def nilai(printed: str) -> Nilai:
    """What a printed figure means: "99,30", "1.090", "-", "BB"."""
    parsed = parse_nilai(printed)
    assert parsed.problem is None, parsed.problem
    return parsed.nilai


def every_year(printed: str) -> dict[int, str]:
    """The same printed figure for each year of the table."""
    return dict.fromkeys(YEARS, printed)


def indikator(
    teks: str,
    satuan: str = "Persen",
    *jenis: str,
    target: Mapping[int, str] | None = None,
    baseline: str = "",
    nomor: str = "",
) -> IndicatorDraft:
    """An indicator with printed targets per year and a printed baseline of 2024; kind "output" unless named."""
    one = IndicatorDraft(teks, satuan, frozenset(jenis or ("output",)), nomor)
    one.set_value("baseline", 2024, nilai(baseline))
    for tahun, printed in (target or {}).items():
        one.set_value("target", tahun, nilai(printed))
    return one


def node(
    level: Level,
    uraian: str = "",
    kode: str = "",
    *children: NodeDraft,
    indikator: Iterable[IndicatorDraft] = (),
    pagu: Mapping[int, int | str] | None = None,
    plafon: Mapping[int, int | str] | None = None,
    links: Iterable[NodeDraft] = (),
    nomor: str = "",
) -> NodeDraft:
    """A simpul with children, indicators, pagu without sumber dana, plafon and links."""
    one = NodeDraft(
        level,
        uraian,
        kode=kode,
        nomor=nomor,
        indikator=list(indikator),
        children=list(children),
        links=list(links),
    )
    for tahun, amount in (pagu or {}).items():
        one.set_pagu(tahun, Nilai.of(Decimal(amount)))
    for tahun, amount in (plafon or {}).items():
        one.set_plafon(tahun, Nilai.of(Decimal(amount)))
    return one


def office(*programs: NodeDraft) -> NodeDraft:
    """The programme tree of a labour office (urusan 2, bidang 2.07) with the given programs."""
    bidang = node(Level.BIDANG_URUSAN, "URUSAN PEMERINTAHAN BIDANG TENAGA KERJA", "2.07", *programs)
    urusan = node(Level.URUSAN, "URUSAN WAJIB", "2", bidang)
    return node(Level.PERANGKAT_DAERAH, "DINAS KETENAGAKERJAAN", "", urusan)


def small_draft() -> PlanDraft:
    """One tujuan with one sasaran, and a program that serves it: two outcomes, one kegiatan under each.

    Pagu 2025: sub-kegiatan 0001 100, 0002 50, 2.02.0001 25 (rupiah), in 2026 twice that.
    """
    sasaran = node(
        Level.SASARAN,
        "Meningkatnya kesempatan kerja",
        indikator=[indikator("Lowongan kerja", "Persen", "sasaran", target=every_year("100"))],
    )
    tujuan = node(Level.TUJUAN, "Meningkatnya produktivitas", "", sasaran)

    def sub(kode: str, uraian: str, pagu: int) -> NodeDraft:
        return node(
            Level.SUB_KEGIATAN,
            uraian,
            kode,
            indikator=[indikator(f"Jumlah {uraian}", "Orang", target=every_year("15"), baseline="10")],
            pagu={2025: pagu, 2026: 2 * pagu},
        )

    pelatihan = node(
        Level.KEGIATAN,
        "Pelaksanaan Pelatihan",
        "2.07.03.2.01",
        sub("2.07.03.2.01.0001", "Proses Pelatihan", 100),
        sub("2.07.03.2.01.0002", "Koordinasi Pelatihan", 50),
    )
    pembinaan = node(
        Level.KEGIATAN,
        "Pembinaan Lembaga Pelatihan Kerja Swasta",
        "2.07.03.2.02",
        sub("2.07.03.2.02.0001", "Pembinaan Lembaga Pelatihan Kerja Swasta", 25),
    )
    program = node(
        Level.PROGRAM,
        "PROGRAM PELATIHAN KERJA",
        "2.07.03",
        node(Level.OUTCOME, "Meningkatnya keterampilan", "", pelatihan),
        node(Level.OUTCOME, "Meningkatnya mutu lembaga", "", pembinaan),
        links=[sasaran],
    )
    return PlanDraft(roots=[tujuan, office(program)])


def wide_draft(sub_kegiatan: int) -> PlanDraft:
    """A program with so many sub-kegiatan, fifty to a kegiatan, each with an indicator, targets and pagu."""
    program = node(Level.PROGRAM, "PROGRAM PELATIHAN KERJA", "2.07.03")
    for number in range(sub_kegiatan):
        if number % 50 == 0:
            program.add(node(Level.KEGIATAN, f"Kegiatan {number // 50}"))
        program.children[-1].add(
            node(
                Level.SUB_KEGIATAN,
                f"Sub-kegiatan {number}",
                indikator=[indikator(f"Keluaran {number}", "Dokumen", target={2025: "1", 2026: "2"})],
                pagu={2025: 1000, 2026: 2000},
            )
        )
    return PlanDraft(roots=[office(program)])


def make_edition() -> EdisiNomenklatur:
    """The four-digit edition 900.1.15.5-1317/2023, without entries."""
    edition, _ = EdisiNomenklatur.objects.get_or_create(
        kode="900-1317-2023", defaults={"nama": "Kepmendagri 900.1.15.5-1317/2023", "digit_sub": 4}
    )
    return edition


def make_plan(draft: PlanDraft | None = None, slug: str = SLUG) -> Rencana:
    """A plan version, empty or with the content of a draft (then at revision 1)."""
    parsed = PlanSlug.parse(slug)
    rencana = create_plan(
        parsed,
        nama_daerah=parsed.daerah.replace("-", " ").title(),
        nama_perangkat_daerah="Dinas Ketenagakerjaan",
        edisi=make_edition(),
    )
    if draft is not None:
        write(rencana, draft)
    return rencana


def write(
    rencana: Rencana,
    draft: PlanDraft,
    *,
    user: User | None = None,
    remove_missing: bool = False,
    revisi: int | None = None,
    reason: str = "",
) -> ChangeSet | None:
    """Make the plan as the draft says, through the one writer; None when it is so already."""
    difference = compare(load(rencana), draft, remove_missing=remove_missing)
    by = Authorship(user=user, origin=ChangeSet.Origin.COMMAND, source="uji", reason=reason)
    return apply(rencana, difference, by=by, revisi=revisi)


def make_user(username: str, peran: str = "perencana", rencana: Rencana | None = None) -> User:
    """A person with a role in the scope of a plan's office or daerah; without a plan, with no role at all."""
    user = User.objects.create_user(username, password="rahasia")
    if rencana is not None:
        pd: PerangkatDaerah = rencana.perangkat_daerah
        scope: dict[str, Daerah | PerangkatDaerah] = (
            {"perangkat_daerah": pd} if peran in ("perencana", "kepala") else {"daerah": pd.daerah}
        )
        Keanggotaan.objects.create(user=user, peran=peran, **scope)
    return user


def find(cascade: Cascade, key: str) -> int:
    """The id of the first node with this code or these words."""
    return next(one.id for one in cascade.walk() if key in (one.kode, one.uraian))
