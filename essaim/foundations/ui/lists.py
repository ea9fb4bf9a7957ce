"""A list page in a few lines: search, filters and sort in the address, choice of columns, pages, export, fragment."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

import django_filters
import django_tables2 as tables
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_tables2.rows import BoundRow, BoundRows

from essaim.foundations.primitives.identifiers import row_number

from .dates import day_in_words
from .exports import FORMATS, table_response

PER_PAGE = 50
# What the list itself reads in the address; everything else belongs to the filters.
OWN_WORDS = ("page", "sort", "export", "column")


class Table(tables.Table):
    """The base of every table: give each column its verbose_name, and a caption in Meta.attrs or in the page."""

    class Meta:
        template_name = "ui/partials/_table.html"
        attrs = {"class": "table table-hover"}

    caption: str | Promise = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read the rows as ours."""
        super().__init__(*args, **kwargs)
        self.rows = _Rows(data=self.data, table=self, pinned_data=self.pinned_data)

    @cached_property
    def cell_classes(self) -> dict[str, str]:
        """The class of the cells of each column, by its name; empty when it has none."""
        return {column.name: column.attrs["td"].get("class") or "" for column in self.columns}


class DateColumn(tables.Column):
    """
    A day or a moment: in words in the page, in its ISO form in files.

    The library's own makes and reads a template for every cell.
    """

    _separator = "T"

    def __init__(self, format: str = "DATE_FORMAT", **options: Any) -> None:
        """Keep how it is written, in Django's letters or as the name of a format of the language."""
        super().__init__(**options)
        self.format = format

    def render(self, value: date) -> str:
        """Write it in words."""
        return day_in_words(value, self.format)

    def value(self, value: date) -> str:
        """Give files what programs read."""
        return value.isoformat(sep=self._separator) if isinstance(value, datetime) else value.isoformat()


class DateTimeColumn(DateColumn):
    """A day and its time; files have a space between them."""

    _separator = " "


class _Rows(BoundRows):
    """Gives rows of ours where the library gives its own."""

    def __iter__(self) -> Iterator[_Row]:
        for record in self.data:
            yield _Row(record, table=self.table)

    def __getitem__(self, key: Any) -> Any:
        """Give one row, or some of them as rows."""
        if isinstance(key, slice):
            return _Rows(data=self.data[key], table=self.table, pinned_data=self.pinned_data)
        return _Row(self.data[key], table=self.table)


class _Row(BoundRow):
    """
    Reads once for all tables which arguments each function of a column wants.

    The library reads them again for every cell, which took half of the time of a list.
    """

    def looks_and_cells(self) -> Iterator[tuple[str, object]]:
        """Give the class and the content of each cell."""
        for name, look in self.table.cell_classes.items():
            yield look, self.get_cell(name)

    def _call_render(self, bound_column: Any, value: object = None) -> object:
        given = self._optional_cell_arguments(bound_column, value)
        content = _call(bound_column.render, given)
        return bound_column.link(content, **given) if bound_column.link else content

    def _call_value(self, bound_column: Any, value: object = None) -> object:
        method = bound_column.value
        if getattr(method, "__func__", None) is tables.Column.value:
            # Which only asks the same column to render.
            method = method.__self__.render
        return _call(method, self._optional_cell_arguments(bound_column, value))


def _call(method: Callable[..., object], given: Mapping[str, object]) -> object:
    """Call with what it wants of what is given; None when it wants something else, as the library does."""
    function = getattr(method, "__func__", None)
    names, takes_all = _wanted(function or method)
    if takes_all:
        return method(**given)
    names = names[1:] if function is not None else names
    return method(**{name: given[name] for name in names}) if all(name in given for name in names) else None


@cache
def _wanted(function: Callable[..., object]) -> tuple[tuple[str, ...], bool]:
    """List the parameters of a function, and tell whether it takes whatever it is given."""
    parameters = inspect.signature(function).parameters.values()
    takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
    return tuple(parameter.name for parameter in parameters), takes_all


def list_page(
    request: HttpRequest,
    *,
    template: str,
    table_class: type[tables.Table],
    rows: QuerySet[Any] | Iterable[Any],
    file_name: str,
    filterset_class: type[django_filters.FilterSet] | None = None,
    context: Mapping[str, object] | None = None,
    exclude: tuple[str, ...] = (),
    per_page: int = PER_PAGE,
) -> HttpResponse:
    """
    Answer a list: the page, the fragment htmx asks for, or the file of ?export=csv|ods|xlsx with every row filtered.

    :param rows: a queryset when there is a filterset
    :param exclude: columns this person may not see, in the page and in the file
    """
    filterset = None
    if filterset_class is not None:
        filterset = filterset_class(request.GET or None, queryset=rows, request=request)
        _name_the_empty_choice(filterset)
        rows = filterset.qs
    kind = request.GET.get("export", "")
    all_columns = [name for name in table_class.base_columns if name not in exclude]
    chosen = [name for name in request.GET.getlist("column") if name in all_columns] or all_columns
    hidden = {name for name in all_columns if name not in chosen}
    table = table_class(
        rows, order_by=request.GET.getlist("sort") or None, exclude=(*exclude, *hidden), request=request
    )
    if kind in FORMATS:
        lines = [[strip_tags(cell) if isinstance(cell, str) else cell for cell in row] for row in table.as_values()]
        return table_response(file_name, kind, [str(cell) for cell in lines[0]], lines[1:])
    table.paginate(page=_page_number(request), per_page=per_page, paginator_class=_ForgivingPaginator)
    kept = request.GET.copy()
    for word in ("page", "export"):
        kept.pop(word, None)
    shown = {
        **(context or {}),
        "table": table,
        "filterset": filterset,
        "has_filters": any(value for name, value in request.GET.items() if name not in OWN_WORDS),
        "total": table.paginator.count,
        "kept": kept.urlencode(),
        "kept_by_filters": _pairs(request, ("sort", "column")),
        "kept_by_columns": _pairs(request, [name for name in request.GET if name not in {"page", "export", "column"}]),
        "formats": list(FORMATS),
        "column_choice": [
            (name, str(column.verbose_name or name), name in chosen)
            for name, column in table_class.base_columns.items()
            if name not in exclude
        ],
    }
    if request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        return render(request, "ui/partials/_list.html", shown)
    return render(request, template, shown)


def _name_the_empty_choice(filterset: django_filters.FilterSet) -> None:
    """Say what a choice left open shows, instead of a row of dashes."""
    for field in filterset.form.fields.values():
        if getattr(field, "empty_label", None) is not None:
            field.empty_label = pgettext("choice of a filter", "All")
            # The widget holds the choices of the field this one was copied from.
            field.widget.choices = field.choices


def _pairs(request: HttpRequest, names: Iterable[str]) -> list[tuple[str, str]]:
    """List what a form must carry along so that sending it keeps the rest of the address."""
    return [(name, value) for name in names for value in request.GET.getlist(name)]


class _ForgivingPaginator(Paginator):
    """Answers the nearest page instead of an error when the address asks for one that is gone."""

    def validate_number(self, number: Any) -> int:
        """Bring the number between the first and the last page."""
        return max(1, min(int(number), self.num_pages))


def _page_number(request: HttpRequest) -> int:
    return row_number(request.GET.get("page", "")) or 1


def state_cell(label: object, look: str = "") -> SafeString:
    """Show a state in a cell as the kit's c-state does: in words, which the colour (good, warn, bad, info) only repeats."""
    return format_html('<span class="state{}">{}</span>', f" state-{look}" if look else "", label)


def search_field(placeholder: str = "") -> django_filters.CharFilter:
    """Build the usual search box; the filterset gives its method."""
    return django_filters.CharFilter(label=placeholder or _("Search"), method="search")
