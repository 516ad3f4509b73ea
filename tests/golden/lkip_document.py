"""The printed LKIP of Kota Cimahi as expected figures and rows, straight from the CSV files beside this module.

A figure is a `Nilai` with the decimals it is printed with, apart from its unit ("111,11%", "60 Indeks").
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

from planning.cascade import Cascade, CascadeNode
from planning.levels import Level
from renstra_portal.lib.text import normalise_name
from renstra_portal.lib.values import KOSONG, TIDAK_DIRENCANAKAN, Nilai

from .document import Expected, SourceRow, texts

FOLDER = Path(__file__).parent / "cimahi-lkip-2023"
YEARS = range(2023, 2027)
_FIGURE = re.compile(r"(?P<number>[0-9][0-9.]*(?:,[0-9]+)?)(?P<unit>.*)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


@cache
def rows(name: str) -> list[SourceRow]:
    """The rows of one CSV file by the beginning of its name, e.g. `t19`."""
    with next(FOLDER.glob(f"{name}*.csv")).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure(text: str) -> tuple[Nilai, str]:
    """The figure and the unit of a printed cell: "Rp. 925.102.800", "114, 92 %.", "12,61 Persen", "n.a Indeks", "-".

    A comma parts decimals; dots part thousands, or decimals where they cannot ("50.00", "9.82").
    """
    bare = re.sub(r"^Rp\.? ?", "", text.strip()).replace(", ", ",").removesuffix(".")
    if not bare:
        return KOSONG, ""
    if bare == "-":
        return TIDAK_DIRENCANAKAN, ""
    found = _FIGURE.fullmatch(bare)
    if found is None or "Asosiasi 2" in bare:
        word, _, unit = bare.partition(" ") if "Asosiasi" not in bare else (bare, "", "")
        return Nilai.teks(word), unit
    number = found["number"]
    if "," in number or _THOUSANDS.fullmatch(number):
        number = number.replace(".", "").replace(",", ".")
    return Nilai.of(Decimal(number)), found["unit"].replace("% ", "").strip()


def amount(row: SourceRow, column: str) -> Decimal:
    """The rupiah of a cell."""
    nilai, _ = figure(row[column])
    assert nilai.amount == Decimal(row[f"{column}_num"]), row[column]
    return nilai.amount


# The Renstra matrix -------------------------------------------------------------------------------

#: Rows that carry a program under a tujuan and a sasaran printed a second time.
REPEATED = ("43", "44")
#: Program rows in the order of the goals they serve, as table T-C.27 lists them.
_SEVERAL = re.compile(r"- (?P<first>.*) - (?P<second>.*) - (?P<third>.*)")


def renstra_rows() -> list[Expected]:
    """The Renstra matrix as T-C.27 orders it: each goal once, with all of its programs.

    A cell with three indicators becomes three rows, the first of them that of the program.
    """
    printed = {row["row_no"]: row for row in rows("t06") if row["row_no"] not in REPEATED}
    # Transmigrasi stands under the second print of the sasaran; it belongs to the first.
    moved = [str(number) for number in range(45, 51)]
    order = [number for number in printed if number not in moved]
    order[order.index("18") : order.index("18")] = moved
    return [line for number in order for line in _renstra_lines(printed[number])]


def _renstra_lines(row: SourceRow) -> list[Expected]:
    head = texts(row, tujuan="tujuan", sasaran="sasaran", program_kegiatan="program_dan_kegiatan")
    columns = {"data_awal": "capaian_awal", **{f"target_{year}": f"target_{year}" for year in YEARS}}
    lines: list[Expected] = []
    for part in ("first", "second", "third"):
        line: Expected = {}
        for ours, theirs in {"indikator": "indikator", **columns}.items():
            several = _SEVERAL.fullmatch(row[theirs])
            text = several[part] if several else row[theirs] if part == "first" else ""
            if ours == "indikator":
                line |= {ours: text} if text else {}
                continue
            nilai, unit = figure(text)
            if nilai is not KOSONG:
                line |= {ours: nilai} | ({f"{ours}_satuan": unit} if unit else {})
        if part == "first":
            line = head | line | _renstra_pagu(row)
        if line:
            lines.append(line)
    return lines


def _renstra_pagu(row: SourceRow) -> Expected:
    held = {f"pagu_{year}": row[f"rp_{year}"] for year in YEARS if row[f"rp_{year}_num"]}
    return {column: figure(text)[0] for column, text in held.items()}


# The tables of the perjanjian kinerja and of the report --------------------------------------------


def figures(row: SourceRow, **columns: str) -> Expected:
    """The filled figures of a row with their units under `<column>_satuan`, as (table column)=(CSV column)."""
    found: Expected = {}
    for ours, theirs in columns.items():
        nilai, unit = figure(row[theirs])
        if nilai is not KOSONG:
            found |= {ours: nilai} | ({f"{ours}_satuan": unit} if unit else {})
    return found


def pk_sasaran(table: str) -> list[Expected]:
    """The sasaran of a perjanjian kinerja under the misi they serve."""
    return [
        texts(row, no="misi")
        if row["misi"]
        else texts(row, no="no", kinerja="sasaran_strategis", indikator="indikator_kinerja")
        | figures(row, target="target")
        for row in rows(table)
    ]


def pk_anggaran(table: str) -> list[Expected]:
    """The programs of a perjanjian kinerja with their sum."""
    return [texts(row, no="no", uraian="program") | figures(row, anggaran="anggaran") for row in rows(table)]


def iku() -> list[Expected]:
    return [
        texts(row, no="no", sasaran="sasaran_strategis", indikator="indikator_kinerja")
        | figures(row, target="target_2023", realisasi="realisasi_2023", capaian="capaian_kinerja")
        for row in rows("t11")
    ]


_REACHED = {"target": "target", "realisasi": "realisasi", "capaian": "capaian_persen"}
_SPENT = {"pagu": "pagu", "realisasi_anggaran": "realisasi_anggaran", "serapan": "serapan_persen"}


def efficiency(table: str) -> list[Expected]:
    """What a sasaran reached and cost, and the sum below it."""
    first, total = rows(table)
    return [
        texts(first, no="no", sasaran="sasaran_strategis", indikator="indikator_kinerja")
        | figures(first, **_REACHED, **_SPENT, efisiensi="efisiensi"),
        texts(total, sasaran="no") | figures(total, capaian="capaian_persen", **_SPENT, efisiensi="efisiensi"),
    ]


def budget_of_sasaran() -> list[Expected]:
    return [
        texts(row, sasaran="no") | figures(row, **_SPENT)
        if row["level"] == "jumlah"
        else texts(row, no="no", sasaran="sasaran_strategi", indikator="indikator_kinerja")
        | figures(row, **_REACHED, **_SPENT)
        for row in rows("t20")
    ]


def recap() -> list[Expected]:
    return [
        texts(row, no="no", sasaran="sasaran_strategis", indikator="indikator_kinerja") | figures(row, **_REACHED)
        for row in rows("t21")
    ]


def revenue() -> list[Expected]:
    names = {"jumlah": "jumlah_rp", "realisasi": "realisasi", "persen": "persen", "selisih": "surplus_defisit"}
    return [texts(row, uraian="uraian") | figures(row, **names) for row in rows("t18")]


def expenditure() -> list[Expected]:
    names = {"keu": "keu_persen", "pagu": "pagu_anggaran", "realisasi": "realisasi_penyerapan", "sisa": "sisa_anggaran"}
    return [texts(row, uraian="uraian") | figures(row, **names) for row in rows("t19")]


def regions() -> list[Expected]:
    names = {f"realisasi_{tahun}": f"tpt_{tahun}" for tahun in (2021, 2022, 2023)}
    return [texts(row, daerah="wilayah") | figures(row, **names) for row in rows("t03")]


_TABLES: dict[str, Callable[[], list[Expected]]] = {
    "t03": regions,
    "t06": renstra_rows,
    "t07": partial(pk_sasaran, "t07"),
    "t08": partial(pk_anggaran, "t08"),
    "t09": partial(pk_sasaran, "t09"),
    "t10": partial(pk_anggaran, "t10"),
    "t11": iku,
    "t13": partial(efficiency, "t13"),
    "t15": partial(efficiency, "t15"),
    "t17": partial(efficiency, "t17"),
    "t18": revenue,
    "t19": expenditure,
    "t20": budget_of_sasaran,
    "t21": recap,
}

# Where portal and document differ -----------------------------------------------------------------


@dataclass(frozen=True)
class Difference:
    """Cells that the portal prints otherwise than the document, on the rows (from 1) of one column, and why.

    `anomalies` names the rows of `anomalies.csv` that found the same.
    """

    table: str
    rows: Sequence[int]
    column: str
    document: Nilai | str | None
    portal: Nilai | str | None
    reason: str
    anomalies: tuple[str, ...] = ()


_PENUNJANG = "the document prints no rupiah for this program; the portal prints what its kegiatan add up to"
_EARLIER = "chapters 3.3 and 4 kept an earlier count of placed job seekers; the portal has one figure"
_NAMED = "chapter 3.2 renames the sasaran of the perjanjian kinerja and its indicator; the portal has one name"
_DECIMALS = "the document prints 111 and 111,11 of one figure; in the portal an indicator has one number of decimals"
_NUMBER = "numbered through, in the order of the plan"
_NO_PERCENT = "the portal prints the percent sign on every percentage"
_NO_SHARE = "0 of 0 is no percentage"
_SUM = "the document prints 0 or nothing above rows that do add up"
_OF_ALL = "the document leaves the total unnamed"
_CODE_ORDER = "programs are listed in the order of their codes, named as in the expenditure table"

#: The rows of the document in the order in which the portal prints them; left out where it is the same.
ORDER: dict[str, tuple[int, ...]] = {
    "t08": (6, 3, 2, 1, 4, 5, 7),
    "t10": (6, 3, 2, 1, 4, 5, 7),
    "t20": (2, 1, 3, 4),
    "t21": (2, 1, 3, 4),
}
#: Columns that the portal adds to a table of the document.
ADDED_COLUMNS: dict[str, tuple[str, ...]] = {
    "t03": ("no", "selisih", "peringkat"),
    "t06": ("kode", "akhir_target", "akhir_target_satuan", "akhir_pagu"),
    # "CAPAIAN KINERJA" repeats the rate of absorption (A059); what the portal prints there has a test of its own.
    "t19": ("capaian", "capaian_satuan"),
}
#: Rows that the portal adds, by their words: the sasaran that chapter 3.3 leaves out, and the programs without one,
#: without which its "Jumlah" is not the sum of what stands above it (A003, A004).
ADDED_ROWS: dict[str, tuple[str, ...]] = {
    "t20": (
        "Meningkatnya Kualitas dan Inovasi Pelayanan Publik",
        "Program yang tidak dikaitkan dengan sasaran: PROGRAM PERENCANAAN TENAGA KERJA; "
        "PROGRAM PEMBANGUNAN KAWASAN TRANSMIGRASI",
    ),
}

_PLACEMENT = ("Meningkatnya Penempatan Tenaga Kerja", "Meningkatnya kesempatan kerja")
_PLACED = ("Persentase Pencari Kerja terdaftar yang ditempatkan", "Persentase Tenaga Kerja Yang Ditempatkan")
_MISI = (
    "Misi Tiga : Meningkatkan Perekonomian yang Berdaya Saing serta Berbasis Inovasi Daerah.",
    "Misi 3: Meningkatkan Perekonomian yang Berdaya Saing serta Berbasis Inovasi Daerah",
)
_REVENUE = {
    "jumlah": Nilai.of(2_047_895_000),
    "realisasi": Nilai.of(1_908_506_300),
    "persen": Nilai.decode("93.19"),
    "selisih": Nilai.of(139_388_700),
}


def _renamed(table: str, row: int) -> Iterator[Difference]:
    for column, (document, portal) in {"sasaran": _PLACEMENT, "indikator": _PLACED}.items():
        yield Difference(table, (row,), column, document, portal, _NAMED)


def _numbered(table: str, numbers: Mapping[int, tuple[str | None, str]], reason: str) -> Iterator[Difference]:
    for row, (document, portal) in numbers.items():
        yield Difference(table, (row,), "no", document, portal, reason)


def _differences() -> Iterator[Difference]:
    pagu = dict(zip(YEARS, (6_413_949_709, 6_517_364_466, 6_675_718_311, 6_730_440_229), strict=True))
    for year, amount_of_year in pagu.items():
        yield Difference("t06", (51,), f"pagu_{year}", None, Nilai.of(amount_of_year), _PENUNJANG, ("A090", "A091"))
    for table in ("t07", "t09"):
        yield Difference(table, (1,), "no", *_MISI, "a misi has a number and its words")
    for table in ("t08", "t10"):
        places = {document: str(place) for place, document in enumerate(ORDER[table][:-1], 1)}
        moved = {row: (str(row), place) for row, place in places.items() if str(row) != place}
        yield from _numbered(table, moved, _CODE_ORDER)
        for number, named in enumerate(rows(table)[:-1], 1):
            yield Difference(table, (number,), "uraian", named["program"], named["program"].upper(), _CODE_ORDER)
        yield Difference(table, (7,), "no", None, "Jumlah", _OF_ALL)
    yield Difference("t11", (1,), "capaian", Nilai.decode("114.9"), Nilai.decode("114.92"), _DECIMALS)
    yield Difference("t11", (2, 3), "capaian", Nilai.decode("111.11"), Nilai.of(111), _DECIMALS)
    yield Difference("t11", (1, 2, 3), "realisasi_satuan", None, "%", _NO_PERCENT, ("A083", "A084", "A085"))
    yield Difference("t13", (2,), "sasaran", None, "Jumlah", _OF_ALL)
    yield from _renamed("t15", 1)
    yield from _numbered("t15", {1: ("2", "1")}, _NUMBER)
    yield from _numbered("t17", {1: (None, "1")}, _NUMBER)
    yield Difference("t17", (1, 2), "efisiensi_satuan", None, "%", _NO_PERCENT, ("A086", "A087"))
    for column, value in _REVENUE.items():
        yield Difference("t18", (1,), column, Nilai.of(0), value, _SUM, ("A001", "A002", "A012"))
        yield Difference("t18", (6,), column, None, value, _SUM, ("A092",))
    yield Difference("t18", (1, 6, 7, 15), "persen_satuan", None, "%", _NO_PERCENT)
    yield Difference("t18", (2, 3, 4, 5, 8, 9, *range(10, 15)), "persen", Nilai.of(0), TIDAK_DIRENCANAKAN, _NO_SHARE)
    for row, names in {
        15: ("Koordinasi dan Penyusunan Perubahan DPA- SKPD", "Koordinasi dan Penyusunan Perubahan DPA-SKPD"),
        20: (
            "Koordinasi dan Penyusunan Laporan Keuangan Bulanan/ Triwulanan/ Semester SKPD",
            "Koordinasi dan Penyusunan Laporan Keuangan Bulanan/Triwulanan/Semester SKPD",
        ),
    }.items():
        yield Difference("t19", (row,), "uraian", *names, "blanks of a line break")
    for table in ("t20", "t21"):
        yield from _renamed(table, 2)
        yield Difference(
            table, (2,), "realisasi", Nilai.decode("86.22"), Nilai.decode("89.64"), _EARLIER, ("A061", "A063")
        )
        yield Difference(
            table, (2,), "capaian", Nilai.decode("110.54"), Nilai.decode("114.92"), _EARLIER, ("A060", "A062")
        )
        yield from _numbered(table, {1: ("1", "2"), 2: ("2", "1")}, _NUMBER)
    yield from _numbered("t20", {3: ("2", "3")}, _NUMBER)


DIFFERENCES: tuple[Difference, ...] = tuple(_differences())
TABLES = tuple(_TABLES)


def printed_rows(table: str) -> list[Expected]:
    """The rows of a table as the document prints them."""
    return _TABLES[table]()


def expected_rows(table: str) -> list[Expected]:
    """The rows as the portal prints them: the document's, but for `DIFFERENCES` and `ORDER`."""
    expected = printed_rows(table)
    for one in DIFFERENCES:
        for number in one.rows if one.table == table else ():
            line = expected[number - 1]
            assert line.get(one.column) == one.document, (table, number, one.column, line.get(one.column))
            if one.portal is None:
                del line[one.column]
            else:
                line[one.column] = one.portal
    return [expected[number - 1] for number in ORDER.get(table, range(1, len(expected) + 1))]


def same_node(cascade: Cascade, uraian: str, level: Level) -> CascadeNode:
    """The row of that level with that name, however it is capitalised."""
    return next(node for node in cascade.at(level) if normalise_name(node.uraian) == normalise_name(uraian))
