"""The machine-readable twin: what the pages show to everybody, and no person."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from essaim.ecosystem.organizations import services
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with

from .factories import OrganizationFactory, RepresentationFactory

pytestmark = pytest.mark.django_db
ALL = "/api/v1/organizations"
SIREN = "732829320"


def test_structure_is_described_without_anybody_s_name(client: Client) -> None:
    held = RepresentationFactory(person__full_name="Camille Nommée", organization__siren=SIREN)
    key = held.organization.key

    answer = client.get(f"{ALL}/{key}")

    assert answer.json() == {
        "key": key,
        "name": held.organization.name,
        "acronym": None,
        "kind": "association",
        "siren": SIREN,
        "rna": None,
        "legal_category": None,
        "activity_code": None,
        "created_on": None,
        "ceased_on": None,
        "commune_code": None,
        "website": None,
        "source": None,
        "url": f"/structures/{key}/",
        "statuses": [],
        "establishments": [],
        "merged": [],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?q=etoile", ["etoile"]),
        ("?kind=mutual", ["mutuelle"]),
        ("?commune=59350", ["lilloise"]),
        (f"?siren={SIREN}", ["numerotee"]),
        ("?rna=W595000001", []),
        ("?limit=2", ["etoile", "mutuelle"]),
    ],
)
def test_list_filters_and_is_cut_into_pages(client: Client, query: str, expected: list[str]) -> None:
    OrganizationFactory(key="etoile", name="Étoile")
    OrganizationFactory(key="mutuelle", kind=OrganizationKind.MUTUAL)
    OrganizationFactory(key="lilloise", commune_code="59350")
    OrganizationFactory(key="numerotee", siren=SIREN)

    answer = client.get(ALL + query).json()

    assert [row["key"] for row in answer["items"]] == expected
    assert (answer["next"] is None) == (query != "?limit=2")


def test_merged_record_is_not_listed_and_its_key_leads_on(client: Client) -> None:
    kept, duplicate = OrganizationFactory(), OrganizationFactory()
    actor = person_with(RoleKind.OFFICER)
    services.merge_organizations(kept=kept, duplicate=duplicate, actor=actor, now=timezone.now(), reason="doublon")

    one = client.get(f"{ALL}/{duplicate.key}").json()

    assert [row["key"] for row in client.get(ALL).json()["items"]] == [kept.key]
    assert one["key"] == kept.key
    assert one["merged"] == [{"key": duplicate.key, "name": duplicate.name}]


def test_answer_is_unchanged_for_who_has_it_and_is_a_table_for_who_asks(client: Client) -> None:
    OrganizationFactory(name="Étoile")
    first = client.get(ALL)

    again = client.get(ALL, headers={"if-none-match": first.headers["ETag"]})
    table = client.get(f"{ALL}?format=csv")

    assert again.status_code == 304
    assert "Étoile" in table.content.decode()


def test_unknown_structure_is_not_found(client: Client) -> None:
    assert client.get(f"{ALL}/nothing").status_code == 404


def test_page_asks_one_query_for_any_number_of_rows(client: Client, django_assert_num_queries) -> None:
    for _number in range(20):
        OrganizationFactory()

    with django_assert_num_queries(1):
        client.get(ALL)


@pytest.mark.parametrize("name", ["q", "kind", "siren"])
def test_null_character_is_refused(client: Client, name: str) -> None:
    assert client.get(ALL, {name: "\x00"}).status_code == 400
