"""What the printed LKIP of Kota Cimahi says was reached and spent in 2023, against the computed figures."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from performance.capaian import Kinerja
from performance.capaian.cetak import efisiensi_nilai, serapan_nilai
from planning.cascade import Cascade, CascadeIndicator, CascadeNode
from planning.levels import Level
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import TIDAK_DIRENCANAKAN, Nilai, round_half_up

from .lkip_document import amount, figure, rows, same_node

pytestmark = pytest.mark.golden

#: The tables that print the capaian of the indicators of the sasaran, each with the column it prints it in.
CAPAIAN = {
    "t11": ("capaian_kinerja", "realisasi_2023"),
    "t13": ("capaian_persen", "realisasi"),
    "t15": ("capaian_persen", "realisasi"),
    "t17": ("capaian_persen", "realisasi"),
    "t20": ("capaian_persen", "realisasi"),
    "t21": ("capaian_persen", "realisasi"),
}
#: The tables that hold on to an earlier count of placed job seekers (A033, A034, A060–A063): 1.765 of 2.047.
EARLIER_COUNT = {"t20": "Meningkatnya Penempatan Tenaga Kerja", "t21": "Meningkatnya Penempatan Tenaga Kerja"}
EFFICIENCY = {"t13": "20.60", "t15": "21.02", "t17": "14.85"}
UNROUNDED = {"t13": "20.72", "t15": "21.02", "t17": "14.96"}


def sasaran_of(cascade: Cascade, name: str) -> CascadeNode:
    """The sasaran that the document calls by that name; chapter 3.2 has another one for the first."""
    wanted = name.replace("Meningkatnya Penempatan Tenaga Kerja", "Meningkatnya kesempatan kerja")
    return same_node(cascade, wanted, Level.SASARAN)


def printed_capaian() -> Iterator[tuple[str, dict[str, str], str, str]]:
    for table, (capaian, realisasi) in CAPAIAN.items():
        for row in rows(table):
            if name := row.get("sasaran_strategis") or row.get("sasaran_strategi"):
                yield table, row | {"sasaran": name}, capaian, realisasi


def test_every_printed_capaian_is_computed_at_the_precision_it_is_printed_with(kinerja: Cascade):
    year = Kinerja(kinerja)
    compared = set()
    for table, row, capaian, realisasi in printed_capaian():
        node = sasaran_of(kinerja, row["sasaran"])
        indicator = node.indikator[0]
        printed, _ = figure(row[capaian])
        if EARLIER_COUNT.get(table) == row["sasaran"]:
            continue
        assert year.sampai(indicator).same_amount(figure(row[realisasi])[0]), (table, row["sasaran"])
        assert year.capaian(indicator).nilai(printed.decimals) == printed, (table, row["sasaran"])
        compared.add((table, printed.decimals))
    assert {("t11", 1), ("t11", 2), ("t13", 0), ("t15", 2), ("t17", 0), ("t20", 0), ("t21", 0)} <= compared


def test_the_earlier_count_of_placed_job_seekers_gives_what_chapter_four_prints(kinerja: Cascade):
    year = Kinerja(kinerja)
    indicator = sasaran_of(kinerja, "Meningkatnya kesempatan kerja").indikator[0]
    registered = year.data("D01")
    assert registered is not None
    share = Decimal(1765) * 100 / (year.data_nilai(registered, 4).amount or Decimal(1))
    for table, row, capaian, realisasi in printed_capaian():
        if EARLIER_COUNT.get(table) == row["sasaran"]:
            assert Nilai.of(round_half_up(share, 2)) == figure(row[realisasi])[0]
            assert Nilai.of(round_half_up(share / 78 * 100, 2)) == figure(row[capaian])[0]
            assert not year.sampai(indicator).same_amount(figure(row[realisasi])[0])


def test_an_index_without_a_realisation_has_no_capaian(kinerja: Cascade):
    year = Kinerja(kinerja)
    indicator = sasaran_of(kinerja, "Meningkatnya Kualitas dan Inovasi Pelayanan Publik").indikator[0]
    assert (year.target(indicator), indicator.satuan) == figure("60 Indeks")
    assert year.sampai(indicator) == TIDAK_DIRENCANAKAN
    assert year.capaian(indicator).nilai(2) == TIDAK_DIRENCANAKAN


@pytest.mark.parametrize(("basis", "expected"), [("tercetak", EFFICIENCY), ("penuh", UNROUNDED)])
def test_the_efficiency_of_each_sasaran_is_the_documents_or_the_unrounded_one(kinerja: Cascade, basis, expected):
    cascade = replace(kinerja, plan=replace(kinerja.plan, dasar_efisiensi=basis))
    year = Kinerja(cascade)
    for table, efficiency in expected.items():
        row = rows(table)[0]
        reached = year.sasaran(sasaran_of(cascade, row["sasaran_strategis"]))
        assert reached.anggaran.pagu == amount(row, "pagu")
        assert reached.anggaran.realisasi == amount(row, "realisasi_anggaran")
        assert serapan_nilai(reached.anggaran) == figure(row["serapan_persen"])[0]
        assert efisiensi_nilai(reached.efisiensi) == Nilai.decode(efficiency), table
        if basis == "tercetak":
            assert efisiensi_nilai(reached.efisiensi) == figure(row["efisiensi"])[0]


def test_two_programs_are_in_no_sasaran_as_in_the_document(kinerja: Cascade):
    year = Kinerja(kinerja)
    counted = {one.id for node in kinerja.at(Level.SASARAN) for one in year.program_of(node)}
    left_out = [one.uraian for one in kinerja.at(Level.PROGRAM) if one.id not in counted]
    assert left_out == ["PROGRAM PERENCANAAN TENAGA KERJA", "PROGRAM PEMBANGUNAN KAWASAN TRANSMIGRASI"]
    three = [year.sasaran(node).anggaran for node in kinerja.at(Level.SASARAN)][:3]
    # What the rows of the document's table add up to (A003, A004), not the "Jumlah" it prints.
    assert sum(one.pagu for one in three) == 5_944_201_757
    assert sum(one.realisasi for one in three) == 5_476_630_208


# Expenditure --------------------------------------------------------------------------------------


def expenditure(cascade: Cascade) -> Iterator[tuple[dict[str, str], CascadeNode]]:
    """Each row of the expenditure table with the row of the plan that it prints."""
    office = cascade.office
    assert office is not None
    found: dict[str, CascadeNode] = {}
    levels = {"program": Level.PROGRAM, "kegiatan": Level.KEGIATAN, "sub_kegiatan": Level.SUB_KEGIATAN}
    for row in rows("t19"):
        if row["level"].startswith("belanja"):
            above = found[row["parent_row_no"]].children if row["parent_row_no"] else cascade.roots
            node = next(one for one in above if one.level == Level.BELANJA and one.uraian == row["uraian"])
        elif row["level"] in ("opd", "jumlah"):
            node = office
        else:
            parent = found[row["parent_row_no"]]
            wanted = normalise_name(row["uraian"]).replace(" ", "").replace("-", "")
            node = next(
                one
                for one in parent.descendants_at(levels[row["level"]])
                if normalise_name(one.uraian).replace(" ", "").replace("-", "") == wanted
            )
        found[row["row_no"]] = node
        yield row, node


def test_all_seventy_nine_rows_of_expenditure_agree_to_the_rupiah_and_the_hundredth_percent(kinerja: Cascade):
    year = Kinerja(kinerja)
    compared = 0
    for row, node in expenditure(kinerja):
        money = year.anggaran(node)
        assert money.pagu == amount(row, "pagu_anggaran"), row["row_no"]
        assert money.realisasi == amount(row, "realisasi_penyerapan"), row["row_no"]
        assert money.sisa == amount(row, "sisa_anggaran"), row["row_no"]
        assert serapan_nilai(money) == figure(row["keu_persen"])[0], row["row_no"]
        compared += 1
    assert compared == 79


def test_no_sum_of_the_expenditure_is_typed(kinerja: Cascade):
    typed = [node for node in kinerja.walk() if node.pagu or node.keuangan]
    assert not any(node.children for node in typed)
    assert sum(node.level == Level.SUB_KEGIATAN for node in typed) == 44


def test_the_physical_progress_that_the_document_leaves_empty_is_empty(kinerja: Cascade):
    year = Kinerja(kinerja)
    assert not any(row["fisik_persen"] for row in rows("t19"))
    assert all(year.fisik(node) is None for _, node in expenditure(kinerja))


def test_what_the_document_calls_capaian_kinerja_is_the_rate_of_absorption(kinerja: Cascade):
    assert all(row["capaian_kinerja_persen"] == row["keu_persen"] for row in rows("t19"))
    year = Kinerja(kinerja)
    placement = same_node(kinerja, "PROGRAM PENEMPATAN TENAGA KERJA", Level.PROGRAM)
    reached = year.capaian_baris(placement)
    assert reached is not None
    assert reached > 100 > (year.anggaran(placement).persen or 0)


# Revenue ------------------------------------------------------------------------------------------


def test_the_revenue_is_the_documents_and_its_sums_are_those_of_its_rows(kinerja: Cascade):
    year = Kinerja(kinerja)
    total = same_node(kinerja, "PENDAPATAN", Level.PENDAPATAN)
    for row in rows("t18"):
        if row["level"] == "total":
            # Printed as 0 above rows that are not (A001, A002).
            assert row["jumlah_rp"] == "0"
            continue
        node = total if row["level"] == "jumlah" else same_node(kinerja, row["uraian"], Level.PENDAPATAN)
        money = year.anggaran(node)
        if row["uraian"] == "DANA PERIMBANGAN":
            assert not row["jumlah_rp"]
            assert money.pagu == 2_047_895_000
            continue
        assert (money.pagu, money.realisasi) == (amount(row, "jumlah_rp"), amount(row, "realisasi"))
        assert money.sisa == amount(row, "surplus_defisit")
        if money.pagu:
            assert serapan_nilai(money) == figure(row["persen"])[0]


# Indicators of programs, labour data, other regions -------------------------------------------------


def program_indicator(cascade: Cascade, kode: str) -> CascadeIndicator:
    return next(one for one in cascade.at(Level.PROGRAM) if one.kode == kode).indikator[0]


@pytest.mark.parametrize(
    ("kode", "target", "reached", "capaian"),
    [("2.07.04", 90, 91, 92), ("2.07.05", 93, 94, 95)],
)
def test_what_programs_reached_is_what_chapter_four_tells(kinerja: Cascade, kode, target, reached, capaian):
    year = Kinerja(kinerja)
    told = {int(row["row_no"]): figure(row["nilai"])[0] for row in rows("n05")}
    indicator = program_indicator(kinerja, kode)
    assert year.target(indicator) == told[target]
    assert year.sampai(indicator) == told[reached]
    assert year.capaian(indicator).nilai(2) == told[capaian]


def test_the_share_of_trained_job_seekers_is_counted_from_the_labour_data(kinerja: Cascade):
    year = Kinerja(kinerja)
    told = {int(row["row_no"]): figure(row["nilai"])[0] for row in rows("n05")}
    indicator = program_indicator(kinerja, "2.07.03")
    assert year.target(indicator) == told[87]
    assert year.sampai(indicator) == told[88] == Nilai.decode("40.30")
    # The document divides 825/2047 unrounded (A018); the portal divides the figure that it prints.
    assert year.capaian(indicator).nilai(2) == Nilai.decode("268.67")
    assert told[89] == Nilai.decode("268.69")
    assert round_half_up(Decimal(825) / 2047 / 15 * 10_000, 2) == told[89].amount


def test_outputs_that_the_text_tells_reach_what_they_reach(kinerja: Cascade):
    year = Kinerja(kinerja)
    told = {
        (normalise_name(one.teks)): year.capaian(one).nilai(2)
        for node in kinerja.at(Level.KEGIATAN, Level.SUB_KEGIATAN)
        for one in node.indikator
        if year.sampai(one).is_filled
    }
    printed = {
        normalise_name(row["indikator"]): Nilai.of(Decimal(row["capaian_persen_num"]))
        for row in rows("x03")
        # These count something else than the indicator does, or are not counted in the text.
        if row["t06_row_no"] not in ("8", "17", "20")
    }
    assert told == printed


def test_the_unemployment_of_the_province_and_its_27_regions_is_the_documents(kinerja: Cascade):
    held = {node.uraian: node.indikator[0] for node in kinerja.at(Level.PEMBANDING)}
    assert len(held) == len(rows("t03")) == 28
    for row in rows("t03"):
        for tahun in (2021, 2022, 2023):
            assert held[row["wilayah"]].realisasi_at(tahun) == figure(row[f"tpt_{tahun}"])[0]


# The versions -------------------------------------------------------------------------------------


def test_the_perubahan_comes_row_by_row_from_the_first_version(versions: tuple[Cascade, Cascade]):
    first, kinerja = versions
    before = {node.id: node for node in first.walk()}
    coded = [node for node in kinerja.walk() if node.kode]
    assert len(coded) == 74
    for node in coded:
        assert node.asal_id is not None
        assert before[node.asal_id].kode == node.kode
        assert [one.asal_id for one in node.indikator] == [one.id for one in before[node.asal_id].indikator]
    goals = kinerja.at(Level.TUJUAN, Level.SASARAN)
    assert [before[node.asal_id].uraian for node in goals if node.asal_id] == [node.uraian for node in goals]
