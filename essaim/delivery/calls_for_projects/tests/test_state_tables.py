"""The state machine of the room: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools

import pytest

from essaim.delivery.calls_for_projects.states import EDITION_MOVES, EditionState
from essaim.foundations.primitives.transitions import IllegalMove

ALLOWED = {("start", "draft"): "in_force", ("close", "in_force"): "closed"}
PAIRS = [(move.name, str(state)) for move, state in itertools.product(EDITION_MOVES, EditionState)]


@pytest.mark.parametrize(("move", "state"), PAIRS)
def test_only_listed_moves_are_possible(move: str, state: str) -> None:
    if (move, state) in ALLOWED:
        assert EDITION_MOVES.target(move, state) == ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            EDITION_MOVES.target(move, state)


def test_no_move_is_forgotten_here() -> None:
    assert {move.name for move in EDITION_MOVES} == {move for move, _state in ALLOWED}
