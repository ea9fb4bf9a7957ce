"""From the eligibility test to a draft: facts carried over, an account opened by a link, nothing told of other accounts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.delivery.calls_for_projects import services
from essaim.delivery.calls_for_projects.models import Application, Edition
from essaim.delivery.calls_for_projects.views import opening
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.notifications.models import Letter

from .factories import EditionFactory, RuleFactory

pytestmark = pytest.mark.django_db
NOBODYS = "nouvelle@example.org"


@pytest.fixture
def edition() -> Edition:
    found = EditionFactory(in_force=True)
    RuleFactory(edition=found)
    return found


def _start(edition: Edition) -> str:
    return reverse("calls_for_projects:application_start", args=[edition.call.slug])


def _link_from(client: Client, edition: Edition, email: str, told: str, monkeypatch, capture) -> str:
    """Ask for the link as a person does, who takes a moment to write."""
    page = client.post(_start(edition), {"faits": told, "email": ""})
    opened = page.context["form"].fields["opened"].initial
    later = timezone.now() + timedelta(seconds=10)
    monkeypatch.setattr(opening.timezone, "now", lambda: later)
    with capture(execute=True):
        data = {"faits": told, "email": email, "opened": opened}
        answer = client.post(_start(edition), data)
    assert answer.status_code == 200
    link = next(word for word in mail.outbox[-1].body.split() if "ouvrir-un-dossier" in word)
    return "/" + link.split("/", 3)[3]


def test_answers_of_the_test_are_in_the_draft_of_who_opens_an_account(
    edition: Edition, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    client = Client()
    test = reverse("calls_for_projects:eligibility", args=[edition.call.slug])
    answer = client.post(test, {"requested_cents": "3 000"})
    told = answer.context["carried"]
    path = _link_from(client, edition, NOBODYS, told, monkeypatch, django_capture_on_commit_callbacks)

    assert not User.objects.filter(email=NOBODYS).exists()
    assert client.get(path).status_code == 200
    assert not User.objects.filter(email=NOBODYS).exists()
    assert client.post(path).status_code == 422
    started = client.post(path, {"full_name": "Camille Exemple"})

    draft = Application.objects.get(author__email=NOBODYS)
    assert draft.requested_cents == 300_000
    assert started.headers["Location"].endswith("/ecrire/structure/")
    assert client.get(started.headers["Location"]).status_code == 200
    assert not draft.author.held_roles
    # Followed again, the link opens nothing more.
    assert client.get(path).status_code == 302


def test_link_is_sent_however_much_was_told(edition: Edition, monkeypatch, django_capture_on_commit_callbacks) -> None:
    address = f"{'n' * 60}@{'d' * 60}.example.org"

    path = _link_from(Client(), edition, address, "x" * 900, monkeypatch, django_capture_on_commit_callbacks)

    assert Client().get(path).status_code == 200


def test_address_that_has_an_account_is_led_to_sign_in(
    edition: Edition, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    person = UserFactory()
    path = _link_from(Client(), edition, person.email, "", monkeypatch, django_capture_on_commit_callbacks)

    answer = Client().get(path)

    assert answer.status_code == 302
    assert reverse("account_login") in answer.headers["Location"]


def test_address_of_the_link_fits_a_letter_with_every_fact() -> None:
    facts = {
        "legal_category": "9220",
        "created_on": "2025-02-03",
        "esus": "pending",
        "aid_type": "development",
        "activity_commune": "59512",
        "siae_kind": "eiti",
        "personal_services": True,
        "in_difficulty": True,
        "budget_cents": 1_000_000_000,
        "requested_cents": 3_000_000,
        "non_financial": True,
    }

    address = opening.address_of_link("entreprendre-autrement", f"{'x' * 60}@example.org", facts)

    assert len(address) <= opening.ADDRESS_LENGTH_MAX


def test_link_made_up_and_facts_made_up_are_refused(edition: Edition) -> None:
    person = UserFactory()
    client = Client()
    client.force_login(person)

    assert Client().get(reverse("calls_for_projects:account_open", args=["inventé"])).status_code == 404
    assert client.post(_start(edition), {"faits": "inventés"}).status_code == 302
    assert Application.objects.get(author=person).facts == {}


def test_no_more_links_leave_in_an_hour_than_people_ask_for(edition: Edition) -> None:
    now = timezone.now()
    rows = [
        Letter(kind="x", subject="x", key=f"account:{number}", created_at=now, mail_state="sent", mailed_at=now)
        for number in range(120)
    ]
    Letter.objects.bulk_create(rows)

    with pytest.raises(services.TooManyLinks):
        services.send_account_link(address=NOBODYS, call=edition.call, url="/x/", now=now, key="account:autre")
    services.send_account_link(
        address=NOBODYS, call=edition.call, url="/x/", now=now + timedelta(hours=2), key="account:autre"
    )


def test_robot_opens_nothing(edition: Edition) -> None:
    answer = Client().post(_start(edition), {"email": NOBODYS, "website": "x", "opened": "x"})

    assert answer.status_code == 422
    assert mail.outbox == []
