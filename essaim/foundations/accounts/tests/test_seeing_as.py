"""Support looks through somebody's eyes: read only, with a reason, a band, a trace and an end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.foundations.accounts import see_as
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.models import Entry

from .factories import RoleGrantFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db
STOP = "accounts:stop_seeing_as"


@pytest.fixture
def support() -> User:
    return person_with(RoleKind.SUPPORT, person__full_name="Cleo")


@pytest.fixture
def seen() -> User:
    return person_with(RoleKind.ELECTED_OFFICIAL, person__full_name="Dalila")


@pytest.fixture
def looking(client: Client, support: User, seen: User) -> Client:
    client.force_login(support)
    client.post(reverse("accounts:see_as", args=[seen.pk]), {"reason": "page blanche"})
    return client


def test_reason_is_compulsory(client: Client, support: User, seen: User) -> None:
    client.force_login(support)

    assert client.post(reverse("accounts:see_as", args=[seen.pk]), {"reason": " "}).status_code == 422
    assert see_as.SESSION_KEY not in client.session


def test_page_is_the_one_the_person_sees_under_a_band(looking: Client, seen: User) -> None:
    page = looking.get(reverse("accounts:own_account"))

    assert page.context["person"] == seen
    assert "accounts/partials/_seen_as.html" in [template.name for template in page.templates]
    assert looking.get(reverse("accounts:people_list")).status_code == 403


def test_nothing_can_be_changed(looking: Client, seen: User) -> None:
    answers = [
        looking.post(reverse("accounts:own_account"), {"full_name": "Autre", "language": "en"}),
        looking.post(reverse("accounts:end_sessions")),
        looking.put(reverse("accounts:own_account")),
        looking.delete(reverse("accounts:own_account")),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4
    seen.refresh_from_db()
    assert seen.full_name == "Dalila"


@pytest.mark.parametrize(
    "name",
    ["accounts:own_data", "mfa_index", "mfa_view_recovery_codes", "mfa_activate_totp", "account_change_password"],
)
def test_what_is_for_the_persons_eyes_only_stays_closed(looking: Client, name: str) -> None:
    assert looking.get(reverse(name)).status_code == 403


def test_no_file_leaves(client: Client, support: User) -> None:
    officer = person_with(RoleKind.OFFICER)
    client.force_login(support)
    client.post(reverse("accounts:see_as", args=[officer.pk]), {"reason": "liste vide"})

    assert client.get(reverse("accounts:people_list")).status_code == 200
    assert client.get(f"{reverse('accounts:people_list')}?export=csv").status_code == 403


def test_trail_names_both_the_reason_and_every_page(looking: Client, support: User, seen: User) -> None:
    looking.get(reverse("accounts:own_account"))
    looking.post(reverse(STOP))

    entries = list(Entry.objects.filter(target_id=str(seen.pk), target_model="accounts.user").order_by("pk"))
    assert [entry.verb for entry in entries] == ["person.seen_as", "page.seen_as", "person.no_longer_seen_as"]
    assert {entry.actor_id for entry in entries} == {support.audit_id}
    assert {entry.on_behalf_of for entry in entries} == {"Dalila"}
    assert entries[0].reason == "page blanche"
    assert entries[1].details == {"path": reverse("accounts:own_account")}


def test_button_gives_support_its_own_eyes_back(looking: Client, seen: User) -> None:
    answer = looking.post(reverse(STOP))

    assert answer.headers["Location"] == reverse("accounts:person", args=[seen.pk])
    assert looking.get(reverse("accounts:people_list")).status_code == 200


def test_signing_out_signs_support_out_and_says_so(looking: Client) -> None:
    looking.post(reverse("account_logout"))

    assert "_auth_user_id" not in looking.session
    assert Entry.objects.filter(verb="person.no_longer_seen_as").count() == 1


def test_half_an_hour_is_the_end(looking: Client, support: User) -> None:
    session = looking.session
    stored = session[see_as.SESSION_KEY]
    almost_over = timezone.now() + timedelta(minutes=30)
    assert stored["ends_at"] <= almost_over.isoformat()
    session[see_as.SESSION_KEY] = {**stored, "ends_at": timezone.now().isoformat()}
    session.save()

    page = looking.get(reverse("accounts:own_account"))

    assert page.context["person"] == support
    assert see_as.SESSION_KEY not in looking.session


def test_losing_the_role_ends_it_at_once(looking: Client, support: User) -> None:
    support.role_grants.update(ends_on=timezone.localdate())

    page = looking.get(reverse("accounts:own_account"))

    assert page.context["person"] == support


def test_person_who_becomes_administrator_is_no_longer_seen(looking: Client, support: User, seen: User) -> None:
    RoleGrantFactory(person=seen, kind=RoleKind.ADMINISTRATOR)

    page = looking.get(reverse("accounts:own_account"))

    assert page.context["person"] == support


@pytest.mark.parametrize("kind", [RoleKind.OFFICER, RoleKind.ADMINISTRATOR])
def test_only_support_looks(client: Client, seen: User, kind: RoleKind) -> None:
    client.force_login(person_with(kind))

    assert client.post(reverse("accounts:see_as", args=[seen.pk]), {"reason": "curiosité"}).status_code == 403
    assert see_as.SESSION_KEY not in client.session


def test_administrators_are_not_looked_through(client: Client, support: User) -> None:
    client.force_login(support)
    administrator = person_with(RoleKind.ADMINISTRATOR)

    answer = client.post(reverse("accounts:see_as", args=[administrator.pk]), {"reason": "aide"})

    assert answer.status_code == 403


def test_person_reads_on_their_page_that_support_looked(looking: Client, seen: User) -> None:
    looking.post(reverse(STOP))
    own = Client()
    own.force_login(seen)

    page = own.get(reverse("accounts:own_account"))

    assert [entry.reason for entry in page.context["times_seen"]] == ["page blanche"]


def test_stopping_without_having_started_changes_nothing(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.post(reverse(STOP)).status_code == 302
    assert not Entry.objects.exists()
