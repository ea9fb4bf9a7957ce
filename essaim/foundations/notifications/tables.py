"""The list of the room: columns, search and filters."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import DateTimeColumn, Table, state_cell

from .kinds import all_kinds, label_of
from .models import Notification


class NotificationTable(Table):
    """A person's messages."""

    caption = _("Your messages")
    subject = tables.Column(
        verbose_name=pgettext_lazy("of a message", "subject"),
        linkify=("notifications:notification", {"pk": tables.A("pk")}),
    )
    kind = tables.Column(verbose_name=pgettext_lazy("of a message", "kind"))
    created_at = DateTimeColumn(verbose_name=pgettext_lazy("of a message", "received"), format="j F Y H:i")
    read_at = tables.Column(verbose_name=_("state"), empty_values=())
    mail_state = tables.Column(verbose_name=_("mail"))

    def render_kind(self, value: str) -> str:
        """Name the kind."""
        return label_of(value)

    def render_read_at(self, record: Notification) -> str:
        """Say whether it was read, in words; a shape repeats it."""
        return state_cell(self.value_read_at(record), "" if record.read_at else "info")

    def value_read_at(self, record: Notification) -> str:
        """Say the same in files."""
        word = pgettext_lazy("message", "Read") if record.read_at else pgettext_lazy("message", "Unread")
        return str(word)


def _kind_choices() -> list[tuple[str, object]]:
    return [(kind.key, kind.label) for kind in all_kinds()]


class NotificationFilter(django_filters.FilterSet):
    """Search and filters on messages."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("of a message", "kind"), choices=_kind_choices)
    state = django_filters.ChoiceFilter(
        label=_("state"),
        choices=[("unread", pgettext_lazy("message", "Unread")), ("read", pgettext_lazy("message", "Read"))],
        method="by_state",
    )

    def search(self, rows: QuerySet[Notification], name: str, value: str) -> QuerySet[Notification]:
        """Look in subject and text."""
        return rows.filter(Q(subject__icontains=value) | Q(body__icontains=value))

    def by_state(self, rows: QuerySet[Notification], name: str, value: str) -> QuerySet[Notification]:
        """Keep what is read, or not."""
        return rows.filter(read_at__isnull=value == "unread")
