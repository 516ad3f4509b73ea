"""The look of every list: sorting, counting and paging in Indonesian."""

import django_tables2 as tables
import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string


class OfficeTable(tables.Table):
    nama = tables.Column(empty_values=())
    empty = "Belum ada perangkat daerah."


def listed(rf, count: int, address: str = "/") -> str:
    request = rf.get(address)
    table = OfficeTable([{"nama": f"Dinas {i:04}"} for i in range(count)], empty_text=OfficeTable.empty)
    tables.RequestConfig(request, paginate={"per_page": 25}).configure(table)
    return table.as_html(request)


def test_a_list_tells_how_many_there_are(rf):
    assert "1–25 dari 1.300" in listed(rf, 1300)


def test_a_list_of_one_page_has_a_count_but_no_pages(rf):
    page = listed(rf, 3)
    assert "1–3 dari 3" in page
    assert "Berikutnya" not in page


def test_an_empty_list_says_what_is_missing(rf):
    assert "Belum ada perangkat daerah." in listed(rf, 0)


def test_the_sorted_column_says_so_to_screen_readers(rf):
    assert 'aria-sort="descending"' in listed(rf, 3, "/?sort=-nama")


def test_the_page_one_is_on_is_marked(rf):
    assert 'aria-label="Halaman 2" aria-current="page"' in listed(rf, 60, "/?page=2")


@pytest.mark.parametrize(("number", "expected"), [(1, "Berikutnya"), (3, "Sebelumnya")])
def test_plain_pagination_keeps_the_filter(rf, number, expected):
    page = Paginator(range(60), 25).get_page(number)
    html = render_to_string("partials/penomoran.html", {"page_obj": page}, rf.get("/?q=latih"))
    assert expected in html
    assert "q=latih" in html
    assert f"Halaman {number} dari 3" in html
