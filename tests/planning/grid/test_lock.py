"""Two writers at the same moment: the second one waits, then sees what the first one wrote."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from planning.cascade import load
from planning.grid.cells import Clashing, Edit, GridAct, save_cells
from planning.models import ChangeSet, Rencana
from planning.writing import Authorship, Difference, ObjectDiff, apply, locked_plan
from planning.writing.difference import Act, Kind

from .. import factories as f

SUB = "2.07.03.2.01.0001"


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins_and_the_other_is_told():
    rencana = f.make_plan(f.small_draft())
    people = [f.make_user(name, rencana=rencana) for name in ("ani", "budi", "citra", "dewi")]
    row = f"s{f.find(load(rencana), SUB)}"
    together = threading.Barrier(len(people))
    outcomes: list[str] = []

    def write(number: int) -> None:
        together.wait()
        try:
            save_cells(rencana.slug, people[number], [Edit(row, "target:2025", "15", str(20 + number))], GridAct.KETIK)
            outcomes.append("saved")
        except Clashing:
            outcomes.append("clash")
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["clash", "clash", "clash", "saved"]
    rencana.refresh_from_db()
    assert rencana.revisi == 2


@pytest.mark.django_db
def test_a_lock_is_for_one_plan_and_one_person():
    rencana = f.make_plan(f.small_draft())
    ani, budi = (f.make_user(name, rencana=rencana) for name in ("ani", "budi"))
    sub = f.find(load(rencana), SUB)
    difference = Difference([ObjectDiff(Act.UPDATE, Kind.SIMPUL, sub, {"lokasi": (None, "Kota")})])
    attempts: list[tuple[Rencana | None, Any]] = [(None, budi), (rencana, ani)]
    for plan, person in attempts:
        by = Authorship(user=person, origin=ChangeSet.Origin.GRID)
        with locked_plan(rencana.slug, ani) as lock, pytest.raises(ValueError, match="another plan or person"):
            apply(plan or lock.rencana, difference, by=by, lock=lock)
    assert rencana.changesets.count() == 1


@pytest.mark.django_db
def test_a_failure_under_the_lock_takes_everything_back():
    rencana = f.make_plan(f.small_draft())
    ani = f.make_user("ani", rencana=rencana)
    sub = f.find(load(rencana), SUB)
    difference = Difference([ObjectDiff(Act.UPDATE, Kind.SIMPUL, sub, {"lokasi": (None, "Kota")})])

    class PowerCut(Exception):
        pass

    with pytest.raises(PowerCut), locked_plan(rencana.slug, ani) as lock:
        apply(lock.rencana, difference, by=Authorship(user=ani, origin=ChangeSet.Origin.GRID), lock=lock)
        raise PowerCut
    rencana.refresh_from_db()
    assert (rencana.revisi, rencana.changesets.count()) == (1, 1)
    assert load(rencana).by_id[sub].lokasi == ""
