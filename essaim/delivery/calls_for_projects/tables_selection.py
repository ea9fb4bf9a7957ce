"""Lists of the selection: sessions, files of one, projects supported."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import DateColumn, Table, state_cell

from .models import SelectionFile, SelectionSession
from .queries.selection import NO_GRADE, Grade, communes_supported, files_with_words
from .states import AidType, FileOutcome, SelectionState
from .wording import amount

UNDECIDED = "a-decider"
NUMBER = {"td": {"class": "number"}}


def euros_in_files(value: int) -> str:
    """Give files euros, with a point."""
    return f"{value / 100:.2f}"


class SelectionTable(Table):
    """Selection sessions."""

    caption = _("Selection sessions")
    day = DateColumn(accessor="session__day", verbose_name=_("day"), linkify=lambda record: record.get_absolute_url())
    call = tables.Column(verbose_name=pgettext_lazy("for projects", "call"), order_by="call__name")
    body = tables.Column(accessor="session__body__name", verbose_name=pgettext_lazy("committee", "body"))
    state = tables.Column(verbose_name=pgettext_lazy("of a selection session", "state"))
    file_count = tables.Column(verbose_name=pgettext_lazy("of a selection", "files"), attrs=NUMBER)
    granted_count = tables.Column(verbose_name=_("granted"), attrs=NUMBER)

    class Meta(Table.Meta):
        order_by = ("-day",)

    def render_state(self, record: SelectionSession, value: str) -> SafeString:
        """Repeat the state by a colour."""
        return state_cell(value, record.tone)


class SelectionFilter(django_filters.FilterSet):
    """Search and state."""

    q = django_filters.CharFilter(label=_("Words of the call or the body"), method="search")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a selection session", "state"), choices=SelectionState.choices
    )

    def search(self, rows: QuerySet[SelectionSession], name: str, value: str) -> QuerySet[SelectionSession]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(Q(call__name__icontains=word) | Q(session__body__name__icontains=word))
        return rows


class FileTable(Table):
    """Files before a selection session."""

    caption = _("Files of the session")
    reference = tables.Column(
        accessor="application__reference", verbose_name=_("reference"), linkify=lambda record: record.get_absolute_url()
    )
    title = tables.Column(accessor="application__title", verbose_name=_("project"))
    carrier = tables.Column(
        accessor="application__carrier", verbose_name=pgettext_lazy("legal person", "structure"), orderable=False
    )
    aid_type = tables.Column(accessor="application__aid_type", verbose_name=_("type of aid"), default="")
    territory = tables.Column(accessor="application__territory", verbose_name=_("territory"), default="")
    requested_cents = tables.Column(verbose_name=_("amount asked for"), default="", attrs=NUMBER)
    at_most_cents = tables.Column(verbose_name=_("at most"), default="", orderable=False, attrs=NUMBER)
    grade = tables.Column(verbose_name=_("weighted mark"), empty_values=(), orderable=False)
    outcome = tables.Column(verbose_name=pgettext_lazy("on an application", "decision"), default="")
    granted_cents = tables.Column(verbose_name=_("amount granted"), default="", attrs=NUMBER)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take the grades, which are computed for all files together."""
        self.grades: dict[int, Grade] = getattr(options.get("request"), "grades", {})
        super().__init__(*args, **options)

    def render_aid_type(self, record: SelectionFile) -> str:
        """Say it in words."""
        return str(record.application.get_aid_type_display())

    def value_aid_type(self, record: SelectionFile) -> str:
        """Say it in words."""
        return self.render_aid_type(record)

    def render_requested_cents(self, value: int) -> str:
        """Write the amount."""
        return amount(value)

    def value_requested_cents(self, value: int) -> str:
        """Give files euros."""
        return euros_in_files(value)

    def render_at_most_cents(self, value: int) -> str:
        """Write the amount."""
        return amount(value)

    def value_at_most_cents(self, value: int) -> str:
        """Give files euros."""
        return euros_in_files(value)

    def render_granted_cents(self, value: int) -> str:
        """Write the amount."""
        return amount(value)

    def value_granted_cents(self, value: int) -> str:
        """Give files euros."""
        return euros_in_files(value)

    def render_grade(self, record: SelectionFile) -> str:
        """Write the mean, how far seats are from one another, and how many marked."""
        return grade_in_words(self.grades.get(record.pk, NO_GRADE))

    def value_grade(self, record: SelectionFile) -> str:
        """Give files the mean alone."""
        grade = self.grades.get(record.pk, NO_GRADE)
        return "" if grade.mean is None else f"{grade.mean:.1f}"

    def render_outcome(self, record: SelectionFile, value: str) -> SafeString:
        """Repeat the decision by a colour."""
        return state_cell(value, record.outcome_tone)


def grade_in_words(grade: Grade) -> str:
    """Write a grade in a line: mean, standard deviation, number of seats."""
    if grade.mean is None or grade.deviation is None:
        return ""
    return f"{number_format(grade.mean, 1)} ± {number_format(grade.deviation, 1)} ({grade.seats})"


class FileFilter(django_filters.FilterSet):
    """Search, type of aid, territory, decision."""

    q = django_filters.CharFilter(label=_("Words of the project, the structure or the reference"), method="search")
    aid_type = django_filters.ChoiceFilter(
        label=_("type of aid"), choices=AidType.choices, field_name="application__aid_type"
    )
    territoire = django_filters.ChoiceFilter(label=_("territory"), field_name="application__territory__code")
    decision = django_filters.ChoiceFilter(
        label=pgettext_lazy("on an application", "decision"),
        choices=[(UNDECIDED, _("To be decided")), *FileOutcome.choices],
        method="with_decision",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the territories of the files."""
        super().__init__(*args, **options)
        rows = self.queryset.filter(application__territory__isnull=False).order_by("application__territory__code")
        named = rows.values_list("application__territory__code", "application__territory__name").distinct()
        self.filters["territoire"].extra["choices"] = list(named)

    def search(self, rows: QuerySet[SelectionFile], name: str, value: str) -> QuerySet[SelectionFile]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(application__title__icontains=word)
                | Q(application__reference__icontains=word)
                | Q(application__applicant_name__icontains=word)
                | Q(application__organization__name__icontains=word)
            )
        return rows

    def with_decision(self, rows: QuerySet[SelectionFile], name: str, value: str) -> QuerySet[SelectionFile]:
        """Keep one decision, or those still to take."""
        return rows.filter(outcome="" if value == UNDECIDED else value)


class SupportedTable(Table):
    """Projects supported: decided, and those who carry them told."""

    caption = _("Projects supported")
    title = tables.Column(accessor="application__title", verbose_name=_("project"))
    carrier = tables.Column(
        accessor="application__carrier",
        verbose_name=pgettext_lazy("legal person", "structure"),
        order_by=("application__organization__sort_key", "application__applicant_name"),
    )
    call = tables.Column(accessor="selection__call", verbose_name=pgettext_lazy("for projects", "call"))
    communes = tables.Column(verbose_name=pgettext_lazy("of a project", "communes"), empty_values=(), orderable=False)
    territory = tables.Column(accessor="application__territory", verbose_name=_("territory"), default="")
    nature = tables.Column(verbose_name=_("what is granted"))
    granted_cents = tables.Column(verbose_name=_("amount granted"), default="", attrs=NUMBER)
    decided_on = DateColumn(accessor="selection__session__day", verbose_name=_("decided on"))

    class Meta(Table.Meta):
        order_by = ("-decided_on",)

    def render_carrier(self, record: SelectionFile, value: str) -> SafeString | str:
        """Lead to the record of the structure."""
        organization = record.application.organization
        return format_html('<a href="{}">{}</a>', organization.get_absolute_url(), value) if organization else value

    def value_carrier(self, value: str) -> str:
        """Give files the name."""
        return value

    def render_communes(self, record: SelectionFile) -> str:
        """Name the communes, the main one first."""
        return ", ".join(str(row) for row in record.application.communes.all())

    def value_communes(self, record: SelectionFile) -> str:
        """Name the communes."""
        return self.render_communes(record)

    def render_granted_cents(self, value: int) -> str:
        """Write the amount."""
        return amount(value)

    def value_granted_cents(self, value: int) -> str:
        """Give files euros."""
        return euros_in_files(value)


class SupportedFilter(django_filters.FilterSet):
    """Search, call, year of the decision, territory."""

    q = django_filters.CharFilter(label=_("Words of the project or the structure"), method="search")
    appel = django_filters.ChoiceFilter(label=pgettext_lazy("for projects", "call"), field_name="selection__call__slug")
    annee = django_filters.ChoiceFilter(label=_("year of the decision"), field_name="selection__session__day__year")
    territoire = django_filters.ChoiceFilter(label=_("territory"), field_name="application__territory__code")
    commune = django_filters.ChoiceFilter(label=_("main commune"), method="in_commune")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer what there is."""
        super().__init__(*args, **options)
        rows = self.queryset.order_by()
        calls = rows.values_list("selection__call__slug", "selection__call__name").distinct()
        self.filters["appel"].extra["choices"] = sorted(calls, key=lambda pair: pair[1])
        years = sorted(set(rows.values_list("selection__session__day__year", flat=True)), reverse=True)
        self.filters["annee"].extra["choices"] = [(year, year) for year in years]
        zones = rows.filter(application__territory__isnull=False)
        named = zones.values_list("application__territory__code", "application__territory__name").distinct()
        self.filters["territoire"].extra["choices"] = sorted(named)
        self.filters["commune"].extra["choices"] = communes_supported(rows)

    def in_commune(self, rows: QuerySet[SelectionFile], name: str, value: str) -> QuerySet[SelectionFile]:
        """Keep those whose main commune it is."""
        return rows.filter(application__communes__position=0, application__communes__code=value)

    def search(self, rows: QuerySet[SelectionFile], name: str, value: str) -> QuerySet[SelectionFile]:
        """Find every word, somewhere."""
        return files_with_words(rows, value)
