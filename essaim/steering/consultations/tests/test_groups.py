"""Sessions and documents of working groups."""

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
from essaim.foundations.documents.permissions import can_deposit, can_read_private
from essaim.foundations.documents.subjects import subject_of
from essaim.foundations.documents.tests.factories import VersionFactory
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.consultations import queries, services
from essaim.steering.consultations.attachments import KIND
from essaim.steering.consultations.models import GroupSession, WorkingGroup

from .factories import WorkingGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def _url(name: str, group: WorkingGroup, **more: object) -> str:
    return reverse(f"consultations:{name}", kwargs={"slug": group.consultation.slug, "number": group.number, **more})


def test_gathering_becomes_a_session_of_a_group_then_leaves_it(officer: Client) -> None:
    group, event = WorkingGroupFactory(), EventFactory(title="Atelier des ruches", state="published")
    assert _url("group_session_add", group) in officer.get(group.get_absolute_url()).content.decode()

    answer = officer.post(_url("group_session_add", group), {"event": event.pk})

    row = GroupSession.objects.get()
    assert answer["Location"] == f"{group.get_absolute_url()}#seances"
    public = Client().get(group.get_absolute_url()).content.decode()
    assert event.get_absolute_url() in public
    removal = _url("group_session_remove", group, pk=row.pk)
    assert removal not in public
    assert removal in officer.get(group.get_absolute_url()).content.decode()
    assert officer.post(removal, {}).status_code == 422
    officer.post(removal, {"reason": "Erreur"})
    assert not GroupSession.objects.exists()
    elsewhere = GroupSession.objects.create(group=WorkingGroupFactory(), event=event)
    assert officer.get(_url("group_session_remove", group, pk=elsewhere.pk)).status_code == 404


def test_drafts_of_gatherings_are_sessions_for_the_team_alone() -> None:
    group = WorkingGroupFactory()
    GroupSession.objects.create(group=group, event=EventFactory())

    assert not queries.group_sessions(group, person=AnonymousUser())
    assert len(queries.group_sessions(group, person=person_with(RoleKind.OFFICER))) == 1


def test_gathering_is_a_session_of_a_group_once_and_by_the_team() -> None:
    group, event, officer, now = WorkingGroupFactory(), EventFactory(), person_with(RoleKind.OFFICER), timezone.now()
    row = services.add_group_session(group=group, event=event, actor=officer, now=now)

    with pytest.raises(ValidationError):
        services.add_group_session(group=group, event=event, actor=officer, now=now)
    with pytest.raises(NotAllowed):
        services.add_group_session(group=group, event=EventFactory(), actor=UserFactory(), now=now)
    with pytest.raises(NotAllowed):
        services.remove_group_session(session=row, actor=UserFactory(), now=now, reason="x")


def test_documents_of_a_group_follow_its_consultation(officer: Client) -> None:
    group, draft = WorkingGroupFactory(), WorkingGroupFactory(consultation__draft=True)
    key, team = str(group.pk), person_with(RoleKind.OFFICER)
    VersionFactory(
        document__subject_kind=KIND, document__subject_id=key, document__title="Relevé", document__is_public=True
    )
    VersionFactory(document__subject_kind=KIND, document__subject_id=key, document__title="Brouillon")

    subject = subject_of(KIND)
    assert subject.can_read(AnonymousUser(), key)
    assert not subject.can_read(AnonymousUser(), str(draft.pk))
    assert not subject.can_read(AnonymousUser(), "x")
    assert can_deposit(team, KIND, key)
    assert can_deposit(team, KIND, str(draft.pk))
    assert not can_deposit(team, KIND, "0")
    assert not can_deposit(UserFactory(), KIND, key)
    assert can_read_private(team, KIND, key)
    assert not can_read_private(UserFactory(), KIND, key)
    assert subject.url(key) == group.get_absolute_url()
    assert subject.names([key]) == {key: str(group)}
    page = Client().get(group.get_absolute_url()).content.decode()
    assert "Relevé" in page
    assert "Brouillon" not in page
    assert "Brouillon" in officer.get(group.get_absolute_url()).content.decode()
