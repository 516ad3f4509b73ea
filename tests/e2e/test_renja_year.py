"""A year with a Renja: made from the Renstra, filled in, set, revised with reasons, and printed."""

from __future__ import annotations

import csv
import io
import re

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from planning import printing
from planning.levels import Level
from planning.models import Rencana, Simpul
from planning.nomenklatur.seed import load_seed_nomenklatur
from planning.writing import PlanDraft
from renstra_portal.reporting.pdf import html_to_pdf
from tests.e2e.conftest import Visitor
from tests.e2e.sheet import CTRL, SheetPage
from tests.planning import factories as f

RENSTRA = "/renstra/kota-uji/disnaker/2025-2029/"
RENJA = "/renja/kota-uji/disnaker/2026/"
PERUBAHAN = f"{RENJA}perubahan-1/"
PROSES = "2.07.03.2.01.0001"
KOORDINASI = "2.07.03.2.01.0002"
SARANA = "2.07.03.2.01.0003"
PEMBINAAN = "2.07.03.2.02.0001"
AKREDITASI = "2.07.03.2.02.0099"
LOCKED = "Renja Dinas Ketenagakerjaan Kota Uji 2026 berstatus ditetapkan sehingga tidak dapat diubah."
DASAR = "Perwal Perubahan RKPD"


def renstra_draft() -> PlanDraft:
    """The small plan with one sub-kegiatan more, that will not live through the year."""
    draft = f.small_draft()
    kegiatan = next(node for node in draft.walk() if node.kode == "2.07.03.2.02")
    kegiatan.add(
        f.node(
            Level.SUB_KEGIATAN,
            "Akreditasi Lembaga",
            AKREDITASI,
            indikator=[f.indikator("Jumlah Akreditasi", "Lembaga", target=f.every_year("4"))],
            pagu={2026: 70},
        )
    )
    return draft


@pytest.fixture
def renstra() -> Rencana:
    f.make_edition()
    load_seed_nomenklatur()
    plan = f.make_plan(renstra_draft())
    f.make_user("perencana", "perencana", plan)
    f.make_user("kepala", "kepala", plan)
    return plan


def row(rencana: Rencana, kode: str) -> str:
    """The grid's row of a sub-kegiatan; its evaluation bears the same code."""
    return f"s{Simpul.objects.get(rencana=rencana, kode=kode, level=Level.SUB_KEGIATAN).pk}"


def send(page: Page, button: str) -> None:
    """Press a button of a form and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def put(sheet: SheetPage, row: str, field: str, text: str) -> None:
    sheet.click(row, field)
    sheet.type(text)


def make_renja(visitor: Visitor) -> Rencana:
    """On the page of the Renstra."""
    visitor.open(RENSTRA)
    visitor.page.get_by_role("link", name="Buat Renja").click()
    visitor.page.get_by_label("Tahun Renja").fill("2026")
    send(visitor.page, "Buat Renja")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Renja Dinas Ketenagakerjaan Kota Uji 2026")
    return Rencana.objects.get(jenis="renja")


def fill_in(sheet: SheetPage, renja: Rencana) -> None:
    proses = row(renja, PROSES)
    expect(sheet.cell(proses, "pagu:2026")).to_have_text("200")
    put(sheet, proses, "target:2026", "20")
    put(sheet, proses, "pagu:2026", "250")
    put(sheet, proses, "catatan", "Menunggu petunjuk teknis")
    sheet.expect_saved()


def establish(kepala: Visitor) -> None:
    kepala.let_in("kepala")
    kepala.open(RENJA)
    kepala.page.get_by_role("link", name="Tetapkan").click()
    send(kepala.page, "Tetapkan")
    expect(kepala.page.get_by_role("alert")).to_contain_text("Tulis nomor dan tanggal keputusannya.")
    kepala.page.get_by_label("Nomor dan tanggal keputusan").fill("Keputusan 1, 14 Juli 2025")
    kepala.page.get_by_label("Saya sudah memeriksa").check()
    send(kepala.page, "Tetapkan")
    expect(kepala.page.locator("main")).to_contain_text("ditetapkan. Isinya kini tidak dapat diubah.")


def expect_locked_everywhere(visitor: Visitor, renja: Rencana) -> None:
    """The same reason in the grid, in the form, at the import, in the settings and at the alignment."""
    form = f"isian/sub-kegiatan/{row(renja, PROSES)[1:]}/"
    for address in ("isian/", form, "impor/", "pengaturan/", "selaraskan/"):
        visitor.open(f"{RENJA}{address}")
        expect(visitor.page.locator("main")).to_contain_text(LOCKED)
        expect(visitor.page.locator("main form button[type=submit]")).to_have_count(0)


def open_perubahan(visitor: Visitor) -> Rencana:
    visitor.open(RENJA)
    visitor.page.get_by_role("link", name="Buat perubahan").click()
    visitor.page.get_by_label("Alasan perubahan").fill("Perubahan RKPD")
    visitor.page.get_by_label("Dasar hukum perubahan").fill(DASAR)
    send(visitor.page, "Buat perubahan")
    return Rencana.objects.get(jenis="renja", perubahan_ke=1)


def revise(sheet: SheetPage, perubahan: Rencana) -> None:
    """Another target, another name, another pagu, a row less and a row more."""
    put(sheet, row(perubahan, PROSES), "target:2026", "25")
    koordinasi = row(perubahan, KOORDINASI)
    sheet.click(koordinasi, "uraian")
    sheet.press("F2", f"{CTRL}+a")
    sheet.type("Koordinasi dan Kerja Sama")
    put(sheet, row(perubahan, PEMBINAAN), "pagu:2026", "80")
    sheet.expect_saved()

    sheet.click(row(perubahan, AKREDITASI), "uraian")
    sheet.press("Alt+Delete")
    sheet.dialog.get_by_role("button", name="Hapus").click()
    expect(sheet.dialog).to_have_count(0)

    sheet.click(koordinasi, "uraian")
    sheet.press("Alt+t")
    # The output of the nomenclature would be a row of its own.
    sheet.dialog.get_by_label("Sertakan kinerja").uncheck()
    sheet.dialog.get_by_role("combobox").last.fill(SARANA)
    expect(sheet.dialog.locator("[role=option][aria-selected=true] .petak-kode")).to_have_text(SARANA)
    sheet.press("Enter")
    expect(sheet.dialog).to_have_count(0)
    expect(sheet.status).to_contain_text(SARANA)
    sarana = row(perubahan, SARANA)
    put(sheet, sarana, "target:2026", "2")
    put(sheet, sarana, "pagu:2026", "30")
    sheet.expect_saved()


def give_reasons(visitor: Visitor, reasons: dict[str, tuple[str, str]]) -> None:
    """On the page of changes: per row, named by its words, the reason and, if not the plan's, the legal basis."""
    visitor.open(f"{PERUBAHAN}perubahan/")
    page = visitor.page
    expect(page.locator("textarea[name^=alasan-]")).to_have_count(len(reasons))
    for words, (alasan, dasar) in reasons.items():
        page.get_by_label(f"Alasan: {words}").fill(alasan)
        page.get_by_label(f"Dasar hukum: {words}").fill(dasar)
    send(page, "Simpan alasan")
    expect(page.locator("main")).to_contain_text("Alasan dan dasar hukum tersimpan")


def download(page: Page, name: str) -> bytes:
    """The file behind a link of the table's toolbar, as it is saved to disk."""
    with page.expect_download() as started:
        page.get_by_role("link", name=name, exact=True).click()
    return started.value.path().read_bytes()


def changed_rows(page: Page) -> list[list[str]]:
    """The rows of sub-kegiatan in the CSV of the matrix: kode, uraian, targets, pagu, remark, reason and basis."""
    text = download(page, "CSV").decode("utf-8-sig")
    names = (
        "kode uraian target_semula target_menjadi pagu_semula pagu_menjadi pagu_selisih keterangan alasan dasar_hukum"
    )
    return [
        [line[name] for name in names.split()]
        for line in csv.DictReader(io.StringIO(text))
        if line["level"] == "sub_kegiatan"
    ]


def printed(pdf: bytes) -> str:
    """The words of a PDF, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    pages = (document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    return re.sub(r"\s+", " ", " ".join(pages))


def expect_every_table_prints(visitor: Visitor) -> None:
    """Each table of the list on screen, as PDF, Excel and CSV."""
    visitor.open(f"{PERUBAHAN}tabel/")
    links = visitor.page.locator("nav[aria-label='Daftar tabel'] a")
    tables = [str(link.get_attribute("href")) for link in links.all()]
    assert [address.split("/")[-2] for address in tables] == [
        "T-C.25",
        "T-C.26",
        "T-C.29",
        "T-C.30",
        "T-C.31",
        "T-C.32",
        "T-C.33",
        "Perubahan",
        "Renja-Renstra",
        "pendapatan",
        "program-unggulan",
        "program-mendesak",
        "usulan-luar",
    ]
    for address in tables:
        visitor.open(address)
        expect(visitor.page.locator(".pesan-galat")).to_have_count(0)
        pdf = visitor.page.request.get(f"{visitor.base}{address}unduh.pdf")
        assert pdf.headers["content-type"] == "application/pdf", address
        assert "Perubahan Renja Dinas Ketenagakerjaan Kota Uji 2026 · perubahan ke-1" in printed(pdf.body())
        for kind, begin in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
            file = visitor.page.request.get(f"{visitor.base}{address}unduh.{kind}")
            assert file.body().startswith(begin), (address, kind)


def test_a_renja_is_made_filled_in_set_revised_and_printed(
    visitor: Visitor, colleague: Visitor, renstra: Rencana, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.let_in("perencana")
    renja = make_renja(visitor)
    visitor.page.get_by_role("link", name="Program & Pagu").click()
    fill_in(SheetPage(visitor.page).wait(), renja)

    establish(colleague)
    expect_locked_everywhere(visitor, renja)

    perubahan = open_perubahan(visitor)
    visitor.page.get_by_role("link", name="Perubahan", exact=True).click()
    expect(visitor.page.locator("main")).to_contain_text("Belum ada yang berubah")
    visitor.page.get_by_role("link", name="Buka Program & Pagu").click()
    revise(SheetPage(visitor.page).wait(), perubahan)
    sarana = "Pengadaan Sarana Pelatihan Kerja Kabupaten/Kota"
    give_reasons(
        visitor,
        {
            "Proses Pelatihan": ("Peminat bertambah", ""),
            "Koordinasi dan Kerja Sama": ("Nama disesuaikan", "Perwal 2"),
            sarana: ("Bantuan provinsi", "Perwal 3"),
            "Pembinaan Lembaga Pelatihan Kerja Swasta": ("Harga naik", ""),
            "Akreditasi Lembaga": ("Dialihkan ke provinsi", "Perwal 4"),
        },
    )

    visitor.page.get_by_role("link", name="Matriks perubahan").click()
    visitor.page.get_by_label("Hanya yang berubah").check()
    send(visitor.page, "Terapkan")
    koordinasi = "Semula: Koordinasi Pelatihan\nMenjadi: Koordinasi dan Kerja Sama"
    pembinaan = "Pembinaan Lembaga Pelatihan Kerja Swasta"
    assert changed_rows(visitor.page) == [
        [PROSES, "Proses Pelatihan", "20", "25", "250", "250", "0", "Diubah: target", "Peminat bertambah", DASAR],
        [KOORDINASI, koordinasi, "15", "15", "100", "100", "0", "Diubah: nama", "Nama disesuaikan", "Perwal 2"],
        [SARANA, sarana, "", "2", "", "30", "30", "Ditambah", "Bantuan provinsi", "Perwal 3"],
        [PEMBINAAN, pembinaan, "15", "15", "50", "80", "30", "Diubah: pagu", "Harga naik", DASAR],
        [AKREDITASI, "Akreditasi Lembaga", "4", "", "70", "", "-70", "Dihapus", "Dialihkan ke provinsi", "Perwal 4"],
    ]
    words = printed(download(visitor.page, "PDF"))
    for line in (
        f"{PROSES} Proses Pelatihan Jumlah Proses Pelatihan Orang 20 25 250 250 0 Diubah: target Peminat bertambah",
        f"{KOORDINASI} Semula: Koordinasi Pelatihan Menjadi: Koordinasi dan Kerja Sama Jumlah Koordinasi Pelatihan",
        "2 30 30 Ditambah Bantuan provinsi Perwal 3",
        "Orang 15 15 50 80 30 Diubah: pagu Harga naik",
        f"{AKREDITASI} Akreditasi Lembaga Jumlah Akreditasi Lembaga 4 70 −70 Dihapus Dialihkan ke provinsi Perwal 4",
    ):
        assert line in words

    # A process for each PDF has been proven by now, and costs three seconds.
    monkeypatch.setattr(printing, "render_pdf_in_subprocess", html_to_pdf)
    expect_every_table_prints(visitor)
    assert visitor.complaints == colleague.complaints == []
