"""A list page in a few lines: search, filters and sort in the address, choice of columns, pages, export, fragment."""

from __future__ import annotations

import inspect
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import copy
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

import django_filters
import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import localize
from django.utils.functional import Promise, cached_property
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django_tables2.rows import BoundRow, BoundRows

from essaim.foundations.primitives.identifiers import row_number

from .dates import day_in_words
from .escaping import escaped
from .exports import FORMATS, table_response
from .fields import FoldedChoices

PER_PAGE = 50
FAR_DOWN = 500
# What the list itself reads in the address; everything else belongs to the filters.
OWN_WORDS = ("page", "sort", "export", "column")


class Table(tables.Table):
    """The base of every table: give each column its verbose_name, and a caption in Meta.attrs or in the page."""

    class Meta:
        template_name = "ui/partials/_table.html"
        attrs = {"class": "table table-hover"}

    caption: str | Promise = ""
    # Columns that a page shows only when they are asked for; files have them all.
    on_demand: tuple[str, ...] = ()
    # Relations to read with the rows only where a column that needs them is shown: to many, then to one, by its name.
    prefetched: Mapping[str, tuple[str, ...]] = {}
    joined: Mapping[str, tuple[str, ...]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        """Make the copies that each list takes of its columns light ones."""
        super().__init_subclass__(**options)
        cls.base_columns = _Columns(cls.base_columns)

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        """Read the rows as ours, and let the list choose its page: the library would count all rows to choose one by itself."""
        super().__init__(*args, **kwargs)
        self.request = request
        self.rows = _Rows(data=self.data, table=self, pinned_data=self.pinned_data)

    @cached_property
    def cell_openings(self) -> dict[str, SafeString]:
        """
        How a cell of each column begins, by its name: what it is called, and its class when it has one.

        On a telephone a row is a card, where each cell says its name; the roles keep it a row of a table all the same.
        """
        classes = {name: format_html(' class="{}"', look) if look else "" for name, look in self.cell_looks.items()}
        return {
            column.name: format_html(' role="cell" data-label="{}"{}', capfirst(column.header), classes[column.name])
            for column in self.columns
        }

    @property
    def heads(self) -> Iterator[dict[str, object]]:
        """What the head of each column says: its words, whether rows are in its order, and the first page in its order."""
        kept = self.request.GET.copy()
        kept.pop("page", None)
        for column in self.columns:
            alias = column.order_by_alias
            if column.orderable:
                kept["sort"] = str(alias.next)
            yield {
                "words": column.header,
                "look": self.cell_looks[column.name],
                "url": f"?{kept.urlencode()}" if column.orderable else "",
                "is_ordered": column.is_ordered,
                "is_descending": alias.is_descending,
            }

    @cached_property
    def cell_looks(self) -> dict[str, str | None]:
        """The class of the cells of each column, by its name."""
        return {column.name: column.attrs["td"].get("class") for column in self.columns}

    @property
    def body(self) -> SafeString:
        """The rows of the page; a template would take longer to go from cell to cell than the cells to be made."""
        makers = [(f"<td{opening}>", self.shown_cells[name]) for name, opening in self.cell_openings.items()]
        lines = []
        for row in self.paginated_rows:
            cells = "".join(f"{opening}{_written(maker.cell(row))}</td>" for opening, maker in makers)
            lines.append(f'<tr role="row">{cells}</tr>')
        return SafeString("".join(lines))

    @cached_property
    def shown_cells(self) -> dict[str, _CellMaker]:
        """What makes the cells of the page, by the name of their column."""
        return {column.name: _CellMaker(column, is_for_page=True) for column in self.columns.iterall()}

    @cached_property
    def filed_cells(self) -> dict[str, _CellMaker]:
        """What makes the cells of a file, by the name of their column."""
        return {column.name: _CellMaker(column, is_for_page=False) for column in self.columns.iterall()}

    @cached_property
    def labels(self) -> dict[tuple[type, str, object], object]:
        """What the choices met so far are called, by kind of row, field and value: a list meets few, many times."""
        return {}


class _Columns(OrderedDict[str, tables.Column]):
    """
    The columns of a kind of table, of which each list takes a copy.

    The library copies them to the bottom, down to their names in all languages; nothing deeper than a column changes.
    """

    def __deepcopy__(self, memo: object) -> OrderedDict[str, tables.Column]:
        return OrderedDict((name, copy(column)) for name, column in self.items())


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


class LastDayColumn(DateColumn):
    """The last day of a period, that day included, as people say it: rows keep the day after."""

    def render(self, value: date) -> str:
        """Write it in words."""
        return super().render(value - timedelta(days=1))

    def value(self, value: date) -> str:
        """Give files the same day."""
        return super().value(value - timedelta(days=1))


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
            found = _part_of(getattr(self.data, "data", self.data), key)
            return _Rows(data=found, table=self.table, pinned_data=self.pinned_data)
        return _Row(self.data[key], table=self.table)


def _part_of(rows: Any, place: slice) -> Any:
    """
    Cut some rows out of many.

    Far down a list, the database would build every row on the way, joined to all that it names, to leave it out again: there the
    keys of the page are asked first, then its rows.
    """
    if place.start < FAR_DOWN or not isinstance(rows, QuerySet):
        return rows[place]
    query = rows.query
    if query.distinct or query.combinator or query.group_by is not None or not query.can_filter():
        return rows[place]
    keys = list(rows.values_list("pk", flat=True)[place])
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    # A row may have gone between the two questions.
    return [found[key] for key in keys if key in found]


class _Row(BoundRow):
    """Has its cells made by what the table knows of their columns."""

    def get_cell(self, name: str) -> object:
        """Give the content of a cell."""
        return self.table.shown_cells[name].cell(self)

    def get_cell_value(self, name: str) -> object:
        """Give what files have in a cell."""
        return self.table.filed_cells[name].cell(self)


class _CellMaker:
    """
    Makes the cells of a column.

    Which arguments its function wants, where its value is and where it leads are found once for all rows: the library finds them
    again for every cell, which took most of the time of a list.
    """

    def __init__(self, bound_column: Any, *, is_for_page: bool) -> None:
        """Find what there is to know of the column."""
        column, method = bound_column.column, bound_column.render if is_for_page else bound_column.value
        if getattr(method, "__func__", None) is tables.Column.value:
            # Which only asks the same column to render.
            method = column.render
        self._column, self._method, self._wishes = bound_column, method, _Wishes(method)
        self._link = bound_column.link if is_for_page else None
        url = self._link.url if self._link is not None else None
        self._link_wishes = _Wishes(url) if callable(url) else None
        self._default = bound_column.default if is_for_page else None
        self._empty_values = column.empty_values
        self._wants_value = self._empty_values != () or self._link is not None or self._wishes.have("value")
        self._is_left_to_library = isinstance(column, tables.ManyToManyColumn)
        self._path = str(bound_column.accessor).split("__")

    def cell(self, row: _Row) -> object:
        """Make one, reading a row of the database in a shorter way than the library, which tries every kind of thing."""
        if self._is_left_to_library or not isinstance(row.record, Model):
            return self._cell_by_library(row)
        if not self._wants_value:
            return self._content(row, None)
        try:
            value = self._value(row)
        except (AttributeError, TypeError):
            return self._cell_by_library(row)
        return self._default if value in self._empty_values else self._content(row, value)

    def _cell_by_library(self, row: _Row) -> object:
        def content(_column: object, value: object = None) -> object:
            return self._content(row, value)

        return row._get_and_render_with(self._column, content, self._default)

    def _value(self, row: _Row) -> object:
        *path, name = self._path
        thing: Any = row.record
        for step in path:
            thing = getattr(thing, step)
            if thing is None:
                return None
        value = getattr(thing, name)
        if not _has_choices(type(thing), name):  # type: ignore[arg-type]
            if callable(value):
                raise TypeError(name)
            return value
        labels = row.table.labels
        key = (type(thing), name, value)
        if key not in labels:
            labels[key] = getattr(thing, f"get_{name}_display")()
        return labels[key]

    def _content(self, row: _Row, value: object) -> object:
        content = self._wishes.granted(row, self._column, value)
        link = self._link
        if link is None:
            return content
        # To an address of its own, to the thing of the column, or to the row: the library takes four times as long to write it.
        if link.attrs or link.accessor or link.reverse_args or not isinstance(row.record, Model):
            return link(content, **row._optional_cell_arguments(self._column, value))
        if self._link_wishes is not None:
            address: Any = self._link_wishes.granted(row, self._column, value)
        else:
            thing: Any = getattr(row.record, self._column.name, None)
            if not hasattr(thing, "get_absolute_url"):
                thing = row.record
            address = thing.get_absolute_url()
        return content if address is None else link_to(address, content)


class _Wishes:
    """A function of a column, and which arguments it wants."""

    def __init__(self, function: Callable[..., object]) -> None:
        """Read what it wants."""
        plain = getattr(function, "__func__", function)
        names, self._takes_all = _wanted(plain)
        self._function, self._names = function, names if plain is function else names[1:]

    def have(self, name: str) -> bool:
        """Tell whether it wants an argument."""
        return self._takes_all or name in self._names

    def granted(self, row: _Row, column: object, value: object) -> object:
        """Call it with what it wants of what there is; None when it wants something else, as the library does."""
        if self._names == ("value",):
            return self._function(value=value)
        if self._names == ("record",):
            return self._function(record=row.record)
        given = row._optional_cell_arguments(column, value)
        if self._takes_all:
            return self._function(**given)
        if not all(name in given for name in self._names):
            return None
        return self._function(**{name: given[name] for name in self._names})


def _written(cell: object) -> str:
    """Write the content of a cell as a template writes values."""
    return escaped(cell if isinstance(cell, str) else localize(template_localtime(cell)))


@cache
def _has_choices(kind: type, name: str) -> bool:
    """Tell whether an attribute is a field with choices, which are shown by their labels."""
    try:
        return bool(kind._meta.get_field(name).choices)  # type: ignore[attr-defined]
    except (AttributeError, FieldDoesNotExist):
        return False


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

    :param rows: a queryset when there is a filterset; one that counted its rows says so by its attribute total, None if it did not
    :param exclude: columns this person may not see, in the page and in the file
    """
    filterset = None
    if filterset_class is not None:
        filterset = filterset_class(request.GET or None, queryset=rows, request=request)
        _name_the_empty_choice(filterset)
        rows = filterset.qs
    kind = request.GET.get("export", "")
    all_columns = [name for name in table_class.base_columns if name not in exclude]
    on_demand = () if kind in FORMATS else getattr(table_class, "on_demand", ())
    at_first = [name for name in all_columns if name not in on_demand]
    chosen = [name for name in request.GET.getlist("column") if name in all_columns] or at_first
    hidden = {name for name in all_columns if name not in chosen}
    if isinstance(rows, QuerySet):
        rows = _with_relations(rows, table_class, [name for name in all_columns if name in chosen])
    table = table_class(rows, order_by=request.GET.getlist("sort") or None, exclude=(*exclude, *hidden))
    # Not given to the library, which would find the page and the order from it, and count the rows for that.
    table.request = request
    _settle_order(table)
    if kind in FORMATS:
        lines = [[strip_tags(cell) if isinstance(cell, str) else cell for cell in row] for row in table.as_values()]
        return table_response(file_name, kind, [str(cell) for cell in lines[0]], lines[1:])
    table.paginate(
        page=_page_number(request),
        per_page=per_page,
        paginator_class=_ForgivingPaginator,
        total=getattr(filterset, "total", None),
    )
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


def _with_relations(rows: QuerySet[Any], table_class: type[tables.Table], shown: Iterable[str]) -> QuerySet[Any]:
    """Read with the rows what the columns that are shown need, and nothing for those that are not."""
    names = list(shown)

    def needed(word: str) -> list[str]:
        relations: Mapping[str, tuple[str, ...]] = getattr(table_class, word, {})
        return [relation for name in names for relation in relations.get(name, ())]

    if to_one := needed("joined"):
        rows = rows.select_related(*to_one)
    if to_many := needed("prefetched"):
        rows = rows.prefetch_related(*to_many)
    return rows


def _settle_order(table: tables.Table) -> None:
    """Order rows that are equal by their keys: otherwise two pages may show one row twice, and another one never."""
    rows = getattr(table.data, "data", None)
    if not isinstance(rows, QuerySet) or rows.query.combinator or rows.query.group_by is not None:
        return
    terms = rows.query.order_by
    if not terms or {"pk", "-pk", "id", "-id"} & {term for term in terms if isinstance(term, str)}:
        return
    first = terms[0]
    goes_down = first.startswith("-") if isinstance(first, str) else getattr(first, "descending", False)
    table.data.data = rows.order_by(*terms, "-pk" if goes_down else "pk")


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

    def __init__(self, *args: Any, total: int | None = None, **options: Any) -> None:
        """Keep how many rows there are, where that is known already."""
        super().__init__(*args, **options)
        self._total = total

    @cached_property
    def count(self) -> int:
        """Return how many rows there are."""
        return super().count if self._total is None else self._total

    def validate_number(self, number: Any) -> int:
        """Bring the number between the first and the last page."""
        return max(1, min(int(number), self.num_pages))


def _page_number(request: HttpRequest) -> int:
    return row_number(request.GET.get("page", "")) or 1


def state_cell(label: object, look: str = "") -> SafeString:
    """Show a state in a cell as the kit's c-state does: in words, which the colour (good, warn, bad, info) only repeats."""
    return SafeString(f'<span class="state{f" state-{escaped(look)}" if look else ""}">{escaped(label)}</span>')


def link_to(address: str, words: object) -> SafeString:
    """Show a link in a cell."""
    return SafeString(f'<a href="{escaped(address)}">{escaped(words)}</a>')


class Addresses:
    """
    The addresses of many things of one kind, told apart by their last part: found once, where each would be found again.

    :param name: of a page whose address ends with what tells the thing
    :param first: what comes before it in the address, the same for all
    """

    def __init__(self, name: str, *first: object) -> None:
        """Find how they begin and end."""
        self._start, _placeholder, self._end = reverse(name, args=[*first, 0]).rpartition("0")

    def of(self, last: object) -> str:
        """Write that of one thing."""
        return f"{self._start}{quote(str(last))}{self._end}"


def several_field(label: str | Promise, choices: Iterable[Any], **options: Any) -> django_filters.MultipleChoiceFilter:
    """
    Build a filter that keeps rows of any of several choices, folded under one word that says which are chosen.

    Of a field of the row itself: rows are not told apart again, which the database would do by comparing all their fields.
    """
    return django_filters.MultipleChoiceFilter(
        label=label, choices=choices, widget=FoldedChoices, distinct=False, **options
    )


def search_field(placeholder: str = "") -> django_filters.CharFilter:
    """Build the usual search box; the filterset gives its method."""
    return django_filters.CharFilter(label=placeholder or _("Search"), method="search")
