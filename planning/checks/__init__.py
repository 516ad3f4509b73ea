"""The check registry. Importing the package enters every rule; `run_checks(cascade)` runs them."""

from . import evaluasi, indikator, kode, pagu, penelaahan, renja
from .base import CHECKS, Check, Finding, Severity, run_checks

__all__ = [
    "CHECKS",
    "Check",
    "Finding",
    "Severity",
    "evaluasi",
    "indikator",
    "kode",
    "pagu",
    "penelaahan",
    "renja",
    "run_checks",
]
