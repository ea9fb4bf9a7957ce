"""The agenda as other programs read it: Atom, and the JSON that OpenAgenda exchanges."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as XML

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from essaim.ecosystem.events import openagenda
from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.states import EventKind, EventState
from essaim.foundations.territory.tests.factories import (
    AuthorityFactory,
    CommuneFactory,
    ZoneFactory,
    ZoneMemberFactory,
)

from .factories import EventFactory, OpenEventFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def _atom(client: Client, query: str = "") -> list[XML.Element]:
    answer = client.get(reverse("events:agenda_news") + query)
    assert answer["Content-Type"].startswith("application/atom+xml")
    return XML.fromstring(answer.content).findall("a:entry", ATOM)


def _text(entry: XML.Element, name: str) -> str:
    return entry.findtext(f"a:{name}", "", ATOM)


def _exchange(client: Client, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = client.get(reverse("events:agenda_exchange") + query).json()
    return answer


def _slots(event: Event) -> list[tuple[str, str]]:
    found, _is_approximate = openagenda.timings(event)
    return [(f"{slot['begin']:%d %H:%M:%S}", f"{slot['end']:%d %H:%M:%S}") for slot in found]


def test_news_give_what_was_announced_with_where_and_when(client: Client) -> None:
    CommuneFactory(code="59350", name="Lille")
    OpenEventFactory(title="Rencontre", venue="Grande salle", commune_code="59350", summary="Ce qui se dira.")
    EventFactory(title="Brouillon secret")

    (entry,) = _atom(client)

    assert _text(entry, "title") == "Rencontre"
    assert _text(entry, "summary").splitlines() == [
        "mardi 31 mars 2026, de 09:30 à 12:00",
        "Grande salle, Lille",
        "Ce qui se dira.",
    ]
    assert _text(entry, "id").startswith("tag:testserver,2026-03-10:event:")


def test_news_follow_the_filters_and_say_what_is_cancelled(client: Client) -> None:
    OpenEventFactory(title="Rencontre")
    event = OpenEventFactory(title="Forum", kind=EventKind.FORUM)
    Event.objects.filter(pk=event.pk).update(state=EventState.CANCELLED, cancel_reason="salle fermée")

    (entry,) = _atom(client, "?kind=forum")

    assert _text(entry, "summary").startswith("Annulé")
    assert _atom(client, "?kind=visit") == []


def test_correction_shows_in_the_news_as_the_moment_it_was_written(client: Client) -> None:
    event = OpenEventFactory()
    Event.objects.filter(pk=event.pk).update(venue="Autre salle")

    (entry,) = _atom(client)

    written = Event.pgh_event_model.objects.filter(pgh_obj=event).latest("pgh_id").pgh_created_at  # type: ignore[attr-defined]
    assert datetime.fromisoformat(_text(entry, "updated")) == written
    assert _text(entry, "published") == "2026-03-10T09:00:00+00:00"


def test_exchange_gives_the_fields_openagenda_asks_for(client: Client, settings: Settings) -> None:
    settings.ESSAIM_URL = "https://agenda.example.org"
    CommuneFactory(code="59350", name="Lille")
    event = OpenEventFactory(title="R" * 150, venue="Grande salle", commune_code="59350", summary="Présentation. " * 30)

    (found,) = _exchange(client)["events"]

    assert (found["uid"], found["slug"]) == (event.pk, event.slug)
    assert found["extIds"] == [{"key": "essaim", "value": f"agenda.example.org/{event.slug}"}]
    assert len(found["title"]["fr"]) == 140
    assert len(found["description"]["fr"]) == 200
    assert found["longDescription"]["fr"].endswith(f"http://testserver/rendez-vous/{event.slug}/")
    assert found["location"] == {
        "name": "Grande salle",
        "address": "Grande salle, Lille",
        "city": "Lille",
        "insee": "59350",
        "countryCode": "FR",
    }
    assert found["timings"] == [{"begin": "2026-03-31T09:30:00+02:00", "end": "2026-03-31T12:00:00+02:00"}]
    assert found["registration"] == [
        {"type": "link", "value": f"http://testserver/rendez-vous/{event.slug}/inscription/"}
    ]
    assert client.get(f"/rendez-vous/{event.slug}/inscription/").status_code in {200, 302}
    assert (found["attendanceMode"], found["status"], found["state"], found["timezone"]) == (1, 1, 2, "Europe/Paris")


def test_exchange_says_what_is_full_or_cancelled(client: Client) -> None:
    full = OpenEventFactory(capacity=1, slug="complet")
    RegistrationFactory(event=full)
    cancelled = OpenEventFactory(slug="annule")
    Event.objects.filter(pk=cancelled.pk).update(state=EventState.CANCELLED, cancel_reason="salle fermée")

    found = {row["slug"]: (row["status"], len(row["registration"])) for row in _exchange(client)["events"]}

    assert found == {"complet": (5, 1), "annule": (6, 0)}


def test_exchange_goes_on_where_it_stopped_and_leaves_out_days_not_known(client: Client) -> None:
    for number in range(3):
        OpenEventFactory(slug=f"r{number}")
    OpenEventFactory(last_on=date(2026, 4, 2), starts_time=None, ends_time=None, is_day_known=False)

    first = _exchange(client, "?size=2")
    then = _exchange(client, f"?size=2&after={first['after'][0]}")

    assert first["total"] == 3
    assert [row["slug"] for row in first["events"] + then["events"]] == ["r0", "r1", "r2"]
    assert then["after"] is None
    assert _exchange(client, "?after=99999999999999999999&size=²")["events"] != []
    assert _exchange(client, "?after=900")["events"] == []


@pytest.mark.parametrize("page", ["agenda_news", "agenda_exchange", "agenda_calendar"])
def test_number_of_queries_does_not_grow(client: Client, page: str, django_assert_max_num_queries) -> None:
    whole = OpenEventFactory()
    for _number in range(10):
        OpenEventFactory(parent=whole)

    with django_assert_max_num_queries(6):
        client.get(reverse(f"events:{page}"))


@pytest.mark.parametrize(
    ("values", "slots", "is_approximate"),
    [
        ({}, [("31 09:30:00", "31 12:00:00")], False),
        ({"ends_time": None}, [("31 09:30:00", "31 23:59:59")], True),
        ({"starts_time": None, "ends_time": None}, [("31 00:00:00", "31 23:59:59")], True),
        (
            {"starts_on": date(2026, 3, 30), "last_on": date(2026, 4, 1), "ends_time": time(8)},
            [("30 09:30:00", "30 23:59:59"), ("31 00:00:00", "31 23:59:59"), ("01 00:00:00", "01 08:00:00")],
            False,
        ),
    ],
)
def test_time_slots_last_a_day_at_most(
    values: dict[str, object], slots: list[tuple[str, str]], is_approximate: bool
) -> None:
    event = EventFactory.build(**values)

    assert _slots(event) == slots
    assert openagenda.timings(event)[1] is is_approximate


def test_agenda_is_kept_to_a_governance_territory(client: Client) -> None:
    authority = AuthorityFactory()
    zone = ZoneFactory(zoning__epci=authority.epci, code="7", name="Territoire lillois")
    ZoneMemberFactory(zone=zone, commune=CommuneFactory(code="59350", name="Lille"))
    OpenEventFactory(title="Ici", commune_code="59350")
    OpenEventFactory(title="Ailleurs", commune_code="59512")

    page = client.get(reverse("events:event_list") + "?territoire=7")

    assert [row.record.title for row in page.context["table"].rows] == ["Ici"]
    assert "Territoire lillois" in page.content.decode()
    assert [_text(entry, "title") for entry in _atom(client, "?territoire=7")] == ["Ici"]
