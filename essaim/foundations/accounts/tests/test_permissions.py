"""Who may do what to people: every role, every question."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from essaim.foundations.accounts import permissions
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import Decision

from .factories import AUTHORITY, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
R = RoleKind
QUESTIONS = {
    "read people": (lambda actor: permissions.can_read_people(actor), {R.ADMINISTRATOR, R.OFFICER, R.SUPPORT}),
    "manage people": (lambda actor: permissions.can_manage_people(actor), {R.ADMINISTRATOR}),
    "grant a role": (lambda actor: permissions.can_grant_role(actor, R.OFFICER, AUTHORITY), {R.ADMINISTRATOR}),
    "correct": (lambda actor: permissions.can_correct_person(actor, UserFactory()), {R.ADMINISTRATOR}),
    "deactivate": (lambda actor: permissions.can_move_person(actor, UserFactory(), "deactivate"), {R.ADMINISTRATOR}),
    "erase": (lambda actor: permissions.can_move_person(actor, UserFactory(gone=True), "erase"), {R.ADMINISTRATOR}),
    "reset a second factor": (
        lambda actor: permissions.can_reset_second_factor(actor, UserFactory()),
        {R.ADMINISTRATOR},
    ),
    "see as": (lambda actor: permissions.can_see_as(actor, UserFactory()), {R.SUPPORT}),
    "need a second factor": (
        lambda actor: permissions.needs_second_factor(actor),
        {R.ADMINISTRATOR, R.OFFICER, R.SUPPORT},
    ),
}


def _actor(role: str) -> User:
    if role == "nobody":
        return UserFactory()
    if role == "gone":
        return RoleGrantFactory(kind=R.ADMINISTRATOR, person__gone=True).person
    return person_with(role)


@pytest.mark.parametrize("role", [*R, "nobody", "gone"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_answer_is_the_one_written_here(question: str, role: str) -> None:
    ask, allowed = QUESTIONS[question]

    decision = ask(_actor(role))

    assert bool(decision) == (role in allowed)
    if isinstance(decision, Decision):
        assert bool(decision.reason) != decision.allowed, "a refusal says why"


def test_anonymous_reads_nobody() -> None:
    assert not permissions.can_read_people(AnonymousUser())


@pytest.mark.parametrize("move", ["deactivate", "erase"])
def test_nobody_closes_or_erases_their_own_account(move: str) -> None:
    actor = person_with(R.ADMINISTRATOR)

    assert not permissions.can_move_person(actor, actor, move)


@pytest.mark.parametrize("kind", [R.ADMINISTRATOR, R.SUPPORT])
def test_nobody_looks_through_the_eyes_of_those_who_hold_keys(kind: RoleKind) -> None:
    assert not permissions.can_see_as(person_with(R.SUPPORT), person_with(kind))


def test_support_does_not_look_through_closed_eyes() -> None:
    assert not permissions.can_see_as(person_with(R.SUPPORT), UserFactory(gone=True))
