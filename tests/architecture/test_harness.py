"""The harness of the root conftest.py catches what it says it catches."""

from __future__ import annotations

import socket

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, override_settings
from django.urls import path

from conftest import OutsideCall, ReadThatWrites, UnknownVariable
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.tests.factories import UserFactory


def _render(source: str) -> str:
    return engines["django"].from_string(source).render({"known": {"name": "Essaim"}})


@pytest.mark.parametrize(
    "source", ["{{ unknown }}", "{{ known.unknown }}", "{{ unknown|upper }}", "{% for x in unknown %}{% endfor %}"]
)
def test_unknown_variable_fails(source: str) -> None:
    with pytest.raises(UnknownVariable):
        _render(source)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ known.name }}", "Essaim"),
        ("{% if unknown %}yes{% else %}no{% endif %}", "no"),
        ("{{ unknown|default:'none' }}", "none"),
        ("{% firstof unknown known.name %}", "Essaim"),
    ],
)
def test_conditions_and_defaults_may_ask_for_what_is_not_there(source: str, shown: str) -> None:
    assert _render(source) == shown


def _write(request: HttpRequest) -> HttpResponse:
    User.objects.filter(email="nobody@example.org").update(full_name="Changed")
    return HttpResponse("done")


_write.login_required = False
urlpatterns = [path("write/", _write)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_page_that_writes_when_opened_fails() -> None:
    with pytest.raises(ReadThatWrites, match="accounts_user"):
        Client().get("/write/")


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_page_that_writes_when_a_form_is_sent_does_not() -> None:
    assert Client().post("/write/").status_code == 200


def test_outside_is_refused() -> None:
    with pytest.raises(OutsideCall), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideCall):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.django_db
def test_unordered_query_gives_another_order_sooner_or_later() -> None:
    UserFactory.create_batch(8)

    orders = {tuple(User.objects.order_by().values_list("pk", flat=True)) for _turn in range(20)}

    assert len(orders) > 1
    assert len({tuple(User.objects.order_by("pk").values_list("pk", flat=True)) for _turn in range(3)}) == 1
