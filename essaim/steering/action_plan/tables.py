"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table

from .models import Act, Action, BudgetLine, BulkChange, DeclaredFigure, Feedback, Plan, Source
from .permissions import can_read_names
from .states import ActionState, ActKind, ActState, BudgetSection, FeedbackState, FigureStatus, PlanState, SourceWeight


class ActTable(Table):
    """Acts with their dates."""

    caption = _("Acts of the policy")
    number = tables.Column(verbose_name=_("number"), empty_values=())
    title = tables.Column(verbose_name=_("title"), linkify=True)
    kind = tables.Column(verbose_name=_("kind"))
    body = tables.Column(verbose_name=_("body"))
    voted_on = tables.Column(verbose_name=_("voted on"), empty_values=(), order_by=("known_on", "pk"))
    certified_on = DateColumn(verbose_name=_("certified enforceable on"), format="j F Y")
    state = tables.Column(verbose_name=_("state"))
    source = tables.Column(verbose_name=_("source"), linkify=True)

    class Meta(Table.Meta):
        order_by = ("voted_on",)

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
    label = tables.Column(verbose_name=_("what it counts"), linkify=True)
    wording = tables.Column(verbose_name=_("as the source says it"))
    period = tables.Column(verbose_name=_("period"))
    perimeter = tables.Column(verbose_name=_("perimeter"))
    denominator = tables.Column(verbose_name=_("denominator"))
    status = tables.Column(verbose_name=_("status"))
    source = tables.Column(verbose_name=_("source"), linkify=True)
    caveat = tables.Column(verbose_name=_("caution"), orderable=False)

    def render_status(self, record: DeclaredFigure) -> str:
        """Mark for the team what the public does not read yet."""
        status = record.get_status_display()
        return f"{status} – {_('draft plan')}" if record.is_of_a_draft else status

    def value_status(self, record: DeclaredFigure) -> str:
        """Say the same in files."""
        return self.render_status(record)


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
    pilot = tables.Column(verbose_name=_("Pilot"), empty_values=(), orderable=False)
    source = tables.Column(verbose_name=_("source"), orderable=False, linkify=True)

    def render_plan(self, record: Action) -> str:
        """Mark for the team what the public does not read yet."""
        plan = record.plan
        return f"{plan.slug} – {_('draft plan')}" if plan.state == PlanState.DRAFT else plan.slug

    def value_plan(self, record: Action) -> str:
        """Give files the short name alone."""
        return record.plan.slug

    def render_pilot(self, record: Action) -> str:
        """Say who answers for it, from what the list read beforehand: a job title, or a name to people who signed in."""
        found = record.current_pilots  # type: ignore[attr-defined]
        if not found:
            return "–"
        return found[0].person.full_name if can_read_names(self.request.user) else found[0].public_name

    def value_pilot(self, record: Action) -> str:
        """Say the same in files."""
        return self.render_pilot(record)


class ActionFilter(django_filters.FilterSet):
    """Search and filters on actions."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    plan = django_filters.ModelChoiceFilter(
        label=pgettext_lazy("document", "plan"),
        queryset=Plan.objects.public().order_by("-starts_on"),
        to_field_name="slug",
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
    received_at = DateColumn(verbose_name=_("received"), format="j F Y")
    answer_due_on = DateColumn(verbose_name=_("answer due on"), format="j F Y")
    assignee = tables.Column(verbose_name=_("assigned to"))

    def render_text(self, value: str) -> str:
        """Show its beginning."""
        return Truncator(value).words(20)


class FeedbackFilter(django_filters.FilterSet):
    """Search and filters on questions."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    state = django_filters.ChoiceFilter(label=_("state"), choices=FeedbackState.choices)

    def search(self, rows: QuerySet[Feedback], name: str, value: str) -> QuerySet[Feedback]:
        """Look in number, text and answer."""
        return rows.filter(Q(tracking_number__icontains=value) | Q(text__icontains=value) | Q(answer__icontains=value))


class SourceTable(Table):
    """Sources with their weight and what they are cited for."""

    caption = _("Sources of the policy")
    title = tables.Column(verbose_name=_("title"), linkify=True)
    issuer = tables.Column(verbose_name=_("issuer"))
    dated = tables.Column(verbose_name=_("date, in words"), orderable=False)
    weight = tables.Column(verbose_name=_("weight"))
    citation_count = tables.Column(
        verbose_name=_("cited"), linkify=lambda record: record.get_absolute_url(), attrs={"td": {"class": "number"}}
    )
    note = tables.Column(verbose_name=_("note"), orderable=False)

    class Meta(Table.Meta):
        order_by = ("title",)


class SourceFilter(django_filters.FilterSet):
    """Search and filters on sources."""

    q = django_filters.CharFilter(label=_("Search"), method="search")
    weight = django_filters.ChoiceFilter(label=_("weight"), choices=SourceWeight.choices)

    def search(self, rows: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """Look in title, issuer and note."""
        return rows.filter(Q(title__icontains=value) | Q(issuer__icontains=value) | Q(note__icontains=value))


class EurosColumn(tables.Column):
    """Cents shown as euros in the page, and as a plain number of euros in files."""

    def __init__(self, **options: Any) -> None:
        """Align figures."""
        super().__init__(attrs={"td": {"class": "number"}}, **options)

    def render(self, value: int) -> str:
        """Show euros."""
        return format_euros(value, language=(get_language() or "fr")[:2])

    def value(self, value: int) -> Decimal:
        """Give files a number they can add up, exact to the cent."""
        return Decimal(value) / 100


class BudgetTable(Table):
    """The lines of a plan's budget."""

    caption = _("Lines of the budget")
    axis = tables.Column(verbose_name=pgettext_lazy("part of a plan", "axis"), accessor="action__axis__number")
    action = tables.Column(
        verbose_name=pgettext_lazy("part of a plan", "action"),
        order_by="action__number",
        linkify=(
            "action_plan:action_budget",
            {"slug": tables.A("action__plan__slug"), "number": tables.A("action__number")},
        ),
    )
    year = tables.Column(verbose_name=_("year"))
    section = tables.Column(verbose_name=_("section"))
    funder = tables.Column(verbose_name=_("funder"))
    planned_cents = EurosColumn(verbose_name=_("planned"))
    voted_cents = EurosColumn(verbose_name=_("voted"))
    act = tables.Column(
        verbose_name=_("act"),
        linkify=lambda record: record.act.get_absolute_url() if record.act else None,
        empty_values=(),
    )
    reason = tables.Column(verbose_name=_("reason"), orderable=False)
    written_at = DateColumn(verbose_name=_("written"), format="j F Y")

    class Meta(Table.Meta):
        order_by = ("axis", "action", "year", "section")

    def render_act(self, record: BudgetLine) -> str:
        """Flag what was voted without an act in force."""
        return self.value_act(record)

    def value_act(self, record: BudgetLine) -> str:
        """Say the same in files."""
        if record.act is None:
            return str(_("No act: to be completed")) if record.voted_cents else ""
        return str(record.act)


class BudgetFilter(django_filters.FilterSet):
    """Filters on the lines of a budget, the same as the links of its totals."""

    annee = django_filters.NumberFilter(label=_("year"), field_name="year")
    section = django_filters.ChoiceFilter(label=_("section"), choices=BudgetSection.choices)
    financeur = django_filters.CharFilter(label=_("funder"), field_name="funder", lookup_expr="iexact")
    axe = django_filters.NumberFilter(label=pgettext_lazy("part of a plan", "axis"), field_name="action__axis__number")
    action = django_filters.NumberFilter(label=pgettext_lazy("part of a plan", "action"), field_name="action__number")


class BulkChangeTable(Table):
    """Changes of many actions, the latest first."""

    caption = _("Changes of many actions")
    prepared_at = DateTimeColumn(verbose_name=_("prepared"), format="j F Y H:i", linkify=True)
    kind = tables.Column(verbose_name=_("kind"))
    file_name = tables.Column(verbose_name=_("file or reason"), orderable=False, empty_values=())
    author = tables.Column(verbose_name=_("author"))
    state = tables.Column(verbose_name=_("state"))

    class Meta(Table.Meta):
        order_by = ("-prepared_at",)

    def render_file_name(self, record: BulkChange) -> str:
        """Show the file of an import, the reason of an edit."""
        return record.subject
