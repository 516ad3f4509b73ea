"""People of the frame's tests, and the addresses they visit."""

import pytest
from django.test import Client

from planning.models import Daerah, Keanggotaan, PerangkatDaerah, User


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
