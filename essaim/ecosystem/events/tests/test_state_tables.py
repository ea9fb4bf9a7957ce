"""The state machines of the room: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools

import pytest

from essaim.ecosystem.events.states import (
    AGENDA_IMPORT_MOVES,
    EVENT_MOVES,
    LEAD_MOVES,
    REGISTRATION_MOVES,
    AgendaImportState,
    EventState,
    LeadState,
    RegistrationState,
)
from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable

MACHINES = [
    (AGENDA_IMPORT_MOVES, AgendaImportState, {("apply", "prepared"): "applied", ("undo", "applied"): "undone"}),
    (
        EVENT_MOVES,
        EventState,
        {
            ("publish", "draft"): "published",
            ("hold", "published"): "held",
            ("close", "held"): "closed",
            ("cancel", "draft"): "cancelled",
            ("cancel", "published"): "cancelled",
        },
    ),
    (
        REGISTRATION_MOVES,
        RegistrationState,
        {
            ("offer", "waiting"): "offered",
            ("accept", "offered"): "registered",
            ("cancel", "registered"): "cancelled",
            ("cancel", "waiting"): "cancelled",
            ("cancel", "offered"): "cancelled",
        },
    ),
    (
        LEAD_MOVES,
        LeadState,
        {
            ("contact", "noted"): "in_touch",
            ("contact", "in_touch"): "in_touch",
            ("conclude", "noted"): "concluded",
            ("conclude", "in_touch"): "concluded",
            ("drop", "noted"): "dropped",
            ("drop", "in_touch"): "dropped",
        },
    ),
]
PAIRS = [
    (table, move.name, str(state), allowed)
    for table, states, allowed in MACHINES
    for move, state in itertools.product(table, states)
]


@pytest.mark.parametrize(("table", "move", "state", "allowed"), PAIRS)
def test_only_listed_moves_are_possible(table: TransitionTable, move: str, state: str, allowed: dict) -> None:
    if (move, state) in allowed:
        assert table.target(move, state) == allowed[move, state]
    else:
        with pytest.raises(IllegalMove):
            table.target(move, state)


@pytest.mark.parametrize(("table", "allowed"), [(table, allowed) for table, _states, allowed in MACHINES])
def test_no_move_is_forgotten_here(table: TransitionTable, allowed: dict) -> None:
    assert {move.name for move in table} == {move for move, _state in allowed}
