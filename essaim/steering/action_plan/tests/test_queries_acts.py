"""Acts in the order of time, whatever of their dates is known."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from essaim.steering.action_plan import queries
from essaim.steering.action_plan.models import Act

from .factories import ActFactory

pytestmark = pytest.mark.django_db
IN_TIME = ["2002", "2006", "2011", "2022", "sans-date"]


@pytest.fixture(autouse=True)
def _acts() -> None:
    """Write five acts in disorder: the vote of one is not dated, but its certification is; one has no date."""
    ActFactory(key="2022", voted_on=date(2022, 2, 25))
    ActFactory(key="sans-date", voted_on=None, voted_precision="unknown")
    ActFactory(key="2006", voted_on=None, voted_precision="unknown", certified_on=date(2006, 4, 1))
    ActFactory(key="2011", voted_on=date(2011, 6, 24))
    ActFactory(key="2002", voted_on=date(2002, 1, 1))


def test_chain_places_an_act_by_its_certification_when_its_vote_has_no_day() -> None:
    assert [link.act.key for link in queries.act_chain(AnonymousUser())] == IN_TIME


def test_list_is_in_the_same_order(client: Client) -> None:
    shown = client.get(reverse("action_plan:act_list")).context["table"]

    assert [row.record.key for row in shown.rows] == IN_TIME


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_api_is_in_the_same_order_page_after_page(limit: int, client: Client) -> None:
    keys: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get(reverse("api-1:acts"), {"limit": limit, "cursor": cursor}).json()
        keys += [row["key"] for row in page["items"]]
        cursor = page["next"]

    assert keys == IN_TIME


def test_csv_of_the_api_is_in_the_same_order(client: Client) -> None:
    text = client.get(reverse("api-1:acts"), {"format": "csv"}).content.decode()

    places = [text.index(f"/{key}/") for key in IN_TIME]
    assert places == sorted(places)


def test_latest_first_keeps_the_undated_last() -> None:
    assert [act.key for act in Act.objects.all().latest_first()] == [*IN_TIME[-2::-1], IN_TIME[-1]]
