"""The regulated tables: one small declaration each, built from a cascade. `build_table` is the way in."""

from .base import TableDefinition, TableOptions
from .registry import TABLES, UnknownTable, build_table, find_table, tables_for

__all__ = ["TABLES", "TableDefinition", "TableOptions", "UnknownTable", "build_table", "find_table", "tables_for"]
