"""What a perjanjian promises, by echelon, out of the cascade."""

from __future__ import annotations

from decimal import Decimal

import pytest

from performance.perjanjian.content import compose, propose
from planning.cascade import Cascade, load
from planning.levels import Level
from planning.tables import build_table
from planning.writing import draft_of
from renstra_portal.lib.values import Nilai, format_nilai
from tests.performance.year import SUB, TAHUN, make_year, written
from tests.planning import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def cascade() -> Cascade:
    return load(make_year())


def ids(cascade: Cascade, *levels: Level) -> list[int]:
    return [node.id for node in cascade.at(*levels)]


def test_an_eselon_ii_promises_every_sasaran_and_answers_for_every_program(cascade: Cascade) -> None:
    isi = compose(cascade, "II")

    assert [row.uraian for row in isi.kinerja] == ["Meningkatnya kesempatan kerja"]
    assert [(one.teks, format_nilai(one.target)) for one in isi.kinerja[0].indikator] == [("Lowongan kerja", "100")]
    assert [(row.uraian, row.jumlah.amount) for row in isi.anggaran] == [("PROGRAM PELATIHAN KERJA", Decimal(175))]
    assert isi.total == 175


def test_an_eselon_iii_promises_its_programs_and_their_kegiatan(cascade: Cascade) -> None:
    isi = compose(cascade, "III", ids(cascade, Level.PROGRAM))

    assert [row.uraian for row in isi.kinerja] == ["PROGRAM PELATIHAN KERJA"]
    assert [(row.kode, row.jumlah.amount) for row in isi.anggaran] == [
        ("2.07.03.2.01", Decimal(150)),
        ("2.07.03.2.02", Decimal(25)),
    ]


def test_an_eselon_iii_without_a_chosen_program_promises_nothing(cascade: Cascade) -> None:
    assert compose(cascade, "III").is_empty


def test_the_money_of_an_eselon_iv_never_counts_a_rupiah_twice(cascade: Cascade) -> None:
    isi = compose(cascade, "IV", ids(cascade, Level.KEGIATAN, Level.SUB_KEGIATAN))

    assert len(isi.kinerja) == 5
    assert [row.jumlah.amount for row in isi.anggaran] == [100, 50, 25]


def test_a_kegiatan_chosen_alone_brings_its_whole_money(cascade: Cascade) -> None:
    isi = compose(cascade, "IV", ids(cascade, Level.KEGIATAN)[:1])

    assert [row.jumlah.amount for row in isi.anggaran] == [150]


def test_a_plafon_stands_where_the_plan_prints_plafon() -> None:
    rencana = make_year()
    draft = draft_of(load(rencana))
    program = next(one for one in draft.walk() if one.level == Level.PROGRAM)
    program.set_plafon(TAHUN, Nilai.of(200))
    written(rencana, draft, None)
    cascade = load(rencana)

    assert compose(cascade, "II").total == 175
    assert compose(cascade, "II", basis="plafon").total == 200


def test_the_proposal_follows_the_penanggung_jawab_and_what_stands_above() -> None:
    rencana = make_year()
    draft = draft_of(load(rencana))
    for one in draft.walk():
        if one.level == Level.PROGRAM:
            one.penanggung_jawab = "Bidang Pelatihan"
        elif one.kode == SUB:
            one.penanggung_jawab = "Kepala Seksi Instruktur"
    written(rencana, draft, None)
    cascade = load(rencana)

    assert propose(cascade, "III", "Kepala Bidang Pelatihan") == ids(cascade, Level.PROGRAM)
    assert propose(cascade, "III", "Kepala Bidang Penempatan") == []
    assert propose(cascade, "IV", "Kepala Seksi Instruktur") == [f.find(cascade, SUB)]
    assert f.find(cascade, SUB) not in propose(cascade, "IV", "Kepala Bidang Pelatihan")


def test_the_misi_is_printed_where_the_plan_has_one() -> None:
    rencana = make_year()
    assert compose(load(rencana), "II").misi == ()
    draft = draft_of(load(rencana))
    draft.roots.append(f.node(Level.RPJMD_MISI, "Meningkatkan perekonomian", nomor="3"))
    written(rencana, draft, None)

    assert compose(load(rencana), "II").misi == ("Misi 3: Meningkatkan perekonomian",)


def test_both_tables_of_the_perjanjian_print_what_the_plan_holds_now(cascade: Cascade) -> None:
    targets, money = build_table("PK-1", cascade), build_table("PK-2", cascade)

    assert [column.title for column in targets.columns] == [
        "No.", "Sasaran Strategis", "Indikator Kinerja", "Target 2025",
    ]  # fmt: skip
    assert len(targets.rows) == 1
    assert [row.level for row in money.rows] == ["baris", "jumlah"]
    assert money.rows[-1].cells["anggaran"].value == Nilai.of(Decimal(175))
    assert money.rows[-1].cells["anggaran"].sum_of == (0,)


def test_the_tables_of_an_empty_year_say_what_to_fill_in_first() -> None:
    empty = load(f.make_plan(slug="kota-uji/disnaker/kinerja-2025/murni"))

    assert "Belum ada sasaran" in build_table("PK-1", empty).notes[-1]
    assert "Belum ada program" in build_table("PK-2", empty).notes[-1]
