"""A list keeps search, sort, columns and page in its address, and gives the same rows to the page, to htmx and to files."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime

import django_filters
import django_tables2 as tables
import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import override

from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table, list_page, several_field

User = get_user_model()
ROWS = [{"name": f"Structure {number:03d}", "jobs": number * 7 % 50} for number in range(120)]


class ExampleTable(Table):
    """Two columns."""

    caption = "Structures"
    name = tables.Column(verbose_name="nom")
    jobs = tables.Column(verbose_name="emplois")


class ExampleFilter:
    """What a list asks of a filterset: the rows kept, and a form."""

    class form_class(forms.Form):
        """One field."""

        q = forms.CharField()

    def __init__(self, data, *, queryset, request) -> None:
        self.form = self.form_class(data)
        self.qs = [row for row in queryset if data["q"] in row["name"]]


@pytest.fixture
def ask(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch):
    """Ask a list of 120 rows for an address."""
    page = engines["django"].from_string("<main>{% include 'ui/partials/_list.html' %}</main>")

    def render(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
        chosen = page if template == "page" else engines["django"].get_template(template)
        return HttpResponse(chosen.render({**context}, request))

    monkeypatch.setattr("essaim.foundations.ui.lists.render", render)

    def answer(
        query: str = "", *, htmx: bool = False, exclude: tuple[str, ...] = (), filterset: type | None = None
    ) -> HttpResponse:
        request = rf.get(f"/liste/?{query}", headers={"HX-Request": "true"} if htmx else {})
        request.user = AnonymousUser()
        return list_page(
            request,
            template="page",
            table_class=ExampleTable,
            filterset_class=filterset,
            rows=ROWS,
            file_name="structures",
            exclude=exclude,
        )

    return answer


def _names(answer: HttpResponse) -> list[str]:
    return re.findall(r"<td[^>]*>(Structure \d+)</td>", answer.content.decode())


def _file(answer: HttpResponse) -> list[list[str]]:
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(content.splitlines()))


def test_page_shows_the_first_rows_and_where_it_is(ask) -> None:
    page = ask().content.decode()

    assert len(_names(ask())) == 50
    assert "1 / 3" in page
    assert 'rel="next" href="?page=2"' in page
    assert "<caption>Structures</caption>" in page


@pytest.mark.parametrize(
    ("query", "place"),
    [("page=3", "3 / 3"), ("page=99", "3 / 3"), ("page=0", "1 / 3"), ("page=x", "1 / 3"), ("page=²", "1 / 3")],
)
def test_page_that_does_not_exist_gives_the_nearest(ask, query: str, place: str) -> None:
    assert place in ask(query).content.decode()


@pytest.mark.parametrize("query", ["sort=jobs", "sort=-jobs", "sort=name", "sort=-name"])
def test_rows_are_sorted_as_the_address_says_over_all_pages(ask, query: str) -> None:
    key = query.removeprefix("sort=").lstrip("-")
    ordered = sorted(ROWS, key=lambda row: row[key], reverse="-" in query)

    rows = _file(ask(f"{query}&export=csv"))[1:]

    column = {"name": 0, "jobs": 1}[key]
    assert [row[column] for row in rows] == [str(row[key]) for row in ordered]
    assert _names(ask(query))[0] in {row["name"] for row in ordered if row[key] == ordered[0][key]}


def test_sort_is_said_to_everybody(ask) -> None:
    assert 'aria-sort="descending"' in ask("sort=-jobs").content.decode()


def test_links_keep_the_rest_of_the_address(ask) -> None:
    page = ask("sort=-jobs&column=name&column=jobs&page=2").content.decode()

    assert "page=3" in page
    assert re.search(r'href="\?[^"]*sort=-jobs[^"]*export=csv"', page)
    assert not re.search(r'href="\?[^"]*page=2[^"]*export=csv"', page)
    assert re.search(r'<th[^>]*>\s*<a href="\?[^"]*column=name[^"]*column=jobs', page), "a sort keeps the columns"


def test_choice_of_columns_keeps_every_value_of_the_address(ask) -> None:
    page = ask("kind=a&kind=b&sort=-jobs&page=2").content.decode()

    for name, value in (("kind", "a"), ("kind", "b"), ("sort", "-jobs")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in page
    assert 'name="page"' not in page


def test_chosen_columns_are_those_of_page_and_file(ask) -> None:
    assert "emplois" not in re.search(r"<thead.*?</thead>", ask("column=name").content.decode(), re.DOTALL)[0]
    assert _file(ask("column=name&export=csv"))[0] == ["nom"]


def test_filters_keep_sort_and_columns(ask) -> None:
    page = ask("q=Structure+00&sort=-jobs&column=name", filterset=ExampleFilter).content.decode()

    form = re.search(r'<form class="filters".*?</form>', page, re.DOTALL)[0]
    assert '<input type="hidden" name="sort" value="-jobs">' in form
    assert '<input type="hidden" name="column" value="name">' in form
    assert 'value="Structure 00"' in form


def test_unknown_columns_are_ignored(ask) -> None:
    assert _file(ask("column=password&export=csv"))[0] == ["nom", "emplois"]


def test_column_a_person_may_not_see_is_nowhere(ask) -> None:
    assert _file(ask("column=jobs&export=csv", exclude=("jobs",)))[0] == ["nom"]
    assert "emplois" not in ask("column=jobs", exclude=("jobs",)).content.decode()


def test_file_has_every_row(ask) -> None:
    answer = ask("page=2&export=csv")

    assert len(_file(answer)) == 1 + len(ROWS)
    assert "structures.csv" in answer["Content-Disposition"]


def test_unknown_format_shows_the_page(ask) -> None:
    assert "<main>" in ask("export=pdf").content.decode()


def test_htmx_gets_what_the_page_shows_at_that_place(ask) -> None:
    fragment = ask("sort=-jobs&page=2", htmx=True).content.decode().strip()

    assert fragment.startswith('<div id="list"')
    assert fragment in ask("sort=-jobs&page=2").content.decode()


class DatedTable(Table):
    """A day and a moment."""

    caption = "Séances"
    held_on = DateColumn(verbose_name="tenue le", format="j F Y", default="–")
    closed_at = DateTimeColumn(verbose_name="close", format="j F Y H:i")


def test_days_are_in_words_in_the_page_and_plain_in_files() -> None:
    moment = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    table = DatedTable([{"held_on": date(2026, 3, 1), "closed_at": moment}, {"held_on": None, "closed_at": None}])

    with override("fr"):
        pages = [[row.get_cell(column.name) for column in table.columns] for row in table.rows]

    # The moment is told in local time, where the first of April has begun.
    assert pages == [["1er mars 2026", "1er avril 2026 00:30"], ["–", "—"]]
    assert list(table.as_values())[1:] == [["2026-03-01", "2026-03-31 22:30:00+00:00"], [None, None]]


def test_cells_are_escaped_and_written_in_the_language_of_the_page() -> None:
    table = ExampleTable(
        [{"name": "<b>Structure & cie</b>", "jobs": 1.5}, {"name": mark_safe("<b>sûre</b>"), "jobs": 0}]
    )
    table.paginate()

    with override("fr"):
        body = table.body

    cells = re.findall(r'<td role="cell" data-label="([^"]*)"[^>]*>(.*?)</td>', body)
    assert [content for _label, content in cells] == [
        "&lt;b&gt;Structure &amp; cie&lt;/b&gt;",
        "1,5",
        "<b>sûre</b>",
        "0",
    ]
    assert [label for label, _content in cells] == [capfirst(column.header) for column in table.columns] * 2


def test_columns_on_demand_are_offered_then_shown_and_always_in_files(ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExampleTable, "on_demand", ("jobs",))

    page = ask().content.decode()
    assert 'data-label="Nom"' in page
    assert 'data-label="Emplois"' not in page
    assert re.search(r'value="jobs">', page)
    assert re.search(r'value="name" checked>', page)
    assert _file(ask("export=csv"))[0] == ["nom", "emplois"]
    assert 'data-label="Emplois"' in ask("column=name&column=jobs").content.decode()


class PersonTable(Table):
    """People, several of whom have the same function."""

    caption = "Personnes"
    full_name = tables.Column()
    job_title = tables.Column()


@pytest.mark.django_db
@pytest.mark.parametrize("far_down", [5, 10_000])
@pytest.mark.parametrize("order", ["full_name", "-full_name", "job_title", "-job_title"])
def test_pages_show_every_row_once_however_far_down(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, order: str, far_down: int
) -> None:
    monkeypatch.setattr("essaim.foundations.ui.lists.FAR_DOWN", far_down)
    monkeypatch.setattr("essaim.foundations.ui.lists.render", lambda _request, _template, shown: shown["table"])
    User.objects.bulk_create(
        User(email=f"p{number}@example.org", full_name=f"Personne {number * 7 % 23:02d}", job_title=f"F{number % 3}")
        for number in range(23)
    )
    seen: list[str] = []
    for page in range(1, 7):
        request = rf.get(f"/liste/?sort={order}&page={page}")
        table = list_page(
            request, template="", table_class=PersonTable, rows=User.objects.all(), file_name="x", per_page=4
        )
        seen += [row.record.email for row in table.paginated_rows]

    field, reverse = order.removeprefix("-"), order.startswith("-")
    people = User.objects.in_bulk(seen, field_name="email")
    values = [getattr(people[email], field) for email in seen]
    assert len(set(seen)) == len(seen) == 23
    assert values == sorted(values, reverse=reverse)


class PlaceFilter(django_filters.FilterSet):
    """Several choices of a field."""

    job_title = several_field("Fonction", [("a", "Agente"), ("b", "Bergère"), ("c", "Charpentière")])


@pytest.mark.django_db
def test_several_choices_keep_the_rows_of_any_and_say_which() -> None:
    for number in range(6):
        User.objects.create(email=f"p{number}@example.org", full_name=f"P{number}", job_title="abc"[number % 3])

    found = PlaceFilter(QueryDict("job_title=a&job_title=c"), queryset=User.objects.order_by("pk"))
    said = str(found.form["job_title"])

    assert {row.job_title for row in found.qs} == {"a", "c"}
    assert "DISTINCT" not in str(found.qs.query)
    assert "Agente, Charpentière</summary>" in said
    assert said.count(" checked") == 2
    assert not PlaceFilter(QueryDict("job_title=x"), queryset=User.objects.all()).form.is_valid()
