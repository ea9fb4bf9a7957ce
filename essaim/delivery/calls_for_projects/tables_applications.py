"""Lists of applications: columns, search and filters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.lists import DateColumn, Table, several_field, state_cell

from . import queries
from .models import Application, CommuneOpinion
from .states import OPINION_TONES, AidType, ApplicationState, OpinionSense, OpinionState
from .wording import amount


class ApplicationTable(Table):
    """Applications that were filed."""

    caption = pgettext_lazy("to a call", "Applications")
    on_demand = ("edition", "non_financial", "communes", "territory")
    prefetched = {"communes": ("communes",), "days": ("missing_requests",)}
    joined = {"edition": ("edition",), "territory": ("territory",)}
    reference = tables.Column(verbose_name=_("reference"), linkify=True)
    title = tables.Column(verbose_name=_("project"))
    carrier = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"),
        order_by=("organization__sort_key", "applicant_name"),
        empty_values=(),
    )
    call = tables.Column(verbose_name=pgettext_lazy("for projects", "call"), order_by="call__name")
    edition = tables.Column(
        verbose_name=pgettext_lazy("of a call", "edition"), accessor="edition__title", order_by="edition__starts_on"
    )
    state = tables.Column(verbose_name=pgettext_lazy("of an application", "state"))
    aid_type = tables.Column(verbose_name=_("type of aid"), default="")
    requested_cents = tables.Column(verbose_name=_("amount asked for"), default="")
    non_financial = tables.Column(verbose_name=_("help other than money"), empty_values=(), orderable=False)
    communes = tables.Column(verbose_name=pgettext_lazy("of a project", "communes"), empty_values=(), orderable=False)
    territory = tables.Column(verbose_name=_("territory"), default="")
    filed_at = DateColumn(verbose_name=pgettext_lazy("application", "filed"), default="")
    days = tables.Column(verbose_name=_("days counted"), empty_values=(), orderable=False)
    officer = tables.Column(
        verbose_name=_("appraised by"), accessor="officer__full_name", order_by="officer__full_name", default=""
    )

    class Meta(Table.Meta):
        order_by = ("-filed_at",)

    def render_reference(self, value: str) -> str:
        """Keep it in one piece."""
        return format_html('<span class="nowrap">{}</span>', value)

    def value_reference(self, value: str) -> str:
        """Give files the reference alone."""
        return value

    def render_carrier(self, record: Application) -> str:
        """Name the structure as its record does."""
        return record.carrier

    def value_carrier(self, record: Application) -> str:
        """Name the structure as its record does."""
        return record.carrier

    def render_state(self, record: Application, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)

    def render_requested_cents(self, value: int) -> str:
        """Write the amount."""
        return amount(value)

    def value_requested_cents(self, value: int) -> str:
        """Give files euros, with a point."""
        return f"{value / 100:.2f}"

    def render_non_financial(self, record: Application) -> str:
        """Name what is asked for."""
        return ", ".join(record.non_financial_in_words)

    def value_non_financial(self, record: Application) -> str:
        """Name what is asked for."""
        return self.render_non_financial(record)

    def render_communes(self, record: Application) -> str:
        """Name the communes, the main one first."""
        return ", ".join(str(row) for row in record.communes.all())

    def value_communes(self, record: Application) -> str:
        """Name the communes, the main one first."""
        return self.render_communes(record)

    def render_days(self, record: Application) -> int | str:
        """Count the days of appraisal, those during which something was asked for left out."""
        clock = queries.clock_of(record, record.missing_requests.all(), today=timezone.localdate())
        return clock.counted if clock else ""

    def value_days(self, record: Application) -> int | str:
        """Count the days of appraisal."""
        return self.render_days(record)

    def value_filed_at(self, value: datetime) -> str:
        """Give files the day itself."""
        return value.date().isoformat()


class OwnTable(Table):
    """The applications of one person."""

    caption = pgettext_lazy("menu", "My applications")
    reference = tables.Column(verbose_name=_("reference"), linkify=True)
    title = tables.Column(verbose_name=_("project"), accessor="label", order_by="title")
    call = tables.Column(verbose_name=pgettext_lazy("for projects", "call"), order_by="call__name")
    state = tables.Column(verbose_name=pgettext_lazy("of an application", "state"))
    saved_at = DateColumn(verbose_name=_("last written"))
    filed_at = DateColumn(verbose_name=pgettext_lazy("application", "filed"), default="")

    class Meta(Table.Meta):
        order_by = ("-saved_at",)

    def render_state(self, record: Application, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)


class ApplicationFilter(django_filters.FilterSet):
    """Search, state, call, edition, type of aid, territory, commune, officer, year of filing."""

    q = django_filters.CharFilter(label=_("Words of the project, the structure or the reference"), method="search")
    state = several_field(
        pgettext_lazy("of an application", "state"),
        [choice for choice in ApplicationState.choices if choice[0] != ApplicationState.DRAFT],
    )
    appel = django_filters.ChoiceFilter(label=pgettext_lazy("for projects", "call"), field_name="call__slug")
    edition = django_filters.ChoiceFilter(label=pgettext_lazy("of a call", "edition"), field_name="edition_id")
    aid_type = django_filters.ChoiceFilter(label=_("type of aid"), choices=AidType.choices)
    territoire = django_filters.ChoiceFilter(label=_("territory"), field_name="territory__code")
    annee = django_filters.NumberFilter(label=_("Year of filing"), field_name="filed_at", lookup_expr="year")
    agent = django_filters.ChoiceFilter(label=_("appraised by"), method="of_officer")
    a_voir = django_filters.ChoiceFilter(
        label=_("Waiting for me"),
        choices=[("moi", _("given to me, or to nobody yet"))],
        method="waiting_for_me",
        empty_label=pgettext_lazy("choice of a filter", "All"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer what applications name."""
        super().__init__(*args, **options)
        choices = queries.choices_of_applications()
        self.filters["appel"].extra["choices"] = choices.calls
        self.filters["edition"].extra["choices"] = choices.editions
        self.filters["territoire"].extra["choices"] = choices.territories
        nobody = ("0", pgettext_lazy("officer of an application", "nobody yet"))
        self.filters["agent"].extra["choices"] = [nobody, *choices.officers]

    def search(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Find every word, without accents."""
        return queries.with_words(rows, value)  # type: ignore[arg-type]

    def waiting_for_me(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep what waits for the person of the request."""
        return rows.filter(queries.waits_for(self.request.user))

    def of_officer(self, rows: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        """Keep those of an officer, or of nobody yet."""
        return rows.filter(officer=None) if value == "0" else rows.filter(officer_id=int(value))


class CommuneOpinionTable(Table):
    """Opinions asked of communes."""

    caption = _("Opinions asked of communes")
    commune_name = tables.Column(verbose_name=_("commune"))
    application = tables.Column(verbose_name=_("project"), accessor="application__title")
    carrier = tables.Column(verbose_name=pgettext_lazy("legal person", "structure"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=pgettext_lazy("of an opinion", "state"))
    sense = tables.Column(verbose_name=pgettext_lazy("of an opinion", "sense"), default="")
    asked_at = DateColumn(verbose_name=pgettext_lazy("of an application", "asked"))
    due_on = DateColumn(verbose_name=_("expected by"))
    given_at = DateColumn(verbose_name=pgettext_lazy("of an application", "received"), default="")

    class Meta(Table.Meta):
        order_by = ("due_on",)

    def render_commune_name(self, record: CommuneOpinion, value: str) -> str:
        """Lead to the opinion."""
        address = reverse("calls_for_projects:commune_opinion", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, value)

    def value_commune_name(self, value: str) -> str:
        """Give files the name alone."""
        return value

    def render_carrier(self, record: CommuneOpinion) -> str:
        """Name the structure as its record does."""
        return record.application.carrier

    def value_carrier(self, record: CommuneOpinion) -> str:
        """Name the structure as its record does."""
        return record.application.carrier

    def render_state(self, record: CommuneOpinion, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, OPINION_TONES[OpinionState(record.state)])

    def render_sense(self, record: CommuneOpinion, value: str) -> str:
        """Repeat the sense by a colour."""
        return state_cell(value, record.tone)


class CommuneOpinionFilter(django_filters.FilterSet):
    """Search, state, sense."""

    q = django_filters.CharFilter(label=_("Words of the project or of the commune"), method="search")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("of an opinion", "state"), choices=OpinionState.choices)
    sense = django_filters.ChoiceFilter(label=pgettext_lazy("of an opinion", "sense"), choices=OpinionSense.choices)
    attendu = django_filters.ChoiceFilter(
        label=_("Awaited"),
        choices=[("oui", _("still awaited"))],
        method="still_awaited",
        empty_label=pgettext_lazy("choice of a filter", "All"),
    )

    def search(self, rows: QuerySet[CommuneOpinion], name: str, value: str) -> QuerySet[CommuneOpinion]:
        """Find every word, without accents in the project, as written in the commune."""
        for word in value.split():
            rows = rows.filter(Q(application__search_key__contains=fold(word)) | Q(commune_name__icontains=word))
        return rows

    def still_awaited(self, rows: QuerySet[CommuneOpinion], name: str, value: str) -> QuerySet[CommuneOpinion]:
        """Keep those that may still come."""
        return rows.filter(queries.STILL_AWAITED)
