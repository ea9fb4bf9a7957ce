"""Moves of snapshots and of editions, over all pairs."""

from __future__ import annotations

import itertools

import pytest

from essaim.foundations.primitives.transitions import IllegalMove
from essaim.foundations.sirene.states import PERIMETER_MOVES, SNAPSHOT_MOVES, PerimeterState, SnapshotState

S, P = SnapshotState, PerimeterState
SNAPSHOTS = {
    ("accept", S.HELD): S.READY,
    ("set_aside", S.HELD): S.SET_ASIDE,
    ("set_aside", S.READY): S.SET_ASIDE,
    ("take_back", S.SET_ASIDE): S.READY,
}
PERIMETERS = {("put_in_force", P.DRAFT): P.IN_FORCE, ("replace", P.IN_FORCE): P.REPLACED}


@pytest.mark.parametrize(("move", "state"), list(itertools.product(("accept", "set_aside", "take_back"), S)))
def test_only_listed_moves_of_a_snapshot_are_possible(move: str, state: S) -> None:
    if (move, state) in SNAPSHOTS:
        assert SNAPSHOT_MOVES.target(move, state) == SNAPSHOTS[move, state]
    else:
        with pytest.raises(IllegalMove):
            SNAPSHOT_MOVES.target(move, state)


@pytest.mark.parametrize(("move", "state"), list(itertools.product(("put_in_force", "replace"), P)))
def test_only_listed_moves_of_an_edition_are_possible(move: str, state: P) -> None:
    if (move, state) in PERIMETERS:
        assert PERIMETER_MOVES.target(move, state) == PERIMETERS[move, state]
    else:
        with pytest.raises(IllegalMove):
            PERIMETER_MOVES.target(move, state)
