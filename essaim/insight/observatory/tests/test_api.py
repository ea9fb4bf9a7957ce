"""The ESS of territories for machines: every value has beside it what it rests on."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from .conftest import LILLE, NANTES, withheld_commune
from .factories import ReferenceFigureFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/observatory/territories"
BESIDE = ("rule", "vintage", "perimeter", "denominator")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("code", [LILLE, NANTES, "59350", "59", "FR", f"{LILLE}-1"])
def test_every_value_has_its_basis_beside_it(code: str, client: Client) -> None:
    answer = client.get(f"{URL}/{code}?by=family&denominator=private&vintage=2026-07").json()

    assert answer["territory"]["code"] == code
    assert answer["values"]
    for value in answer["values"]:
        assert tuple(value[name] for name in BESIDE) == ("insee", "2026-07", 1, "private")
        assert value["generated"] is True
        assert value["territory"] == code


@pytest.mark.usefixtures("register")
def test_layer_takes_the_place_of_the_rule(client: Client) -> None:
    values = client.get(f"{URL}/{LILLE}?layer=statutory").json()["values"]

    assert {(value["rule"], value["layer"]) for value in values} == {(None, "statutory")}


@pytest.mark.usefixtures("register")
def test_csv_has_the_same_values(client: Client) -> None:
    values = client.get(f"{URL}/{LILLE}?by=commune").json()["values"]

    text = client.get(f"{URL}/{LILLE}?by=commune&format=csv").content.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(values)
    assert {row["vintage"] for row in rows} == {"2026-08"}


@pytest.mark.usefixtures("register")
def test_same_answer_is_not_sent_twice(client: Client) -> None:
    first = client.get(f"{URL}/{LILLE}")

    again = client.get(f"{URL}/{LILLE}", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("query", "status"),
    [
        (f"{LILLE}?rule=insee&layer=esus", 400),
        (f"{LILLE}?vintage=august", 400),
        (f"{LILLE}?family=robots", 400),
        (f"{LILLE}?by=department", 400),
        (f"{LILLE}?section=%00", 400),
        (f"{LILLE}?denominator=half", 422),
        (f"{LILLE}?vintage=2019-01", 404),
        ("99999", 404),
    ],
)
def test_what_cannot_be_answered_says_why(query: str, status: int, client: Client) -> None:
    answer = client.get(f"{URL}/{query}")

    assert answer.status_code == status
    assert answer.json()["detail"]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("query", ["bracket=01", "bracket=01&by=section", "by=bracket", "bracket=01&format=csv"])
def test_bracket_that_would_tell_a_few_employers_is_refused_with_the_reason(query: str, client: Client) -> None:
    answer = client.get(f"{URL}/{withheld_commune()}?{query}")

    assert answer.status_code == 400
    assert "quelques employeurs" in answer.json()["detail"]


@pytest.mark.usefixtures("register")
def test_bracket_of_a_whole_is_given_although_its_communes_are_not(client: Client) -> None:
    whole = client.get(f"{URL}/{LILLE}?bracket=01")

    assert whole.status_code == 200
    assert whole.json()["values"][0]["value"] < client.get(f"{URL}/{LILLE}").json()["values"][0]["value"]
    assert client.get(f"{URL}/{LILLE}?bracket=01&by=commune").status_code == 400


def test_before_anything_is_loaded_there_is_no_figure(client: Client) -> None:
    assert client.get(f"{URL}/{LILLE}").status_code == 404


def test_published_figures_are_listed_with_how_they_count(client: Client) -> None:
    ReferenceFigureFactory()
    ReferenceFigureFactory(place_code=NANTES, place_name="Nantes Métropole")

    items = client.get(f"/api/v1/observatory/references?territory={NANTES}").json()["items"]

    assert [(item["territory"], item["method"], item["base"]) for item in items] == [(NANTES, "clap", "none")]
