"""The template tags and filters that every page uses."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone

from planning.models import Rencana
from planning.templatetags import portal
from renstra_portal.lib.values import KOSONG, NIHIL, TIDAK_DIRENCANAKAN, Nilai


def test_rupiah_has_sen_only_where_there_are_any():
    assert portal.rupiah(Decimal("1308202759.00")) == "1.308.202.759"
    assert portal.rupiah(Decimal("35009269693.06")) == "35.009.269.693,06"
    assert portal.rupiah(None) == ""


def test_a_negative_figure_has_a_true_minus():
    assert portal.angka(Decimal("-79.98")) == "−79,98"


def test_a_percentage_is_rounded_half_up_and_keeps_its_sign():
    assert portal.persen(Decimal("79.985"), 2) == "79,99%"
    assert portal.persen(TIDAK_DIRENCANAKAN) == "-"


def test_a_small_amount_is_not_spelled_out_and_a_large_one_is():
    assert portal.terbilang(Decimal(999_999_999)) == ""
    assert portal.terbilang(Decimal(1_000_000_000)) == "satu miliar rupiah"


def test_empty_not_planned_and_nihil_look_different():
    shown = [portal.nilai(value) for value in (KOSONG, TIDAK_DIRENCANAKAN, NIHIL)]
    assert "Belum diisi" in shown[0]
    assert "Tidak direncanakan" in shown[1]
    assert shown[2] == "0"


def test_a_grade_is_escaped():
    assert portal.nilai(Nilai.teks("<b>")) == "&lt;b&gt;"


def test_a_moment_is_told_in_the_time_of_the_office():
    moment = datetime(2026, 8, 16, 18, 4, tzinfo=UTC)
    assert portal.tanggal(moment) == "17 Agustus 2026"
    assert portal.tanggal_waktu(moment) == "17 Agustus 2026 pukul 01.04 WIB"
    with timezone.override("Asia/Jayapura"):
        assert portal.tanggal_waktu(moment) == "17 Agustus 2026 pukul 03.04 WIT"


def test_a_date_stays_the_date():
    assert portal.tanggal(date(2026, 8, 17)) == "17 Agustus 2026"
    assert portal.tanggal(None) == ""


@pytest.mark.parametrize("value", Rencana.Status.values)
def test_every_status_has_a_chip_with_an_icon_and_its_name(value):
    chip = portal.status(value)
    assert f"chip-{value}" in chip
    assert "<svg" in chip
    assert Rencana.Status(value).label in chip


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="hilang"):
        portal.status("hilang")


class PlanForm(forms.Form):
    nama = forms.CharField(label="Nama", help_text="Seperti di nomenklatur.")
    catatan = forms.CharField(label="Catatan", required=False)
    tahun = forms.ChoiceField(label="Tahun", choices=[("2026", "2026")])
    murni = forms.BooleanField(label="Murni", required=False)


def test_a_field_has_its_label_above_and_its_help_below():
    html = PlanForm()["nama"].as_field_group()
    assert html.index("form-label") < html.index("form-control") < html.index("Seperti di nomenklatur.")
    assert 'aria-describedby="id_nama_helptext"' in html


def test_a_field_that_may_stay_empty_says_so():
    assert "boleh kosong" in PlanForm()["catatan"].as_field_group()
    assert "boleh kosong" not in PlanForm()["nama"].as_field_group()


def test_each_kind_of_input_has_its_own_class():
    form = PlanForm()
    assert 'class="form-select"' in form["tahun"].as_field_group()
    assert 'class="form-check-input"' in form["murni"].as_field_group()


def test_an_error_stands_at_its_field_and_in_the_summary_that_links_to_it():
    form = PlanForm({"nama": "", "tahun": "2026"})
    field = form["nama"].as_field_group()
    assert "is-invalid" in field
    assert 'id="id_nama_error"' in field
    summary = Template('{% include "partials/galat_formulir.html" %}').render(Context({"form": form}))
    assert '<a href="#id_nama">Nama</a>' in summary
