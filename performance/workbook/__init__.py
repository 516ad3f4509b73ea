"""The realisation of a year as an Excel workbook: written with the rows as they stand, read back cell by cell."""

from .importing import import_realisasi, plan_of
from .writing import write_realisasi

__all__ = ["import_realisasi", "plan_of", "write_realisasi"]
