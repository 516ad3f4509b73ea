"""The project as a Django app: it registers the system checks and has no models."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class RenstraPortalConfig(AppConfig):
    """What belongs to no single app."""

    name = "renstra_portal"
    verbose_name = "Renstra Portal"

    def ready(self) -> None:
        """Register the system checks and tune each new database connection."""
        from renstra_portal import checks  # noqa: F401
        from renstra_portal.database import use_full_batches

        connection_created.connect(use_full_batches, dispatch_uid="use_full_batches")
