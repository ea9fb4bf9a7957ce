"""Means of brackets on pages: everybody reads them, an administrator brings them to a published total and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.sirene import queries as sirene
from essaim.insight.observatory.models import ReferenceFigure

from .conftest import LILLE, withheld_commune
from .factories import DeclaredFigureFactory, ReferenceFigureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]
CALIBRATE = "/observatoire/moyennes/caler/"


def _published(place: str = LILLE, *, share: float = 0.3) -> ReferenceFigure:
    """Publish a total that the brackets of a place can hold."""
    basis = sirene.basis()
    with sirene.opened(basis) as register:
        jobs = sirene.indicators(register, basis, sirene.place_of(register, place)).jobs
    assert jobs is not None
    assert jobs.most is not None
    total = jobs.least + round(share * (jobs.most - jobs.least))
    figure = DeclaredFigureFactory(value=Decimal(total), wording=f"{total} salariés")
    return ReferenceFigureFactory(figure=figure, place_code=place, year=2023)


def _administrator(client: Client) -> None:
    client.force_login(person_with(RoleKind.ADMINISTRATOR))


def test_administrator_brings_the_means_to_a_total_and_figures_say_so(client: Client) -> None:
    reference = _published()
    total = round(reference.figure.value)
    _administrator(client)
    chosen = {"figure": reference.pk, "rule": "insee"}

    seen = client.get(CALIBRATE, chosen)
    assert seen.context["found"].found.total == total
    assert "Moyenne calée" in seen.text
    assert "inventé" in seen.text
    refused = client.post(CALIBRATE, chosen)
    assert refused.status_code == 422
    assert sirene.basis().means == 1
    done = client.post(CALIBRATE, {**chosen, "reason": "le total vient de paraître"}, follow=True)

    assert done.status_code == 200
    assert f"Calées sur {total:,}".replace(",", "\u202f") in done.text
    assert reference.figure.get_absolute_url() in done.text
    client.logout()
    page = client.get("/observatoire/").text
    assert "Calées sur" in page
    answer = client.get(f"/api/v1/observatory/territories/{LILLE}").json()
    jobs = next(row for row in answer["values"] if row["measure"] == "jobs")
    assert (jobs["means"], round(jobs["value"])) == (2, total)
    before = client.get(f"/api/v1/observatory/territories/{LILLE}?means=1").json()
    jobs_before = next(row for row in before["values"] if row["measure"] == "jobs")
    assert (jobs_before["means"], jobs_before["least"]) == (1, jobs["least"])
    assert jobs_before["value"] != jobs["value"]
    sets = client.get("/api/v1/observatory/means").json()["sets"]
    assert [(row["number"], row["total"], row["figure"]) for row in sets] == [
        (2, total, reference.figure.key),
        (1, None, ""),
    ]
    assert "Milieu des tranches" in client.get("/observatoire/?means=1").text


def test_middles_are_taken_again(client: Client) -> None:
    _administrator(client)
    client.post(CALIBRATE, {"figure": _published().pk, "rule": "insee", "reason": "essai"})
    assert sirene.basis().means == 2

    client.post("/observatoire/moyennes/revenir-aux-milieux/", {"reason": "fini"})

    assert sirene.basis().means_name == "Milieu des tranches"


def test_total_out_of_reach_is_refused_with_what_the_brackets_hold(client: Client) -> None:
    reference = ReferenceFigureFactory(figure=DeclaredFigureFactory(value=Decimal(60878)), year=2023)
    _administrator(client)

    answer = client.get(CALIBRATE, {"figure": reference.pk, "rule": "insee"})

    assert "elles ne peuvent pas être calées sur 60 878" in answer.text.replace("\u202f", " ").replace("\xa0", " ")
    posted = client.post(CALIBRATE, {"figure": reference.pk, "rule": "insee", "reason": "quand même"})
    assert posted.status_code == 422
    assert sirene.basis().means == 1


def test_total_of_a_place_that_is_withheld_or_unknown_is_refused(client: Client) -> None:
    _administrator(client)
    for place, words in ((withheld_commune(), "couverts par le secret"), ("99999", "ne donne aucun chiffre")):
        reference = ReferenceFigureFactory(place_code=place)

        assert words in client.get(CALIBRATE, {"figure": reference.pk, "rule": "insee"}).text


def test_unknown_set_of_means_is_said(client: Client) -> None:
    assert "jeu de moyennes" in client.get("/observatoire/?means=99").text
    assert client.get(f"/api/v1/observatory/territories/{LILLE}?means=99").status_code == 404
    assert client.get(f"/api/v1/observatory/territories/{LILLE}?means=x").status_code == 400


@pytest.mark.parametrize("role", [RoleKind.OFFICER, RoleKind.EVALUATOR], ids=str)
def test_others_read_the_means_and_do_not_set_them(role: RoleKind, client: Client) -> None:
    client.force_login(person_with(role))

    listed = client.get("/observatoire/moyennes/").text

    assert "Milieu des tranches" in listed
    assert CALIBRATE not in listed
    assert client.get(CALIBRATE).status_code == 403
