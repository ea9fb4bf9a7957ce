"""Lists of the room: snapshots, and legal categories of an edition."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.lists import DateColumn, Table

from .models import PerimeterCategory, PerimeterEdition, Snapshot
from .states import SnapshotState

NUMBER = {"td": {"class": "number"}}


class SnapshotTable(Table):
    """Every load of the register, whatever became of it."""

    caption = _("Months of the business register loaded here")
    vintage = tables.Column(verbose_name=_("month"), linkify=True)
    perimeter = tables.Column(verbose_name=_("perimeter"), accessor="perimeter__number", attrs=NUMBER)
    state = tables.Column(verbose_name=pgettext_lazy("of a snapshot", "state"))
    is_generated = tables.Column(verbose_name=_("files"))
    ess_count = tables.Column(verbose_name=_("establishments kept"), attrs=NUMBER)
    checks = tables.Column(verbose_name=_("checks"), orderable=False)
    loaded_at = DateColumn(verbose_name=_("loaded"))
    loaded_by = tables.Column(verbose_name=_("loaded by"))
    seconds = tables.Column(verbose_name=_("seconds"), attrs=NUMBER)

    def render_vintage(self, record: Snapshot) -> str:
        """Say the month."""
        return date_format(record.vintage, "F Y")

    def value_vintage(self, record: Snapshot) -> str:
        """Give the month to programs."""
        return f"{record.vintage:%Y-%m}"

    def render_is_generated(self, record: Snapshot) -> str:
        """Say whether they are real."""
        return gettext("generated") if record.is_generated else gettext("of INSEE")

    def render_checks(self, record: Snapshot) -> str:
        """Count the checks that hold, and those that wait."""
        waits = sum(check["weight"] == "waits" for check in record.checks)
        said = gettext("%(held)s of %(all)s hold") % {"held": len(record.checks) - waits, "all": len(record.checks)}
        return said if not waits else format_html("<strong>{}</strong>", said)


class SnapshotFilter(django_filters.FilterSet):
    """Filters on snapshots."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("of a snapshot", "state"), choices=SnapshotState.choices)

    def search(self, rows: QuerySet[Snapshot], name: str, value: str) -> QuerySet[Snapshot]:
        """Look in the hash, the file, who loaded it and the reason."""
        return rows.filter(
            Q(sha256__startswith=value.lower())
            | Q(file__icontains=value)
            | Q(loaded_by__icontains=value)
            | Q(reason__icontains=value)
        )


class EditionTable(Table):
    """Editions of the perimeter."""

    caption = _("Editions of the perimeter of the ESS")
    number = tables.Column(verbose_name=_("number"), attrs=NUMBER)
    name = tables.Column(verbose_name=_("name"), linkify=True)
    state = tables.Column(verbose_name=pgettext_lazy("of a perimeter", "state"))
    starts_on = DateColumn(verbose_name=_("in force since"))
    ends_on = DateColumn(verbose_name=_("in force until (excluded)"))
    source = tables.Column(verbose_name=_("source"))


class EditionFilter(django_filters.FilterSet):
    """Search on editions."""

    q = django_filters.CharFilter(label=_("Search"), method="search")

    def search(self, rows: QuerySet[PerimeterEdition], name: str, value: str) -> QuerySet[PerimeterEdition]:
        """Look in names and sources."""
        return rows.filter(Q(name__icontains=value) | Q(source__icontains=value))


class CategoryTable(Table):
    """Legal categories of an edition."""

    caption = _("Legal categories of this edition")
    code = tables.Column(verbose_name=_("code"))
    label = tables.Column(verbose_name=_("legal category"))
    family = tables.Column(verbose_name=_("family"))
    confidence = tables.Column(verbose_name=_("confidence"))
    in_insee = tables.Column(verbose_name=_("in INSEE's field"))
    in_statutory = tables.Column(verbose_name=_("ESS by statute"))
    source = tables.Column(verbose_name=_("source"))

    def render_in_insee(self, value: object, record: PerimeterCategory) -> str:
        """Say yes or no in words."""
        return gettext("yes") if record.in_insee else gettext("no")

    def render_in_statutory(self, value: object, record: PerimeterCategory) -> str:
        """Say yes or no in words."""
        return gettext("yes") if record.in_statutory else gettext("no")


class CategoryFilter(django_filters.FilterSet):
    """Search and filters on legal categories."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    family = django_filters.ChoiceFilter(label=_("family"), choices=PerimeterCategory._meta.get_field("family").choices)
    confidence = django_filters.ChoiceFilter(
        label=_("confidence"), choices=PerimeterCategory._meta.get_field("confidence").choices
    )

    def search(self, rows: QuerySet[PerimeterCategory], name: str, value: str) -> QuerySet[PerimeterCategory]:
        """Look in codes and labels."""
        return rows.filter(Q(code__startswith=value) | Q(label__icontains=value))
