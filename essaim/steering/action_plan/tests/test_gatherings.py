"""Gatherings tied to actions: on both pages, on the thread, by who steers the action."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.events.tests.factories import EventFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with
from essaim.foundations.audit_trail.models import Entry
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.ui.thread import walk
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.models import ActionGathering

from .factories import ActionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def test_gathering_is_tied_shown_on_both_pages_then_taken_off(officer: Client) -> None:
    action, event = ActionFactory(), EventFactory(title="Forum des ruches", state="published")
    tie = reverse("action_plan:gathering_tie", args=[action.plan.slug, action.number])
    assert tie in officer.get(action.get_absolute_url()).content.decode()
    assert "Forum des ruches" in officer.get(tie).content.decode()

    answer = officer.post(tie, {"event": event.pk})

    row = ActionGathering.objects.get()
    assert answer["Location"] == f"{action.get_absolute_url()}#rendez-vous"
    assert Entry.objects.filter(verb="gathering.tied").count() == 1
    anybody = Client()
    assert event.get_absolute_url() in anybody.get(action.get_absolute_url()).content.decode()
    panel = reverse("action_plan:gathering_panel", args=[event.pk])
    assert panel in anybody.get(event.get_absolute_url()).content.decode()
    piece = anybody.get(panel, headers={"HX-Request": "true"}).content.decode()
    assert action.get_absolute_url() in piece
    assert piece.strip() in anybody.get(panel).content.decode()
    untie = reverse("action_plan:gathering_untie", args=[row.pk])
    assert officer.post(untie, {}).status_code == 422
    officer.post(untie, {"reason": "Erreur"})
    assert not ActionGathering.objects.exists()
    assert event.get_absolute_url() not in anybody.get(action.get_absolute_url()).content.decode()


def test_gathering_and_action_are_on_the_same_thread() -> None:
    action, event = ActionFactory(), EventFactory(state="published")
    ActionGathering.objects.create(action=action, event=event)

    before = walk("action", str(action.pk), AnonymousUser()).before
    after = walk("event", event.slug, AnonymousUser()).after

    assert ("event", event.slug) in {(step.bead.kind, step.bead.key) for step in before}
    assert ("action", str(action.pk)) in {(step.bead.kind, step.bead.key) for step in after}


def test_drafts_are_shown_to_the_team_alone() -> None:
    action, draft = ActionFactory(), EventFactory()
    ActionGathering.objects.create(action=action, event=draft)
    secret = ActionGathering.objects.create(
        action=ActionFactory(axis__plan__draft=True), event=EventFactory(state="published")
    )
    team = person_with(RoleKind.OFFICER)

    assert not queries.gatherings_of(action, AnonymousUser())
    assert [row.event for row in queries.gatherings_of(action, team)] == [draft]
    assert not queries.actions_of_gathering(secret.event_id, AnonymousUser())
    assert list(queries.actions_of_gathering(secret.event_id, team)) == [secret.action]
    assert Client().get(reverse("action_plan:gathering_panel", args=[draft.pk])).status_code == 404


def test_gathering_is_tied_once_and_by_who_steers_the_action() -> None:
    action, event, officer = ActionFactory(), EventFactory(), person_with(RoleKind.OFFICER)
    now = timezone.now()

    row = services.tie_gathering(action=action, event=event, actor=officer, now=now)

    with pytest.raises(ValidationError):
        services.tie_gathering(action=action, event=event, actor=officer, now=now)
    with pytest.raises(NotAllowed):
        services.tie_gathering(action=action, event=EventFactory(), actor=UserFactory(), now=now)
    with pytest.raises(NotAllowed):
        services.untie_gathering(gathering=row, actor=UserFactory(), reason="x", now=now)
