"""Somebody leaves: every duty has its successor, or nothing is changed (C3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from essaim.foundations.accounts import handover, services
from essaim.foundations.accounts.handover import Duty, Handover
from essaim.foundations.accounts.models import Invitation, RoleGrant, User
from essaim.foundations.accounts.queries import open_duties
from essaim.foundations.accounts.states import InvitationState, RoleKind
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import MOMENT, InvitationFactory, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


class Gardens:
    """A room of its own: gardens, each with one keeper."""

    def __init__(self) -> None:
        self.keepers: dict[str, int] = {}

    def duties_of(self, person: User) -> list[Duty]:
        return [
            Duty(name, f"Jardin {name}", f"/jardins/{name}/")
            for name, keeper in sorted(self.keepers.items())
            if keeper == person.pk
        ]

    def transfer(self, *, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
        assert self.keepers[key] == person.pk
        self.keepers[key] = successor.pk


@pytest.fixture
def gardens() -> Iterator[Gardens]:
    known = Gardens()
    handover.register(Handover("tests.garden", "Jardins", known.duties_of, known.transfer))
    yield known
    handover.unregister("tests.garden")


def test_two_rooms_do_not_share_a_kind(gardens: Gardens) -> None:
    with pytest.raises(ValueError, match=r"tests\.garden"):
        handover.register(Handover("tests.garden", "Autres jardins", gardens.duties_of, gardens.transfer))


def test_leaving_is_refused_while_something_is_left(gardens: Gardens) -> None:
    leaver, successor = RoleGrantFactory().person, UserFactory()
    gardens.keepers = {"roses": leaver.pk, "serre": leaver.pk}

    with pytest.raises(services.DutiesRemain) as refusal:
        services.deactivate_person(
            person=leaver,
            actor=person_with(RoleKind.ADMINISTRATOR),
            now=MOMENT,
            reason="mobilité",
            successors={("tests.garden", "roses"): successor},
        )

    assert [held.duty.key for held in refusal.value.duties] == ["serre"]
    leaver.refresh_from_db()
    assert leaver.is_active
    assert RoleGrant.objects.get(person=leaver).ends_on is None


def test_leaving_hands_everything_over_and_says_so(gardens: Gardens) -> None:
    leaver, gardener, florist = RoleGrantFactory().person, UserFactory(), UserFactory()
    gardens.keepers = {"roses": leaver.pk, "serre": leaver.pk}

    services.deactivate_person(
        person=leaver,
        actor=person_with(RoleKind.ADMINISTRATOR),
        now=MOMENT,
        reason="mobilité",
        successors={("tests.garden", "roses"): florist, ("tests.garden", "serre"): gardener},
    )

    assert gardens.keepers == {"roses": florist.pk, "serre": gardener.pk}
    assert open_duties(leaver) == ()
    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.left_at) == (False, MOMENT)
    assert RoleGrant.objects.get(person=leaver).ends_on == MOMENT.date()
    transfers = Entry.objects.filter(verb="duty.transferred", target_id=str(leaver.pk)).order_by("pk")
    assert [(entry.details["key"], entry.details["successor"], entry.reason) for entry in transfers] == [
        ("roses", florist.pk, "mobilité"),
        ("serre", gardener.pk, "mobilité"),
    ]
    assert Entry.objects.filter(verb="person.deactivated", target_id=str(leaver.pk)).count() == 1


@pytest.mark.parametrize("unfit", ["gone", "same"])
def test_successor_is_somebody_else_who_is_here(gardens: Gardens, unfit: str) -> None:
    leaver = RoleGrantFactory().person
    gardens.keepers = {"roses": leaver.pk}
    successor = leaver if unfit == "same" else UserFactory(gone=True)

    with pytest.raises(services.SuccessorUnfit):
        services.transfer_duty(
            person=leaver,
            kind="tests.garden",
            key="roses",
            successor=successor,
            actor=person_with(RoleKind.ADMINISTRATOR),
            now=MOMENT,
            reason="mobilité",
        )


def test_role_not_begun_yet_is_called_off_when_leaving() -> None:
    person = UserFactory()
    grant = RoleGrantFactory(person=person, starts_on=MOMENT.date().replace(year=2027))

    services.deactivate_person(person=person, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="départ")

    grant.refresh_from_db()
    assert grant.ends_on == grant.starts_on


def test_invitation_waiting_for_the_same_address_is_withdrawn() -> None:
    person = UserFactory(email="zoe@example.org")
    InvitationFactory(email="zoe@example.org")

    services.deactivate_person(person=person, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="départ")

    assert Invitation.objects.get().state == InvitationState.WITHDRAWN


def test_last_administrator_does_not_leave() -> None:
    actor = person_with(RoleKind.ADMINISTRATOR)
    other = person_with(RoleKind.ADMINISTRATOR)
    services.deactivate_person(person=other, actor=actor, now=MOMENT, reason="départ")

    with pytest.raises(NotAllowed):
        services.deactivate_person(person=actor, actor=actor, now=MOMENT, reason="départ")


def test_officer_closes_no_account() -> None:
    with pytest.raises(NotAllowed):
        services.deactivate_person(
            person=UserFactory(), actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="départ"
        )


def test_account_closed_twice_is_a_stale_page() -> None:
    with pytest.raises((NotAllowed, IllegalMove)):
        services.deactivate_person(
            person=UserFactory(gone=True), actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="départ"
        )


def test_person_who_comes_back_has_no_role_until_one_is_granted() -> None:
    actor = person_with(RoleKind.ADMINISTRATOR)
    person = RoleGrantFactory().person
    services.deactivate_person(person=person, actor=actor, now=MOMENT, reason="départ")

    back = services.reactivate_person(person=person, actor=actor, now=MOMENT, reason="retour")

    assert back.is_active
    assert not RoleGrant.objects.held_on(MOMENT.date()).filter(person=back).exists()
