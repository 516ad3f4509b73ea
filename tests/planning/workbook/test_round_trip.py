"""A plan written as a workbook reads back as the same plan."""

from io import BytesIO

import pytest
from django.core.management import call_command

from planning.cascade import load
from planning.models import ChangeSet, Rencana
from planning.workbook import Severity, import_workbook, write_workbook
from planning.writing import Authorship

BY = Authorship(user=None, origin=ChangeSet.Origin.IMPORT, source="uji.xlsx")
DEMO = (
    "kota-tangerang/disnaker/renstra-2025-2029/murni",
    "kota-contoh/disnaker/renstra-2025-2029/murni",
)


def exported(rencana: Rencana) -> BytesIO:
    file = BytesIO()
    write_workbook(load(rencana), file)
    file.seek(0)
    return file


@pytest.fixture
def demo(db):
    call_command("load_demo", verbosity=0, stdout=BytesIOText())


class BytesIOText:
    def write(self, text: str) -> None:
        pass


@pytest.mark.parametrize("slug", DEMO)
def test_importing_an_export_changes_nothing(demo, slug):
    rencana = Rencana.objects.get(slug=slug)
    report = import_workbook(rencana, exported(rencana), by=BY)



    assert not [one for one in report.problems if one.severity is not Severity.CATATAN]
    assert report.summary[0] == "tidak ada perubahan"
    assert report.missing == []
