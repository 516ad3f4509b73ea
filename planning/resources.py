"""Import and export of the reference tables in the administration (django-import-export).

Rows are recognised by what people know them by, never by numbers of the database. Whole national lists go through
`manage.py import_nomenklatur`, which checks a list as a whole; this is for corrections of some rows.
"""

from __future__ import annotations

from typing import Any

from import_export import fields, resources
from import_export.instance_loaders import ModelInstanceLoader
from import_export.widgets import CachedForeignKeyWidget, ForeignKeyWidget
from tablib import Dataset

from renstra_portal.lib.codes import KodeProblem, parse_kode

from .models import Daerah, EdisiNomenklatur, Nomenklatur, PadananNomenklatur, PerangkatDaerah


class NaturalKeyLoader(ModelInstanceLoader):
    """Loads the rows that exist in one query, instead of one query for each row of the file."""

    def __init__(self, resource: resources.ModelResource, dataset: Dataset | None = None) -> None:
        super().__init__(resource, dataset)
        self._key_fields = [resource.fields[name] for name in resource.get_import_id_fields()]
        attributes = [field.attribute for field in self._key_fields]
        foreign = [name for name in attributes if resource._meta.model._meta.get_field(name).is_relation]
        self._by_key = {
            tuple(getattr(instance, name) for name in attributes): instance
            for instance in self.get_queryset().select_related(*foreign)
        }

    def get_instance(self, row: dict[str, Any]) -> Any:
        """The stored row with the same natural key, or None."""
        return self._by_key.get(tuple(field.clean(row) for field in self._key_fields))


class DaerahResource(resources.ModelResource):
    """Daerah, recognised by slug."""

    class Meta:
        model = Daerah
        fields = ("slug", "nama", "jenis")
        import_id_fields = ("slug",)
        instance_loader_class = NaturalKeyLoader
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True


class PerangkatDaerahResource(resources.ModelResource):
    """Perangkat daerah, recognised by the slugs of daerah and office."""

    daerah = fields.Field("daerah", "daerah", CachedForeignKeyWidget(Daerah, "slug"))

    class Meta:
        model = PerangkatDaerah
        fields = ("daerah", "slug", "nama", "nama_singkat")
        import_id_fields = ("daerah", "slug")
        instance_loader_class = NaturalKeyLoader
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True


class EdisiNomenklaturResource(resources.ModelResource):
    """Editions, recognised by kode."""

    class Meta:
        model = EdisiNomenklatur
        fields = ("kode", "nama", "peraturan", "tanggal", "digit_sub")
        import_id_fields = ("kode",)
        instance_loader_class = NaturalKeyLoader
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True


class NomenklaturResource(resources.ModelResource):
    """Entries, recognised by edition, kewenangan and code; the code may be spelled as people do."""

    edisi = fields.Field("edisi", "edisi", CachedForeignKeyWidget(EdisiNomenklatur, "kode"))

    class Meta:
        model = Nomenklatur
        fields = (
            "edisi",
            "kewenangan",
            "kode",
            "level",
            "uraian",
            "kinerja",
            "indikator",
            "satuan",
            "definisi_operasional",
            "sumber",
            "berlaku",
        )
        import_id_fields = ("edisi", "kewenangan", "kode")
        instance_loader_class = NaturalKeyLoader
        skip_unchanged = True
        report_skipped = False
        use_bulk = True
        batch_size = 500

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        """Write the code canonically and take its level from it. Raises `KodeProblem`, shown at the row."""
        try:
            kode = parse_kode(row.get("kode"))
        except KodeProblem as error:
            raise ValueError(f"Kode: {error}") from error
        row["kode"], row["level"] = kode.text, kode.level
        row.setdefault("berlaku", "1")

    def import_instance(self, instance: Nomenklatur, row: dict[str, Any], **kwargs: Any) -> None:
        """As the library does, and judge the entry: in bulk the database would not say which row is wrong."""
        super().import_instance(instance, row, **kwargs)
        instance.clean_fields(exclude=["edisi"])


class _EntryWidget(ForeignKeyWidget):
    """An entry written as edition, kewenangan and code, e.g. "900-1317-2023 kab/kota 2.07.03.2.01.0001"."""

    def clean(self, value: str | None, row: dict[str, Any] | None = None, **kwargs: Any) -> Nomenklatur | None:
        """The entry, or None for an empty cell. Raises `ValueError` for one that does not exist."""
        if not value:
            return None
        parts = str(value).split(" ", 2)
        found = (
            Nomenklatur.objects.filter(
                edisi__kode=parts[0], kewenangan=parts[1], kode=parse_kode(parts[2]).text
            ).first()
            if len(parts) == 3
            else None
        )
        if found is None:
            raise ValueError(f"Entri “{value}” tidak ada. Tulis edisi, kewenangan dan kode, dipisah spasi.")
        return found

    def render(self, value: Nomenklatur | None, obj: Any = None, **kwargs: Any) -> str:
        """The entry as `clean` reads it."""
        return f"{value.edisi.kode} {value.kewenangan} {value.kode}" if value else ""


class PadananNomenklaturResource(resources.ModelResource):
    """Mappings, recognised by the old entry and the edition they lead to."""

    dari = fields.Field("dari", "dari", _EntryWidget(Nomenklatur))
    edisi_tujuan = fields.Field("edisi_tujuan", "edisi_tujuan", CachedForeignKeyWidget(EdisiNomenklatur, "kode"))
    ke = fields.Field("ke", "ke", _EntryWidget(Nomenklatur))

    class Meta:
        model = PadananNomenklatur
        fields = ("dari", "edisi_tujuan", "ke", "status")
        import_id_fields = ("dari", "edisi_tujuan")
        instance_loader_class = NaturalKeyLoader
        skip_unchanged = True
        report_skipped = False

    def get_queryset(self) -> Any:
        """Mappings with both entries and their editions."""
        return super().get_queryset().select_related("dari__edisi", "ke__edisi", "edisi_tujuan")
