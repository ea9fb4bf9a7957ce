"""Bodies of the demonstration: sessions that documents tell of, with their words; an invented committee of today."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from essaim.foundations.accounts.models import User
from essaim.insight.demo import material
from essaim.steering.committees import queries
from essaim.steering.committees.models import Body, Mandate, Minutes, Opinion, Session, SessionDecision
from essaim.steering.committees.permissions import can_propose_point
from essaim.steering.committees.states import OpinionSense, SessionState

pytestmark = pytest.mark.usefixtures("demo")


def _committee() -> Body:
    return Body.objects.get(slug="comite-metropolitain-ess")


def test_sittings_of_the_sources_have_their_day_and_what_was_first_planned() -> None:
    found = {row.day: row for row in _committee().sessions.all() if row.is_known_from_document_only}

    assert set(found) == {date(2014, 12, 10), date(2015, 5, 13)}
    assert found[date(2015, 5, 13)].first_planned == "Fin avril"
    assert found[date(2014, 12, 10)].first_planned == ""
    assert all(row.source for row in found.values())


def test_sitting_of_may_2015_led_to_the_deliberation() -> None:
    point = queries.agenda_of(_committee().sessions.get(day=date(2015, 5, 13)))[0]

    assert point.act is not None
    assert point.act.key == "2015-deliberation-cadre"


def test_colleges_are_the_six_of_the_deliberation_and_nobody_is_made_up_for_2015() -> None:
    shown = queries.composition(_committee(), date(2015, 5, 13))

    assert len(shown.colleges) == 6
    assert shown.seats == ()


def test_invented_members_cannot_be_mistaken() -> None:
    fictive = {str(row["full_name"]) for row in material.read("fiction/people")["person"]}

    names = {row.who for row in Mandate.objects.select_related("person", "organization")}

    assert all("personne fictive" in name or name in fictive for name in names)


def test_committee_of_today_shows_held_vacant_and_expired_seats(demo: datetime) -> None:
    counts = queries.composition(_committee(), timezone.localdate(demo)).counts

    assert counts == {"held": 12, "expired": 1, "vacant": 3}


def test_invented_sessions_are_at_each_step(demo: datetime) -> None:
    rows = Session.objects.filter(body=_committee(), source="").order_by("day")

    assert [row.state for row in rows] == [SessionState.APPROVED, SessionState.CIRCULATED, SessionState.CONVENED]
    assert Minutes.objects.get().is_intact
    assert Opinion.objects.get().sense == OpinionSense.RESERVED


def test_next_session_opens_with_decisions_and_minutes(demo: datetime) -> None:
    coming = Session.objects.get(body=_committee(), state=SessionState.CONVENED)

    assert len(queries.earlier_decisions(coming)) == 2
    assert SessionDecision.objects.count() == 3
    assert queries.agenda_of(coming)[0].approves == Session.objects.get(
        body=_committee(), state=SessionState.CIRCULATED
    )


def test_member_of_the_demonstration_can_try_to_propose() -> None:
    member = User.objects.get(email=material.address_of("basile.suppose"))

    assert can_propose_point(member, Session.objects.get(body=_committee(), state=SessionState.CONVENED))


def test_selection_committee_is_there() -> None:
    assert Body.objects.get(slug="comite-de-selection").source
