"""How the lines of a cascade look, by the name of their level: one table for paper, screen and workbook."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LevelStyle:
    """The look of a level: weight, slope, the tint behind the line and the colour of its edge ("#rrggbb")."""

    bold: bool = False
    italic: bool = False
    tint: str = ""
    edge: str = ""


LEVEL_STYLES: dict[str, LevelStyle] = {
    "perangkat_daerah": LevelStyle(bold=True, tint="#dfe6ee"),
    "urusan": LevelStyle(bold=True, tint="#e8edf3"),
    "bidang_urusan": LevelStyle(bold=True, tint="#e8edf3"),
    "program": LevelStyle(bold=True, tint="#f1f4f8", edge="#1f4e79"),
    "outcome": LevelStyle(italic=True),
    "kegiatan": LevelStyle(bold=True, edge="#7f9cba"),
    "output": LevelStyle(italic=True),
    "kelompok": LevelStyle(bold=True, tint="#f1f4f8"),
    "jumlah": LevelStyle(bold=True, tint="#e8edf3"),
}
"""Levels not named here are plain."""

PLAIN = LevelStyle()


def level_style(level: str) -> LevelStyle:
    """The style of a level, plain when it has none of its own."""
    return LEVEL_STYLES.get(level, PLAIN)


def level_css(table: str = ".report") -> str:
    """CSS rules giving each level its look inside `table` (a selector), for the page and for the screen."""
    rules: list[str] = []
    for level, style in LEVEL_STYLES.items():
        row = f"{table} tr.level-{level}"
        declarations = []
        if style.bold:
            declarations.append("font-weight:bold")
        if style.italic:
            declarations.append("font-style:italic")
        if declarations:
            rules.append(f"{row}{{{';'.join(declarations)}}}")
        if style.tint:
            rules.append(f"{row}>td{{background:{style.tint}}}")
        if style.edge:
            rules.append(f"{row}>td:first-child{{border-left:1.5pt solid {style.edge}}}")
    return "\n".join(rules)
