"""Places over the years: side by side in one reading, drawn, and taken away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest
from django.test import Client

from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.models import Snapshot
from essaim.foundations.sirene.rows import Place, Survival, YearOfLife
from essaim.foundations.sirene.states import PlaceKind
from essaim.insight.observatory import lines, queries
from essaim.insight.observatory.queries import Lives
from essaim.insight.observatory.selection import Selection
from essaim.insight.observatory.states import Series

from .conftest import LILLE, NANTES

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 10)
PAGE = "/observatoire/comparer/evolution/"

WRITTEN = Lives(
    Place(PlaceKind.COMMUNE, "59350", "Lille"),
    (YearOfLife(2020, 50, 9, 4), YearOfLife(2021, 55, 10, 5), YearOfLife(2022, 50, 0, 5)),
    (Survival(2020, 10, 1, 9), Survival(2020, 10, 2, 5), Survival(2021, 30, 1, 18)),
)


def test_series_are_worked_out_of_the_stock() -> None:
    values = {series: [lines.series_value(WRITTEN, number, series) for number in range(3)] for series in Series}

    assert values == {
        Series.INDEX: [100, pytest.approx(110), 100],
        Series.STOCK: [50, 55, 50],
        Series.CREATION_RATE: [None, 20, 0],
        Series.CLOSURE_RATE: [None, 10, pytest.approx(100 * 5 / 55)],
    }
    assert WRITTEN.change == 0


def test_years_of_creation_are_put_together_by_weight() -> None:
    pooled = WRITTEN.pooled

    assert (pooled[1].created, pooled[1].surviving, pooled[1].rate) == (40, 27, 27 / 40)
    assert (pooled[2].created, pooled[2].surviving) == (10, 5)


@pytest.mark.usefixtures("register")
def test_places_are_read_as_alone_in_one_reading() -> None:
    selection = Selection(compared=(LILLE, NANTES, "59350", "nowhere"), family="association")

    found = queries.lives_compared(selection, today=TODAY)

    assert [lives.place.code for lives in found.places] == [LILLE, NANTES, "59350"]
    assert found.unknown == ("nowhere",)
    assert len({tuple(row.year for row in lives.years) for lives in found.places}) == 1
    with sirene.opened(found.basis) as register:
        for lives in found.places:
            place = sirene.place_of(register, lives.place.code)
            alone = sirene.years_of_life(register, found.basis, place, selection.filters)
            assert lives.years == tuple(alone)
            for before, after in zip(lives.years, lives.years[1:], strict=False):
                assert after.stock == before.stock + after.creations - after.closures


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    "query", ["", f"?territory={NANTES}", *(f"?with={LILLE}&with={NANTES}&series={one}&cohort=2020" for one in Series)]
)
def test_page_draws_and_tells_each_series(query: str, client: Client) -> None:
    page = client.get(PAGE + query)

    assert page.status_code == 200
    assert page.context["chart"] is not None
    assert page.context["survival_chart"] is not None
    for words in ("Méthode", "Champ", "Ruptures", "Millésime", "inventé"):
        assert words in page.text


@pytest.mark.usefixtures("register")
def test_places_that_are_compared_can_be_taken_out_and_sent(client: Client) -> None:
    page = client.get(f"{PAGE}?with={LILLE}&with={NANTES}&series=stock")

    assert f'href="?series=stock&amp;with={NANTES}"' in page.text
    assert (
        f'href="/observatoire/comparer/evolution/?with={LILLE}'
        in client.get(f"/observatoire/comparer/?with={LILLE}").text
    )


@pytest.mark.usefixtures("register")
def test_without_history_files_the_page_says_so(client: Client) -> None:
    Snapshot.objects.update(has_history=False)

    assert "ne sont pas chargés" in client.get(PAGE).text


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize("name", ["annees", "survie"])
def test_series_can_be_taken_away(name: str, client: Client, tmp_path: Path) -> None:
    found = queries.lives_compared(Selection(compared=(LILLE, NANTES)), today=TODAY)
    query = f"?with={LILLE}&with={NANTES}"
    for kind in ("csv", "ods", "xlsx", "svg", "png"):
        answer = client.get(f"/observatoire/fichiers/{name}.{kind}{query}")
        assert answer.status_code == 200
        assert answer["Content-Disposition"].endswith(f'.{kind}"')
    path = tmp_path / "series.parquet"
    path.write_bytes(client.get(f"/observatoire/fichiers/{name}.parquet{query}").content)

    rows = duckdb.sql(f"SELECT * FROM '{path}'").fetchall()

    expected = [len(lives.years) if name == "annees" else len(lives.survival) for lives in found.places]
    assert len(rows) == sum(expected)
    assert {row[1] for row in rows} == {LILLE, NANTES}


@pytest.mark.usefixtures("register")
def test_months_ask_the_database_no_more_when_there_are_more(
    client: Client, django_assert_max_num_queries: object
) -> None:
    """One month or two: the means, the territoires and the rows of the months are read once for all."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = f"/observatoire/evolution/?territory={LILLE}"
    with CaptureQueriesContext(
        connection,
    ) as two:
        client.get(url)
    Snapshot.objects.order_by("vintage")[:1].get().delete()
    with CaptureQueriesContext(connection) as one:
        client.get(url)

    assert len(two) == len(one)
