"""The funnel of calls, and the list behind each of its figures."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import Table

from .models.applications import ApplicationQuerySet
from .queries import funnel as queries
from .queries.funnel import NONE, FunnelLine
from .states import FunnelAxis, FunnelStage
from .tables_applications import ApplicationTable

NUMBER = {"td": {"class": "number"}}


class FunnelTable(Table):
    """Asked, presented, supported: each figure opens its list."""

    caption = _("Asked, presented, supported")
    label = tables.Column(verbose_name=pgettext_lazy("of totals", "by"), orderable=False)
    asked = tables.Column(verbose_name=pgettext_lazy("of the funnel", "asked"), orderable=False, attrs=NUMBER)
    presented = tables.Column(verbose_name=_("presented to the body"), orderable=False, attrs=NUMBER)
    supported = tables.Column(verbose_name=_("supported"), orderable=False, attrs=NUMBER)

    def _linked(self, record: FunnelLine, stage: FunnelStage, value: int) -> SafeString:
        return format_html(
            '<a href="{}?{}">{}</a>', reverse("calls_for_projects:funnel_rows"), record.query(stage), value
        )

    def render_asked(self, record: FunnelLine, value: int) -> SafeString:
        """Open the list."""
        return self._linked(record, FunnelStage.ASKED, value)

    def render_presented(self, record: FunnelLine, value: int) -> SafeString:
        """Open the list."""
        return self._linked(record, FunnelStage.PRESENTED, value)

    def render_supported(self, record: FunnelLine, value: int) -> SafeString:
        """Open the list."""
        return self._linked(record, FunnelStage.SUPPORTED, value)

    def value_asked(self, value: int) -> int:
        """Give files the number."""
        return value

    def value_presented(self, value: int) -> int:
        """Give files the number."""
        return value

    def value_supported(self, value: int) -> int:
        """Give files the number."""
        return value


class FunnelRowTable(ApplicationTable):
    """The applications behind a figure of the funnel."""

    caption = _("Applications behind the figure")


class FunnelFilter(django_filters.FilterSet):
    """The step reached, and the axes of the funnel."""

    etape = django_filters.ChoiceFilter(label=_("Step reached"), choices=FunnelStage.choices, method="at_stage")
    annee = django_filters.ChoiceFilter(label=_("Year of filing"), field_name="filed_at__year")
    territoire = django_filters.ChoiceFilter(label=_("territory"), method="in_territory")
    famille = django_filters.ChoiceFilter(label=_("Legal family"), method="in_family")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer what there is."""
        super().__init__(*args, **options)
        for name, axis in (
            ("annee", FunnelAxis.YEAR),
            ("territoire", FunnelAxis.TERRITORY),
            ("famille", FunnelAxis.FAMILY),
        ):
            found = [(line.filters[0][1], line.label) for line in queries.funnel(axis)]
            self.filters[name].extra["choices"] = found

    def at_stage(self, rows: ApplicationQuerySet, name: str, value: str) -> ApplicationQuerySet:
        """Keep those that came so far."""
        return queries.at_stage(rows, value)

    def in_territory(self, rows: ApplicationQuerySet, name: str, value: str) -> ApplicationQuerySet:
        """Keep those of a territory, or of none."""
        return rows.filter(territory__isnull=True) if value == NONE else rows.filter(territory__code=value)

    def in_family(self, rows: ApplicationQuerySet, name: str, value: str) -> ApplicationQuerySet:
        """Keep those of a legal family."""
        return queries.in_family(rows, value)
