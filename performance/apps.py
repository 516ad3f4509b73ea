"""The performance app: what became of the plan."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Perjanjian kinerja, realisation per triwulan, capaian, evaluation and LKIP."""

    name = "performance"
    verbose_name = "Kinerja"

    def ready(self) -> None:
        """Say to planning what this app adds: entry windows, checks, tabs and the home of kinerja plans."""
        from planning import documents, entry_locks, plan_pages
        from planning.demo import further
        from planning.grid import standard_rows
        from planning.levels import Level
        from planning.tables import registry

        from . import checks  # noqa: F401  importing it enters its rules
        from .data_ketenagakerjaan import DATA_BAKU
        from .demo.jabatan import load_positions
        from .demo.naskah import load_texts
        from .jadwal import locked_roles
        from .lkip.document import LKIP
        from .tables import TABLES
        from .tabs import EXCEL, POHON, TABS
        from .views.daftar import opening_actions
        from .views.ikhtisar import overview

        entry_locks.register(locked_roles)
        plan_pages.register_tabs("kinerja", TABS)
        plan_pages.register_home("kinerja", overview)
        plan_pages.register_excel("kinerja", EXCEL)
        for jenis in ("renja", "renstra"):
            plan_pages.register_tabs(jenis, (POHON,))
            plan_pages.register_actions(jenis, opening_actions)
        standard_rows.register(Level.DATA, DATA_BAKU)
        registry.register(TABLES)
        documents.register(LKIP)
        further.register(load_positions)
        further.register(load_texts)
