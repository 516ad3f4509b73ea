"""Finds the formulas of a sheet whose values the file does not hold, which would otherwise be read as blank cells."""

from __future__ import annotations

import re
import zipfile

from openpyxl.utils import column_index_from_string

#: Cells as (row number, column index from 0).
Places = frozenset[tuple[int, int]]
_CHUNK = 1 << 20
#: A cell with its formula is never longer.
_LONGEST = 1 << 18
_CELL = re.compile(
    rb"<(?P<ns>(?:\w+:)?)c (?P<attributes>[^>]*)>\s*<(?P=ns)f(?:\s[^>]*)?(?:/>|>[^<]*</(?P=ns)f>)\s*"
    rb"(?:<(?P=ns)v\s*/>|<(?P=ns)v>\s*</(?P=ns)v>)?\s*</(?P=ns)c>"
)
_PLACE = re.compile(rb'\br="([A-Z]+)(\d+)"')
#: A formula that gives an empty text does have a value.
_TEXT = re.compile(rb'\bt="str"')


def uncached_formulas(archive: zipfile.ZipFile, path: str) -> Places:
    """The cells of the worksheet at `path` in the .xlsx archive that hold a formula without a stored value."""
    if path not in archive.namelist():
        return frozenset()
    found: set[tuple[int, int]] = set()
    rest = b""
    with archive.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            data = rest + chunk
            # What follows the last start of a cell may be cut off; it waits for the next chunk.
            whole = max(data.rfind(b"<c "), data.rfind(b"<", 0, max(data.rfind(b":c "), 0)), 0)
            found.update(_places(data[:whole]))
            rest = data[max(whole, len(data) - _LONGEST) :]
    found.update(_places(rest))
    return frozenset(found)


def _places(data: bytes) -> list[tuple[int, int]]:
    if b"f>" not in data and b"f " not in data:
        return []
    places = []
    for cell in _CELL.finditer(data):
        place = _PLACE.search(cell["attributes"])
        if place and not _TEXT.search(cell["attributes"]):
            places.append((int(place[2]), column_index_from_string(place[1].decode()) - 1))
    return places
