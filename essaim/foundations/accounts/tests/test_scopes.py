"""Names of what roles are held for, brought by the rooms that know them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts import queries, scopes
from essaim.foundations.accounts.scopes import ScopeNames
from essaim.foundations.accounts.states import RoleKind, ScopeKind

from .factories import MOMENT, RoleGrantFactory, person_with

pytestmark = pytest.mark.django_db
asked: list[set[str]] = []


def _names(codes: Collection[str]) -> dict[str, str]:
    asked.append(set(codes))
    return {"59350": "Lille"}


@pytest.fixture
def _communes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    asked.clear()
    known = {ScopeKind.COMMUNE: ScopeNames(_names, lambda: [("59350", "Lille")])}
    monkeypatch.setattr(scopes, "_known", known)
    return


@pytest.mark.usefixtures("_communes")
def test_name_is_shown_where_it_is_known_and_the_code_elsewhere() -> None:
    person = person_with(RoleKind.COMMUNE_REFERENT)
    RoleGrantFactory(person=person, kind=RoleKind.COMMUNE_REFERENT, scope_code="59512")
    RoleGrantFactory(person=person, kind=RoleKind.BODY_MEMBER, scope_code="comite")

    shown = queries.grants_of(person, today=MOMENT.date())

    assert [grant.scope for grant in shown] == ["Lille", "Commune 59512", "Instance comite"]
    assert asked == [{"59350", "59512"}]


@pytest.mark.usefixtures("_communes")
def test_codes_are_offered_with_their_names(client: Client) -> None:
    client.force_login(person_with(RoleKind.ADMINISTRATOR))

    page = client.get(reverse("accounts:invite")).content.decode()

    assert '<option value="59350">Lille</option>' in page
    assert 'list="scopes"' in page
