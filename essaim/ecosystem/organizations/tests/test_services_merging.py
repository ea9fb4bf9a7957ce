"""Two records of one structure: nothing is deleted, what one lacks the other gives, the old address leads on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from essaim.ecosystem.organizations import holdings, queries, services
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.permissions import speaks_for
from essaim.ecosystem.organizations.states import OrganizationKind, RepresentationRole
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
DELEGATE = str(RepresentationRole.DELEGATE.label)
SIREN = "732829320"


def _merge(kept: Organization, duplicate: Organization, **values: object) -> Organization:
    options = {"actor": None, "now": timezone.now(), "reason": "doublon", **values}
    options["actor"] = options["actor"] or person_with(RoleKind.OFFICER)
    return services.merge_organizations(kept=kept, duplicate=duplicate, **options)


def test_kept_record_keeps_its_words_and_takes_what_it_lacks() -> None:
    kept = OrganizationFactory(name="Le bon nom", website="https://bon.example.org", kind=OrganizationKind.UNKNOWN)
    duplicate = OrganizationFactory(
        name="L'autre", website="https://autre.example.org", siren=SIREN, acronym="LA", kind=OrganizationKind.MUTUAL
    )

    _merge(kept, duplicate)

    kept.refresh_from_db()
    duplicate.refresh_from_db()
    assert (kept.name, kept.website, kept.siren) == ("Le bon nom", "https://bon.example.org", SIREN)
    assert (kept.acronym, kept.kind) == ("LA", OrganizationKind.MUTUAL)
    assert (duplicate.merged_into, duplicate.siren) == (kept, SIREN)
    assert queries.organization_of(duplicate.key) == kept


def test_merged_record_is_found_by_its_former_name_and_chosen_no_more() -> None:
    kept, duplicate = OrganizationFactory(name="Le bon nom"), OrganizationFactory(name="Ancienne dénomination")

    _merge(kept, duplicate)

    assert list(queries.search("denomination ancienne")) == [kept]
    assert list(queries.organizations_for_choice()) == [kept]


def test_acronym_taken_from_the_duplicate_is_searched() -> None:
    kept, duplicate = OrganizationFactory(name="Le bon nom"), OrganizationFactory(acronym="ZUT")

    _merge(kept, duplicate)

    assert [near.organization for near in queries.near_duplicates(name="zut")] == [kept]


def test_chain_of_mergers_leads_to_the_last_kept_in_one_step() -> None:
    first, second, third = (OrganizationFactory() for _number in range(3))

    _merge(second, first)
    _merge(third, second)

    assert queries.organization_of(first.key) == third
    assert Organization.objects.filter(merged_into=third).count() == 2


def test_those_who_spoke_for_the_duplicate_speak_for_the_kept_record_until_the_same_day() -> None:
    kept, duplicate, today = OrganizationFactory(), OrganizationFactory(), timezone.localdate()
    until = today + timedelta(days=90)
    held = RepresentationFactory(organization=duplicate, ends_on=until)

    _merge(kept, duplicate)

    person = User.objects.get(pk=held.person.pk)
    shown = queries.representatives_of(kept, today=today)
    assert speaks_for(person, kept.pk)
    assert speaks_for(person, duplicate.pk)
    assert [(row.person, row.quality, row.ends_on) for row in shown] == [(person, DELEGATE, until)]


def test_invitation_accepted_after_the_merger_lets_speak_for_the_kept_record() -> None:
    kept, duplicate, today = OrganizationFactory(), OrganizationFactory(), timezone.localdate()
    _merge(kept, duplicate)

    grant = RoleGrantFactory(kind=RoleKind.ORGANIZATION_MEMBER, scope_code=duplicate.key)

    assert speaks_for(grant.person, kept.pk)
    assert list(queries.organizations_of(grant.person, today=today)) == [kept]
    assert [row.person for row in queries.representatives_of(kept, today=today)] == [grant.person]


def test_somebody_who_spoke_for_both_speaks_once() -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    held = RepresentationFactory(organization=kept)
    RepresentationFactory(organization=duplicate, person=held.person)

    _merge(kept, duplicate)

    today = timezone.localdate()
    assert RoleGrant.objects.held_on(today).filter(person=held.person).get().scope_code == kept.key


def test_what_other_rooms_hold_moves_and_is_counted_in_the_trail() -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    held_by = {"seat": duplicate}

    def move(*, duplicate: Organization, kept: Organization, **rest: object) -> None:
        held_by["seat"] = kept

    holding = holdings.Holding("test.seat", "Seats", lambda row: int(held_by["seat"] == row), move)
    holdings.register(holding)
    try:
        _merge(kept, duplicate)
    finally:
        holdings.unregister("test.seat")

    assert held_by == {"seat": kept}
    assert Entry.objects.get(verb="organization.absorbed").details["moved"] == {"test.seat": 1}


def test_two_rooms_cannot_register_one_kind_of_holding() -> None:
    holdings.register(holdings.Holding("test.seat", "Seats", lambda row: 0, lambda **rest: None))
    try:
        with pytest.raises(ValueError, match=r"test\.seat"):
            holdings.register(holdings.Holding("test.seat", "Others", lambda row: 1, lambda **rest: None))
    finally:
        holdings.unregister("test.seat")


def test_record_merged_before_and_record_itself_are_refused() -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    _merge(kept, duplicate)

    for target, source in ((kept, duplicate), (duplicate, kept), (kept, kept)):
        with pytest.raises(NotAllowed):
            _merge(target, source)


def test_only_the_team_merges() -> None:
    with pytest.raises(NotAllowed):
        _merge(OrganizationFactory(), OrganizationFactory(), actor=person_with(RoleKind.EVALUATOR))
