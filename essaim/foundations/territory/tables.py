"""The list of communes: columns, search and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
import django_tables2 as tables
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from essaim.foundations.territory import queries
from essaim.foundations.ui.lists import Table

if TYPE_CHECKING:
    from .models import Commune


class CommuneTable(Table):
    """Communes with what they count and where they belong."""

    caption = _("Communes of the authority")
    name = tables.Column(verbose_name=_("name"), order_by="sort_key")
    code = tables.Column(verbose_name=_("INSEE code"))
    zone_name = tables.Column(verbose_name=_("territory"), order_by="zone_code", default="")
    population = tables.Column(verbose_name=_("population"), attrs={"td": {"class": "number"}}, default="")
    population_vintage = tables.Column(verbose_name=_("list of"), orderable=False, default="")
    postcodes = tables.Column(verbose_name=_("postcodes"), default="")
    siren = tables.Column(verbose_name=_("SIREN"), default="")

    class Meta(Table.Meta):
        order_by = ("name",)

    def render_name(self, record: Any) -> str:
        """Link to the page, and name the associated communes that a search may have found."""
        link = format_html('<a href="{}">{}</a>', record.get_absolute_url(), record.name)
        if not record.associated:
            return link
        return format_html(
            '{} <span class="small muted">{}</span>', link, _("with %(names)s") % {"names": names_of(record)}
        )

    def value_name(self, record: Any) -> str:
        """Give the name alone to files."""
        return str(record.name)

    def render_population(self, value: int) -> str:
        """Group the digits by three."""
        return intcomma(value)

    def value_population(self, value: int) -> int:
        """Give the number itself to files."""
        return value


def names_of(record: Any) -> str:
    """Write the names of the associated communes of a row."""
    return ", ".join(former.name for former in record.associated)


class CommuneFilter(django_filters.FilterSet):
    """Search and territoire."""

    q = django_filters.CharFilter(label=_("Name, code or postcode"), method="search")
    territoire = django_filters.ChoiceFilter(label=_("territory"), method="of_territoire")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the territoires of the day, or leave the filter out where there are none."""
        super().__init__(*args, **kwargs)
        zones = queries.territoires(today=timezone.localdate())
        if zones:
            self.filters["territoire"].extra["choices"] = [(zone.code, zone.name) for zone in zones]
        else:
            del self.filters["territoire"]

    def search(self, rows: QuerySet[Commune], name: str, value: str) -> QuerySet[Commune]:
        """Find a commune as people write it, by a former name too."""
        return queries.found_communes(rows, value)

    def of_territoire(self, rows: QuerySet[Commune], name: str, value: str) -> QuerySet[Commune]:
        """Keep the communes of one territoire."""
        return queries.of_territoire(rows, value, today=timezone.localdate())
