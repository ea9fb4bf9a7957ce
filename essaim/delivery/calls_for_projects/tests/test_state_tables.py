"""The state machine of the room: the allowed moves are stated here a second time, on purpose."""

from __future__ import annotations

import itertools

import pytest

from essaim.delivery.calls_for_projects.states import APPLICATION_MOVES, EDITION_MOVES, ApplicationState, EditionState
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


APPLICATION_ALLOWED = {
    ("file", "draft"): "filed",
    ("ask_for_missing", "filed"): "incomplete",
    ("give_missing", "incomplete"): "filed",
    ("declare_complete", "filed"): "complete",
    ("declare_inadmissible", "filed"): "inadmissible",
    ("declare_inadmissible", "incomplete"): "inadmissible",
    ("declare_inadmissible", "complete"): "inadmissible",
    ("withdraw", "draft"): "withdrawn",
    ("withdraw", "filed"): "withdrawn",
    ("withdraw", "incomplete"): "withdrawn",
    ("withdraw", "complete"): "withdrawn",
    ("withdraw", "ready"): "withdrawn",
    ("withdraw", "presented"): "withdrawn",
    ("withdraw", "deferred"): "withdrawn",
    ("mark_ready", "complete"): "ready",
    ("take_back", "ready"): "complete",
    ("take_back", "deferred"): "complete",
    ("present", "ready"): "presented",
    ("present", "deferred"): "presented",
    ("grant", "presented"): "granted",
    ("refuse", "presented"): "refused",
    ("defer", "presented"): "deferred",
}
APPLICATION_PAIRS = [(move.name, str(state)) for move, state in itertools.product(APPLICATION_MOVES, ApplicationState)]


@pytest.mark.parametrize(("move", "state"), APPLICATION_PAIRS)
def test_only_listed_moves_of_an_application_are_possible(move: str, state: str) -> None:
    if (move, state) in APPLICATION_ALLOWED:
        assert APPLICATION_MOVES.target(move, state) == APPLICATION_ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            APPLICATION_MOVES.target(move, state)


def test_no_move_of_an_application_is_forgotten_here() -> None:
    assert {move.name for move in APPLICATION_MOVES} == {move for move, _state in APPLICATION_ALLOWED}
