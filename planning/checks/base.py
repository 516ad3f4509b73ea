"""What a check is and what it finds. A check is a small pure function over the cascade, kept in a registry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from renstra_portal.lib.values import format_rupiah

from ..cascade import Cascade, CascadeIndicator, CascadeNode
from ..levels import Level
from ..models import Rencana


class Severity(StrEnum):
    """What a finding means for submission: blocks it, needs a reason, or is only a note."""

    GALAT = "galat"
    PERINGATAN = "peringatan"
    CATATAN = "catatan"


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where the plan does not add up or is not complete.

    `found` is what stands there and `expected` what should, both as printed; `difference` is found minus expected
    (in rupiah for money). `node_id`, `indikator_id` and `tahun` name the cell.
    """

    check: str
    severity: Severity
    message: str
    node_id: int | None = None
    node: str = ""
    level: str = ""
    indikator_id: int | None = None
    indikator: str = ""
    tahun: int | None = None
    found: str = ""
    expected: str = ""
    difference: Decimal | None = None


Rule = Callable[[Cascade], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its code, how severe its findings are, a title, and why it matters."""

    code: str
    severity: Severity
    title: str
    explanation: str
    rule: Rule

    def run(self, cascade: Cascade) -> Iterator[Finding]:
        """Every finding of this rule, in printed order."""
        return self.rule(cascade)


CHECKS: dict[str, Check] = {}


def check(code: str, severity: Severity, title: str, explanation: str) -> Callable[[Rule], Rule]:
    """Enter a rule in the registry. A code stands once; a second one raises `ValueError`."""

    def enter(rule: Rule) -> Rule:
        if code in CHECKS:
            raise ValueError(f"check {code} is registered twice")
        CHECKS[code] = Check(code, severity, title, explanation, rule)
        return rule

    return enter


def run_checks(cascade: Cascade, codes: Iterable[str] | None = None) -> list[Finding]:
    """All findings of the given checks (every check by default), gravest first, else in printed order."""
    chosen = CHECKS.values() if codes is None else [CHECKS[code] for code in codes]
    gravity = list(Severity)
    found = [finding for one in chosen for finding in one.run(cascade)]
    return sorted(found, key=lambda finding: gravity.index(finding.severity))


def finding_at(
    code: str,
    node: CascadeNode | None,
    message: str,
    *,
    indikator: CascadeIndicator | None = None,
    tahun: int | None = None,
    found: str = "",
    expected: str = "",
    difference: Decimal | None = None,
) -> Finding:
    """A finding of the check at a node (and indicator), with the check's own severity."""
    return Finding(
        check=code,
        severity=CHECKS[code].severity,
        message=message,
        node_id=node.id if node else None,
        node=place_of(node) if node else "",
        level=node.level.value if node else "",
        indikator_id=indikator.id if indikator else None,
        indikator=indikator.teks if indikator else "",
        tahun=tahun,
        found=found,
        expected=expected,
        difference=difference,
    )


def rupiah_finding(
    code: str, node: CascadeNode, said: str, found: Decimal, against: str, expected: Decimal, *, tahun: int
) -> Finding:
    """A finding on two amounts in rupiah of a year that should be one: what `said` names, and what `against` names."""
    difference = found - expected
    sign = "+" if difference > 0 else "−"
    here, there = format_rupiah(found), format_rupiah(expected)
    return finding_at(
        code,
        node,
        f"{said} Rp{here}, sedangkan {against} Rp{there}. Selisih {sign}Rp{format_rupiah(abs(difference))}.",
        tahun=tahun,
        found=here,
        expected=there,
        difference=difference,
    )


def place_of(node: CascadeNode) -> str:
    """A node as a person would point at it: level, code and name."""
    name = " ".join(part for part in (node.kode or node.nomor, node.uraian) if part)
    return f"{node.level.label} {name}".strip()


def is_renja(cascade: Cascade) -> bool:
    """Whether the plan is a Renja, whose tables ask for more than those of a Renstra."""
    return cascade.plan.jenis == Rencana.Jenis.RENJA


#: Levels of the programme tree above the sub-kegiatan.
UPPER_LEVELS: tuple[Level, ...] = (
    Level.PERANGKAT_DAERAH,
    Level.URUSAN,
    Level.BIDANG_URUSAN,
    Level.PROGRAM,
    Level.OUTCOME,
    Level.KEGIATAN,
)
