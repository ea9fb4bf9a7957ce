"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table, state_cell

from . import queries
from .models import Event, EventQuerySet, Lead, LeadQuerySet, Registration, RegistrationQuerySet
from .states import EventKind, EventState, LeadState, RegistrationState

UPCOMING, PAST, TO_CLOSE = "a-venir", "passes", "a-clore"
SEATED_ONES = "seated"
# Columns that the team alone reads.
TEAM_COLUMNS = ("taken_count", "waiting_count")


class EventTable(Table):
    """Gatherings, whole ones and parts."""

    caption = _("Gatherings")
    when = tables.Column(
        verbose_name=pgettext_lazy("of a gathering", "date"), order_by=("starts_on", "starts_time", "position")
    )
    title = tables.Column(verbose_name=_("title"), linkify=True)
    parent = tables.Column(verbose_name=_("held within"), linkify=True, default="")
    kind = tables.Column(verbose_name=pgettext_lazy("of a gathering", "kind"))
    commune_name = tables.Column(verbose_name=_("commune"), default="")
    state = tables.Column(verbose_name=pgettext_lazy("of a gathering", "state"))
    capacity = tables.Column(verbose_name=_("seats"), default="")
    taken_count = tables.Column(verbose_name=_("seats taken"))
    waiting_count = tables.Column(verbose_name=_("waiting"))
    came_count = tables.Column(verbose_name=_("people counted"), default="")

    class Meta(Table.Meta):
        order_by = ("-when",)

    def render_when(self, record: Event) -> str:
        """Say the day and hours as exactly as they are known."""
        return record.when

    def value_when(self, record: Event) -> str:
        """Give files the first day, or both days when the day itself is not known."""
        return record.starts_on.isoformat() if record.is_day_known else f"{record.starts_on}/{record.last_on}"

    def render_state(self, record: Event, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)


class EventFilter(django_filters.FilterSet):
    """Search, moment, kind, commune, and state for those who read drafts."""

    q = django_filters.CharFilter(label=_("Words of the title, place or presentation"), method="search")
    quand = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a gathering", "date"),
        choices=[
            (UPCOMING, pgettext_lazy("gatherings", "To come")),
            (PAST, pgettext_lazy("gatherings", "Past")),
            (TO_CLOSE, pgettext_lazy("gatherings", "Past for fifteen days, not closed")),
        ],
        method="at_moment",
    )
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("of a gathering", "kind"), choices=EventKind.choices)
    commune = django_filters.ChoiceFilter(label=_("commune"), field_name="commune_code")
    territoire = django_filters.ChoiceFilter(label=_("governance territory"), method="in_territoire")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("of a gathering", "state"), choices=EventState.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the communes where gatherings are, and the territories the authority has today."""
        super().__init__(*args, **options)
        self.territoires = {zone.code: zone for zone in territory.territoires(today=timezone.localdate())}
        self.filters["commune"].extra["choices"] = queries.communes_named()
        self.filters["territoire"].extra["choices"] = [(zone.code, zone.name) for zone in self.territoires.values()]
        if not self.territoires:
            del self.filters["territoire"]

    def in_territoire(self, rows: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """Keep those held in a commune of this governance territory."""
        return rows.filter(commune_code__in=self.territoires[value].commune_codes)

    def search(self, rows: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(title__icontains=word)
                | Q(summary__icontains=word)
                | Q(venue__icontains=word)
                | Q(parent__title__icontains=word)
            )
        return rows

    def at_moment(self, rows: EventQuerySet, name: str, value: str) -> EventQuerySet:
        """Keep those to come, today included, those past, or those past for long and not closed."""
        today: date = timezone.localdate()
        if value == TO_CLOSE:
            return rows.filter(pk__in=queries.events_to_close(today=today).order_by().values("pk"))
        return rows.upcoming(today) if value == UPCOMING else rows.past(today)


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


class RegistrationTable(Table):
    """Who registered, for the team."""

    caption = _("Registrations")
    received_at = tables.Column(verbose_name=pgettext_lazy("registration", "received"))
    name = tables.Column(verbose_name=_("name"), default="")
    email = tables.Column(verbose_name=_("e-mail address"), default="")
    structure = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"),
        empty_values=(),
        order_by=("organization__sort_key", "organization_name"),
    )
    state = tables.Column(verbose_name=pgettext_lazy("of a registration", "state"))
    cause = tables.Column(verbose_name=_("why it ended"), default="")
    confirmed_at = tables.Column(verbose_name=_("address confirmed"), default="")
    expires_at = tables.Column(verbose_name=_("to be answered before"), default="")
    code = tables.Column(verbose_name=_("check-in code"), orderable=False)
    came = tables.BooleanColumn(verbose_name=_("came"), orderable=False)
    tools = tables.TemplateColumn(
        verbose_name=pgettext_lazy("step", "Next"),
        orderable=False,
        exclude_from_export=True,
        template_name="events/partials/_registration_tools.html",
    )

    class Meta(Table.Meta):
        order_by = ("received_at",)

    def render_structure(self, record: Registration) -> str:
        """Name the record, or what was written."""
        return record.organization.name if record.organization else record.organization_name

    def value_received_at(self, value: datetime) -> str:
        """Give files local time, to the minute."""
        return _local(value)

    def value_confirmed_at(self, value: datetime) -> str:
        """Give files local time, to the minute."""
        return _local(value)

    def value_expires_at(self, value: datetime) -> str:
        """Give files local time, to the minute."""
        return _local(value)

    def render_came(self, value: bool) -> object:  # noqa: FBT001
        """Say it in a word."""
        return _("yes") if value else ""

    def value_came(self, value: bool) -> object:  # noqa: FBT001
        """Say it in a word."""
        return self.render_came(value)


class RegistrationFilter(django_filters.FilterSet):
    """Search and state."""

    q = django_filters.CharFilter(label=_("Name, address, structure or code"), method="search")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a registration", "state"),
        choices=[(SEATED_ONES, pgettext_lazy("registrations", "Seat taken or offered")), *RegistrationState.choices],
        method="in_state",
    )

    def in_state(self, rows: RegistrationQuerySet, name: str, value: str) -> RegistrationQuerySet:
        """Keep one state, or all those that take a seat."""
        return rows.seated() if value == SEATED_ONES else rows.filter(state=value)

    def search(self, rows: RegistrationQuerySet, name: str, value: str) -> RegistrationQuerySet:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(name__icontains=word)
                | Q(email__icontains=word)
                | Q(organization_name__icontains=word)
                | Q(organization__name__icontains=word)
                | Q(code__iexact=word)
            )
        return rows


class LeadTable(Table):
    """Contacts made at gatherings, for the team."""

    caption = _("Contacts made at gatherings")
    about = tables.Column(verbose_name=_("about what"), linkify=True)
    one = tables.Column(
        verbose_name=pgettext_lazy("of a contact", "one structure"),
        empty_values=(),
        order_by=("organization__sort_key", "organization_name"),
    )
    other = tables.Column(
        verbose_name=pgettext_lazy("of a contact", "the other structure"),
        empty_values=(),
        order_by=("other__sort_key", "other_name"),
    )
    event = tables.Column(verbose_name=_("gathering"), linkify=True, order_by=("event__starts_on", "event__title"))
    noted_on = DateColumn(verbose_name=pgettext_lazy("of a contact", "noted on"), format="j F Y")
    state = tables.Column(verbose_name=pgettext_lazy("of a contact", "state"))
    next_step = tables.Column(verbose_name=_("next step"), default="", orderable=False)
    outcome = tables.Column(verbose_name=_("what came of it"), default="", orderable=False)

    class Meta(Table.Meta):
        order_by = ("-noted_on",)

    def render_one(self, record: Lead) -> str:
        """Name the record, or what was written."""
        return record.organization.name if record.organization else record.organization_name

    def render_other(self, record: Lead) -> str:
        """Name the record, or what was written."""
        return record.other.name if record.other else record.other_name

    def render_state(self, record: Lead, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)


FOLLOWED = "followed"


class LeadFilter(django_filters.FilterSet):
    """Search, state, gathering."""

    q = django_filters.CharFilter(label=_("Structure or subject"), method="search")
    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a contact", "state"),
        choices=[(FOLLOWED, pgettext_lazy("contacts", "Still followed")), *LeadState.choices],
        method="in_state",
    )
    event = django_filters.ChoiceFilter(label=_("gathering"), field_name="event__slug")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the gatherings where contacts were made."""
        super().__init__(*args, **options)
        self.filters["event"].extra["choices"] = queries.events_with_leads()

    def search(self, rows: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(about__icontains=word)
                | Q(organization__name__icontains=word)
                | Q(organization_name__icontains=word)
                | Q(other__name__icontains=word)
                | Q(other_name__icontains=word)
                | Q(outcome__icontains=word)
            )
        return rows

    def in_state(self, rows: LeadQuerySet, name: str, value: str) -> LeadQuerySet:
        """Keep one state, or all those that somebody still follows."""
        return rows.followed() if value == FOLLOWED else rows.filter(state=value)


class AgendaTable(Table):
    """Agendas brought in, the latest first."""

    caption = _("Agendas brought in")
    prepared_at = DateTimeColumn(
        verbose_name=pgettext_lazy("agenda brought in", "read"), format="j F Y H:i", linkify=True
    )
    name = tables.Column(verbose_name=_("file or address"))
    read_by = tables.Column(verbose_name=_("author"), order_by=("author",))
    state = tables.Column(verbose_name=pgettext_lazy("of an import", "state"))

    class Meta(Table.Meta):
        order_by = ("-prepared_at",)
