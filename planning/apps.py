"""The planning app: the cascade and everything printed from it."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Nomenclature, organisations, plan versions, checks, import and review."""

    name = "planning"
    verbose_name = "Perencanaan"
