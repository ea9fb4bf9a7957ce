"""The state machines of the register of stakes: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from essaim.delivery.funding.equity_rules import (
    CEILINGS,
    MEETING_MOVES,
    STAKE_MOVES,
    MeetingState,
    PublicCeiling,
    StakeState,
    ceiling_on,
)
from essaim.foundations.primitives.transitions import IllegalMove

STAKES = {
    ("subscribe", "planned"): "held",
    ("abandon", "planned"): "abandoned",
    ("end", "held"): "ended",
    ("reopen", "ended"): "held",
}
MEETINGS = {("hold", "called"): "held", ("cancel", "called"): "cancelled"}
TABLES = [(STAKE_MOVES, StakeState, STAKES), (MEETING_MOVES, MeetingState, MEETINGS)]
PAIRS = [
    (table, move.name, str(state), allowed)
    for table, states, allowed in TABLES
    for move, state in itertools.product(table, states)
]


@pytest.mark.parametrize(("table", "move", "state", "allowed"), PAIRS)
def test_only_listed_moves_are_possible(table, move: str, state: str, allowed) -> None:
    if (move, state) in allowed:
        assert table.target(move, state) == allowed[move, state]
    else:
        with pytest.raises(IllegalMove):
            table.target(move, state)


@pytest.mark.parametrize(("table", "_states", "allowed"), TABLES)
def test_no_move_is_forgotten_here(table, _states, allowed) -> None:
    assert {move.name for move in table} == {move for move, _state in allowed}


def test_ceilings_follow_one_another_without_a_gap() -> None:
    assert CEILINGS[0].starts_on is None
    assert CEILINGS[-1].ends_on is None
    assert all(first.ends_on == second.starts_on for first, second in itertools.pairwise(CEILINGS))


def test_day_without_a_ceiling_says_so() -> None:
    with pytest.raises(LookupError):
        ceiling_on(date(2020, 1, 1), (PublicCeiling(50, date(2021, 1, 1), None, "x"),))


def test_ceiling_compares_without_rounding() -> None:
    assert ceiling_on(date(2026, 1, 1)).allows(1, 2)
    assert not ceiling_on(date(2026, 1, 1)).allows(10**15 + 1, 2 * 10**15)
