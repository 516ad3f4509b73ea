"""The tables that real Renja carry beside the prescribed ones."""

from __future__ import annotations

from renstra_portal.lib.values import Nilai

from .conftest import Write, built
from .drafts import L, assert_sums_hold, cell, column, ids, indikator, levels, node, rupiah

RENJA = "kota-contoh/disnaker/renja-2026/murni"


def test_revenue_adds_up_from_its_accounts(write: Write):
    accounts = node(
        L.PENDAPATAN,
        "Retribusi Daerah",
        node(L.PENDAPATAN, "Retribusi IMTA", nomor="4.1.02.01", pagu=rupiah({2026: 700}), keterangan="Perda 1/2024"),
        node(L.PENDAPATAN, "Retribusi lain", nomor="4.1.02.02", pagu=rupiah({2026: 300})),
        nomor="4.1.02",
    )
    report = built("pendapatan", write(accounts, slug=RENJA))
    assert ids(report) == ["kode", "uraian", "pagu_2026", "keterangan"]
    assert column(report, "kode") == ["4.1.02", "4.1.02.01", "4.1.02.02", ""]
    assert column(report, "pagu_2026") == ["1.000", "700", "300", "1.000"]
    assert column(report, "keterangan")[1] == "Perda 1/2024"
    assert assert_sums_hold(report) == 2


def test_leading_and_urgent_programs_show_what_they_focus_on(write: Write):
    leading = node(L.UNGGULAN, "Kota Vokasi", node(L.UNGGULAN, "BLK", pagu=rupiah({2026: 5})), keterangan="RPJMD")
    urgent = node(L.MENDESAK, "Pekerja terdampak", pagu=rupiah({2026: 9}))
    cascade = write(leading, urgent, slug=RENJA)
    report = built("program-unggulan", cascade)
    assert levels(report) == ["program", "rincian", "jumlah"]
    assert column(report, "program") == ["Kota Vokasi", "", "Jumlah"]
    assert column(report, "fokus") == ["", "BLK", ""]
    assert column(report, "pagu_2026") == ["5", "5", "5"]
    assert column(built("program-mendesak", cascade), "program") == ["Pekerja terdampak", "Jumlah"]


def test_proposals_to_others_name_sources_and_the_institution(write: Write):
    one = node(
        L.USULAN_LUAR,
        "Pembangunan BLK",
        indikator=[indikator("Gedung", "unit", target={2026: "1"}), indikator("Mesin", "set", target={2026: "12"})],
        pagu={(2026, "APBN"): Nilai.of(80), (2026, "APBD Provinsi"): Nilai.of(20)},
        penanggung_jawab="Kementerian Ketenagakerjaan",
    )
    report = built("usulan-luar", write(one, slug=RENJA))
    assert column(report, "uraian") == ["Pembangunan BLK", "", "Jumlah"]
    assert column(report, "satuan") == ["unit", "set", ""]
    assert column(report, "target") == ["1", "12", ""]
    assert column(report, "sumber_dana")[0] == "APBD Provinsi: 20\nAPBN: 80"
    assert column(report, "instansi")[0] == "Kementerian Ketenagakerjaan"
    assert cell(report, 2, "pagu_2026").sum_of == (0,)
