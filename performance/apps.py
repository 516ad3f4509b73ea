"""The performance app: what became of the plan."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Perjanjian kinerja, realisation per triwulan, capaian, evaluation and LKIP."""

    name = "performance"
    verbose_name = "Kinerja"
