"""Dated roles: granted, ended, and never the last administrator's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from essaim.foundations.accounts import services
from essaim.foundations.accounts.models import RoleGrant
from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed

from .factories import AUTHORITY, MOMENT, RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
TODAY = MOMENT.date()
NANTES = "244400404"


def _grant(**values: object) -> RoleGrant:
    options = {
        "person": None,
        "kind": RoleKind.OFFICER,
        "scope_code": AUTHORITY,
        "starts_on": TODAY,
        "actor": None,
        "now": MOMENT,
        **values,
    }
    options["person"] = options["person"] or UserFactory()
    options["actor"] = options["actor"] or person_with(RoleKind.ADMINISTRATOR)
    return services.grant_role(**options)


def test_role_is_seen_at_once_by_the_person_object_it_was_granted_to() -> None:
    person = UserFactory()
    assert not has_role(person, RoleKind.OFFICER)

    _grant(person=person)

    assert has_role(person, RoleKind.OFFICER, scope_code=AUTHORITY)
    assert Entry.objects.get(verb="role.granted").details == {"person": person.pk}


@pytest.mark.parametrize("kind", [RoleKind.OFFICER, RoleKind.SUPPORT, RoleKind.ELECTED_OFFICIAL])
def test_only_an_administrator_grants(kind: RoleKind) -> None:
    with pytest.raises(NotAllowed):
        _grant(actor=person_with(kind))


def test_officer_says_who_speaks_for_an_organization() -> None:
    officer = person_with(RoleKind.OFFICER)

    grant = _grant(actor=officer, kind=RoleKind.ORGANIZATION_MEMBER, scope_code="apes")
    ended = services.end_role(grant=grant, ends_on=TODAY, actor=officer, now=MOMENT, reason="départ")

    assert ended.ends_on == TODAY


def test_elected_official_does_not_say_who_speaks_for_an_organization() -> None:
    with pytest.raises(NotAllowed):
        _grant(actor=person_with(RoleKind.ELECTED_OFFICIAL), kind=RoleKind.ORGANIZATION_MEMBER, scope_code="apes")


def test_administrator_of_another_authority_does_not_grant_here() -> None:
    with pytest.raises(NotAllowed):
        _grant(actor=person_with(RoleKind.ADMINISTRATOR, scope_code=NANTES))


def test_nobody_who_left_gets_a_role() -> None:
    with pytest.raises(NotAllowed):
        _grant(person=UserFactory(gone=True))


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (RoleKind.COMMUNE_REFERENT, "5935"),
        (RoleKind.COMMUNE_REFERENT, AUTHORITY),
    ],
)
def test_code_must_be_of_its_scope(kind: RoleKind, code: str) -> None:
    with pytest.raises(ValidationError):
        _grant(kind=kind, scope_code=code)


def test_authority_is_named_by_a_siren_with_the_right_key() -> None:
    actor = person_with(RoleKind.ADMINISTRATOR, scope_code="123456789")

    with pytest.raises(services.ScopeUnknown):
        _grant(actor=actor, scope_code="123456789")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2026, 1, 1), None, True),
        (date(2025, 1, 1), date(2026, 2, 1), False),
        (date(2025, 1, 1), date(2026, 2, 2), True),
        (date(2026, 6, 1), None, False),
        (date(2026, 5, 31), None, True),
    ],
)
def test_same_role_is_not_held_twice_on_one_day(starts_on: date, ends_on: date | None, overlaps: bool) -> None:
    held = RoleGrantFactory(starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 1))

    def again() -> RoleGrant:
        return _grant(person=held.person, starts_on=starts_on, ends_on=ends_on)

    if overlaps:
        with pytest.raises(services.RoleAlreadyHeld):
            again()
    else:
        assert again().pk


def test_ended_role_is_no_longer_held_on_that_day() -> None:
    grant = RoleGrantFactory()
    actor = person_with(RoleKind.ADMINISTRATOR)

    services.end_role(grant=grant, ends_on=TODAY, actor=actor, now=MOMENT, reason="mobilité")

    assert not RoleGrant.objects.held_on(TODAY).filter(pk=grant.pk).exists()
    assert RoleGrant.objects.held_on(TODAY - timedelta(days=1)).filter(pk=grant.pk).exists()
    assert Entry.objects.get(verb="role.ended").reason == "mobilité"


def test_what_was_held_is_not_rewritten() -> None:
    grant = RoleGrantFactory(ends_on=date(2026, 1, 1))

    with pytest.raises(services.RoleEnded):
        services.end_role(
            grant=grant, ends_on=TODAY, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="trop tard"
        )


def test_role_called_off_on_its_first_day_was_never_held() -> None:
    grant = RoleGrantFactory(starts_on=TODAY)

    services.end_role(
        grant=grant, ends_on=TODAY, actor=person_with(RoleKind.ADMINISTRATOR), now=MOMENT, reason="erreur"
    )

    assert not RoleGrant.objects.held_on(TODAY).filter(pk=grant.pk).exists()


def test_last_administrator_stays() -> None:
    grant = RoleGrantFactory(kind=RoleKind.ADMINISTRATOR)

    with pytest.raises(services.LastAdministrator):
        services.end_role(grant=grant, ends_on=TODAY, actor=grant.person, now=MOMENT, reason="fin")


def test_administrator_whose_own_role_ends_first_does_not_count() -> None:
    grant = RoleGrantFactory(kind=RoleKind.ADMINISTRATOR)
    RoleGrantFactory(kind=RoleKind.ADMINISTRATOR, ends_on=date(2026, 4, 1))

    services.end_role(grant=grant, ends_on=date(2026, 3, 31), actor=grant.person, now=MOMENT, reason="fin")
    other = RoleGrantFactory(kind=RoleKind.ADMINISTRATOR)
    with pytest.raises(services.LastAdministrator):
        services.end_role(grant=other, ends_on=date(2026, 4, 1), actor=other.person, now=MOMENT, reason="fin")
