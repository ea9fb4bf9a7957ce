"""Statuses: what makes a structure part of the ESS is written with its cause, and the database keeps each once a day."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from essaim.ecosystem.organizations import queries, services
from essaim.ecosystem.organizations.models import EssStatus, Organization
from essaim.ecosystem.organizations.states import (
    STATUS_MOVES,
    OrganizationKind,
    StatusCause,
    StatusKind,
    StatusState,
    end_of_esus,
)
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import MOMENT, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.activities import section_of
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove

from .factories import EssStatusFactory, OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(MOMENT)
EXPECTED = {
    ("grant", "pending"): "held",
    ("refuse", "pending"): "refused",
    ("withdraw", "pending"): "withdrawn",
    ("withdraw", "held"): "withdrawn",
}


def _add(organization: Organization, **values: object) -> EssStatus:
    options = {
        "kind": StatusKind.ESUS,
        "cause": StatusCause.APPROVAL,
        "source": "Liste fictive",
        "read_on": TODAY,
        "starts_on": TODAY,
        "actor": None,
        **values,
    }
    options["actor"] = options["actor"] or person_with(RoleKind.OFFICER)
    return services.add_status(organization=organization, now=MOMENT, **options)


@pytest.mark.parametrize(("move", "state"), [*itertools.product([move.name for move in STATUS_MOVES], StatusState)])
def test_moves_of_a_status_are_those_and_no_other(move: str, state: str) -> None:
    if (move, state) in EXPECTED:
        assert STATUS_MOVES.target(move, state) == EXPECTED[move, state]
    else:
        with pytest.raises(IllegalMove):
            STATUS_MOVES.target(move, state)


def test_no_two_kinds_have_the_same_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT hashtext(kind)) FROM unnest(%s::text[]) kind", [list(StatusKind.values)])
        (count,) = cursor.fetchone()

    assert count == len(StatusKind)


def test_legal_category_says_the_kind_and_the_statute() -> None:
    found = services.register_organization(
        actor=person_with(RoleKind.OFFICER), now=MOMENT, name="Jardin fictif", legal_category="9220", source="Liste"
    )

    status = found.statuses.get()
    assert found.kind == OrganizationKind.ASSOCIATION
    assert (status.kind, status.cause, status.cause_note) == (StatusKind.STATUTORY, StatusCause.LEGAL_CATEGORY, "9220")
    assert (status.starts_on, status.is_to_confirm, status.source) == (None, False, "Liste")


def test_discussed_category_gives_a_status_to_confirm_which_is_not_enough() -> None:
    found = services.register_organization(
        actor=person_with(RoleKind.OFFICER), now=MOMENT, name="Comité fictif", legal_category="8310"
    )

    assert found.statuses.get().is_to_confirm
    assert found not in queries.ess_organizations(Organization.objects.all(), today=TODAY)


def test_changed_category_ends_what_the_former_one_said_and_starts_the_next() -> None:
    officer = person_with(RoleKind.OFFICER)
    found = services.register_organization(actor=officer, now=MOMENT, name="Fictive", legal_category="9220")

    services.update_organization(organization=found, actor=officer, now=MOMENT, reason="r", legal_category="5710")
    assert not found.statuses.in_force(TODAY).exists()
    services.update_organization(organization=found, actor=officer, now=MOMENT, reason="r", legal_category="5458")

    first, second = found.statuses.order_by("pk")
    assert (first.ends_on, second.cause_note, second.ends_on) == (TODAY, "5458", None)


def test_statute_read_by_the_team_is_left_when_the_category_comes() -> None:
    found = OrganizationFactory()
    _add(found, kind=StatusKind.STATUTORY, cause=StatusCause.STATUTES)

    services.update_organization(
        organization=found, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="r", legal_category="9220"
    )

    assert found.statuses.get().cause == StatusCause.STATUTES


@pytest.mark.parametrize(
    ("created_on", "expected"),
    [
        (None, date(2031, 2, 1)),
        (date(2020, 1, 1), date(2031, 2, 1)),
        (date(2023, 2, 1), date(2031, 2, 1)),
        (date(2023, 2, 2), date(2028, 2, 1)),
    ],
)
def test_esus_ends_with_its_legal_term(created_on: date | None, expected: date) -> None:
    assert end_of_esus(date(2026, 2, 1), created_on=created_on) == expected


def test_esus_of_a_29_february_ends_on_a_day_that_is() -> None:
    assert end_of_esus(date(2024, 2, 29), created_on=None) == date(2029, 3, 1)


def test_esus_of_the_last_years_ends_with_them() -> None:
    start = date(9998, 5, 1)

    assert _add(OrganizationFactory(), starts_on=start).ends_on == date.max
    assert end_of_esus(start, created_on=start) == date.max


def test_held_esus_without_an_end_takes_the_legal_one() -> None:
    found = OrganizationFactory(created_on=TODAY - timedelta(days=30))

    assert _add(found).ends_on == end_of_esus(TODAY, created_on=found.created_on)


def test_what_is_asked_for_is_granted_with_its_days() -> None:
    status = _add(OrganizationFactory(), is_pending=True, requested_on=TODAY, starts_on=None)
    assert status.state == StatusState.PENDING

    services.grant_status(
        status=status, starts_on=TODAY, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="Arrêté"
    )

    status.refresh_from_db()
    assert (status.state, status.starts_on, status.is_in_force(TODAY)) == (StatusState.HELD, TODAY, True)
    assert Entry.objects.filter(verb="status.granted", target_id=str(status.pk)).count() == 1


def test_what_is_asked_for_is_refused_and_shown_to_nobody_else() -> None:
    status = _add(OrganizationFactory(), is_pending=True, requested_on=TODAY, starts_on=None)

    services.refuse_status(status=status, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="Critères")

    organization = status.organization
    assert queries.statuses_of(organization, today=TODAY) == ()
    assert [row.moment for row in queries.statuses_of(organization, today=TODAY, sees_all=True)] == ["refused"]


def test_mistaken_status_leaves_its_days_free() -> None:
    found = OrganizationFactory()
    status = _add(found)

    services.withdraw_status(status=status, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="Erreur")

    assert _add(found).state == StatusState.HELD


def test_status_is_ended_once() -> None:
    status, officer = _add(OrganizationFactory(), kind=StatusKind.SCOP, ends_on=None), person_with(RoleKind.OFFICER)
    later = TODAY + timedelta(days=10)

    services.end_status(status=status, ends_on=later, actor=officer, now=MOMENT, reason="Fin")
    status.refresh_from_db()
    assert (status.is_in_force(TODAY), status.is_in_force(later)) == (True, False)
    with pytest.raises(services.StatusNotInForce):
        services.end_status(
            status=status, ends_on=later, actor=officer, now=MOMENT + timedelta(days=20), reason="Encore"
        )


@pytest.mark.parametrize("days", [0, 1])
def test_status_that_ends_by_that_day_is_not_ended_again(days: int) -> None:
    status = _add(OrganizationFactory(), kind=StatusKind.SCOP, ends_on=TODAY + timedelta(days=30))
    officer = person_with(RoleKind.OFFICER)

    with pytest.raises(services.StatusNotInForce):
        services.end_status(
            status=status, ends_on=TODAY + timedelta(days=30 + days), actor=officer, now=MOMENT, reason="Prolongé"
        )
    status.refresh_from_db()
    assert status.ends_on == TODAY + timedelta(days=30)
    services.end_status(status=status, ends_on=TODAY + timedelta(days=29), actor=officer, now=MOMENT, reason="Fin")


@pytest.mark.parametrize(
    "values",
    [
        {"source": ""},
        {"ends_on": TODAY},
        {"is_pending": True, "requested_on": None, "starts_on": None},
        {"is_pending": True, "requested_on": TODAY},
        {"kind": StatusKind.LOCAL, "cause": StatusCause.LOCAL_DECISION},
        {"kind": StatusKind.LOCAL, "cause": StatusCause.DECLARATION, "cause_note": "Preuve"},
    ],
)
def test_status_that_does_not_hold_is_refused(values: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        _add(OrganizationFactory(), **values)


def test_same_status_twice_on_a_day_is_refused_by_the_service_and_by_the_table() -> None:
    found = OrganizationFactory()
    _add(found)
    _add(found, kind=StatusKind.SCIC)

    with pytest.raises(ValidationError):
        _add(found, starts_on=TODAY + timedelta(days=100))
    with pytest.raises(IntegrityError), transaction.atomic():
        EssStatusFactory(organization=found, kind=StatusKind.ESUS)


def test_status_is_made_more_precise_and_nothing_else_of_it() -> None:
    status = EssStatusFactory(is_to_confirm=True)
    officer = person_with(RoleKind.OFFICER)

    services.confirm_status(status=status, actor=officer, now=MOMENT, reason="Lu", is_to_confirm=False, source="Arrêté")

    status.refresh_from_db()
    assert (status.is_to_confirm, status.source) == (False, "Arrêté")
    with pytest.raises(ValueError, match="starts_on"):
        services.confirm_status(status=status, actor=officer, now=MOMENT, starts_on=TODAY)


@pytest.mark.parametrize("who", ["representative", "elected"])
def test_only_the_team_writes_statuses(who: str) -> None:
    held = RepresentationFactory()
    person = held.person if who == "representative" else person_with(RoleKind.ELECTED_OFFICIAL)

    with pytest.raises(NotAllowed):
        _add(held.organization, actor=person)


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        (OrganizationKind.ASSOCIATION, None, True),
        (OrganizationKind.COMPANY, None, False),
        (OrganizationKind.COMPANY, StatusKind.ESUS, True),
        (OrganizationKind.COMPANY, StatusKind.MISSION, False),
        (OrganizationKind.COMPANY, StatusKind.SIAE_EI, False),
        (OrganizationKind.PUBLIC_BODY, None, False),
    ],
)
def test_structure_is_of_the_ess_by_its_kind_or_by_a_status(kind: str, status: str | None, expected: bool) -> None:
    found = OrganizationFactory(kind=kind)
    if status:
        EssStatusFactory(organization=found, kind=status)

    assert queries.ess_organizations(Organization.objects.all(), today=TODAY).filter(pk=found.pk).exists() is expected


def test_structure_that_ceased_is_of_the_ess_no_more() -> None:
    found = OrganizationFactory(ceased_on=TODAY)

    assert found not in queries.ess_organizations(Organization.objects.all(), today=TODAY)


def test_duplicate_gives_its_statuses_and_places_but_for_what_the_kept_record_says() -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    EssStatusFactory(organization=kept, kind=StatusKind.ESUS)
    EssStatusFactory(organization=duplicate, kind=StatusKind.ESUS)
    EssStatusFactory(organization=duplicate, kind=StatusKind.SCIC)

    services.merge_organizations(
        kept=kept, duplicate=duplicate, actor=person_with(RoleKind.OFFICER), now=MOMENT, reason="doublon"
    )

    assert sorted(kept.statuses.values_list("kind", flat=True)) == ["esus", "scic"]
    assert list(duplicate.statuses.values_list("kind", flat=True)) == ["esus"]


@pytest.mark.parametrize(
    ("code", "section"), [("94.99Z", "S"), ("01.13Z", "A"), ("88.99A", "Q"), ("94.99Y", ""), ("", ""), ("9499Z", "")]
)
def test_section_of_an_activity_is_that_of_the_former_nomenclature(code: str, section: str) -> None:
    assert section_of(code) == section
