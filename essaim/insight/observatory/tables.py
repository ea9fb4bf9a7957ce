"""Columns of the lists: the establishments behind a figure, and what sources publish."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_tables2.data import TableData

from essaim.foundations.sirene.rows import EstablishmentRow
from essaim.foundations.sirene.states import FAMILY_LABELS
from essaim.foundations.ui.lists import DateColumn, Table

from .models import ReferenceFigure
from .queries import Listing
from .states import Measure

NUMBER = {"td": {"class": "number"}}
NOWRAP = {"td": {"class": "nowrap"}}


class EstablishmentTable(Table):
    """Establishments behind a figure; no headcount, and nothing of those who asked not to be diffused."""

    caption = gettext_lazy("Establishments of the ESS")
    name = tables.Column(verbose_name=gettext_lazy("name"), empty_values=())
    siret = tables.Column(verbose_name="SIRET", attrs=NOWRAP)
    family = tables.Column(verbose_name=gettext_lazy("family"))
    commune_name = tables.Column(verbose_name=gettext_lazy("commune"))
    naf = tables.Column(verbose_name=gettext_lazy("activity (NAF rev. 2)"))
    legal_category = tables.Column(verbose_name=gettext_lazy("legal category"))
    is_employer = tables.Column(verbose_name=gettext_lazy("employer"))
    is_seat = tables.Column(verbose_name=gettext_lazy("seat"))
    created_on = DateColumn(
        verbose_name=pgettext_lazy("establishment", "created on"), format="j F Y", default="", attrs=NOWRAP
    )
    on_demand = ("legal_category", "is_seat")

    def render_name(self, record: EstablishmentRow) -> str:
        """Say that a name is not diffused rather than show nothing."""
        if not record.name:
            return _("Name not diffused")
        return f"{record.name} ({record.acronym})" if record.acronym else record.name

    def render_family(self, record: EstablishmentRow) -> str:
        """Say it in words."""
        return next((str(label) for key, label in FAMILY_LABELS.items() if key.value == record.family), record.family)

    def render_is_employer(self, value: bool) -> str:  # noqa: FBT001  # as the library calls it
        """Say it in words."""
        return _("yes") if value else _("no")

    def render_is_seat(self, value: bool) -> str:  # noqa: FBT001
        """Say it in words."""
        return _("yes") if value else _("no")


class RegisterRows(TableData):
    """Rows of the register as a table takes them: only the page that is shown is read, in the order that is asked."""

    def __init__(self, listing: Listing) -> None:
        """Keep where they are read."""
        super().__init__(self)
        self._listing = listing
        self._order: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Tell how many there are."""
        return self._listing.total

    def __getitem__(self, key: Any) -> Any:
        """Read one row, or those of a page."""
        if not isinstance(key, slice):
            return self[key : key + 1][0]
        start = key.start or 0
        stop = len(self) if key.stop is None else key.stop
        return self._listing.read(limit=max(stop - start, 0), offset=start, order=self._order)

    def __iter__(self) -> Iterator[EstablishmentRow]:
        """Read them all."""
        return iter(self[:])

    def order_by(self, aliases: Iterable[str]) -> None:
        """Keep the order that is asked; the register makes it."""
        self._order = tuple(aliases)


class ReferenceTable(Table):
    """Figures that sources publish, each with what it can be held against."""

    caption = gettext_lazy("Published figures on the ESS of territories")
    place_name = tables.Column(verbose_name=gettext_lazy("territory"))
    measure = tables.Column(
        verbose_name=gettext_lazy("what it measures"),
        linkify=lambda record: record.get_absolute_url(),
    )
    year = tables.Column(verbose_name=gettext_lazy("year"), attrs=NOWRAP)
    wording = tables.Column(
        verbose_name=gettext_lazy("as the source says it"), accessor="figure__wording", orderable=False
    )
    method = tables.Column(verbose_name=gettext_lazy("counted from"))
    field = tables.Column(verbose_name=pgettext_lazy("of the ESS", "field"))
    base = tables.Column(verbose_name=gettext_lazy("divided by"))
    source = tables.Column(
        verbose_name=gettext_lazy("source"),
        accessor="figure__source__title",
        linkify=lambda record: reverse("action_plan:source", args=[record.figure.source.key]),
    )

    def render_year(self, record: ReferenceFigure) -> str:
        """Show both years where there are two."""
        return record.years

    def value_year(self, record: ReferenceFigure) -> str:
        """Say the same in files."""
        return record.years


class ReferenceFilter(django_filters.FilterSet):
    """Search and filters on published figures."""

    q = django_filters.CharFilter(label=gettext_lazy("Search"), method="search")
    measure = django_filters.ChoiceFilter(label=gettext_lazy("what it measures"), choices=Measure.choices)

    def search(self, rows: QuerySet[ReferenceFigure], name: str, value: str) -> QuerySet[ReferenceFigure]:
        """Look in the territory, the wording and the source."""
        return rows.filter(
            Q(place_name__icontains=value)
            | Q(place_code=value)
            | Q(figure__wording__icontains=value)
            | Q(figure__source__title__icontains=value)
        )
