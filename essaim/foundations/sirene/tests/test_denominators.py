"""Whatever is asked after whatever else, what a share is a share of is that of its own month, territory, section and sector."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.foundations.sirene import queries, reference, services
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.rows import Filters
from essaim.foundations.sirene.states import Denominator, Layer, Rule, SnapshotState

from . import small_stock
from .conftest import COMMAND, NOW
from .small_stock import ESTABLISHMENTS, HELLEMMES, LILLE, LYON, LYON_1, METROPOLE, ROUBAIX, UNITS

pytestmark = pytest.mark.django_db
# How many times each unit stands in the files of a month.
TIMES = {date(2026, 7, 1): 2, date(2026, 8, 1): 1}
COMMUNES = {
    LILLE: {LILLE, HELLEMMES},
    ROUBAIX: {ROUBAIX},
    METROPOLE: {LILLE, HELLEMMES, ROUBAIX},
    LYON: {LYON_1},
    LYON_1: {LYON_1},
    "59": {LILLE, HELLEMMES, ROUBAIX},
    "FR": {LILLE, HELLEMMES, ROUBAIX, LYON_1, "99999"},
}
ASKED = st.tuples(
    st.sampled_from([*Rule, *Layer]),
    st.sampled_from(list(Denominator)),
    st.sampled_from(list(TIMES)),
    st.sampled_from(list(COMMUNES)),
    st.sampled_from(["", "S", "C", "Q", "O"]),
)


@pytest.fixture
def months(tmp_path: Path) -> None:
    for vintage, times in TIMES.items():
        folder = small_stock.write(tmp_path / f"stock-{vintage:%Y-%m}", times=times)
        services.load_snapshot(folder=folder, actor=COMMAND, now=NOW)
    # Half the rows of the month before: the second waits for a person, which is not what is tried here.
    Snapshot.objects.update(state=SnapshotState.READY)


def _counted(denominator: Denominator, vintage: date, code: str, section: str) -> tuple[int, int]:
    """Count by hand, in the rows as they were written: establishments, and those with a bracket other than NN."""
    sections = {row["division"]: row["section"] for row in reference.rows("naf_rev2_divisions")}
    public = {key for key, category, *_others in UNITS if category[0] in "47"}
    found = [
        bracket
        for key, _nic, commune, activity, bracket, state, _day in ESTABLISHMENTS
        if state == "A"
        and commune in COMMUNES[code]
        and (denominator == Denominator.TOTAL or key not in public)
        and section in {"", sections.get(activity[:2], "")}
    ]
    times = TIMES[vintage]
    return len(found) * times, sum(bracket not in {None, "NN"} for bracket in found) * times


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(ASKED, min_size=2, max_size=6))
def test_denominators_are_never_mixed(
    months: None, asked: list[tuple[Rule | Layer, Denominator, date, str, str]]
) -> None:
    for scope, denominator, vintage, code, section in asked:
        basis = queries.basis(scope, denominator=denominator, vintage=vintage)
        with queries.opened(basis) as register:
            place = queries.place_of(register, code)
            # The layers beside, read in the same file, leave what is asked next as it was.
            queries.layers(register, basis, place)
            found = queries.indicators(register, basis, place, Filters(section=section))

        expected = _counted(denominator, vintage, code, section)
        assert (found.all_establishments, found.all_employers) == expected
        assert (found.basis.scope, found.basis.denominator, found.basis.vintage) == (scope, denominator, vintage)
        share = found.employers / expected[1] if expected[1] else None
        assert found.share_of_employers == share
