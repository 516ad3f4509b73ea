"""A draft as JSON, and back."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planning.cascade import load
from planning.levels import Level
from planning.writing import IndicatorDraft, InvalidPlan, NodeDraft, PlanDraft, draft_of
from planning.writing.serial import decode_plan, dumps, encode_plan, loads
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Nilai

from . import factories as f


def there_and_back(draft: PlanDraft) -> PlanDraft:
    return decode_plan(loads(dumps(encode_plan(draft))))


def test_a_plan_comes_back_from_json_as_it_was(db):
    rencana = f.make_plan(f.small_draft())
    draft = draft_of(load(rencana))
    assert encode_plan(there_and_back(draft)) == encode_plan(draft)
    assert f.write(rencana, there_and_back(draft)) is None


def test_every_kind_of_value_survives(db):
    one = IndicatorDraft("Opini", "Opini", frozenset({"sasaran", "iku"}), desimal=2, arah="turun", akumulasi="jumlah")
    for tahun, value in enumerate(
        (Nilai.teks("-"), Nilai.teks("BB"), Nilai.of(0), Nilai.of(Decimal("99.30")), TIDAK_DIRENCANAKAN), 2025
    ):
        one.set_value("target", tahun, value)
    back = there_and_back(PlanDraft([NodeDraft(Level.TUJUAN, "Tujuan", indikator=[one])])).roots[0].indikator[0]
    assert (back.values, back.jenis, back.desimal) == (one.values, one.jenis, 2)
    assert (back.arah, back.akumulasi) == ("turun", "jumlah")


def test_pagu_keeps_its_sumber_dana_and_plafon_its_sen():
    sub = NodeDraft(Level.SUB_KEGIATAN, "Sub")
    sub.set_pagu(2025, Nilai.of(5), "APBD")
    sub.set_pagu(2025, Nilai.of(6), "DBHCHT")
    sub.set_pagu(2026, Nilai.of(7))
    sub.set_plafon(2025, Nilai.of(Decimal("1.06")))
    document = encode_plan(PlanDraft([sub]))
    assert document["simpul"][0]["pagu"] == {"2025": {"APBD": "5", "DBHCHT": "6"}, "2026": "7"}
    back = there_and_back(PlanDraft([sub])).roots[0]
    assert (back.pagu, back.plafon) == (sub.pagu, sub.plafon)


def test_links_are_kept_by_ref_even_to_a_node_that_comes_later():
    nspk = NodeDraft(Level.NSPK, "-")
    twin = NodeDraft(Level.NSPK, "-")
    tujuan = NodeDraft(Level.TUJUAN, "Tujuan", links=[twin, nspk])
    back = there_and_back(PlanDraft([tujuan, nspk, twin]))
    assert back.roots[0].links == [back.roots[2], back.roots[1]]


def test_settings_survive_with_their_types():
    settings = {"judul": "Renstra", "tahun_tabel": [2025, 2026], "tahun_dasar": 2024, "tanggal": date(2025, 9, 15)}
    assert there_and_back(PlanDraft(settings=settings)).settings == settings


def test_what_is_not_filled_in_is_not_written():
    document = encode_plan(PlanDraft([NodeDraft(Level.TUJUAN, "Tujuan", indikator=[IndicatorDraft("Indikator")])]))
    assert document == {
        "pengaturan": {},
        "simpul": [{"level": "tujuan", "uraian": "Tujuan", "indikator": [{"teks": "Indikator"}]}],
    }


def test_the_text_is_readable_and_compares_line_by_line():
    text = dumps(encode_plan(f.small_draft()))
    assert '"target": {"2025": "100", "2026": "100", ' in text
    assert text.endswith("\n")
    assert "\\u" not in dumps({"judul": "2025–2029"})
    changed = f.small_draft()
    changed.roots[0].children[0].indikator[0].set_value("target", 2025, Nilai.of(99))
    pairs = zip(text.splitlines(), dumps(encode_plan(changed)).splitlines(), strict=True)
    assert sum(old != new for old, new in pairs) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values))
def test_the_layout_never_changes_what_is_said(document):
    assert json.loads(dumps(document)) == document


def test_every_problem_of_a_document_is_told_at_once_with_its_place():
    document = {
        "pengaturan": {"warna": "biru", "tanggal": "15-09-2025"},
        "simpul": [
            {"level": "tujuan", "kaitan": ["tidak ada"], "plafon": {"2025": "seribu"}, "urian": "salah ketik"},
            {"level": "bab"},
            {"level": "nspk", "ref": "a", "uraian": 5},
            {"level": "nspk", "ref": "a"},
        ],
    }
    with pytest.raises(InvalidPlan) as refusal:
        decode_plan(document)
    told = " ".join(refusal.value.messages)
    for part in ("warna", "15-09-2025", "tidak ada", "seribu", "urian", "“bab”", "simpul[2]: uraian", "simpul[3]"):
        assert part in told
    assert len(refusal.value.messages) == 8


@pytest.mark.parametrize("text", ["", "[]", '{"simpul": ['])
def test_a_text_that_is_not_a_plan_is_refused(text):
    with pytest.raises(InvalidPlan):
        loads(text)


@pytest.mark.parametrize("key", ["kaitan", "indikator", "children"])
def test_what_should_be_a_list_and_is_not_is_told(key):
    with pytest.raises(InvalidPlan, match=f"{key}: harus berupa daftar"):
        decode_plan({"simpul": [{"level": "tujuan", key: 5}]})


@given(json_values)
def test_a_document_of_any_shape_is_read_or_refused_but_never_crashes(anything):
    shapes = [{"simpul": anything}, {"simpul": [{"level": "tujuan", "indikator": [anything], "pagu": anything}]}]
    shapes.append({"simpul": [{"level": "tujuan", "indikator": [{"jenis": anything, "desimal": anything}]}]})
    shapes.append({"simpul": [], "pengaturan": {"tanggal": anything}})
    for shape in shapes:
        try:
            draft = decode_plan(shape)
        except InvalidPlan as refusal:
            assert refusal.messages
        else:
            assert decode_plan(encode_plan(draft)).settings == draft.settings


def test_a_document_whose_nodes_are_not_a_list_is_refused():
    with pytest.raises(InvalidPlan, match="harus berupa daftar"):
        decode_plan({"simpul": {"level": "tujuan"}})
