"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table

from . import queries
from .models import FindingQuerySet, OrganizationQuerySet, RegisterFinding
from .states import ExitCause, FindingKind, FindingState, FoundField, OrganizationKind, PairState, StatusKind

WITH, WITHOUT = "avec", "sans"
SOURCE_LENGTH_SHOWN = 60


def status_words(kinds: list[str]) -> str:
    """Name some statuses."""
    return "; ".join(str(StatusKind(kind).label) for kind in kinds)


class WebsiteColumn(tables.Column):
    """The address of a site: a link under its bare name in the page, whole in files."""

    def render(self, value: str) -> str:
        """Link to it, under its bare name."""
        return format_html('<a href="{}" rel="external">{}</a>', value, value.split("//")[-1].strip("/"))

    def value(self, value: str) -> str:
        """Give files the whole address."""
        return value


class OrganizationTable(Table):
    """Structures with what identifies them."""

    caption = _("Structures known here")
    name = tables.Column(verbose_name=_("name"), linkify=True, order_by="sort_key")
    acronym = tables.Column(verbose_name=_("acronym"), default="")
    kind = tables.Column(verbose_name=pgettext_lazy("of a structure", "kind"))
    commune_name = tables.Column(verbose_name=_("commune"), default="")
    siren = tables.Column(verbose_name=_("SIREN"), default="")
    rna = tables.Column(verbose_name=_("RNA number"), default="")
    website = WebsiteColumn(verbose_name=_("website"), default="", orderable=False)
    source = tables.Column(verbose_name=_("source"), default="", orderable=False)
    legal_category = tables.Column(verbose_name=_("legal category"), default="")
    activity_code = tables.Column(verbose_name=_("activity code"), default="")
    status_kinds = tables.Column(verbose_name=_("ESS statuses"), default="", orderable=False)
    key = tables.Column(verbose_name=_("key"))
    on_demand = ("legal_category", "activity_code", "status_kinds")

    class Meta(Table.Meta):
        order_by = ("name",)

    def render_status_kinds(self, value: list[str]) -> str:
        """Name the statuses it holds today."""
        return status_words(value)

    def render_source(self, value: str) -> str:
        """Show its beginning: the page of the structure has the whole."""
        return Truncator(value).chars(SOURCE_LENGTH_SHOWN)

    def value_source(self, value: str) -> str:
        """Give files the whole of it."""
        return value


class OrganizationFilter(django_filters.FilterSet):
    """Search, kind, commune, and whether the structure has a SIREN."""

    q = django_filters.CharFilter(label=_("Name, acronym, SIREN or RNA number"), method="search")
    kind = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a structure", "kind"), choices=OrganizationKind.choices, field_name="kind"
    )
    commune = django_filters.ChoiceFilter(label=_("commune"), field_name="commune_code")
    status = django_filters.ChoiceFilter(
        label=_("ESS status held today"), choices=StatusKind.choices, method="holding_status"
    )
    siren = django_filters.ChoiceFilter(
        label=_("SIREN"),
        choices=[(WITH, pgettext_lazy("a SIREN", "With")), (WITHOUT, pgettext_lazy("a SIREN", "Without"))],
        method="with_siren",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the communes where there are structures."""
        super().__init__(*args, **options)
        self.filters["commune"].extra["choices"] = queries.communes_named()

    def search(self, rows: OrganizationQuerySet, name: str, value: str) -> OrganizationQuerySet:
        """Find a structure as people write it."""
        return queries.found_organizations(rows, value)

    def holding_status(self, rows: OrganizationQuerySet, name: str, value: str) -> OrganizationQuerySet:
        """Keep those that hold a status today."""
        return queries.holding_status(rows, value, today=timezone.localdate())

    def with_siren(self, rows: OrganizationQuerySet, name: str, value: str) -> OrganizationQuerySet:
        """Keep those that have a number, or those that have none."""
        return rows.exclude(siren="") if value == WITH else rows.filter(siren="")


class SheetTable(Table):
    """Sheets of structures, the latest first."""

    caption = _("Sheets of structures")
    prepared_at = DateTimeColumn(verbose_name=_("prepared"), format="j F Y H:i", linkify=True)
    file_name = tables.Column(verbose_name=_("file"))
    author = tables.Column(verbose_name=_("author"))
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-prepared_at",)


class PairTable(Table):
    """Pairs of records that may be one structure."""

    caption = _("Records that may be one")
    score = tables.Column(verbose_name=_("likeness of 100"), linkify=True)
    first = tables.Column(verbose_name=_("first record"), order_by="first__sort_key")
    second = tables.Column(verbose_name=_("second record"), order_by="second__sort_key")
    reasons = tables.Column(verbose_name=_("what is alike"), default="", orderable=False)
    state = tables.Column(verbose_name=_("state"))
    reason = tables.Column(verbose_name=_("reason"), default="", orderable=False)

    class Meta(Table.Meta):
        order_by = ("-score",)

    def render_reasons(self, value: list[str]) -> str:
        """Name what is alike."""
        return ", ".join(queries.reason_words(value))


class PairFilter(django_filters.FilterSet):
    """Words of either name, and what was decided."""

    q = django_filters.CharFilter(label=_("Name, acronym, SIREN or RNA number"), method="search")
    state = django_filters.ChoiceFilter(label=_("state"), choices=PairState.choices)

    def search(self, rows: Any, name: str, value: str) -> Any:
        """Keep the pairs of which one record is found by these words."""
        found = queries.search(value).values("pk")
        return rows.filter(Q(first__in=found) | Q(second__in=found))


class FindingTable(Table):
    """What the register says otherwise."""

    caption = _("What the register says otherwise")
    name = tables.Column(verbose_name=pgettext_lazy("legal person", "structure"), linkify=True)
    kind = tables.Column(verbose_name=_("what was found"))
    field = tables.Column(verbose_name=_("field"))
    before = tables.Column(verbose_name=_("written here"), default="", orderable=False)
    proposed = tables.Column(verbose_name=_("in the register"), orderable=False)
    commune_name = tables.Column(verbose_name=_("commune"), default="")
    confirmed_on = DateColumn(verbose_name=_("confirmed by the structure on"), default="")
    siren = tables.Column(verbose_name=_("SIREN"))
    legal_category = tables.Column(verbose_name=_("legal category"), default="")
    state = tables.Column(verbose_name=_("state"))

    on_demand = ("siren", "legal_category", "state")

    def render_proposed(self, value: str, record: RegisterFinding) -> str:
        """Say an exit in words."""
        if record.kind == FindingKind.EXIT and value in ExitCause.values:
            return str(ExitCause(value).label)
        return value


class FindingFilter(django_filters.FilterSet):
    """Words, kind, field, commune, and what was made of it."""

    q = django_filters.CharFilter(label=_("Name or SIREN"), method="search")
    kind = django_filters.ChoiceFilter(label=_("what was found"), choices=FindingKind.choices)
    field = django_filters.ChoiceFilter(label=_("field"), choices=FoundField.choices)
    commune = django_filters.ChoiceFilter(label=_("commune"), field_name="commune_code")
    employer = django_filters.ChoiceFilter(
        label=pgettext_lazy("mark of the register", "employer"),
        choices=[
            ("1", pgettext_lazy("mark of the register", "Yes")),
            ("0", pgettext_lazy("mark of the register", "No")),
        ],
        field_name="is_employer",
    )
    state = django_filters.ChoiceFilter(label=_("state"), choices=FindingState.choices)

    def __init__(self, data: QueryDict | None = None, *args: Any, **options: Any) -> None:
        """Show what waits unless something else is asked; offer the communes where there are differences."""
        asked = QueryDict(mutable=True) if data is None else data.copy()
        asked.setdefault("state", FindingState.WAITING)
        super().__init__(asked, *args, **options)
        self.filters["commune"].extra["choices"] = queries.finding_communes()

    def search(self, rows: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Find a structure by its name or its number."""
        for word in value.split():
            rows = rows.filter(Q(name__icontains=word) | Q(siren=word))
        return rows


class DecisionTable(Table):
    """What was answered to the register, the latest first."""

    caption = _("What was answered")
    decided_at = DateTimeColumn(verbose_name=_("decided"), format="j F Y H:i", linkify=True)
    answer = tables.Column(verbose_name=_("answer"))
    count = tables.Column(verbose_name=_("differences"))
    author = tables.Column(verbose_name=_("author"))
    reason = tables.Column(verbose_name=_("reason"), default="", orderable=False)
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-decided_at",)
