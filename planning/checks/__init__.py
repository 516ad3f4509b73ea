"""The check registry. Importing the package enters every rule; `run_checks(cascade)` runs them."""

from . import indikator, kode, pagu
from .base import CHECKS, Check, Finding, Severity, run_checks

__all__ = ["CHECKS", "Check", "Finding", "Severity", "indikator", "kode", "pagu", "run_checks"]
