"""Every move from every state: the allowed pairs, written out by hand."""

from __future__ import annotations

import pytest

from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable
from essaim.steering.committees.states import (
    AMENDMENT_MOVES,
    POINT_MOVES,
    REQUEST_MOVES,
    SESSION_MOVES,
    VOTE_MOVES,
    AmendmentState,
    PointState,
    RequestState,
    SessionState,
    VoteState,
)

ALLOWED = {
    "session": {
        ("convene", "planned"): "convened",
        ("convene", "convened"): "convened",
        ("open", "convened"): "open",
        ("close", "open"): "closed",
        ("circulate", "closed"): "minutes_circulated",
        ("circulate", "minutes_circulated"): "minutes_circulated",
        ("approve", "minutes_circulated"): "minutes_approved",
        ("cancel", "planned"): "cancelled",
        ("cancel", "convened"): "cancelled",
    },
    "point": {
        ("accept", "proposed"): "accepted",
        ("accept", "refused"): "accepted",
        ("refuse", "proposed"): "refused",
        ("withdraw", "proposed"): "withdrawn",
        ("withdraw", "accepted"): "withdrawn",
    },
    "vote": {("close", "open"): "closed", ("abandon", "open"): "abandoned"},
    "request": {
        ("place", "asked"): "on_agenda",
        ("put_back", "on_agenda"): "asked",
        ("answer", "on_agenda"): "answered",
        ("withdraw", "asked"): "withdrawn",
    },
    "amendment": {("accept", "proposed"): "accepted", ("refuse", "proposed"): "refused"},
}
TABLES = {
    "session": (SESSION_MOVES, SessionState),
    "point": (POINT_MOVES, PointState),
    "vote": (VOTE_MOVES, VoteState),
    "request": (REQUEST_MOVES, RequestState),
    "amendment": (AMENDMENT_MOVES, AmendmentState),
}
PAIRS = [
    (name, move.name, state) for name, (table, states) in TABLES.items() for move in table for state in states.values
]


@pytest.mark.parametrize(("name", "move", "state"), PAIRS)
def test_move_is_allowed_from_these_states_only(name: str, move: str, state: str) -> None:
    table: TransitionTable = TABLES[name][0]
    expected = ALLOWED[name].get((move, state))

    if expected is None:
        with pytest.raises(IllegalMove):
            table.target(move, state)
    else:
        assert table.target(move, state) == expected


def test_every_allowed_pair_is_tried() -> None:
    assert {(name, *pair) for name, pairs in ALLOWED.items() for pair in pairs} <= set(PAIRS)
