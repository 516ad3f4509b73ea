"""The pages that kinerja plans have beside those of every plan."""

from planning.plan_pages import ExcelPage, PlanTab

#: How goals and works follow from each other: a picture of plans of every kind.
POHON = PlanTab("pohon", "Pohon", "diagram-3", "kinerja-pohon", 14)

TABS = (
    PlanTab("perjanjian", "Perjanjian", "patch-check", "kinerja-pk", 12),
    POHON,
    PlanTab("kelengkapan", "Kelengkapan", "list-check", "kinerja-kelengkapan", 20),
    PlanTab("capaian", "Capaian", "speedometer2", "kinerja-capaian", 30),
    PlanTab("grafik", "Grafik", "bar-chart", "kinerja-grafik", 55),
    PlanTab("lkip", "LKIP", "file-earmark-text", "kinerja-lkip", 57),
)

#: The plan's workbook knows no triwulan.
EXCEL = ExcelPage("Realisasi lewat Excel", "kinerja-impor-realisasi")
