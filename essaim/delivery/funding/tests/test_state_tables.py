"""The state machines of the room: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools

import pytest

from essaim.delivery.funding.equity_rules import MEETING_MOVES, STAKE_MOVES, MeetingState, StakeState
from essaim.delivery.funding.states import (
    AGREEMENT_MOVES,
    FILE_MOVES,
    GRANT_MOVES,
    REPORT_MOVES,
    AgreementState,
    FileState,
    GrantState,
    ReportState,
)
from essaim.foundations.primitives.transitions import IllegalMove

GRANTS = {
    ("grant", "draft"): "granted",
    ("abandon", "draft"): "abandoned",
    ("close", "granted"): "closed",
    ("stop", "granted"): "stopped",
}
AGREEMENTS = {
    ("send", "draft"): "sent",
    ("take_back", "sent"): "draft",
    ("sign", "sent"): "signed",
    ("abandon", "draft"): "abandoned",
    ("abandon", "sent"): "abandoned",
}
REPORTS = {
    ("receive", "expected"): "received",
    ("send_back", "received"): "expected",
    ("accept", "received"): "accepted",
}
FILES = {("apply", "prepared"): "applied", ("undo", "applied"): "undone"}
STAKES = {
    ("subscribe", "planned"): "held",
    ("abandon", "planned"): "abandoned",
    ("end", "held"): "ended",
    ("reopen", "ended"): "held",
}
MEETINGS = {("hold", "called"): "held", ("cancel", "called"): "cancelled"}
TABLES = [
    (STAKE_MOVES, StakeState, STAKES),
    (MEETING_MOVES, MeetingState, MEETINGS),
    (FILE_MOVES, FileState, FILES),
    (REPORT_MOVES, ReportState, REPORTS),
    (GRANT_MOVES, GrantState, GRANTS),
    (AGREEMENT_MOVES, AgreementState, AGREEMENTS),
]
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
