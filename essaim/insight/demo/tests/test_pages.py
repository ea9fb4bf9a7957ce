"""Accounts open with one button in the demonstration, and nothing of it exists elsewhere."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.insight.demo import material
from essaim.insight.demo.access import ACCESS

PEOPLE = material.read("fiction/people")
HINTED = [entry for entry in (PEOPLE["administrator"], *PEOPLE["person"]) if "try" in entry]
ADDRESSES = [reverse(name, kwargs=dict(access.arguments)) for name, access in ACCESS.items()]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_of_it_exists_elsewhere(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


def test_there_is_an_account_for_each_role(client: Client, demo: datetime) -> None:
    text = client.get(reverse("demo:account_list")).content.decode()

    assert [kind for kind in RoleKind if str(kind.label) not in text] == []
    assert "@" not in text


def test_hints_are_in_the_language_of_the_page(client: Client, demo: datetime) -> None:
    french = client.get(reverse("demo:account_list")).content.decode()
    english = client.get(reverse("demo:account_list"), headers={"accept-language": "en"}).content.decode()

    assert "Regardez ce qui est en retard" in french
    assert "See what is late" in english


@pytest.mark.parametrize("name", ["website:home", "action_plan:act_list", "website:changes"])
def test_public_reads_no_invented_act_beside_the_real_ones(client: Client, demo: datetime, name: str) -> None:
    text = client.get(reverse(name)).content.decode()

    assert "2022" in text
    assert "exercice (fictif)" not in text
    assert "Exercice fictif" not in text


def test_button_opens_the_account(client: Client, demo: datetime) -> None:
    answer = client.post(reverse("demo:sign_in"), {"account": "olga.factice"})
    assert answer.status_code == 302
    assert answer.url == reverse("demo:account_list")
    assert "_auth_user_id" not in client.session

    answer = client.post(reverse("demo:sign_in"), {"account": "octave.invente"})

    assert answer.status_code == 302
    assert answer.url == reverse("dashboard:home")
    assert client.session["_auth_user_id"] == str(User.objects.get(full_name="Octave Inventé").pk)


def test_entering_as_somebody_else_leaves_the_first(client: Client, demo: datetime) -> None:
    for key, name in (("octave.invente", "Octave Inventé"), ("elise.fictive", "Élise Fictive")):
        client.post(reverse("demo:sign_in"), {"account": key})
        assert client.session["_auth_user_id"] == str(User.objects.get(full_name=name).pk)


@pytest.mark.parametrize("key", ["", "nobody", "leo.disparu", "real.person"])
def test_no_other_account_opens_this_way(client: Client, demo: datetime, key: str) -> None:
    UserFactory(email="real.person@example.org")

    answer = client.post(reverse("demo:sign_in"), {"account": key}, follow=True)

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 200


def test_button_needs_its_token(demo: datetime) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(reverse("demo:sign_in"), {"account": "octave.invente"}).status_code == 403


def test_panel_is_a_fragment_for_the_sign_in_page_and_a_page_for_others(client: Client, demo: datetime) -> None:
    address = reverse("demo:sign_in_panel", args=[0])

    fragment = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment
    assert 'value="octave.invente"' in fragment
    assert client.get(address).url == reverse("demo:account_list")


@pytest.mark.django_db
@override_settings(ESSAIM_DEMO=True)
def test_pages_say_what_to_do_before_anything_is_loaded(client: Client, tmp_path) -> None:
    with override_settings(EMAIL_FILE_PATH=str(tmp_path)):
        assert "essaim demo load" in client.get(reverse("demo:account_list")).content.decode()
        assert "Aucun courriel" in client.get(reverse("demo:mail_list")).content.decode()


@pytest.mark.parametrize("key", [entry["key"] for entry in HINTED])
def test_every_account_opens_on_a_page_of_its_own(client: Client, demo: datetime, key: str) -> None:
    answer = client.post(reverse("demo:sign_in"), {"account": key}, follow=True)

    assert answer.status_code == 200
    assert answer.redirect_chain[0][0] == reverse("dashboard:home")


def test_number_of_queries_does_not_grow(client: Client, demo: datetime, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        client.get(reverse("demo:account_list"))
