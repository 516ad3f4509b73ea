"""Charts as SVG, made once for screen and paper: columns per year, bars per row, a line up to a limit.

A chart is told its figures together with how they print (`Point`), so that what stands at a bar is what stands in the
table's cell. Every figure is written at its bar: nothing depends on colour. What is not held is said in words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from renstra_portal.lib.numbers import format_number, round_half_up

from .svg import INK, QUIET, WARNING, Drawing, Fill, text_pixels, wrap

WIDTH = 720
_TITLE = 15.0
_LABEL = 12.0
_SMALL = 11.0
_GAP = 16.0
_BAR = 18.0
_PLOT = 220.0
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_SCALES = ((12, "triliun"), (9, "miliar"), (6, "juta"), (3, "ribu"))


@dataclass(frozen=True, slots=True)
class Point:
    """A figure and how it prints.

    `value` None has nothing to draw; `text` says why ("-", "belum diisi"), or is "" where nothing is to be said.
    """

    value: Decimal | None
    text: str


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind, one for each category of the chart."""

    name: str
    points: tuple[Point, ...]
    fill: Fill = "solid"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: its words, its figure, and whether it is the one to be looked at."""

    label: str
    point: Point
    highlighted: bool = True


@dataclass(frozen=True, slots=True)
class Limit:
    """A line across the chart that figures are read against ("Target 100%", "Pagu")."""

    value: Decimal
    text: str


def rupiah_text(amount: Decimal) -> str:
    """An amount as charts write it, rounded half-up to two decimals: "Rp3,76 miliar", "Rp750 ribu", "Rp0"."""
    for power, word in _SCALES:
        # What rounds to a thousand of one word is one of the next: "Rp1 miliar", not "Rp1.000 juta".
        if round_half_up(abs(amount).scaleb(3 - power), 2) >= 1000:
            scaled = format_number(amount.scaleb(-power), 2)
            return f"Rp{scaled.removesuffix(',00')} {word}"
    return f"Rp{format_number(amount, 0)}"


def empty_chart(key: str, title: str, message: str, *, titled: bool = True) -> str:
    """A picture that says in words why there is nothing to draw.

    Without `titled` the title stands in the description only, for a page that prints it as a caption.
    """
    drawing = Drawing(key, WIDTH)
    top = _heading(drawing, title if titled else "")
    drawing.line(0, top, WIDTH, top)
    bottom = drawing.lines(WIDTH / 2, top + 28, wrap(message, WIDTH - 80, 13), size=13, anchor="middle", colour=QUIET)
    drawing.line(0, bottom + 24, WIDTH, bottom + 24)
    return drawing.svg(bottom + 30, title, message)


def column_chart(
    key: str,
    title: str,
    categories: Sequence[str],
    series: Sequence[Series],
    *,
    tick: Callable[[Decimal], str] = format_number,
    unit: str = "",
    empty: str,
    titled: bool = True,
) -> str:
    """Columns side by side for every category (a year), one of each series, with its figure above.

    `tick` prints the figures of the axis, `unit` names what they are of. Without any figure: `empty_chart`.
    """
    values = [point.value for one in series for point in one.points if point.value is not None]
    if not values:
        return empty_chart(key, title, empty, titled=titled)
    drawing = Drawing(key, WIDTH)
    top = _legend(drawing, _heading(drawing, title if titled else ""), series)
    axis = _Axis.over(values)
    labels = [tick(one) for one in axis.ticks]
    left = max(text_pixels(text, _SMALL) for text in labels) + 12
    if unit:
        drawing.text(0, top + _SMALL, unit, size=_SMALL, colour=QUIET)
        top += _SMALL + 4
    top += 14
    bottom = top + _PLOT

    def height_of(value: Decimal) -> float:
        return bottom - axis.share(value) * _PLOT

    for value, text in zip(axis.ticks, labels, strict=True):
        drawing.line(left, height_of(value), WIDTH, height_of(value))
        drawing.text(left - 6, height_of(value) + 4, text, size=_SMALL, anchor="end", colour=QUIET)
    room = (WIDTH - left) / len(categories)
    column = min(room * 0.8 / len(series), 64.0)
    base = height_of(Decimal(0))
    lowest = bottom
    for place, category in enumerate(categories):
        middle = left + room * (place + 0.5)
        start = middle - column * len(series) / 2
        for number, one in enumerate(series):
            point, x = one.points[place], start + column * number
            centre = x + column / 2
            if point.value is None:
                if point.text:
                    _value(drawing, centre, base - 5, point.text, column, quiet=True)
                continue
            y = height_of(point.value)
            drawing.rectangle(x + 2, min(y, base), column - 4, abs(base - y), one.fill)
            _value(drawing, centre, (y - 5) if y <= base else (y + 13), point.text, column)
        lines = wrap(category, room - 6, _LABEL)
        lowest = max(lowest, drawing.lines(middle, bottom + 6, lines, size=_LABEL, anchor="middle"))
    drawing.line(left, base, WIDTH, base, colour=INK)
    told = "; ".join(
        f"{category}: " + ", ".join(f"{one.name} {one.points[place].text}" for one in series if one.points[place].text)
        for place, category in enumerate(categories)
    )
    return drawing.svg(lowest + 6, title, _described(told, unit))


def bar_chart(
    key: str,
    title: str,
    bars: Sequence[Bar],
    *,
    limit: Limit | None = None,
    unit: str = "",
    empty: str,
    titled: bool = True,
) -> str:
    """Bars from left to right, one below the other, with the words before and the figure behind each.

    A highlighted bar is solid, the others are light. `limit` is a dashed line from top to bottom. Rows without a figure
    keep their words and say why. Without any figure: `empty_chart`.
    """
    values = [bar.point.value for bar in bars if bar.point.value is not None]
    if not values:
        return empty_chart(key, title, empty, titled=titled)
    drawing = Drawing(key, WIDTH)
    top = _heading(drawing, title if titled else "")
    if unit:
        drawing.text(0, top + _SMALL, unit, size=_SMALL, colour=QUIET)
        top += _SMALL + 6
    longest = max(text_pixels(bar.label, _LABEL, bold=True) for bar in bars)
    left = min(longest, 270.0) + 12
    figures = max(text_pixels(bar.point.text, _LABEL, bold=True) for bar in bars) + 10
    plot = WIDTH - left - figures
    axis = _Axis.exactly([*values, limit.value] if limit else values)

    def place_of(value: Decimal) -> float:
        return left + axis.share(value) * plot

    if limit:
        x = place_of(limit.value)
        half = text_pixels(limit.text, _SMALL) / 2
        drawing.text(min(max(x, half), WIDTH - half), top + _SMALL, limit.text, size=_SMALL, anchor="middle",
                     colour=WARNING)  # fmt: skip
        top += _SMALL + 6
    base, y = place_of(Decimal(0)), top + 2
    singled_out = not all(bar.highlighted for bar in bars)
    rows: list[tuple[Bar, tuple[str, ...], float]] = []
    for bar in bars:
        lines = wrap(bar.label, left - 12, _LABEL, bold=bar.highlighted)
        tall = max(len(lines) * _LABEL * 1.25, _BAR)
        rows.append((bar, lines, y + tall / 2))
        y += tall + 9
    for bar, _, middle in rows:
        if bar.point.value is not None:
            end = place_of(bar.point.value)
            fill: Fill = "solid" if bar.highlighted else "light"
            drawing.rectangle(min(base, end), middle - _BAR / 2, abs(end - base), _BAR, fill)
    drawing.line(base, top, base, y - 4, colour=INK)
    if limit:
        drawing.line(place_of(limit.value), top, place_of(limit.value), y - 4, colour=WARNING, dashed=True)
    for bar, lines, middle in rows:
        bold = bar.highlighted and singled_out
        drawing.lines(left - 10, middle - len(lines) * _LABEL * 0.625, lines, size=_LABEL, anchor="end", bold=bold)
        if bar.point.value is None:
            drawing.text(base + 6, middle + 4, bar.point.text, size=_LABEL, colour=QUIET, boxed=True)
        else:
            after = max(base, place_of(bar.point.value)) + 6
            drawing.text(after, middle + 4, bar.point.text, size=_LABEL, bold=bar.highlighted, boxed=True)
    told = "; ".join(f"{bar.label}: {bar.point.text}" for bar in bars)
    return drawing.svg(y + 2, title, _described(told, unit, limit))


def line_chart(
    key: str,
    title: str,
    categories: Sequence[str],
    series: Series,
    *,
    limit: Limit | None = None,
    tick: Callable[[Decimal], str] = format_number,
    unit: str = "",
    empty: str,
    titled: bool = True,
) -> str:
    """A line through the figures of the categories (triwulan) from zero up, with `limit` as a dashed line above it.

    The line ends where the figures end: what is not held yet is said below. Without any figure: `empty_chart`.
    """
    values = [point.value for point in series.points if point.value is not None]
    if not values:
        return empty_chart(key, title, empty, titled=titled)
    drawing = Drawing(key, WIDTH)
    top = _heading(drawing, title if titled else "")
    if unit:
        drawing.text(0, top + _SMALL, unit, size=_SMALL, colour=QUIET)
        top += _SMALL + 4
    top += 18
    axis = _Axis.over([*values, limit.value] if limit else values)
    labels = [tick(one) for one in axis.ticks]
    left = max(text_pixels(text, _SMALL) for text in labels) + 12
    bottom = top + _PLOT

    def height_of(value: Decimal) -> float:
        return bottom - axis.share(value) * _PLOT

    for value, text in zip(axis.ticks, labels, strict=True):
        drawing.line(left, height_of(value), WIDTH, height_of(value))
        drawing.text(left - 6, height_of(value) + 4, text, size=_SMALL, anchor="end", colour=QUIET)
    drawing.line(left, height_of(Decimal(0)), WIDTH, height_of(Decimal(0)), colour=INK)
    room = (WIDTH - left) / len(categories)
    middles = [left + room * (place + 0.5) for place in range(len(categories))]
    if limit:
        y = height_of(limit.value)
        drawing.line(left, y, WIDTH, y, colour=WARNING, dashed=True)
        drawing.text(left + 4, y - 5, limit.text, size=_SMALL, colour=WARNING)
    placed = [
        (x, height_of(point.value), point.text)
        for x, point in zip(middles, series.points, strict=True)
        if point.value is not None
    ]
    drawing.path([(x, y) for x, y, _ in placed])
    for x, y, text in placed:
        # Before and above its dot a figure does not stand in the way of a line that rises.
        above_limit = limit is not None and 0 <= y - height_of(limit.value) < 24
        line = height_of(limit.value) - 8 if limit and above_limit else y - 10
        end = max(x + 14, text_pixels(text, _LABEL, bold=True))
        drawing.text(end, line, text, size=_LABEL, anchor="end", bold=True, boxed=True)
    lowest = bottom
    for x, category, point in zip(middles, categories, series.points, strict=True):
        lines = wrap(category, room - 6, _LABEL)
        end = drawing.lines(x, bottom + 6, lines, size=_LABEL, anchor="middle")
        if point.value is None:
            end = drawing.lines(x, end, wrap(point.text, room - 6, _SMALL), size=_SMALL, anchor="middle", colour=QUIET)
        lowest = max(lowest, end)
    told = "; ".join(f"{category}: {point.text}" for category, point in zip(categories, series.points, strict=True))
    return drawing.svg(lowest + 6, title, _described(told, unit, limit))


@dataclass(frozen=True, slots=True)
class _Axis:
    """A scale from `low` (0, or below where figures are) to `high`, with round figures at even steps."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    @classmethod
    def exactly(cls, values: Sequence[Decimal]) -> _Axis:
        """The scale that just holds zero and every value; it has no ticks."""
        low, high = min(Decimal(0), *values), max(Decimal(0), *values)
        return cls(low, high if high > low else low + 1, ())

    @classmethod
    def over(cls, values: Sequence[Decimal]) -> _Axis:
        """The scale that shows zero and every value, in about four steps."""
        low, high = min(Decimal(0), *values), max(Decimal(0), *values)
        span = high - low or Decimal(1)
        power = Decimal(10) ** (span / 4).adjusted()
        step = next(one * power for one in _STEPS if one * power >= span / 4)
        first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
        ticks = tuple(_plain(step * number) for number in range(int(first), int(max(last, first + 1)) + 1))
        return cls(ticks[0], ticks[-1], ticks)

    def share(self, value: Decimal) -> float:
        """Where a value stands between the ends of the scale, 0 to 1."""
        return float((value - self.low) / (self.high - self.low))


def _plain(value: Decimal) -> Decimal:
    """The number without an exponent and without trailing zeros."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()


def _heading(drawing: Drawing, title: str) -> float:
    if not title:
        return 4.0
    return drawing.lines(0, 4, wrap(title, WIDTH, _TITLE, bold=True), size=_TITLE, bold=True) + _GAP / 2


def _legend(drawing: Drawing, top: float, series: Sequence[Series]) -> float:
    x = 0.0
    for one in series:
        drawing.rectangle(x, top, 22, 12, one.fill)
        drawing.text(x + 28, top + 10.5, one.name, size=_LABEL)
        x += 28 + text_pixels(one.name, _LABEL) + 24
    return top + 12 + _GAP / 2


def _value(drawing: Drawing, x: float, y: float, text: str, room: float, *, quiet: bool = False) -> None:
    """The figure at a column, made smaller where it is wider than that; words that stand for one are wrapped."""
    if quiet:
        lines = wrap(text, room, 9)
        drawing.lines(x, y - len(lines) * 9 * 1.25, lines, size=9, anchor="middle", colour=QUIET)
        return
    width = text_pixels(text, _LABEL)
    drawing.text(x, y, text, size=max(min(_LABEL, _LABEL * (room + 8) / width), 7), anchor="middle")


def _described(told: str, unit: str, limit: Limit | None = None) -> str:
    """What the picture shows, in words."""
    parts = [f"Satuan: {unit}." if unit else "", f"Garis {limit.text}." if limit else "", f"{told}."]
    return " ".join(filter(None, parts))
