"""Every state machine of the room: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools

import pytest

from essaim.foundations.primitives.transitions import IllegalMove, TransitionTable
from essaim.steering.action_plan.states import (
    ACT_MOVES,
    ACTION_MOVES,
    BULK_MOVES,
    FEEDBACK_MOVES,
    PLAN_MOVES,
    TASK_MOVES,
    ActionState,
    ActState,
    BulkState,
    FeedbackState,
    PlanState,
    TaskState,
)

MACHINES = [
    (
        ACT_MOVES,
        ActState,
        {
            ("vote", "draft"): "voted",
            ("certify", "voted"): "enforceable",
            ("repeal", "voted"): "repealed",
            ("repeal", "enforceable"): "repealed",
        },
    ),
    (
        PLAN_MOVES,
        PlanState,
        {("adopt", "draft"): "adopted", ("start", "adopted"): "in_force", ("close", "in_force"): "closed"},
    ),
    (
        ACTION_MOVES,
        ActionState,
        {
            ("open", "proposed"): "open",
            ("finish", "open"): "done",
            ("drop", "proposed"): "dropped",
            ("drop", "open"): "dropped",
            ("reopen", "done"): "open",
            ("reopen", "dropped"): "open",
        },
    ),
    (
        TASK_MOVES,
        TaskState,
        {
            ("finish", "to_do"): "done",
            ("cancel", "to_do"): "cancelled",
            ("reopen", "done"): "to_do",
            ("reopen", "cancelled"): "to_do",
        },
    ),
    (
        FEEDBACK_MOVES,
        FeedbackState,
        {
            ("assign", "received"): "assigned",
            ("assign", "assigned"): "assigned",
            ("answer", "received"): "answered",
            ("answer", "assigned"): "answered",
            ("set_aside", "received"): "set_aside",
            ("set_aside", "assigned"): "set_aside",
        },
    ),
    (BULK_MOVES, BulkState, {("apply", "prepared"): "applied", ("undo", "applied"): "undone"}),
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
