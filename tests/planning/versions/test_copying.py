"""A slice of a version as a draft: which rows, which years, and where each came from."""

import pytest

from planning.cascade import load
from planning.levels import Level
from planning.versions.copying import PAGU, PLAFON, draft_from
from planning.writing import draft_of

from . import plans as p

pytestmark = pytest.mark.django_db


@pytest.fixture
def cascade():
    return load(p.make_renstra())


def test_a_whole_copy_says_all_that_stands_and_names_every_row_it_was_taken_from(cascade):
    copied, held = draft_from(cascade), draft_of(cascade)
    pairs = list(zip(copied.walk(), held.walk(), strict=True))
    assert len(pairs) == len(cascade.by_id)
    for new, old in pairs:
        assert (new.id, new.asal) == (None, old.id)
        assert (new.level, new.uraian, new.kode, new.pagu, new.plafon) == (
            old.level,
            old.uraian,
            old.kode,
            old.pagu,
            old.plafon,
        )
        assert [one.asal for one in new.indikator] == [one.id for one in old.indikator]
        assert [one.values for one in new.indikator] == [one.values for one in old.indikator]
        assert [target.asal for target in new.links] == [target.id for target in old.links]


def test_only_rows_of_the_levels_are_taken_with_links_between_them(cascade):
    copied = draft_from(cascade, levels={Level.TUJUAN, Level.SASARAN})
    assert [node.level for node in copied.walk()] == [Level.TUJUAN, Level.SASARAN]
    programmes = draft_from(cascade, levels=frozenset(Level) - {Level.SASARAN})
    assert all(not node.links for node in programmes.walk())


def test_only_figures_of_the_years_are_taken(cascade):
    copied = draft_from(cascade, years={"target": (2026,), PAGU: (2026, 2027), PLAFON: (2027,)})
    sub = next(node for node in copied.walk() if node.kode == p.SUB)
    assert set(sub.pagu) == {(2026, "PAD"), (2026, "DAU"), (2027, "PAD"), (2027, "DAU")}
    assert set(sub.indikator[0].values) == {("target", 2026)}
    assert all(not node.plafon for node in copied.walk())


def test_a_line_of_figures_only_is_not_taken_without_its_figures(cascade):
    draft = draft_of(cascade)
    sub = next(node for node in draft.walk() if node.kode == p.SUB)
    sub.indikator[0].teks = sub.indikator[0].satuan = ""
    rencana = p.make_renstra("kota-lain/disnaker/renstra-2025-2029/murni")
    held = draft_of(load(rencana))
    one = next(node for node in held.walk() if node.kode == p.SUB).indikator[0]
    one.teks = one.satuan = ""
    p.f.write(rencana, held)
    blank = next(n for n in draft_from(load(rencana), years={"target": (2026,)}).walk() if n.kode == p.SUB)
    assert len(blank.indikator) == 1
    gone = next(n for n in draft_from(load(rencana), years={"target": (1999,)}).walk() if n.kode == p.SUB)
    assert gone.indikator == []


def test_print_settings_are_carried_over_but_not_title_years_and_date(cascade):
    settings = draft_from(cascade).settings
    assert settings["nama_perangkat_daerah"] == "Dinas Ketenagakerjaan"
    assert settings["kertas"] == "F4"
    assert not {"judul", "tahun_tabel", "tahun_dasar", "tanggal", "dasar_perubahan"} & set(settings)
