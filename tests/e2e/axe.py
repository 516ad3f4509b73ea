"""axe-core on a page as it stands. It finds perhaps half of what can be wrong; the rest is tested by hand."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.conftest import Visitor

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"moderate", "serious", "critical"}
_RUN = """async rules => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"], preload: false});
  return found.violations;
}"""


def faults(page: Page) -> list[str]:
    """What axe finds grave on the page as it stands: rule, meaning and the first places."""
    # Evaluated by the browser's own tools, so the pages keep their Content-Security-Policy.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{one['impact']} {one['id']}: {one['help']}: "
        + "; ".join(f"{' '.join(map(str, node['target']))} ({node['failureSummary']})" for node in one["nodes"][:3])
        for one in page.evaluate(_RUN, RULES)
        if one["impact"] in GRAVE
    ]


def faults_at(visitor: Visitor, path: str, status: int = 200) -> list[str]:
    """The faults of the page at an address, which answers itself (with that status) and sends nowhere else."""
    answer = visitor.page.goto(f"{visitor.base}{path}")
    assert answer is not None
    assert answer.status == status, path
    assert visitor.page.url == f"{visitor.base}{path}"
    return faults(visitor.page)
