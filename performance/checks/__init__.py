"""The rules on a year as it is carried out. Importing the package enters each in the registry of `planning.checks`."""

from . import keuangan, laporan, perjanjian, realisasi

__all__ = ["keuangan", "laporan", "perjanjian", "realisasi"]
