"""People of the frame's tests; a small plan with its planner, for the tests of the entry grid."""

import pytest
from django.test import Client

from planning.cascade import load
from planning.models import Daerah, Keanggotaan, PerangkatDaerah, Rencana, User
from tests.planning import factories


@pytest.fixture
def perencana(db: None) -> User:
    """A planner of the Dinas Contoh in Kota Contoh."""
    daerah = Daerah.objects.create(nama="Kota Contoh", slug="kota-contoh")
    dinas = PerangkatDaerah.objects.create(daerah=daerah, nama="Dinas Contoh", slug="dinas-contoh")
    user = User.objects.create_user("perencana", password="sandi perencana", nama_lengkap="Perencana Contoh")
    Keanggotaan.objects.create(user=user, peran=Keanggotaan.Peran.PERENCANA, perangkat_daerah=dinas)
    return user


@pytest.fixture
def signed_in(client: Client, perencana: User) -> Client:
    """A browser in which the planner has signed in."""
    client.force_login(perencana)
    return client


@pytest.fixture
def rencana(db: None) -> Rencana:
    """The small plan of the factories."""
    return factories.make_plan(factories.small_draft())


@pytest.fixture
def ani(client: Client, rencana: Rencana) -> User:
    """A planner of the small plan, signed in."""
    user = factories.make_user("ani", rencana=rencana)
    client.force_login(user)
    return user


@pytest.fixture
def proses(rencana: Rencana) -> int:
    """The id of the plan's first sub-kegiatan, 2.07.03.2.01.0001 Proses Pelatihan."""
    return factories.find(load(rencana), "2.07.03.2.01.0001")
