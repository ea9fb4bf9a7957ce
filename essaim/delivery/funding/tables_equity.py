"""The register of stakes: columns, search and filters."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.fields import day_input
from essaim.foundations.ui.lists import DateColumn, Table, state_cell
from essaim.steering.action_plan.models import Action

from .equity_rules import MemberCategory, StakeState
from .models import EquityStake
from .tables import EurosColumn


class StakeTable(Table):
    """Stakes, with what each comes to on a day."""

    caption = _("Stakes in cooperatives")
    on_demand = ("college", "value_day", "seats", "act")
    organization = tables.Column(
        verbose_name=_("cooperative"),
        accessor="organization__name",
        linkify=lambda record: record.get_absolute_url(),
        order_by=("organization__sort_key", "pk"),
    )
    state = tables.Column(verbose_name=pgettext_lazy("of a stake", "state"))
    college = tables.Column(verbose_name=_("college of votes"), default="–")
    held_shares = tables.Column(
        verbose_name=_("shares held"), attrs={"td": {"class": "number"}, "th": {"class": "number"}}
    )
    held_cents = EurosColumn(verbose_name=_("par value held"))
    paid_cents = EurosColumn(verbose_name=_("paid up in all"))
    value_cents = EurosColumn(verbose_name=_("latest valuation"), default="–")
    value_day = DateColumn(verbose_name=_("valued as of"), format="j F Y", default="–")
    said_public = tables.Column(
        verbose_name=_("public share, latest statement"),
        empty_values=(),
        orderable=False,
        attrs={"td": {"class": "number"}, "th": {"class": "number"}},
    )
    seats = tables.Column(
        verbose_name=_("seats on the board"),
        default=_("unknown"),
        attrs={"td": {"class": "number"}, "th": {"class": "number"}},
    )
    next_meeting = DateColumn(verbose_name=_("next general meeting"), format="j F Y", default="–")
    act = tables.Column(verbose_name=pgettext_lazy("of a stake", "act that founds it"), linkify=True)

    class Meta(Table.Meta):
        order_by = ("organization",)

    def render_state(self, record: EquityStake, value: str) -> str:
        """Repeat the state by a colour."""
        return state_cell(value, record.state_tone)

    def _percent(self, record: EquityStake) -> float | None:
        said = vars(record)
        capital, public = said["said_capital_cents"], said["said_public_cents"]
        return None if capital is None or public is None else -(-public * 1000 // capital) / 10

    def render_said_public(self, record: EquityStake) -> str:
        """Show it with one decimal, or that it is not known."""
        percent = self._percent(record)
        return str(_("unknown")) if percent is None else f"{percent:.1f}".replace(".", ",") + "\u00a0%"

    def value_said_public(self, record: EquityStake) -> float | str:
        """Give files a number."""
        percent = self._percent(record)
        return str(_("unknown")) if percent is None else percent


class StakeFilter(django_filters.FilterSet):
    """Search, state, category, action; the day of the figures."""

    q = django_filters.CharFilter(label=_("Cooperative, college or competence"), method="search")
    state = django_filters.ChoiceFilter(label=pgettext_lazy("of a stake", "state"), choices=StakeState.choices)
    category = django_filters.ChoiceFilter(label=_("category of member"), choices=MemberCategory.choices)
    action = django_filters.ChoiceFilter(label=_("action"), field_name="action_id")
    on = django_filters.DateFilter(label=_("Figures as of"), method="as_it_is", widget=day_input())

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the actions that stakes serve."""
        super().__init__(*args, **options)
        served = EquityStake.objects.filter(action=OuterRef("pk"))
        found = Action.objects.filter(Exists(served)).order_by("-plan__starts_on", "number")
        values = found.values_list("pk", "plan__slug", "number", "title")
        choices = [(str(pk), f"{slug} / {number} {title}") for pk, slug, number, title in values]
        self.filters["action"].extra["choices"] = choices

    def as_it_is(self, rows: QuerySet[EquityStake], name: str, value: object) -> QuerySet[EquityStake]:
        """Leave the rows: their figures are of that day already."""
        return rows

    def search(self, rows: QuerySet[EquityStake], name: str, value: str) -> QuerySet[EquityStake]:
        """Find every word, somewhere."""
        for word in value.split():
            rows = rows.filter(
                Q(organization__name__icontains=word) | Q(college__icontains=word) | Q(competence__icontains=word)
            )
        return rows
