"""Who speaks for a structure: named by the team, dated, handed over when they leave."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from essaim.ecosystem.organizations import queries, services
from essaim.ecosystem.organizations.models import Representation
from essaim.ecosystem.organizations.permissions import can_read_representatives, speaks_for
from essaim.ecosystem.organizations.states import RepresentationRole
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.personal_data import all_kinds
from essaim.foundations.accounts.services import DutiesRemain, RoleAlreadyHeld, RoleEnded, deactivate_person
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
DELEGATE = str(RepresentationRole.DELEGATE.label)


def _name(organization, person: User, **values: object) -> Representation:
    now = timezone.now()
    options = {
        "organization": organization,
        "person": person,
        "actor": None,
        "starts_on": timezone.localdate(now),
        "now": now,
        **values,
    }
    options["actor"] = options["actor"] or person_with(RoleKind.OFFICER)
    return services.name_representative(**options)


def test_person_named_speaks_for_that_structure_and_no_other() -> None:
    organization, other, person = OrganizationFactory(), OrganizationFactory(), UserFactory()

    representation = _name(organization, person, role=RepresentationRole.LEGAL_REPRESENTATIVE)

    assert speaks_for(person, organization.pk)
    assert not speaks_for(person, other.pk)
    assert list(queries.organizations_of(person, today=timezone.localdate())) == [organization]
    assert representation.ends_on is None
    assert Entry.objects.get(verb="representation.named").details["organization"] == organization.key


@pytest.mark.parametrize("kind", [RoleKind.ELECTED_OFFICIAL, RoleKind.SUPPORT, RoleKind.ORGANIZATION_MEMBER])
def test_only_the_team_names_and_ends(kind: RoleKind) -> None:
    held = RepresentationFactory()
    actor = person_with(kind, scope_code=held.organization.key if kind == RoleKind.ORGANIZATION_MEMBER else "200093201")

    with pytest.raises(NotAllowed):
        _name(held.organization, UserFactory(), actor=actor)
    with pytest.raises(NotAllowed):
        services.end_representation(
            organization=held.organization,
            grant=held.grant,
            ends_on=timezone.localdate(),
            actor=actor,
            now=timezone.now(),
            reason="x",
        )


def test_nobody_is_named_twice_for_the_same_days() -> None:
    held = RepresentationFactory()

    with pytest.raises(RoleAlreadyHeld):
        _name(held.organization, held.person)


def test_nobody_who_left_is_named() -> None:
    with pytest.raises(NotAllowed):
        _name(OrganizationFactory(), UserFactory(gone=True))


def test_role_from_an_invitation_is_kept_and_only_gets_its_quality() -> None:
    organization = OrganizationFactory()
    grant = RoleGrantFactory(kind=RoleKind.ORGANIZATION_MEMBER, scope_code=organization.key)

    representation = _name(organization, grant.person, role=RepresentationRole.EMPLOYEE)

    assert representation.grant == grant
    assert RoleGrant.objects.filter(person=grant.person).count() == 1


def test_ended_representation_no_longer_speaks_and_stays_in_the_list() -> None:
    held, today = RepresentationFactory(), timezone.localdate()

    services.end_representation(
        organization=held.organization,
        grant=held.grant,
        ends_on=today,
        actor=person_with(RoleKind.OFFICER),
        now=timezone.now(),
        reason="élection",
    )

    person = User.objects.get(pk=held.person.pk)
    shown = queries.representatives_of(held.organization, today=today)
    assert not speaks_for(person, held.organization.pk)
    assert [(row.moment, row.ends_on, row.quality) for row in shown] == [("past", today, DELEGATE)]
    assert Entry.objects.get(verb="representation.ended").reason == "élection"


def test_what_ended_is_not_ended_again() -> None:
    held = RepresentationFactory(ends_on=date(2021, 1, 1))

    with pytest.raises(RoleEnded):
        services.end_representation(
            organization=held.organization,
            grant=held.grant,
            ends_on=timezone.localdate(),
            actor=person_with(RoleKind.OFFICER),
            now=timezone.now(),
            reason="x",
        )


def test_list_says_who_speaks_now_then_soon_then_before() -> None:
    organization, today = OrganizationFactory(), timezone.localdate()
    past = RepresentationFactory(organization=organization, ends_on=date(2021, 1, 1))
    to_come = RepresentationFactory(organization=organization, starts_on=today + timedelta(days=3))
    held = RepresentationFactory(organization=organization)

    shown = queries.representatives_of(organization, today=today)

    assert [row.person for row in shown] == [held.person, to_come.person, past.person]


def test_leaver_does_not_leave_a_structure_without_a_word() -> None:
    held, administrator, successor = RepresentationFactory(), person_with(RoleKind.ADMINISTRATOR), UserFactory()
    options = {"person": held.person, "actor": administrator, "now": timezone.now(), "reason": "départ"}

    with pytest.raises(DutiesRemain):
        deactivate_person(**options)
    deactivate_person(**options, successors={("organizations.representation", str(held.pk)): successor})

    assert speaks_for(User.objects.get(pk=successor.pk), held.organization.pk)
    assert [row.person for row in queries.representatives_of(held.organization, today=timezone.localdate())] == [
        successor,
        held.person,
    ]


def test_successor_who_speaks_already_goes_on_as_before() -> None:
    held = RepresentationFactory()
    other = RepresentationFactory(organization=held.organization, role=RepresentationRole.CONTACT)

    services.transfer_representation(
        representation=held, successor=other.person, actor=person_with(RoleKind.OFFICER), now=timezone.now()
    )

    assert RoleGrant.objects.filter(person=other.person).count() == 1


def test_names_are_read_by_the_team_and_by_those_who_speak_for_it() -> None:
    held = RepresentationFactory()

    assert can_read_representatives(person_with(RoleKind.OFFICER), held.organization)
    assert can_read_representatives(held.person, held.organization)
    assert not can_read_representatives(RepresentationFactory().person, held.organization)
    assert not can_read_representatives(person_with(RoleKind.ELECTED_OFFICIAL), held.organization)


def test_person_takes_away_what_they_represent() -> None:
    held = RepresentationFactory(starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1))

    assert queries.representations_data(held.person) == [
        {"organization": held.organization.name, "quality": "delegate", "from": "2024-01-01", "until": "2025-01-01"}
    ]
    assert "representations" in {kind.kind for kind in all_kinds()}
