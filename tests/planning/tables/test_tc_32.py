"""Table T-C.32: what stakeholders propose."""

from __future__ import annotations

from .conftest import Write, built
from .drafts import L, column, ids, indikator, levels, node, rupiah, sub, tenaga_kerja

RENJA = "kota-contoh/disnaker/renja-2026/murni"


def proposals():
    work = sub("Latihan", "2.07.03.2.01.0001", {2026: 10})
    program = node(L.PROGRAM, "P", node(L.KEGIATAN, "K", work, kode="2.07.03.2.01"), kode="2.07.03")
    child = node(
        L.USULAN,
        "Latihan menjahit",
        links=[work],
        lokasi="Kecamatan A",
        indikator=[
            indikator("Peserta", "orang", target={2026: "1.250"}),
            indikator("Lulusan", "%", target={2026: "85"}),
        ],
        pagu=rupiah({2026: 5_000_000}),
        sumber_usulan="musrenbang",
        keterangan="Kelurahan B",
        keputusan="diterima",
        alasan="Sesuai kebutuhan",
        catatan="Tahap awal",
    )
    rejected = node(L.USULAN, "Jalan desa", keputusan="ditolak", alasan="Bukan urusan kami", nomor="9")
    return tenaga_kerja(program), node(L.USULAN, "Program Pelatihan", child, links=[program]), rejected


def test_six_columns_and_a_row_for_each_indicator(write: Write):
    report = built("T-C.32", write(*proposals(), slug=RENJA))
    assert ids(report) == ["no", "uraian", "lokasi", "indikator", "besaran", "catatan"]
    assert levels(report) == ["program", "sub_kegiatan", "indikator", "program"]
    assert column(report, "no") == ["1", "", "", "9"]
    assert column(report, "uraian") == ["Program Pelatihan", "Latihan menjahit", "", "Jalan desa"]
    assert column(report, "besaran") == ["", "1.250 orang", "85%", ""]
    assert column(report, "lokasi") == ["", "Kecamatan A", "", ""]
    assert column(report, "catatan") == ["", "Tahap awal", "", ""]


def test_the_wide_form_tells_who_proposed_what_was_decided_and_why(write: Write):
    report = built("T-C.32", write(*proposals(), slug=RENJA), bentuk="lebar")
    assert column(report, "sumber")[1] == "Musrenbang\nKelurahan B"
    assert column(report, "pagu_2026") == ["5.000.000", "5.000.000", "", ""]
    assert column(report, "keputusan") == ["", "Diterima", "", "Ditolak"]
    assert column(report, "alasan")[3] == "Bukan urusan kami"
    assert column(report, "ditampung") == ["2.07.03", "2.07.03.2.01.0001", "", ""]
