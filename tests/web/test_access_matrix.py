"""Who may open what: every address of the portal, for every role, on plans inside and outside the person's scope."""

from __future__ import annotations

import io
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pypdfium2
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from performance.models import Bukti, Jabatan, Job, Pejabat, PerjanjianKinerja
from planning.models import ChangeSet, Daerah, Keanggotaan, Nomenklatur, PerangkatDaerah, Rencana, Simpul, User
from renstra_portal.reporting.pdf import render_pdf_in_subprocess
from tests.planning.factories import make_edition, make_plan, small_draft

pytestmark = pytest.mark.django_db

OWN, SAME_DAERAH, OTHER_DAERAH = "own", "same daerah", "other daerah"
PLANS = {
    OWN: "kota-a/disnaker/renstra-2025-2029/murni",
    SAME_DAERAH: "kota-a/dinsos/renstra-2025-2029/murni",
    OTHER_DAERAH: "kota-b/disnaker/renstra-2025-2029/murni",
}
#: What each role sees: the plans of its scope answer 200, all others do not exist.
SEES = {
    "anonymous": (),
    "no role": (),
    "perencana": (OWN,),
    "kepala": (OWN,),
    "reviewer": (OWN, SAME_DAERAH),
    "pembaca": (OWN, SAME_DAERAH),
    "admin": (OWN, SAME_DAERAH, OTHER_DAERAH),
}


EVERY_STATE = tuple(Rencana.Status.values)


@dataclass(frozen=True)
class Page:
    """An address: the further arguments it takes, and whether it is about one plan."""

    args: tuple[object, ...] = ()
    of_plan: bool = False
    #: Of the year as it is carried out (a kinerja plan) instead of a Renstra.
    kinerja: bool = False
    found: int = 200
    public: bool = False
    post_only: bool = False
    #: For a script: without a session it answers 401 as JSON instead of sending to the sign-in page.
    for_script: bool = False
    #: The method with which it writes, None for a page that only shows; `reads` False: it does nothing else.
    writes: str | None = None
    reads: bool = True
    query: str = ""
    #: The last arguments: the id of a "sub_kegiatan" (in a "triwulan"), an "indikator", a "bukti" or an import
    #: ("impor") of the plan; of a person ("orang"), or of a person and a role of theirs ("keanggotaan"); of a
    #: "jabatan" or "pejabat" of the plan's "perangkat_daerah", or of a "perjanjian" (before the further arguments).
    about: str = ""
    admin_only: bool = False
    #: Who may write there, and while the plan is in which states; None: as WRITERS do, while it is open.
    writers: tuple[str, ...] | None = None
    states: tuple[str, ...] | None = None


#: Roles that see a plan, and every state of a plan: for what whoever may read may also ask for.
EVERYBODY = ("perencana", "kepala", "reviewer", "pembaca", "admin")
EVER = tuple(Rencana.Status.values)

PAGES: dict[str, Page] = {
    "healthz": Page(public=True),
    "readyz": Page(public=True),
    "masuk": Page(public=True),
    "keluar": Page(public=True, post_only=True),
    "ganti_kata_sandi": Page(),
    "kata_sandi_diganti": Page(),
    "beranda": Page(),
    "renstra": Page(),
    "renja": Page(),
    # A new Renja: who may make one for which office is in test_versi.
    "renja-baru": Page(),
    "buku-kerja-kosong": Page(),
    "rencana-ikhtisar": Page(of_plan=True),
    "rencana-pemeriksaan": Page(of_plan=True),
    "rencana-riwayat": Page(of_plan=True),
    "rencana-pengaturan": Page(of_plan=True, writes="POST"),
    "rencana-buku-kerja": Page(of_plan=True),
    "rencana-tetapkan": Page(
        of_plan=True,
        writes="POST",
        writers=("kepala", "admin"),
        states=("konsep", "diajukan", "dikembalikan", "diverifikasi"),
    ),
    "rencana-buat-perubahan": Page(of_plan=True, writes="POST", states=("ditetapkan",)),
    # Only a perubahan can be cancelled, and all plans of the matrix are murni; the rest is in test_versi.
    "rencana-batalkan": Page(of_plan=True, writes="POST", states=()),
    "rencana-impor": Page(of_plan=True, writes="POST"),
    # Without an upload there is nothing to look at: back to the form.
    "rencana-impor-pratinjau": Page(of_plan=True, found=302),
    "rencana-impor-terapkan": Page(of_plan=True, post_only=True, writes="POST"),
    "rencana-impor-batal": Page(of_plan=True, post_only=True, writes="POST"),
    "rencana-impor-hasil": Page(of_plan=True, about="impor", writes="POST"),
    # A new plan: who may open one for which office is in test_impor.
    "rencana-baru": Page(),
    "rencana-baru-pratinjau": Page(found=302),
    "rencana-baru-terapkan": Page(post_only=True),
    "rencana-baru-batal": Page(post_only=True),
    # Of a Renja; a Renstra's page says where to look, and has nothing to download.
    "rencana-sipd": Page(of_plan=True),
    "rencana-sipd-unduh": Page(of_plan=True, found=302),
    "rencana-perubahan": Page(of_plan=True, writes="POST"),
    "rencana-terhadap-renstra": Page(of_plan=True),
    "rencana-selaraskan": Page(of_plan=True, writes="POST"),
    "rencana-tabel": Page(of_plan=True, found=302),
    "rencana-tabel-satu": Page(("4.3",), of_plan=True),
    "rencana-tabel-pratinjau": Page(("3.2",), of_plan=True),
    "rencana-tabel-halaman": Page(("3.2", 1), of_plan=True),
    "rencana-tabel-unduh": Page(("4.3", "csv"), of_plan=True),
    "rencana-isian": Page(of_plan=True),
    "isian-data": Page(of_plan=True, for_script=True),
    "isian-sel": Page(of_plan=True, for_script=True, writes="PATCH", reads=False),
    "isian-periksa": Page(of_plan=True, for_script=True, writes="POST", reads=False),
    "isian-perubahan": Page(of_plan=True, for_script=True, query="sejak=0"),
    "isian-riwayat": Page(of_plan=True, for_script=True, query="row={simpul}&col=uraian"),
    "isian-urungan": Page(of_plan=True, for_script=True),
    "isian-urungkan": Page(of_plan=True, for_script=True, writes="POST", reads=False),
    "isian-baris": Page(of_plan=True, for_script=True, writes="POST", reads=False),
    "isian-nomenklatur": Page(of_plan=True, for_script=True),
    "isian-formulir": Page(of_plan=True, about="sub_kegiatan", writes="POST"),
    "isian-panel": Page(of_plan=True, about="indikator", writes="POST"),
    "kinerja": Page(),
    # A new kinerja plan: who may make one for which office is in performance/web/test_daftar.
    "kinerja-baru": Page(),
    # Who may set which windows is in performance/web/test_jadwal.
    "kinerja-jadwal": Page(),
    "kinerja-kelengkapan-daerah": Page(),
    "kinerja-kelengkapan": Page(of_plan=True, kinerja=True),
    "kinerja-bukti": Page(of_plan=True, kinerja=True, about="triwulan", writes="POST"),
    "kinerja-bukti-unduh": Page(of_plan=True, kinerja=True, about="bukti"),
    "kinerja-bukti-hapus": Page(of_plan=True, kinerja=True, about="bukti", post_only=True, writes="POST"),
    "kinerja-buku-realisasi": Page(of_plan=True, kinerja=True),
    "kinerja-impor-realisasi": Page(of_plan=True, kinerja=True, writes="POST"),
    # Without an upload there is nothing to look at: back to the form.
    "kinerja-impor-realisasi-pratinjau": Page(of_plan=True, kinerja=True, found=302),
    "kinerja-impor-realisasi-terapkan": Page(of_plan=True, kinerja=True, post_only=True, writes="POST"),
    "kinerja-impor-realisasi-batal": Page(of_plan=True, kinerja=True, post_only=True, writes="POST"),
    # Positions belong to an office, whatever state its plans are in; what is one's own is in perjanjian/test_pages.
    "kinerja-jabatan": Page(of_plan=True, about="perangkat_daerah"),
    "kinerja-jabatan-baru": Page(of_plan=True, about="perangkat_daerah", writes="POST", states=EVERY_STATE),
    "kinerja-jabatan-satu": Page(of_plan=True, about="jabatan"),
    "kinerja-jabatan-ubah": Page(of_plan=True, about="jabatan", writes="POST", states=EVERY_STATE),
    "kinerja-jabatan-hapus": Page(of_plan=True, about="jabatan", post_only=True, writes="POST", states=EVERY_STATE),
    "kinerja-pejabat-baru": Page(of_plan=True, about="jabatan", writes="POST", states=EVERY_STATE),
    "kinerja-pejabat-ubah": Page(of_plan=True, about="pejabat", writes="POST", states=EVERY_STATE),
    "kinerja-pejabat-hapus": Page(of_plan=True, about="pejabat", post_only=True, writes="POST", states=EVERY_STATE),
    "kinerja-pk": Page(of_plan=True, kinerja=True),
    "kinerja-pk-buat": Page(of_plan=True, kinerja=True, post_only=True, writes="POST", states=EVERY_STATE),
    "kinerja-pk-satu": Page(of_plan=True, kinerja=True, about="perjanjian"),
    "kinerja-pk-ubah": Page(of_plan=True, kinerja=True, about="perjanjian", writes="POST", states=EVERY_STATE),
    "kinerja-pk-tandatangan": Page(
        of_plan=True,
        kinerja=True,
        about="perjanjian",
        writes="POST",
        writers=("kepala", "admin"),
        states=EVERY_STATE,
    ),
    "kinerja-pk-hapus": Page(
        of_plan=True, kinerja=True, about="perjanjian", post_only=True, writes="POST", states=EVERY_STATE
    ),
    "kinerja-pk-halaman": Page((1,), of_plan=True, kinerja=True, about="perjanjian"),
    "kinerja-pk-unduh": Page(("xlsx",), of_plan=True, kinerja=True, about="perjanjian"),
    "kinerja-pk-banding": Page(of_plan=True, kinerja=True, about="perjanjian"),
    # A perjanjian murni replaces none: there is nothing to download.
    "kinerja-pk-banding-unduh": Page(("xlsx",), of_plan=True, kinerja=True, about="perjanjian", found=302),
    "kinerja-pohon": Page(of_plan=True),
    "kinerja-pohon-unduh": Page(of_plan=True),
    "kinerja-lkip": Page(of_plan=True, kinerja=True),
    "kinerja-lkip-blok": Page(("belanja",), of_plan=True, kinerja=True, writes="POST"),
    "kinerja-lkip-ambil": Page(of_plan=True, kinerja=True, post_only=True, writes="POST"),
    # Shows what a text would print and keeps nothing.
    "kinerja-lkip-pratinjau": Page(
        ("belanja",), of_plan=True, kinerja=True, post_only=True, writes="POST", writers=EVERYBODY, states=EVER
    ),
    # Printing is for everybody who may read, whatever the state of the plan.
    "kinerja-lkip-cetakan": Page(of_plan=True, kinerja=True, found=302, writes="POST", writers=EVERYBODY, states=EVER),
    "kinerja-lkip-batal": Page(
        of_plan=True, kinerja=True, about="job", post_only=True, writes="POST", writers=EVERYBODY, states=EVER
    ),
    "kinerja-lkip-unduh": Page(of_plan=True, kinerja=True, about="job"),
    "kinerja-capaian": Page(of_plan=True, kinerja=True),
    "kinerja-jelaskan": Page(of_plan=True, kinerja=True, about="indikator"),
    "kinerja-jelaskan-anggaran": Page(of_plan=True, kinerja=True, about="sub_kegiatan"),
    "kinerja-grafik": Page(of_plan=True, kinerja=True),
    "kinerja-grafik-unduh": Page(("capaian-sasaran",), of_plan=True, kinerja=True),
    "panduan": Page(),
    "panduan-lain": Page(("format-buku-kerja",)),
    "panduan-gambar": Page(("tabel-4.3.png",)),
    "pengguna": Page(admin_only=True),
    "pengguna-baru": Page(admin_only=True),
    "pengguna-satu": Page(admin_only=True, about="orang"),
    "pengguna-ubah": Page(admin_only=True, about="orang"),
    "pengguna-peran": Page(admin_only=True, about="orang", post_only=True),
    "pengguna-cabut-peran": Page(admin_only=True, about="keanggotaan", post_only=True),
    "pengguna-cabut-admin": Page(admin_only=True, about="orang", post_only=True),
    "pengguna-nonaktifkan": Page(admin_only=True, about="orang", post_only=True),
    "pengguna-aktifkan": Page(admin_only=True, about="orang", post_only=True),
    "pengguna-buka-kunci": Page(admin_only=True, about="orang", post_only=True),
    "pengguna-sandi": Page(admin_only=True, about="orang", post_only=True),
    "referensi": Page(found=302),
    "nomenklatur": Page(),
    "nomenklatur-entri": Page(("900-1317-2023", "kab-kota", "2.07")),
}


@dataclass
class World:
    """The plans and the people of the matrix."""

    plans: dict[str, Rencana] = field(default_factory=dict)
    kinerja: dict[str, Rencana] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)

    def plan_of(self, page: Page, place: str) -> Rencana:
        """The plan that a page is about: the Renstra of the place, or its year that is carried out."""
        return (self.kinerja if page.kinerja else self.plans)[place]


@pytest.fixture(autouse=True)
def _any_page_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every PDF is one blank page here: who gets it is asked, and not what it says."""
    blank, stream = pypdfium2.PdfDocument.new(), io.BytesIO()
    blank.new_page(595, 842)
    blank.save(stream)
    for module in list(sys.modules.values()):
        if getattr(module, "render_pdf_in_subprocess", None) is render_pdf_in_subprocess:
            monkeypatch.setattr(module, "render_pdf_in_subprocess", lambda *_args, **_options: stream.getvalue())


@pytest.fixture
def world() -> World:
    built = World()
    for place, slug in PLANS.items():
        built.plans[place] = plan = make_plan(small_draft(), slug)
        # An import, for the page that tells of its result.
        plan.changesets.create(origin=ChangeSet.Origin.IMPORT, revisi=plan.revisi)
        built.kinerja[place] = make_plan(small_draft(), slug.replace("renstra-2025-2029", "kinerja-2025"))
        keep_evidence(built.kinerja[place])
        keep_print(built.kinerja[place])
    dinas = PerangkatDaerah.objects.get(slug="disnaker", daerah__slug="kota-a")
    kota = Daerah.objects.get(slug="kota-a")
    built.people = {"anonymous": None, "no role": User.objects.create_user("kosong")}
    for peran in ("perencana", "kepala"):
        built.people[peran] = user = User.objects.create_user(peran)
        Keanggotaan.objects.create(user=user, peran=peran, perangkat_daerah=dinas)
    for peran in ("reviewer", "pembaca"):
        built.people[peran] = user = User.objects.create_user(peran)
        Keanggotaan.objects.create(user=user, peran=peran, daerah=kota)
    built.people["admin"] = User.objects.create_superuser("admin")
    Nomenklatur.objects.create(
        edisi=make_edition(), kode="2.07", level="bidang_urusan", uraian="URUSAN PEMERINTAHAN BIDANG TENAGA KERJA"
    )
    return built


def keep_evidence(plan: Rencana) -> None:
    """A file of evidence of the plan's first row, as somebody uploaded it."""
    name = default_storage.save("bukti/uji.pdf", ContentFile(b"%PDF-1.7"))
    fields = {"nama_asli": "uji.pdf", "tipe": "pdf", "ukuran": 8, "sha256": "0" * 64}
    row = Simpul.objects.filter(rencana=plan).order_by("pk")[0]
    Bukti.objects.create(rencana=plan, simpul=row, triwulan=1, berkas=name, **fields)


def promise_of(plan: Rencana) -> PerjanjianKinerja:
    """The perjanjian of the head of the plan's office, complete enough to be signed; made when it is not there."""
    office, first = plan.perangkat_daerah, date(2020, 1, 1)
    mayor, _ = Jabatan.objects.get_or_create(daerah=office.daerah, eselon="kepala_daerah", nama="Wali Kota")
    head, _ = Jabatan.objects.get_or_create(perangkat_daerah=office, eselon="II", nama="Kepala", atasan=mayor)
    for position in (mayor, head):
        Pejabat.objects.get_or_create(jabatan=position, nama="Pejabat Uji", mulai=first)
    terms = {"jabatan_kedua": mayor, "tanggal": date(2025, 1, 31), "tempat": "Uji"}
    return PerjanjianKinerja.objects.get_or_create(rencana=plan, jabatan=head, defaults=terms)[0]


def keep_print(plan: Rencana) -> None:
    """A finished print of the plan's LKIP."""
    name = default_storage.save("jobs/uji.pdf", ContentFile(b"%PDF-1.7"))
    fields = {"kind": "lkip", "status": "done", "file_name": "uji.pdf", "revisi": plan.revisi}
    Job.objects.create(rencana=plan, file=name, **fields)


def own_addresses(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The names of the portal's own addresses; those of the administration are Django's to guard."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"an address without a name: {pattern.pattern}"
            yield pattern.name
        elif pattern.app_name != "admin":
            yield from own_addresses(pattern.url_patterns)


def address(name: str, page: Page, world: World, place: str) -> str:
    if page.about in ("orang", "keanggotaan"):
        role = Keanggotaan.objects.get(user__username="pembaca")
        return reverse(name, args=(role.user_id, role.pk) if page.about == "keanggotaan" else (role.user_id,))
    if not page.of_plan:
        return reverse(name, args=page.args)
    plan = world.plan_of(page, place)
    if page.about == "perangkat_daerah":
        return f"{reverse(name)}?pd={plan.perangkat_daerah_id}"
    if page.about in ("jabatan", "pejabat", "perjanjian"):
        promise = promise_of(world.kinerja[place])
        head = promise.jabatan
        if page.about == "perjanjian":
            return reverse(name, args=(plan, promise.pk, *page.args))
        return reverse(name, args=(head.pk, head.pejabat.get().pk) if page.about == "pejabat" else (head.pk,))
    sub = Simpul.objects.filter(rencana=plan, level="sub_kegiatan").order_by("pk")[0]
    about = {
        "": (),
        "sub_kegiatan": (sub.pk,),
        "triwulan": (sub.pk, 1),
        "bukti": (Bukti.objects.get(rencana=plan).pk,) if page.about == "bukti" else (),
        "job": (Job.objects.get(rencana=plan, file_name="uji.pdf").pk,) if page.about == "job" else (),
        "indikator": (sub.indikator.order_by("pk")[0].pk,),
        "impor": (plan.changesets.get(origin=ChangeSet.Origin.IMPORT).pk,) if page.about == "impor" else (),
    }[page.about]
    query = f"?{page.query.format(simpul=f's{sub.pk}')}" if page.query else ""
    return reverse(name, args=(plan, *page.args, *about)) + query


def test_every_address_is_in_the_matrix() -> None:
    assert set(own_addresses()) == set(PAGES)


@pytest.mark.parametrize("role", SEES)
def test_a_role_opens_what_is_in_its_scope_and_nothing_else(client: Client, world: World, role: str) -> None:
    person = world.people[role]
    if person is not None:
        client.force_login(person)
    for name, page in PAGES.items():
        for place in PLANS if page.of_plan else (OWN,):
            check_opening(client.get(address(name, page, world, place)), page, world, role, (name, place))


def check_opening(answer: Any, page: Page, world: World, role: str, where: tuple[str, str]) -> None:
    """What the role gets that opens the address `where` (its name, and the place of the plan)."""
    anonymous, place, status = role == "anonymous", where[1], answer.status_code
    if page.post_only:
        assert status == (302 if anonymous else 405), where
    elif page.public:
        assert status in (200, 302), where
    elif anonymous and page.for_script:
        assert status == 401, where
        assert answer.json()["masuk"].startswith(f"{reverse('masuk')}?next="), where
    elif not page.reads:
        assert status == 405, where
    elif anonymous:
        assert status == 302, where
        assert answer.headers["Location"].startswith(f"{reverse('masuk')}?next="), where
    elif page.admin_only and role != "admin":
        assert status == 403, where
    elif page.of_plan and place not in SEES[role]:
        assert status == 404, where
        assert world.plan_of(page, place).judul not in answer.content.decode(), where
    else:
        assert status == page.found, where


#: What a script sends to an address that writes, with the ids of the plan's own rows.
SENT: dict[str, str] = {
    "isian-sel": '{{"batch": "{batch}", "act": "ketik", "cells": [{{"row": "{sub}", "col": "lokasi", "new": "A"}}]}}',
    "isian-periksa": '{{"batch": "{batch}", "act": "tempel", "cells": [{{"row": "{sub}", "col": "lokasi"}}]}}',
    "isian-urungkan": '{{"changeset": {changeset}}}',
    "isian-baris": '{{"op": "indikator", "simpul": "{sub}"}}',
}
#: Who may write to the plans of their scope while these are open.
WRITERS = ("perencana", "admin")


def may_write(page: Page, role: str, status: str) -> bool:
    """Whether the role may write there to a plan of its scope in that state."""
    writers = WRITERS if page.writers is None else page.writers
    states = Rencana.Status.open_values() if page.states is None else page.states
    return role in writers and status in states


def written(client: Client, name: str, world: World, place: str) -> int:
    """The status of an attempt to write to a plan."""
    page = PAGES[name]
    plan = world.plan_of(page, place)
    url = address(name, page, world, place)
    if name not in SENT:
        return client.post(url, {"lama": "{}", "arah": "naik", "akumulasi": "jumlah"}).status_code
    sub = Simpul.objects.filter(rencana=plan, level="sub_kegiatan").order_by("pk")[0]
    body = SENT[name].format(batch=uuid.uuid4(), sub=f"s{sub.pk}", changeset=plan.changesets.order_by("pk")[0].pk)
    return client.generic(page.writes or "", url, body, content_type="application/json").status_code


@pytest.mark.parametrize("status", Rencana.Status.values)
@pytest.mark.parametrize("role", SEES)
def test_only_those_who_may_write_and_only_to_plans_of_their_scope_in_the_right_state(
    client: Client, world: World, role: str, status: str
) -> None:
    person = world.people[role]
    Rencana.objects.update(status=status)
    for plan in (*world.plans.values(), *world.kinerja.values()):
        # Undoing is for one's own changes only.
        plan.changesets.update(user=person)
    if person is not None:
        client.force_login(person)
    for name in [name for name, page in PAGES.items() if page.writes]:
        for place in PLANS:
            answer = written(client, name, world, place)
            if person is None:
                assert answer == (401 if PAGES[name].for_script else 302), name
            elif place not in SEES[role]:
                assert answer == 404, (name, place)
            elif may_write(PAGES[name], role, status):
                # Undoing the first writing would take away rows that this very loop has changed since.
                assert answer in (200, 302, 409), (name, place)
            else:
                assert answer == 403, (name, place)


@pytest.mark.parametrize("role", [role for role in SEES if role != "admin"])
def test_nobody_but_the_admin_writes_to_accounts(client: Client, world: World, role: str) -> None:
    person = world.people[role]
    if person is not None:
        client.force_login(person)
    before = list(User.objects.order_by("pk").values()), list(Keanggotaan.objects.order_by("pk").values())
    for name in [name for name, page in PAGES.items() if page.admin_only]:
        answer = client.post(address(name, PAGES[name], world, OWN), {"peran": "admin"})
        only_shows = name in ("pengguna", "pengguna-satu")
        assert answer.status_code == (302 if person is None else 405 if only_shows else 403), name
    after = list(User.objects.order_by("pk").values()), list(Keanggotaan.objects.order_by("pk").values())
    assert after == before


def test_pages_that_only_show_refuse_to_be_written_to(client: Client, world: World) -> None:
    client.force_login(User.objects.get(username="admin"))
    for name in [name for name, page in PAGES.items() if page.of_plan and not page.writes]:
        assert client.post(address(name, PAGES[name], world, OWN)).status_code == 405, name


def test_lists_name_only_plans_of_the_scope(client: Client, world: World) -> None:
    person = world.people["perencana"]
    assert person is not None
    client.force_login(person)
    for url in (reverse("beranda"), reverse("renstra")):
        text = client.get(url).content.decode()
        assert world.plans[OWN].judul in text
        assert world.plans[OTHER_DAERAH].judul not in text
