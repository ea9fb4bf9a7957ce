"""Lists of the room: columns, search and filters."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.lists import Table

from .models import Act, Action, BulkChange, DeclaredFigure, Feedback, Plan
from .states import ActionState, ActKind, ActState, FeedbackState, FigureStatus


class ActTable(Table):
    """Acts with their dates."""

    caption = _("Acts of the policy")
    number = tables.Column(verbose_name=_("number"), empty_values=())
    title = tables.Column(verbose_name=_("title"), linkify=True)
    kind = tables.Column(verbose_name=_("kind"))
    body = tables.Column(verbose_name=_("body"))
    voted_on = tables.Column(verbose_name=_("voted on"), empty_values=())
    certified_on = tables.DateColumn(verbose_name=_("certified enforceable on"), format="j F Y")
    state = tables.Column(verbose_name=_("state"))
    source = tables.Column(verbose_name=_("source"))

    class Meta(Table.Meta):
        order_by = ("voted_on", "certified_on")

    def render_number(self, record: Act) -> str:
        """Say that a number is not known."""
        return record.number or str(_("unknown"))

    def render_voted_on(self, record: Act) -> str:
        """Say the date as exactly as it is known."""
        return record.voted_in_words

    def value_voted_on(self, record: Act) -> str:
        """Say the same in files."""
        return record.voted_in_words


class ActFilter(django_filters.FilterSet):
    """Search and filters on acts."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    kind = django_filters.ChoiceFilter(label=_("kind"), choices=ActKind.choices)
    state = django_filters.ChoiceFilter(label=_("state"), choices=ActState.choices)

    def search(self, rows: QuerySet[Act], name: str, value: str) -> QuerySet[Act]:
        """Look in title, number, body and summary."""
        return rows.filter(
            Q(title__icontains=value)
            | Q(number__icontains=value)
            | Q(body__icontains=value)
            | Q(summary__icontains=value)
        )


class FigureTable(Table):
    """Declared figures, each with all it takes to read it."""

    caption = _("Declared figures")
    label = tables.Column(verbose_name=_("what it counts"))
    wording = tables.Column(verbose_name=_("as the source says it"))
    period = tables.Column(verbose_name=_("period"))
    perimeter = tables.Column(verbose_name=_("perimeter"))
    denominator = tables.Column(verbose_name=_("denominator"))
    status = tables.Column(verbose_name=_("status"))
    source = tables.Column(verbose_name=_("source"))
    caveat = tables.Column(verbose_name=_("caution"), orderable=False)


class FigureFilter(django_filters.FilterSet):
    """Search and filters on figures."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    status = django_filters.ChoiceFilter(label=_("status"), choices=FigureStatus.choices)

    def search(self, rows: QuerySet[DeclaredFigure], name: str, value: str) -> QuerySet[DeclaredFigure]:
        """Look in label, wording, perimeter and caution."""
        return rows.filter(
            Q(label__icontains=value)
            | Q(wording__icontains=value)
            | Q(perimeter__icontains=value)
            | Q(caveat__icontains=value)
        )


class ActionTable(Table):
    """Actions of every plan."""

    caption = _("Actions of the plans")
    plan = tables.Column(
        verbose_name=pgettext_lazy("document", "plan"), accessor="plan__slug", order_by="plan__starts_on"
    )
    axis = tables.Column(verbose_name=pgettext_lazy("part of a plan", "axis"), accessor="axis__number")
    number = tables.Column(verbose_name=_("number"))
    title = tables.Column(verbose_name=_("title"), linkify=True)
    state = tables.Column(verbose_name=_("state"))
    source = tables.Column(verbose_name=_("source"), orderable=False)


class ActionFilter(django_filters.FilterSet):
    """Search and filters on actions."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    plan = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("document", "plan"), queryset=Plan.objects.public(), to_field_name="slug"
    )
    state = django_filters.ChoiceFilter(label=_("state"), choices=ActionState.choices)

    def search(self, rows: QuerySet[Action], name: str, value: str) -> QuerySet[Action]:
        """Look in title, description and plain words."""
        return rows.filter(
            Q(title__icontains=value) | Q(description__icontains=value) | Q(plain_summary__icontains=value)
        )


class FeedbackTable(Table):
    """Questions and remarks of residents."""

    caption = _("Questions and remarks of residents")
    tracking_number = tables.Column(
        verbose_name=_("tracking number"), linkify=("action_plan:feedback", {"number": tables.A("tracking_number")})
    )
    action = tables.Column(verbose_name=pgettext_lazy("part of a plan", "action"), accessor="action__number")
    text = tables.Column(verbose_name=_("text"), orderable=False)
    state = tables.Column(verbose_name=_("state"))
    received_at = tables.DateColumn(verbose_name=_("received"), format="j F Y")
    answer_due_on = tables.DateColumn(verbose_name=_("answer due on"), format="j F Y")
    assignee = tables.Column(verbose_name=_("assigned to"))

    def render_text(self, value: str) -> str:
        """Show its beginning."""
        return value if len(value) <= 120 else f"{value[:117]}…"


class FeedbackFilter(django_filters.FilterSet):
    """Search and filters on questions."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    state = django_filters.ChoiceFilter(label=_("state"), choices=FeedbackState.choices)

    def search(self, rows: QuerySet[Feedback], name: str, value: str) -> QuerySet[Feedback]:
        """Look in number, text and answer."""
        return rows.filter(Q(tracking_number__icontains=value) | Q(text__icontains=value) | Q(answer__icontains=value))


class BulkChangeTable(Table):
    """Changes of many actions, the latest first."""

    caption = _("Changes of many actions")
    prepared_at = tables.DateTimeColumn(verbose_name=_("prepared"), format="j F Y H:i", linkify=True)
    kind = tables.Column(verbose_name=_("kind"))
    file_name = tables.Column(verbose_name=_("file or reason"), orderable=False, empty_values=())
    author = tables.Column(verbose_name=_("author"))
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-prepared_at",)

    def render_file_name(self, record: BulkChange) -> str:
        """Show the file of an import, the reason of an edit."""
        return record.subject
