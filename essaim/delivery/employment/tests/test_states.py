"""The state machine of the room: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools

import pytest

from essaim.delivery.employment.states import POST_MOVES, PostStatus
from essaim.foundations.primitives.transitions import IllegalMove

ALLOWED = {
    ("declare", "planned"): "declared",
    ("verify", "declared"): "verified",
    ("contest", "verified"): "declared",
    ("withdraw", "planned"): "withdrawn",
    ("withdraw", "declared"): "withdrawn",
    ("withdraw", "verified"): "withdrawn",
}


@pytest.mark.parametrize(
    ("move", "state"),
    list(itertools.product([move.name for move in POST_MOVES], [str(state) for state in PostStatus])),
)
def test_only_listed_moves_are_possible(move: str, state: str) -> None:
    if (move, state) in ALLOWED:
        assert POST_MOVES.target(move, state) == ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            POST_MOVES.target(move, state)


def test_no_move_is_forgotten_here() -> None:
    assert {move.name for move in POST_MOVES} == {move for move, _state in ALLOWED}
