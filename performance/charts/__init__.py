"""The charts of a year: made once, for the page, for download and for the LKIP."""

from .year import Chart, charts_of

__all__ = ["Chart", "charts_of"]
