"""Applications and the funnel for machines: to the team and evaluators, page by page, as CSV, nobody who writes them named."""

from __future__ import annotations

import pytest
from django.test import Client

from essaim.delivery.calls_for_projects import answers
from essaim.delivery.calls_for_projects.models import Application
from essaim.ecosystem.organizations.tests.factories import OrganizationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import UserFactory, person_with

from .factories import ApplicationFactory

pytestmark = pytest.mark.django_db
LIST, FUNNEL = "/api/v1/applications", "/api/v1/applications/funnel"


@pytest.fixture
def rows() -> list[Application]:
    return [
        ApplicationFactory(is_filed=True, title="Épicerie", search_key="epicerie", in_commune="59350"),
        ApplicationFactory(
            is_ready=True, title="Garage", search_key="garage", organization=OrganizationFactory(), in_commune="59512"
        ),
        ApplicationFactory(title="Brouillon"),
    ]


@pytest.fixture(params=[RoleKind.OFFICER, RoleKind.EVALUATOR])
def reader(request: pytest.FixtureRequest) -> Client:
    client = Client()
    client.force_login(person_with(request.param))
    return client


def _found(reader: Client, query: str = "") -> list[str]:
    return [row["id"] for row in reader.get(f"{LIST}?{query}").json()["items"]]


@pytest.mark.parametrize("address", [LIST, FUNNEL, f"{LIST}?format=csv"])
def test_others_are_told_why_not(rows: list[Application], address: str, client: Client) -> None:
    assert client.get(address).status_code == 401
    for person in (UserFactory(), rows[0].author, person_with(RoleKind.ELECTED_OFFICIAL)):
        client.force_login(person)
        answer = client.get(address)
        assert answer.status_code == 403
        assert answer.json()["detail"]


def test_what_was_filed_is_listed_as_described(
    rows: list[Application], reader: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(8):
        content = reader.get(LIST).json()

    assert [row["id"] for row in content["items"]] == [rows[0].reference, rows[1].reference]
    for row in content["items"]:
        answers.FiledApplication(**row)
    assert content["items"][0]["communes"] == ["59350"]
    assert content["items"][1]["organization"] == rows[1].organization.key  # type: ignore[union-attr]
    assert rows[0].author.full_name not in str(content)
    first = reader.get(f"{LIST}?limit=1").json()
    assert [row["id"] for row in reader.get(f"{LIST}?limit=1&cursor={first['next']}").json()["items"]] == [
        rows[1].reference
    ]
    lines = reader.get(f"{LIST}?format=csv").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3


def test_filters_keep_some(rows: list[Application], reader: Client) -> None:
    filed, ready = rows[0].reference, rows[1].reference

    assert _found(reader, "q=%C3%89PIC%C3%89RIE") == [filed]
    assert _found(reader, "state=ready") == [ready]
    assert _found(reader, "state=ready&state=filed") == [filed, ready]
    assert _found(reader, "commune=59350") == [filed]
    assert _found(reader, f"call={rows[1].call.slug}") == [ready]
    assert _found(reader, f"edition={rows[0].edition.code}&call={rows[0].call.slug}") == [filed]
    assert _found(reader, "since=2100-01-01") == []
    assert _found(reader, "until=2100-01-01") == [filed, ready]
    assert reader.get(f"{LIST}?state=rien").status_code == 422
    assert reader.get(f"{LIST}?q=%00").status_code == 400


def test_figures_of_the_funnel_are_those_of_the_page(rows: list[Application], reader: Client) -> None:
    whole = reader.get(f"{FUNNEL}?by=ensemble").json()

    (figure,) = answers.FunnelFigures(**whole).figures
    assert (figure.key, figure.asked, figure.presented, figure.supported) == (None, 2, 0, 0)
    by_family = reader.get(f"{FUNNEL}?by=famille").json()["figures"]
    assert sum(row["asked"] for row in by_family) == 2
    for row in by_family:
        assert reader.get(row["url"]).status_code == 200
    assert reader.get(f"{FUNNEL}?by=rien").status_code == 422
