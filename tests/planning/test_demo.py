"""The demo data, its accounts, and the commands that load and list them."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from planning.cascade import load
from planning.checks import run_checks
from planning.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, create_demo_accounts
from planning.demo.load import FOLDER, demo_plans, read_demo_plan, write_demo_plan
from planning.levels import PROGRAMME_LEVELS, Level
from planning.models import (
    Change,
    ChangeSet,
    Indikator,
    Keanggotaan,
    Nomenklatur,
    PerangkatDaerah,
    Rencana,
    Simpul,
    User,
)
from planning.writing import InvalidPlan, PlanSlug, compare
from planning.writing.serial import dumps, encode_plan, loads

from . import factories as f

TANGERANG = "kota-tangerang/disnaker/renstra-2025-2029/murni"
PASURUAN = "kota-pasuruan/disnaker/renja-2023/murni"
CONTOH = "kota-contoh/disnaker/renstra-2025-2029/murni"
CIMAHI = "kota-cimahi/disnaker/renstra-2023-2026/murni"
CIMAHI_MURNI = "kota-cimahi/disnaker/kinerja-2023/murni"
CIMAHI_PERUBAHAN = "kota-cimahi/disnaker/kinerja-2023/perubahan-1"
PLANS = {TANGERANG, PASURUAN, CONTOH, CIMAHI, CIMAHI_MURNI, CIMAHI_PERUBAHAN}


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def loaded(db) -> str:
    return run("load_demo")


def contents() -> list[int]:
    return [model.objects.count() for model in (Rencana, Simpul, ChangeSet, Change, User, Keanggotaan, Nomenklatur)]


def test_every_plan_and_every_account_are_loaded(loaded):
    assert set(Rencana.objects.values_list("slug", flat=True)) == PLANS
    assert set(User.objects.values_list("username", flat=True)) == {one.username for one in DEMO_ACCOUNTS}
    assert "Dimuat" in loaded


def test_a_second_run_writes_nothing_and_says_so(loaded):
    before = contents()
    said = run("load_demo")
    assert contents() == before
    assert said.count("Sudah ada, tidak diubah") == len(PLANS)
    assert "Akun contoh sudah ada" in said


def test_a_plan_that_people_have_changed_is_left_alone(loaded):
    Rencana.objects.filter(slug=CONTOH).update(judul="Hasil kerja kami", revisi=7)
    run("load_demo")
    plan = Rencana.objects.get(slug=CONTOH)
    assert (plan.judul, plan.revisi) == ("Hasil kerja kami", 7)


def test_if_empty_leaves_an_installation_with_a_plan_untouched(db):
    f.make_plan()
    before = contents()
    assert "tidak dimuat" in run("load_demo", "--if-empty")
    assert contents() == before


def test_if_empty_fills_an_empty_installation(db):
    run("load_demo", "--if-empty")
    assert Rencana.objects.count() == len(PLANS)


def test_a_file_that_is_no_plan_loads_nothing_and_is_explained(db, tmp_path, monkeypatch):
    document = loads((FOLDER / "kota-contoh-renstra-2025-2029.json").read_text())
    document["simpul"].append({"level": "bab"})
    (tmp_path / "rusak.json").write_text(dumps(document))
    monkeypatch.setattr("planning.management.commands.load_demo.demo_plans", lambda: demo_plans(tmp_path))
    with pytest.raises(CommandError, match="“bab” tidak terbaca"):
        run("load_demo")
    assert contents()[:-1] == [0] * 6


def test_every_demo_plan_is_recorded_as_demo_data_with_its_file(loaded):
    loaded_from = ChangeSet.objects.filter(origin=ChangeSet.Origin.DEMO)
    assert set(loaded_from.values_list("origin", "source", "user_name")) == {
        ("demo", "kota-cimahi-kinerja-2023-murni.json", "operator"),
        ("demo", "kota-cimahi-kinerja-2023-perubahan-1.json", "operator"),
        ("demo", "kota-cimahi-renstra-2023-2026.json", "operator"),
        ("demo", "kota-contoh-renstra-2025-2029.json", "operator"),
        ("demo", "kota-pasuruan-renja-2023.json", "operator"),
        ("demo", "kota-tangerang-renstra-2025-2029.json", "operator"),
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_demo_file_is_laid_out_as_the_portal_writes_it(path: Path):
    text = path.read_text(encoding="utf-8")
    document = loads(text)
    assert dumps(document) == text
    encoded = encode_plan(read_demo_plan(path).draft)
    assert {name: document[name] for name in encoded} == encoded


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_a_demo_plan_written_again_as_it_stands_in_the_file_changes_nothing(db, path: Path):
    plan = next(one for one in demo_plans() if one.source == path.name)
    write_origins(plan.asal)
    rencana = write_demo_plan(plan)
    assert rencana is not None
    assert not compare(load(rencana), plan.draft, remove_missing=True).objects


def write_origins(slug: PlanSlug | None) -> None:
    """The version of that name, after those it was made from."""
    for plan in demo_plans():
        if plan.slug == slug:
            write_origins(plan.asal)
            write_demo_plan(plan)


def test_a_version_is_loaded_after_the_one_it_was_made_from():
    names = [str(one.slug) for one in demo_plans()]
    assert names.index(CIMAHI) < names.index(CIMAHI_MURNI) < names.index(CIMAHI_PERUBAHAN)


def test_a_version_whose_origin_is_in_no_file_is_refused(tmp_path):
    document = loads((FOLDER / "kota-cimahi-kinerja-2023-murni.json").read_text())
    (tmp_path / "sendiri.json").write_text(dumps(document))
    with pytest.raises(InvalidPlan, match="tidak ada berkasnya"):
        demo_plans(tmp_path)


def test_a_version_is_not_written_without_the_one_it_was_made_from(db):
    with pytest.raises(InvalidPlan, match="yang belum ada"):
        write_demo_plan(read_demo_plan(FOLDER / "kota-cimahi-kinerja-2023-murni.json"))
    assert not Rencana.objects.exists()


def test_versions_that_were_set_are_set_and_recorded_so_and_the_last_one_is_open(loaded):
    states = dict(Rencana.objects.filter(slug__startswith="kota-cimahi").values_list("slug", "status"))
    assert states == {CIMAHI: "ditetapkan", CIMAHI_MURNI: "ditetapkan", CIMAHI_PERUBAHAN: "konsep"}
    set_ones = ChangeSet.objects.filter(source="Penetapan").values_list("rencana__slug", flat=True)
    assert sorted(set_ones) == [CIMAHI_MURNI, CIMAHI]


def test_every_coded_row_and_goal_of_a_year_comes_from_the_version_before(loaded):
    for slug, before in ((CIMAHI_MURNI, CIMAHI), (CIMAHI_PERUBAHAN, CIMAHI_MURNI)):
        rows = Simpul.objects.filter(rencana__slug=slug, level__in=[*PROGRAMME_LEVELS, Level.TUJUAN, Level.SASARAN])
        assert {one.asal.rencana.slug for one in rows.select_related("asal__rencana") if one.asal} == {before}
        assert all(one.asal and (one.asal.level, one.asal.kode) == (one.level, one.kode) for one in rows)


def test_an_indicator_comes_from_the_one_of_the_same_words(loaded):
    held = Indikator.objects.filter(simpul__rencana__slug=CIMAHI_MURNI).select_related("asal")
    # The perjanjian kinerja measures the fourth sasaran, which the Renstra does not.
    without = [(one.simpul.uraian, one.teks) for one in held if one.asal is None]
    assert without == [("Meningkatnya Kualitas dan Inovasi Pelayanan Publik", "Indeks Reformasi Birokrasi")]
    assert all(one.asal.teks == one.teks for one in held if one.asal)


def test_no_demo_plan_names_a_person():
    for plan in demo_plans():
        for who in ("penandatangan", "penilai"):
            assert not plan.draft.settings.get(f"{who}_nama")
            assert not plan.draft.settings.get(f"{who}_nip")


def test_the_made_up_plan_has_no_finding(loaded):
    assert run_checks(load(Rencana.objects.get(slug=CONTOH))) == []


def test_the_made_up_plan_shows_what_the_real_one_does_not(loaded):
    cascade = load(Rencana.objects.get(slug=CONTOH))
    assert [one.kode for one in cascade.at(Level.BIDANG_URUSAN)] == ["2.07", "3.32"]
    programs = cascade.at(Level.PROGRAM)
    assert [one.kode for one in programs] == ["2.07.03", "2.07.04", "3.32.03"]
    assert len(programs[0].children_at(Level.OUTCOME)) == 2
    assert {source for one in cascade.at(Level.SUB_KEGIATAN) for source in one.sumber_dana} == {"APBD", "DBHCHT"}
    for program in programs:
        assert cascade.linked(program, Level.SASARAN)
        assert {year: program.plafon_at(year).amount for year in cascade.plan.tahun_tabel} == dict(program.total)
    assert any({"sasaran", "iku", "ikk"} <= one.jenis for node in cascade.walk() for one in node.indikator)


@pytest.mark.parametrize(
    ("slug", "edisi", "unlisted"),
    [
        (TANGERANG, "900-1317-2023", set()),
        # Table 4.1, which the list was taken from, prints no urusan, and nothing that ended before 2023.
        (PASURUAN, "5889-2021", {"2", "2.07", "3", "3.32", "2.07.01.2.02.0008", "2.07.05.2.02.0004"}),
    ],
)
def test_rows_with_a_code_of_the_plans_edition_are_linked_to_it(loaded, slug, edisi, unlisted):
    coded = Simpul.objects.filter(rencana__slug=slug).exclude(kode="")
    links = set(coded.exclude(kode__in=unlisted).values_list("nomenklatur__edisi__kode", "kode", "nomenklatur__kode"))
    assert links == {(edisi, kode, kode) for kode in coded.values_list("kode", flat=True) if kode not in unlisted}


def test_the_renja_holds_a_year_with_its_prakiraan_maju_and_every_companion_of_its_document(loaded):
    cascade = load(Rencana.objects.get(slug=PASURUAN))
    assert (cascade.plan.jenis, cascade.plan.tahun_tabel, cascade.plan.tahun_akhir_renstra) == (
        "renja",
        (2023, 2024),
        2026,
    )
    office = cascade.office
    assert office is not None
    assert dict(office.total) == {2023: 5_168_369_010, 2024: 5_419_507_540}
    levels = Counter(node.level for node in cascade.walk())
    assert [levels[one] for one in (Level.PROGRAM, Level.KEGIATAN, Level.SUB_KEGIATAN)] == [5, 16, 30]
    assert [levels[one] for one in (Level.EVALUASI, Level.LAYANAN, Level.RKPD, Level.USULAN)] == [109, 5, 51, 11]
    assert sum(len(node.indikator) for node in cascade.at(Level.EVALUASI)) == 150
    assert all(len(node.kaitan) == 1 for node in cascade.at(Level.RKPD, Level.USULAN))


# Accounts -----------------------------------------------------------------------------------------


def test_every_role_has_an_account_that_opens_with_the_documented_password(loaded, client):
    roles = {one.peran for one in DEMO_ACCOUNTS}
    assert roles == {*Keanggotaan.Peran, None}
    for account in DEMO_ACCOUNTS:
        assert client.login(username=account.username, password=DEMO_PASSWORD)


@pytest.mark.parametrize(
    ("username", "sees", "writes"),
    [
        ("perencana.tangerang", {TANGERANG}, {TANGERANG}),
        ("kepala.tangerang", {TANGERANG}, set()),
        ("reviewer.tangerang", {TANGERANG}, set()),
        ("pembaca.tangerang", {TANGERANG}, set()),
        ("perencana.pasuruan", {PASURUAN}, {PASURUAN}),
        ("kepala.pasuruan", {PASURUAN}, set()),
        ("reviewer.pasuruan", {PASURUAN}, set()),
        ("perencana.cimahi", {CIMAHI, CIMAHI_MURNI, CIMAHI_PERUBAHAN}, {CIMAHI_PERUBAHAN}),
        ("kepala.cimahi", {CIMAHI, CIMAHI_MURNI, CIMAHI_PERUBAHAN}, set()),
        ("reviewer.cimahi", {CIMAHI, CIMAHI_MURNI, CIMAHI_PERUBAHAN}, set()),
        ("perencana.contoh", {CONTOH}, {CONTOH}),
        ("admin", PLANS, {TANGERANG, PASURUAN, CONTOH, CIMAHI_PERUBAHAN}),
    ],
)
def test_a_demo_account_sees_and_writes_what_its_role_allows(loaded, username, sees, writes):
    user = User.objects.get(username=username)
    assert set(Rencana.objects.visible_to(user).values_list("slug", flat=True)) == sees
    assert set(Rencana.objects.editable_by(user).values_list("slug", flat=True)) == writes


def test_the_accounts_are_listed_with_their_password(loaded):
    lines = run("demo_accounts").splitlines()
    assert len(lines) == 1 + len(DEMO_ACCOUNTS)
    for account, line in zip(DEMO_ACCOUNTS, lines[1:], strict=True):
        assert line.split()[:2] == [account.username, DEMO_PASSWORD]


def test_a_changed_password_is_not_shown_and_not_set_back(loaded):
    user = User.objects.get(username="admin")
    user.set_password("rahasia sendiri")
    user.save()
    run("load_demo")
    assert "(sudah diganti)" in run("demo_accounts").splitlines()[-1]
    user.refresh_from_db()
    assert user.check_password("rahasia sendiri")


def test_without_demo_data_there_are_no_accounts_to_list(db):
    assert "load_demo" in run("demo_accounts")


def test_an_account_whose_office_is_gone_is_left_out(loaded):
    User.objects.all().delete()
    Rencana.objects.filter(slug=CONTOH).delete()
    PerangkatDaerah.objects.filter(daerah__slug="kota-contoh").delete()
    assert [one.username for one in create_demo_accounts()] == [
        one.username for one in DEMO_ACCOUNTS if one.username != "perencana.contoh"
    ]


# plans --------------------------------------------------------------------------------------------


def test_the_plans_are_listed_with_state_and_counts(loaded):
    lines = run("plans").splitlines()
    assert lines[15] == f"{TANGERANG}  [konsep, revisi 1]"
    assert lines[17].strip() == "program 5, kegiatan 19, sub-kegiatan 51, simpul 275, indikator 161"


def test_the_plans_are_listed_for_machines(loaded):
    plans = json.loads(run("plans", "--format", "json"))
    assert [one["slug"] for one in plans] == sorted(PLANS)
    tangerang = plans[-1]
    assert (tangerang["status"], tangerang["revisi"]) == ("konsep", 1)
    assert tangerang["jumlah"] == {"program": 5, "kegiatan": 19, "sub_kegiatan": 51, "simpul": 275, "indikator": 161}


def test_an_installation_without_plans_says_so(db):
    assert run("plans").strip() == "Belum ada rencana."
    assert json.loads(run("plans", "--format", "json")) == []


def test_listing_plans_takes_the_same_few_queries_however_many_there_are(loaded, django_assert_num_queries):
    with django_assert_num_queries(3):
        run("plans")
