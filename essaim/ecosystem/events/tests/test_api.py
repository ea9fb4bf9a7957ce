"""The machine-readable twin: what the pages show to everybody, and no registrant."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from essaim.ecosystem.events.states import EventState

from .factories import (
    AttendanceFactory,
    DeclaredParticipationFactory,
    EventFactory,
    OpenEventFactory,
    RegistrationFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db
ALL = "/api/v1/events"


def test_gathering_is_described_with_what_is_known_and_nobody_s_address(client: Client) -> None:
    event = EventFactory(slug="assises", state=EventState.CLOSED, report="Dit.")
    EventFactory(slug="atelier", parent=event, state=EventState.CLOSED)
    EventFactory(slug="brouillon", parent=event)
    SpeakerFactory(event=event, name="Camille Fictive")
    DeclaredParticipationFactory(event=event)
    AttendanceFactory(event=event, organization_name="Jardins", people_count=2)
    registration = RegistrationFactory(event=event, name="Sacha Secret")

    answer = client.get(f"{ALL}/assises")
    found = answer.json()

    assert (found["starts_at"], found["last_on"]) == ("2026-03-31T09:30:00+02:00", "2026-03-31")
    assert (found["parts"], found["report"]) == (["atelier"], "Dit.")
    assert found["speakers"] == [{"name": "Camille Fictive", "role": None, "organization": None, "subject": None}]
    assert found["counted"]["by_organization"] == [{"organization": None, "name": "Jardins", "people": 2}]
    assert found["declared"][0]["number"] == 60
    assert registration.email not in answer.content.decode()
    assert "Secret" not in answer.content.decode()


def test_draft_is_not_found_and_a_report_waits_for_the_closing(client: Client) -> None:
    draft, held = EventFactory(), EventFactory(state=EventState.HELD, report="Pas encore.")

    assert client.get(f"{ALL}/{draft.slug}").status_code == 404
    assert client.get(f"{ALL}/{held.slug}").json()["report"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["premier", "partie", "second"]),
        ("?kind=forum", ["second"]),
        ("?state=closed", ["premier"]),
        ("?commune=59350", ["second"]),
        ("?parent=premier", ["partie"]),
        ("?since=2026-01-01&until=2026-12-31", ["second"]),
        ("?limit=1", ["premier"]),
    ],
)
def test_list_is_in_the_order_of_time_and_filtered(client: Client, query: str, expected: list[str]) -> None:
    first = EventFactory(slug="premier", state=EventState.CLOSED, starts_on=date(2015, 10, 7))
    OpenEventFactory(slug="second", kind="forum", commune_code="59350")
    EventFactory(slug="partie", parent=first, state=EventState.HELD, starts_on=date(2015, 10, 7))
    EventFactory(slug="brouillon")

    answer = client.get(ALL + query).json()

    assert [row["slug"] for row in answer["items"]] == expected
    assert (answer["next"] is None) == (query != "?limit=1")
