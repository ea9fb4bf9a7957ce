"""Pages of the room: each renders, keeps its number of queries, and says plainly what is not there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.ui.thread import walk
from essaim.insight.observatory import sheet
from essaim.insight.observatory.exports import parquet_bytes
from essaim.insight.observatory.models import ActionMeasure, ReferenceFigure
from essaim.insight.observatory.states import Measure
from essaim.steering.action_plan.tests.factories import ActionFactory

from .conftest import LILLE, MONTHS, NANTES, withheld_commune
from .factories import ActionMeasureFactory, DeclaredFigureFactory, ReferenceFigureFactory

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
EXPLORER = "/observatoire/"
PAGES = (
    EXPLORER,
    f"{EXPLORER}?territory=FR",
    f"{EXPLORER}?territory=59350&by=section&measure=jobs",
    f"{EXPLORER}?territory={LILLE}-1&by=commune",
    f"{EXPLORER}?territory={LILLE}&by=territoire&measure=share_of_employers",
    f"{EXPLORER}?territory={LILLE}&by=bracket",
    f"{EXPLORER}?territory=59&rule=annuaire",
    f"{EXPLORER}?territory={NANTES}&by=commune&rule=statutory&denominator=private&vintage=2026-07&family=association&section=Q",
    f"{EXPLORER}?territory={LILLE}&bracket=01",
    "/observatoire/comparer/",
    f"/observatoire/comparer/?with={LILLE}&with={NANTES}&with=59350&measure=share_of_jobs",
    "/observatoire/comparer/?with=nowhere",
    "/observatoire/evolution/",
    f"/observatoire/evolution/?territory={NANTES}&rule=statutory",
    "/observatoire/etablissements/",
    "/observatoire/etablissements/?territory=59350&employers=1&family=association",
    "/observatoire/etablissements/?bracket=01",
    "/observatoire/territoires/",
    "/observatoire/territoires/?q=saint",
    "/observatoire/territoires/?q=zzzz",
    "/observatoire/methode/",
    "/observatoire/chiffres-publies/",
)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("page", PAGES)
def test_everybody_reads_every_page_of_figures(page: str, client: Client) -> None:
    ReferenceFigureFactory()

    answer = client.get(page)

    assert answer.status_code == 200
    assert "inventée" in answer.text or "chiffres-publies" in page or "territoires" in page


@pytest.mark.parametrize(
    "page", [*PAGES[:13], *PAGES[14:17], "/observatoire/methode/", "/observatoire/territoires/?q=lille"]
)
def test_before_anything_is_loaded_pages_say_what_to_do(page: str, client: Client) -> None:
    answer = client.get(page.replace("&vintage=2026-07", ""))

    assert answer.status_code == 200
    assert "Aucun répertoire n’est encore chargé" in answer.text


@pytest.mark.usefixtures("register")
def test_each_page_says_that_the_register_is_invented_and_what_figures_rest_on(client: Client) -> None:
    text = client.get(EXPLORER).text

    for words in (
        "Données inventées",
        "Millésime",
        "août 2026",
        "Périmètre",
        "Dénominateur",
        "Tous les établissements",
    ):
        assert words in text


@pytest.mark.usefixtures("register")
def test_figures_open_their_rows_and_their_definition(client: Client) -> None:
    text = client.get(f"{EXPLORER}?territory=59350").text

    assert "/observatoire/etablissements/?territory=59350&amp;employers=1" in text
    assert "/observatoire/methode/#share_of_employers" in text
    assert 'id="share_of_employers"' in client.get("/observatoire/methode/").text


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("code", ["99999", "123456789", f"{LILLE}-99", "XX"])
def test_unknown_territory_is_said_with_a_way_to_find_another(code: str, client: Client) -> None:
    answer = client.get(f"{EXPLORER}?territory={code}")

    assert answer.status_code == 404
    assert code in answer.text
    assert 'name="q"' in answer.text


@pytest.mark.usefixtures("register")
def test_month_that_is_not_kept_is_said(client: Client) -> None:
    answer = client.get(f"{EXPLORER}?vintage=2019-01")

    assert answer.status_code == 404
    assert "janvier 2019" in answer.text


@pytest.mark.usefixtures("register")
def test_filter_that_cannot_be_read_is_said(client: Client) -> None:
    answer = client.get(f"{EXPLORER}?denominator=half&rule=none")

    assert answer.status_code == 200
    assert "half" in answer.text
    assert "n’est pas l’un des choix" in answer.text


@pytest.mark.usefixtures("register")
def test_fragment_is_the_page_without_its_frame(client: Client) -> None:
    whole, part = client.get(EXPLORER).text, client.get(EXPLORER, headers={"HX-Request": "true"}).text

    assert part.strip().startswith('<div id="explorateur"')
    assert part.strip() in whole


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("query", ["?rule=esus", "?vintage=2019-01", "?territory=99999"])
def test_fragment_that_is_refused_leads_to_the_page_that_says_why(query: str, client: Client) -> None:
    part = client.get(f"{EXPLORER}{query}", headers={"HX-Request": "true"})

    assert (part.status_code, part.content) == (204, b"")
    whole = client.get(part["HX-Redirect"])
    assert part["HX-Redirect"] == f"{EXPLORER}{query}"
    assert whole.status_code == 404
    assert re.search("Ceci n’est pas chargé ici|Pas de tel territoire", whole.text)


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("page", [EXPLORER, "/observatoire/comparer/", "/observatoire/evolution/"])
def test_only_layers_whose_list_is_loaded_are_offered(page: str, client: Client) -> None:
    Snapshot.objects.filter(vintage=MONTHS[0]).update(lists={"esus": "0" * 64})

    latest, july = client.get(page).text, client.get(f"{page}?vintage=2026-07").text

    assert 'value="statutory"' in latest
    assert not {"esus", "siae"} & set(re.findall(r'<option value="(\w+)"', latest))
    assert 'value="esus"' in july
    assert 'value="siae"' not in july


@pytest.mark.usefixtures("register")
def test_search_finds_a_commune_by_its_code_and_opens_it(client: Client) -> None:
    answer = client.get("/observatoire/territoires/?q=59 350")

    assert answer.status_code == 302
    assert answer["Location"] == f"{EXPLORER}?territory=59350"


@pytest.mark.usefixtures("register")
def test_search_says_that_the_file_is_gone_and_not_that_nothing_was_loaded(client: Client) -> None:
    Snapshot.objects.filter(vintage=MONTHS[1]).update(file="gone.duckdb")

    answer = client.get("/observatoire/territoires/?q=lille")

    assert answer.status_code == 404
    assert "gone.duckdb" in answer.text
    assert "Aucun répertoire n’est encore chargé" not in answer.text


@pytest.mark.usefixtures("register")
def test_explorer_keeps_its_number_of_queries(client: Client, django_assert_max_num_queries: Queries) -> None:
    for _number in range(3):
        ReferenceFigureFactory()
    client.get(EXPLORER)

    with django_assert_max_num_queries(60):
        client.get(f"{EXPLORER}?by=commune")


@pytest.mark.usefixtures("register")
def test_list_of_published_figures_keeps_its_number_of_queries(
    client: Client, django_assert_num_queries: Queries
) -> None:
    for year in range(2010, 2020):
        ReferenceFigureFactory(year=year)

    with django_assert_num_queries(2):
        answer = client.get("/observatoire/chiffres-publies/")

    assert answer.text.count("52 000 salariés") == 10


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx", "parquet", "svg", "png"])
def test_what_is_shown_can_be_taken_away(kind: str, client: Client) -> None:
    answer = client.get(f"/observatoire/fichiers/chiffres.{kind}?territory={LILLE}&by=commune")

    assert answer.status_code == 200
    assert f".{kind}" in answer["Content-Disposition"]
    content = b"".join(answer) if answer.streaming else answer.content
    assert len(content) > 500


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("page", ["chiffres", "comparaison"])
def test_parquet_has_numbers_and_their_basis_in_every_row(page: str, client: Client, tmp_path) -> None:
    path = tmp_path / "figures.parquet"
    path.write_bytes(client.get(f"/observatoire/fichiers/{page}.parquet?by=commune").content)

    with duckdb.connect() as opened:
        rows = opened.execute(f"SELECT Établissements, Millésime, Dénominateur FROM '{path}'").fetchall()

    assert rows
    assert all(isinstance(count, int) for count, _month, _of in rows)
    assert {(month, of) for _count, month, of in rows} == {("2026-08", "Tous les établissements")}


@pytest.mark.usefixtures("register")
def test_files_name_the_family_activity_and_size_that_were_chosen(client: Client) -> None:
    kept = "family=association&section=Q&bracket=NN"

    parts = b"".join(client.get(f"/observatoire/fichiers/chiffres.csv?{kept}"))
    compared = b"".join(client.get(f"/observatoire/fichiers/comparaison.csv?{kept}&with={LILLE}"))

    (row, *_others), (place,) = _rows(parts), _rows(compared)
    chosen = ("Famille retenue", "Activité retenue", "Taille retenue")
    assert [row[name] for name in chosen] == [
        "Association",
        "Santé humaine et action sociale",
        "Unité non employeuse ou présumée non employeuse",
    ]
    # Places are compared whatever the size: the file does not say otherwise.
    assert [place[name] for name in chosen] == ["Association", "Santé humaine et action sociale", ""]
    (whole, *_others) = _rows(b"".join(client.get("/observatoire/fichiers/chiffres.csv")))
    assert [whole[name] for name in chosen] == ["", "", ""]


@pytest.mark.usefixtures("register")
def test_drawing_says_the_family_and_activity_that_were_chosen(client: Client) -> None:
    text = client.get(f"{EXPLORER}?territory={LILLE}&family=association&section=Q").text

    assert re.search(r'alt="[^"]*· Famille\s: Association · Activité\s: Santé humaine et action sociale"', text)


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("register")
def test_sheet_names_the_family_and_activity_that_were_chosen(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    ReferenceFigureFactory()
    written: list[dict[str, Any]] = []
    monkeypatch.setattr(sheet, "pdf_bytes", lambda _layout, contents: written.append(contents) or b"%PDF")

    client.get(f"/observatoire/fiches/{LILLE}.pdf?family=association&section=Q")

    assert ["Famille", "Association"] in written[0]["basis"]
    assert ["Activité", "Santé humaine et action sociale"] in written[0]["basis"]
    assert [row["wording"] for row in written[0]["published"]] == ["52 000 salariés"]


@pytest.mark.usefixtures("register")
def test_unknown_kind_of_file_is_not_found(client: Client) -> None:
    assert client.get("/observatoire/fichiers/chiffres.exe").status_code == 404
    assert client.get("/observatoire/fichiers/comparaison.exe").status_code == 404


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("code", [LILLE, "59350", "FR", f"{LILLE}-1"])
def test_territory_has_a_sheet(code: str, client: Client) -> None:
    ReferenceFigureFactory()

    answer = client.get(f"/observatoire/fiches/{code}.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("page", ["fichiers/chiffres.csv", "fichiers/chiffres.svg", "fiches/{code}.pdf"])
def test_file_by_a_size_that_is_withheld_is_refused_with_the_reason(page: str, client: Client) -> None:
    code = withheld_commune()

    answer = client.get(f"{EXPLORER}{page.format(code=code)}?territory={code}&bracket=01")

    assert answer.status_code == 400
    assert "Ces chiffres ne sont pas donnés" in answer.text
    assert f'href="{EXPLORER}?territory={code}"' in answer.text


@pytest.mark.usefixtures("register")
def test_rows_hide_the_names_of_those_who_asked_and_every_headcount(client: Client) -> None:
    answer = client.get("/observatoire/etablissements/?territory=FR&export=csv")
    text = b"".join(answer).decode()

    assert "tranche" not in text.lower()
    assert "[ND]" not in text


@pytest.mark.usefixtures("register")
def test_published_figure_stands_beside_the_computed_one(client: Client) -> None:
    row = ReferenceFigureFactory(note="La métropole avait 85 communes.")

    text = client.get(row.get_absolute_url()).text

    assert "52 000 salariés" in text
    assert "≈" in text
    assert "La métropole avait 85 communes." in text
    assert "Le répertoire chargé ici est inventé" in text


@pytest.mark.usefixtures("register")
def test_published_figure_of_a_region_stands_beside_its_own(client: Client) -> None:
    row = ReferenceFigureFactory(place_code="R32", place_name="Hauts-de-France", measure="employers")

    text = client.get(row.get_absolute_url()).text
    assert 'href="/observatoire/?territory=R32"' in text
    assert client.get("/observatoire/?territory=R32&by=department").status_code == 200
    assert 'href="/observatoire/?territory=R32"' in client.get("/observatoire/territoires/?q=hauts-de").text
    unknown = ReferenceFigureFactory(place_code="R99", place_name="Nulle part")
    assert "ne le connaît pas" in client.get(unknown.get_absolute_url()).text


def test_officer_reads_a_figure_corrects_it_and_withdraws_it(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    figure = DeclaredFigureFactory()
    values = {"measure": "jobs", "place_code": LILLE, "place_name": "MEL", "year": "2019", "method": "clap"}
    told = {**values, "field": "not_said", "base": "none"}

    made = client.post("/observatoire/chiffres-publies/lire/", {**told, "figure": figure.pk})
    row = ReferenceFigure.objects.get()
    page = client.get(f"{row.get_absolute_url()}modifier/").context["form"]["version"].value()
    corrected = client.post(
        f"{row.get_absolute_url()}modifier/", {**told, "year": "2020", "reason": "relu", "version": page}
    )
    withdrawn = client.post(f"{row.get_absolute_url()}retirer/", {"reason": "doublon"})

    assert [answer.status_code for answer in (made, corrected, withdrawn)] == [302, 302, 302]
    assert not ReferenceFigure.objects.exists()


def test_reading_that_says_too_little_comes_back_with_its_errors(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    figure = DeclaredFigureFactory()

    answer = client.post(
        "/observatoire/chiffres-publies/lire/",
        {
            "figure": figure.pk,
            "measure": "share_of_jobs",
            "place_code": "Lille",
            "place_name": "MEL",
            "year": "2019",
            "method": "clap",
            "field": "not_said",
            "base": "none",
        },
    )

    assert answer.status_code == 422
    assert "Une part dit par quoi elle est divisée" in answer.text


@pytest.mark.usefixtures("register")
def test_action_shows_what_measures_it(client: Client) -> None:
    row = ActionMeasureFactory(action=ActionFactory(), measure=Measure.EMPLOYERS)

    text = client.get(reverse("observatory:action_panel", args=[row.action_id])).text

    assert "Établissements employeurs" in text
    assert "Part des salariés" not in text
    assert "Données inventées" in text


def test_officer_chooses_what_measures_an_action(client: Client) -> None:
    client.force_login(person_with(RoleKind.OFFICER))
    action = ActionFactory()

    answer = client.post(reverse("observatory:action_measures", args=[action.pk]), {"measures": ["jobs", "employers"]})

    assert answer.status_code == 302
    assert set(ActionMeasure.objects.values_list("measure", flat=True)) == {"jobs", "employers"}


@pytest.mark.usefixtures("register")
def test_commune_shows_its_ess(client: Client) -> None:
    text = client.get(reverse("observatory:commune_panel", args=["59350"])).text

    assert "Lille" in text
    assert "Établissements" in text


@pytest.mark.usefixtures("register")
def test_thread_leads_from_an_action_to_its_indicators_and_back(client: Client) -> None:
    row = ActionMeasureFactory(action=ActionFactory(), measure=Measure.EMPLOYERS)

    onward = walk("action", str(row.action_id), client.get(EXPLORER).wsgi_request.user)
    back = walk("indicator", "employers", client.get(EXPLORER).wsgi_request.user)

    assert [step.bead.key for step in onward.after if step.bead.kind == "indicator"] == ["employers"]
    assert str(row.action_id) in [step.bead.key for step in back.before if step.bead.kind == "action"]


def test_workbook_can_be_opened() -> None:
    content = parquet_bytes(['a "b"', "c"], [["x", 1], ["y", None]])

    assert io.BytesIO(content).read(4) == b"PAR1"


def test_table_as_parquet_keeps_the_order_of_its_rows(tmp_path: Path) -> None:
    rows = [[f"row {number}", -number] for number in range(3_000)]
    path = tmp_path / "rows.parquet"

    path.write_bytes(parquet_bytes(["name", "value"], rows))

    with duckdb.connect() as opened:
        assert [list(row) for row in opened.execute(f"FROM '{path}'").fetchall()] == rows
