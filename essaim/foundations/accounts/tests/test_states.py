"""Moves of a person and of an invitation, every pair of them; roles, and what each is for."""

from __future__ import annotations

import itertools

import pytest

from essaim.foundations.accounts.states import (
    INVITATION_MOVES,
    PERSON_MOVES,
    ROLE_DESCRIPTIONS,
    SCOPE_OF_ROLE,
    InvitationState,
    PersonState,
    RoleKind,
)
from essaim.foundations.primitives.transitions import IllegalMove

P = PersonState
N = InvitationState
PERSON_ALLOWED = {
    ("deactivate", P.ACTIVE): P.LEFT,
    ("reactivate", P.LEFT): P.ACTIVE,
    ("erase", P.LEFT): P.ERASED,
}
INVITATION_ALLOWED = {
    ("send_again", N.PENDING): N.PENDING,
    ("accept", N.PENDING): N.ACCEPTED,
    ("withdraw", N.PENDING): N.WITHDRAWN,
}


@pytest.mark.parametrize(("move", "state"), [*itertools.product(["deactivate", "reactivate", "erase", "other"], P)])
def test_only_listed_moves_of_a_person_are_possible(move: str, state: PersonState) -> None:
    if (move, state) in PERSON_ALLOWED:
        assert PERSON_MOVES.target(move, state) == PERSON_ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            PERSON_MOVES.target(move, state)


@pytest.mark.parametrize(("move", "state"), [*itertools.product(["send_again", "accept", "withdraw", "other"], N)])
def test_only_listed_moves_of_an_invitation_are_possible(move: str, state: InvitationState) -> None:
    if (move, state) in INVITATION_ALLOWED:
        assert INVITATION_MOVES.target(move, state) == INVITATION_ALLOWED[move, state]
    else:
        with pytest.raises(IllegalMove):
            INVITATION_MOVES.target(move, state)


def test_every_role_has_its_scope_and_its_sentence() -> None:
    assert set(SCOPE_OF_ROLE) == set(RoleKind)
    assert set(ROLE_DESCRIPTIONS) == set(RoleKind)
    assert all(str(text).endswith(".") for text in ROLE_DESCRIPTIONS.values())
