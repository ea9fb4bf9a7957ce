"""The list of operations: columns, search and filters."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.fields import day_input
from essaim.foundations.ui.lists import DateTimeColumn, Table

from .models import Entry
from .wording import actor_in_words, done_in_words, kind_in_words


class EntryTable(Table):
    """Operations, latest first."""

    caption = _("Operations, latest first")
    at = DateTimeColumn(
        verbose_name=_("when"), format="j F Y, H:i", linkify=("audit_trail:entry", {"pk": tables.A("pk")})
    )
    actor_label = tables.Column(verbose_name=_("who"))
    actor_role = tables.Column(verbose_name=_("as"))
    verb = tables.Column(verbose_name=_("operation"))
    target_model = tables.Column(verbose_name=_("kind of thing"))
    target_label = tables.Column(verbose_name=_("what"))
    reason = tables.Column(verbose_name=_("why"))

    class Meta(Table.Meta):
        order_by = ("-at",)

    def render_actor_label(self, record: Entry, value: str) -> str:
        """Say in words who is not a person."""
        return actor_in_words(record.actor_id, value)

    def render_verb(self, value: str) -> str:
        """Say in words what was done."""
        return done_in_words(value)

    def render_target_model(self, value: str) -> str:
        """Say in words what it was done to."""
        return kind_in_words(value)


class EntryFilter(django_filters.FilterSet):
    """Search and filters on operations."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    verb = django_filters.ChoiceFilter(label=_("operation"), method="done")
    target_model = django_filters.ChoiceFilter(label=_("kind of thing"))
    since = django_filters.DateFilter(
        label=pgettext_lazy("day", "from"),
        field_name="at",
        lookup_expr="date__gte",
        widget=day_input(),
    )
    until = django_filters.DateFilter(
        label=pgettext_lazy("day", "until"),
        field_name="at",
        lookup_expr="date__lte",
        widget=day_input(),
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        """Offer the operations and the kinds of things that the trail holds."""
        super().__init__(*arguments, **options)
        pairs = set(Entry.objects.order_by().values_list("verb", "target_model").distinct())
        participles = {verb.rpartition(".")[2] for verb, _model in pairs}
        self.filters["verb"].extra["choices"] = _sorted((name, done_in_words(name)) for name in participles)
        self.filters["target_model"].extra["choices"] = _sorted((name, kind_in_words(name)) for _v, name in pairs)

    def search(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        """Look in who, what and why."""
        return rows.filter(
            Q(actor_label__icontains=value) | Q(target_label__icontains=value) | Q(reason__icontains=value)
        )

    def done(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        """Keep one kind of operation, whatever it was done to."""
        return rows.filter(verb__endswith=f".{value}")


def _sorted(choices: object) -> list[tuple[str, str]]:
    return sorted(set(choices), key=lambda choice: choice[1].casefold())  # type: ignore[call-overload]
