"""The grid's rows and columns."""

import pytest

from planning.cascade import load
from planning.grid.rows import RowId, grid_data
from planning.levels import Level
from planning.writing import PlanDraft, draft_of
from renstra_portal.lib.values import Nilai

from .. import factories as f


def rows_of(rencana, reason=None):
    return {one["row"]: one for one in grid_data(load(rencana), reason=reason)["rows"]}


def editable_of(rencana, one):
    """The columns that can be filled in on a row, as the browser finds them."""
    kind = one["level"] if one["kind"] == "simpul" else one["kind"]
    return grid_data(load(rencana), reason=None)["editable"][kind]


def test_tujuan_and_sasaran_stand_before_the_programme_tree(rencana):
    levels = [one["level"] for one in rows_of(rencana).values()]
    assert levels[:6] == ["tujuan", "sasaran", "perangkat_daerah", "urusan", "bidang_urusan", "program"]
    assert levels[6:] == ["outcome", "kegiatan", "sub_kegiatan", "sub_kegiatan", "outcome", "kegiatan", "sub_kegiatan"]


def test_a_row_tells_its_place_its_codes_and_its_filled_cells(rencana, row):
    sub = rows_of(rencana)[row("2.07.03.2.01.0001")]
    assert (sub["parent"], sub["depth"], sub["kind"]) == (row("2.07.03.2.01"), 6, "simpul")
    assert sub["kode"] == "2.07.03.2.01.0001"
    assert sub["cells"]["uraian"] == "Proses Pelatihan"
    assert sub["cells"]["indikator"] == "Jumlah Proses Pelatihan"
    assert (sub["cells"]["baseline"], sub["cells"]["target:2030"]) == ("10", "15")
    assert (sub["cells"]["pagu:2025"], sub["cells"]["pagu:2026"]) == ("100", "200")
    assert "pagu:2027" not in sub["cells"]
    program = rows_of(rencana)[row("2.07.03")]
    assert program["kaitan"] == [f.find(load(rencana), "Meningkatnya kesempatan kerja")]


def test_an_edition_with_two_digits_prints_its_own_codes(rencana, row):
    rencana.edisi.digit_sub = 2
    assert rows_of(rencana)[row("2.07.03.2.01.0001")]["kode"] == "2.07.03.2.01.01"


def test_further_indicators_and_sumber_dana_have_rows_of_their_own(rencana, row):
    draft = draft_of(load(rencana))
    sub = next(one for one in draft.walk() if one.kode == "2.07.03.2.01.0001")
    sub.indikator.append(f.indikator("Jumlah kelas", "Kelas", target={2025: "2"}))
    sub.set_pagu(2025, Nilai.of(7), "DAK")
    sub.set_pagu(2026, Nilai.of(8), "DAK")
    f.write(rencana, draft)
    own = row("2.07.03.2.01.0001")
    below = [one for one in rows_of(rencana).values() if one["parent"] == own]
    assert [one["kind"] for one in below] == ["indikator", "sumber_dana"]
    assert below[0]["cells"] == {"indikator": "Jumlah kelas", "satuan": "Kelas", "target:2025": "2"}
    assert below[1]["row"] == f"{own}:DAK"
    assert below[1]["cells"] == {"sumber_dana": "DAK", "pagu:2025": "7", "pagu:2026": "8"}
    assert set(editable_of(rencana, below[0])) >= {"indikator", "satuan", "baseline", "target:2030"}
    assert "pagu:2025" not in editable_of(rencana, below[0])
    assert set(editable_of(rencana, below[1])) >= {"pagu:2025", "sumber_dana"}
    assert "uraian" not in editable_of(rencana, below[1])
    assert rows_of(rencana)[own]["cells"]["pagu:2025"] == "100"


def test_pagu_is_filled_in_on_sub_kegiatan_only_and_plafon_above_it(rencana, row):
    rows = rows_of(rencana)
    for key in ("2.07.03.2.01", "2.07.03", "Meningkatnya keterampilan", "2.07", "DINAS KETENAGAKERJAAN"):
        editable = editable_of(rencana, rows[row(key)])
        assert "pagu:2025" not in editable
        assert "plafon:2025" in editable
    sub = editable_of(rencana, rows[row("2.07.03.2.01.0001")])
    assert "pagu:2025" in sub and "plafon:2025" not in sub
    tujuan = editable_of(rencana, rows[row("Meningkatnya produktivitas")])
    assert not any(col.startswith(("pagu", "plafon", "sumber", "lokasi")) for col in tujuan)


def test_nothing_is_editable_for_those_who_may_only_read(rencana):
    data = grid_data(load(rencana), reason="Terkunci.")
    assert (data["plan"]["writable"], data["plan"]["reason"]) == (False, "Terkunci.")
    assert data["editable"] and not any(data["editable"].values())


def test_what_rows_of_a_kind_share_is_said_once_and_what_they_lack_not_at_all(rencana, row):
    rows = rows_of(rencana)
    assert not any("editable" in one for one in rows.values())
    assert all("parent" in one and "cells" in one for one in rows.values())
    tujuan = rows[row("Meningkatnya produktivitas")]
    assert tujuan["parent"] is None
    assert tujuan["depth"] == 0
    assert "kode" not in tujuan and "indikator" not in tujuan


def test_columns_follow_the_years_the_plan_prints(rencana):
    data = grid_data(load(rencana), reason=None)
    cols = [one["col"] for one in data["columns"]]
    assert cols[:6] == ["uraian", "indikator", "satuan", "baseline", "target:2025", "pagu:2025"]
    assert [one["tahun"] for one in data["columns"] if one["plafon"]] == list(f.YEARS)
    assert data["plan"]["tahun_dasar"] == 2024


def test_other_trees_are_not_in_the_grid(rencana):
    draft = draft_of(load(rencana))
    draft.add(f.node(Level.ISU_STRATEGIS, "Isu"))
    f.write(rencana, draft)
    assert "Isu" not in {one["cells"].get("uraian") for one in rows_of(rencana).values()}


def test_an_empty_plan_is_an_empty_grid(db):
    rencana = f.make_plan(PlanDraft(), "kota-kosong/disnaker/renstra-2025-2029/murni")
    assert rows_of(rencana) == {}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("s12", RowId(simpul=12)),
        ("i34", RowId(indikator=34)),
        ("s12:DAK Fisik: 2", RowId(simpul=12, sumber="DAK Fisik: 2")),
        ("s0", None),
        ("s12:", None),
        ("x1", None),
        ("s1 ", None),
        ("s" + "9" * 30, None),
        ("", None),
    ],
)
def test_a_row_name_says_what_the_row_stands_for(text, parts):
    assert RowId.parse(text) == parts
    assert parts is None or str(parts) == text
