"""Gatherings of the demonstration: those of 2015 with what their sources leave open; invented ones that say so."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.utils import timezone

from essaim.ecosystem.events import permissions, queries
from essaim.ecosystem.events.models import DeclaredParticipation, Event, Lead, Registration, Speaker
from essaim.ecosystem.events.states import EventKind, EventState
from essaim.insight.demo import material
from essaim.insight.demo.loading.events import INVENTED

pytestmark = pytest.mark.usefixtures("demo")


def test_cycle_of_2015_is_there_with_its_days() -> None:
    named = Event.objects.exclude(source=INVENTED)

    assert [row.slug for row in named.whole().order_by("starts_on")] == [
        "rencontres-janvier-2015",
        "restitution-2015-02-11",
        "rencontres-printemps-2015",
        "assises-2015-10-07",
    ]
    assert named.get(slug="restitution-2015-02-11").starts_on == date(2015, 2, 11)
    assert not named.get(slug="rencontres-printemps-2015").is_day_known
    assert all(row.source for row in named.order_by("pk"))


def test_what_sources_contradict_stays_visible() -> None:
    restitution = queries.event_of("restitution-2015-02-11")
    january = queries.event_of("rencontres-janvier-2015")

    assert "11 Février 2014" in restitution.date_words
    for words in ("trois publics", "quatre rencontres", "quatre types"):
        assert words in january.source_note
    assert "23 octobre 2015" in queries.event_of("assises-2015-10-07").source_note


def test_declared_figures_are_quoted_and_nothing_is_counted_for_them() -> None:
    declared = [
        (row.number, row.unit, row.is_approximate) for row in DeclaredParticipation.objects.order_by("event", "pk")
    ]

    assert declared == [(60, "participants", False), (150, "partenaires", True)]
    assert queries.attendance_of(queries.event_of("rencontres-janvier-2015")).people == 0


def test_speakers_of_the_restitution_are_those_of_the_source() -> None:
    found = Speaker.objects.filter(event__slug="restitution-2015-02-11").order_by("position")

    assert [row.name for row in found] == ["Marc GODEFROY", "Laurent FRAISSE"]


def test_assises_hold_what_the_source_names_and_their_proceedings_say_what_is_missing() -> None:
    assises = queries.event_of("assises-2015-10-07")

    assert {row.kind for row in assises.parts.order_by("pk")} == {
        EventKind.ROUND_TABLE,
        EventKind.LECTURE,
        EventKind.WORKSHOP,
    }
    assert len(assises.proceedings.sections) == 1
    assert len(queries.parts_without_report(assises)) == 3


def test_invented_gatherings_say_so_and_one_is_open_with_a_waiting_list(demo: datetime) -> None:
    invented = list(Event.objects.filter(source=INVENTED).order_by("pk"))
    forum = queries.event_of("forum-des-nuages")
    workshop = queries.event_of("forum-des-nuages-atelier-pluie")

    assert len(invented) == len(material.read("fiction/events")["event"])
    assert all("ficti" in row.title for row in invented)
    assert forum.starts_on > timezone.localdate(demo)
    assert permissions.can_register(forum, now=demo)
    assert queries.seats_of(workshop).is_full
    assert queries.seats_of(workshop).in_line == 1
    assert {row.state for row in invented} == set(EventState)


def test_people_of_the_past_gathering_were_counted_by_code_and_by_hand() -> None:
    counted = queries.attendance_of(queries.event_of("petit-dejeuner-de-la-lune"))

    assert (counted.people, counted.organizations, counted.absent) == (7, 4, 1)
    assert all("ficti" in name for name in Registration.objects.exclude(name="").values_list("name", flat=True))


def test_past_gathering_has_opinions_that_are_told_and_contacts_in_every_state() -> None:
    event = queries.event_of("petit-dejeuner-de-la-lune")

    assert queries.ratings_of(event).is_shown
    assert queries.leads_of(event) == queries.LeadCounts(noted=3, followed=1, concluded=1)
    assert all(about.startswith("Fictif") for about in Lead.objects.values_list("about", flat=True))
