"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import DateColumn, LastDayColumn, Table
from essaim.steering.action_plan.states import TaskState

from . import queries
from .models import Body, Opinion, OpinionRequest, Session
from .states import OpinionSense, RequestState, SessionState


def _bodies(_request: object) -> QuerySet[Body]:
    return queries.bodies_for_choice()


class BodyTable(Table):
    """Bodies with their seats and sessions."""

    caption = _("Bodies and their sessions")
    name = tables.Column(verbose_name=_("name"), linkify=True)
    seat_count = tables.Column(verbose_name=pgettext_lazy("committees", "seats"), default="0")
    held_count = tables.Column(verbose_name=_("seats held"), default="0")
    last_day = DateColumn(verbose_name=_("last session"), format="j F Y", default="–")
    next_day = DateColumn(verbose_name=_("next session"), format="j F Y", default="–")

    class Meta(Table.Meta):
        order_by = ("name",)


class BodyFilter(django_filters.FilterSet):
    """Search in names."""

    q = django_filters.CharFilter(label=_("Search"), method="search")

    def search(self, rows: QuerySet[Body], name: str, value: str) -> QuerySet[Body]:
        """Look in name and description."""
        return rows.filter(Q(name__icontains=value) | Q(description__icontains=value))


class CompositionTable(Table):
    """The seats of a body on a day."""

    college = tables.Column(verbose_name=_("college"), accessor="seat__college__name")
    seat = tables.Column(verbose_name=pgettext_lazy("committee", "seat"), accessor="seat", order_by="seat__number")
    status = tables.Column(verbose_name=_("state"), accessor="status__label")
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), accessor="titular__organization", default="–"
    )
    titular = tables.Column(verbose_name=pgettext_lazy("mandate", "titular"), accessor="titular__who", default="–")
    substitute = tables.Column(
        verbose_name=pgettext_lazy("mandate", "substitute"), accessor="substitute__who", default="–"
    )
    starts_on = DateColumn(verbose_name=_("from"), accessor="titular__starts_on", format="j F Y", default="–")
    ends_on = LastDayColumn(verbose_name=_("last day"), accessor="titular__ends_on", format="j F Y", default="–")

    caption = _("Seats of the body")

    class Meta(Table.Meta):
        orderable = False


class SessionTable(Table):
    """Sessions of every body."""

    caption = _("Sessions of the bodies")
    day = DateColumn(verbose_name=_("day"), format="j F Y", linkify=True)
    body = tables.Column(verbose_name=_("body"), linkify=True, order_by=("body__name", "-day"))
    title = tables.Column(verbose_name=_("title"), default="")
    state = tables.Column(verbose_name=_("state"))
    first_planned = tables.Column(verbose_name=_("first planned for"), default="")
    source = tables.Column(verbose_name=_("source"), default="")

    class Meta(Table.Meta):
        order_by = ("-day",)


class SessionFilter(django_filters.FilterSet):
    """Body, state and days."""

    body = django_filters.ModelChoiceFilter(label=_("body"), queryset=_bodies, to_field_name="slug")
    state = django_filters.ChoiceFilter(label=_("state"), choices=SessionState.choices)
    year = django_filters.NumberFilter(label=_("Year"), field_name="day__year")

    class Meta:
        model = Session
        fields: list[str] = []


class OpinionTable(Table):
    """Opinions with the vote behind them."""

    caption = _("Opinions given")
    point = tables.Column(verbose_name=pgettext_lazy("of an opinion", "subject"), linkify=True, accessor="point")
    sense = tables.Column(verbose_name=_("opinion"))
    wording = tables.Column(verbose_name=pgettext_lazy("of an opinion", "wording"), default="", orderable=False)
    body = tables.Column(verbose_name=_("body"), accessor="point__session__body", linkify=True)
    day = DateColumn(verbose_name=_("day"), accessor="point__session__day", format="j F Y")

    class Meta(Table.Meta):
        order_by = ("-day",)


class OpinionFilter(django_filters.FilterSet):
    """Search, body and sense."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    body = django_filters.ModelChoiceFilter(
        label=_("body"), queryset=_bodies, field_name="point__session__body", to_field_name="slug"
    )
    sense = django_filters.ChoiceFilter(label=_("opinion"), choices=OpinionSense.choices)

    def search(self, rows: QuerySet[Opinion], name: str, value: str) -> QuerySet[Opinion]:
        """Look in the point and the wording."""
        return rows.filter(Q(point__title__icontains=value) | Q(wording__icontains=value))


class DecisionTable(Table):
    """Decisions and what became of them."""

    caption = _("Decisions of the sessions and what became of them")
    wording = tables.Column(verbose_name=pgettext_lazy("of a session", "decision"), linkify=True)
    body = tables.Column(verbose_name=_("body"), accessor="point__session__body")
    day = DateColumn(verbose_name=_("day"), accessor="point__session__day", format="j F Y")
    action = tables.Column(verbose_name=_("action"), linkify=True)
    due_on = DateColumn(verbose_name=_("due on"), accessor="task__due_on", format="j F Y")
    state = tables.Column(verbose_name=_("state"), accessor="task__get_state_display", order_by="task__state")

    class Meta(Table.Meta):
        order_by = ("due_on",)


class DecisionFilter(django_filters.FilterSet):
    """Search, body and whether it is done."""

    q = django_filters.CharFilter(label=_("Search"), field_name="wording", lookup_expr="icontains")
    body = django_filters.ModelChoiceFilter(
        label=_("body"), queryset=_bodies, field_name="point__session__body", to_field_name="slug"
    )
    state = django_filters.ChoiceFilter(label=_("state"), field_name="task__state")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the states of the task that follows."""
        super().__init__(*args, **options)
        self.filters["state"].extra["choices"] = TaskState.choices


class RequestTable(Table):
    """Requests for opinions and what was answered."""

    caption = _("Requests for opinions")
    title = tables.Column(verbose_name=_("title"))
    body = tables.Column(verbose_name=_("body"), linkify=lambda record: record.body.get_absolute_url())
    asked_on = DateColumn(verbose_name=_("asked on"), format="j F Y")
    due_on = DateColumn(verbose_name=_("awaited by"), format="j F Y", default="–")
    state = tables.Column(verbose_name=_("state"))
    subject_url = tables.Column(
        verbose_name=_("About"), linkify=lambda record: record.subject_url or None, default="–", orderable=False
    )

    class Meta(Table.Meta):
        order_by = ("asked_on",)

    def render_subject_url(self, record: OpinionRequest) -> str:
        """Lead to what it is about."""
        return str(_("what it is about"))

    def value_subject_url(self, record: OpinionRequest) -> str:
        """Give files the address."""
        return record.subject_url


class RequestFilter(django_filters.FilterSet):
    """Body and state."""

    body = django_filters.ModelChoiceFilter(label=_("body"), queryset=_bodies, to_field_name="slug")
    state = django_filters.ChoiceFilter(label=_("state"), choices=RequestState.choices)
