"""Lists for machines: pages by cursor, an ETag, a CSV twin."""

from __future__ import annotations

import csv
import json

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import RequestFactory
from ninja.errors import HttpError

from essaim.foundations.ui.twin import list_response

pytestmark = pytest.mark.django_db
User = get_user_model()


def _shape(person) -> dict[str, object]:
    return {"name": person.full_name, "roles": ["a", "b"]}


@pytest.fixture
def ask(rf: RequestFactory):
    """Ask a list of five people."""
    for number in range(5):
        User.objects.create_user(
            f"p{number}@example.org", f"=Personne {number}" if number == 4 else f"Personne {number}"
        )

    def answer(query: str = "", *, limit: int = 2, cursor: str = "", **headers: str) -> HttpResponse:
        request = rf.get(f"/api/?{query}", headers=headers)
        return list_response(request, User.objects.all(), _shape, limit=limit, cursor=cursor)

    return answer


def test_cursor_leads_through_every_row_once(ask) -> None:
    names, cursor = [], ""
    for _page in range(10):
        page = json.loads(ask(cursor=cursor).content)
        names += [item["name"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break

    assert names == ["Personne 0", "Personne 1", "Personne 2", "Personne 3", "=Personne 4"]


def test_row_added_meanwhile_moves_nothing(ask) -> None:
    first = json.loads(ask().content)
    User.objects.order_by("pk").first().delete()

    assert [item["name"] for item in json.loads(ask(cursor=first["next"]).content)["items"]] == [
        "Personne 2",
        "Personne 3",
    ]


def test_what_the_reader_has_already_is_not_sent_again(ask) -> None:
    tag = ask()["ETag"]

    again = ask(**{"If-None-Match": tag})
    User.objects.filter(full_name="Personne 0").update(full_name="Autre")

    assert (again.status_code, again.content) == (304, b"")
    assert ask(**{"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("query", [{"query": "format=csv"}, {"Accept": "text/csv"}])
def test_csv_twin_has_every_row_and_runs_nothing(ask, query: dict[str, str]) -> None:
    rows = list(csv.reader(ask(**query).content.decode("utf-8-sig").splitlines()))

    assert rows[0] == ["name", "roles"]
    assert len(rows) == 6
    assert json.loads(rows[1][1]) == ["a", "b"]
    assert rows[5][0] == "'=Personne 4"


@pytest.mark.parametrize("cursor", ["x", "////", "cGs6eA", "é"])
def test_foreign_cursor_is_refused(ask, cursor: str) -> None:
    with pytest.raises(HttpError):
        ask(cursor=cursor)


@pytest.mark.parametrize("limit", [0, -1, 501])
def test_limit_has_limits(ask, limit: int) -> None:
    with pytest.raises(HttpError):
        ask(limit=limit)
