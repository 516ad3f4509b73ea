"""The table engine: a `Report` is declared once and rendered to screen, PDF, Excel and CSV.

The engine knows columns, cells and pages; it knows nothing of planning. See `model` for what a report is,
`html`, `pdf`, `xlsx` and `csv` for its four renderings.
"""
