"""The browser reads numbers exactly as the server does: the shared table of cases, messages included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from renstra_portal.lib.numbers import terbilang
from renstra_portal.lib.values import Parsed, format_nilai, format_rupiah, parse_nilai, parse_rupiah
from tests.e2e.conftest import Visitor

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "numbers.json").read_text(encoding="utf-8")
)
READ_ALL = """async cases => {
  const js = await import("/static/js/angka.js");
  const told = (parsed, text) => [
    parsed.problem ? null : parsed.value, parsed.unit, parsed.percent, parsed.readings, parsed.problem,
    parsed.choices, text(parsed.problem ? null : parsed.value),
  ];
  const words = (value) => {
    const amount = js.amountOf(value);
    return amount ? js.formatRupiah(amount) + "; " + js.terbilang(amount) : js.formatNilai(value);
  };
  return cases.map((one) => ({
    nilai: told(js.parseNilai(one.input, one.satuan ?? ""), js.formatNilai),
    rupiah: told(js.parseRupiah(one.input), words),
    again: js.typedForm(js.parseNilai(one.input, one.satuan ?? "").value),
  }));
}"""


def told(parsed: Parsed, text: str) -> list[Any]:
    """What Python says, in the shape in which the page answers; a problem has no value."""
    good = parsed.problem is None
    return [
        parsed.nilai.encode() if good else None,
        parsed.unit,
        parsed.percent,
        list(parsed.readings),
        parsed.problem,
        list(parsed.choices),
        text if good else "",
    ]


def rupiah_words(parsed: Parsed) -> str:
    amount = parsed.nilai.amount
    return format_nilai(parsed.nilai) if amount is None else f"{format_rupiah(amount)}; {terbilang(amount)}"


def test_every_case_reads_in_the_browser_as_on_the_server(visitor: Visitor) -> None:
    visitor.open("/masuk/")
    answers = visitor.page.evaluate(READ_ALL, CASES)
    assert len(answers) == len(CASES) > 90
    for case, answer in zip(CASES, answers, strict=True):
        nilai = parse_nilai(case["input"], satuan=case.get("satuan", ""))
        rupiah = parse_rupiah(case["input"])
        assert answer["nilai"] == told(nilai, format_nilai(nilai.nilai)), case
        assert answer["rupiah"] == told(rupiah, rupiah_words(rupiah)), case
        again = parse_nilai(answer["again"], satuan=case.get("satuan", ""))
        if nilai.problem is None:
            assert again.problem is None and again.nilai.same_amount(nilai.nilai), case
    assert visitor.complaints == []


SUM = """async values => {
  const js = await import("/static/js/angka.js");
  return js.formatRupiah(js.fromMillionths(values.reduce((sum, value) => sum + js.millionths(value), 0n)));
}"""


def test_sums_of_rupiah_are_exact_to_the_last_sen(visitor: Visitor) -> None:
    """Floats would lose the sen from about ninety trillion on, and 0,1 + 0,2 at once."""
    visitor.open("/masuk/")
    assert visitor.page.evaluate(SUM, ["0.10", "0.20"]) == "0,30"
    assert visitor.page.evaluate(SUM, ["999999999999999.99", "0.02"]) == "1.000.000.000.000.000,01"
    assert visitor.page.evaluate(SUM, ["35009269693.06", "105000000", "-0.06"]) == "35.114.269.693"
