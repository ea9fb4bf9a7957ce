"""Columns of the lists behind the figures."""

from __future__ import annotations

from decimal import Decimal

import django_tables2 as tables
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext_lazy, pgettext_lazy

from essaim.foundations.ui.lists import DateColumn, DateTimeColumn, Table, state_cell
from essaim.foundations.ui.templatetags.ui import euros

NUMBER = {"td": {"class": "number"}}
NOWRAP = {"td": {"class": "nowrap"}}


class ActionRowTable(Table):
    """Actions of a plan with how they go."""

    caption = gettext_lazy("Actions of the plan and how they go")
    number = tables.Column(verbose_name=gettext_lazy("number"), attrs=NUMBER)
    title = tables.Column(verbose_name=gettext_lazy("title"), linkify=lambda record: record.url)
    axis_number = tables.Column(verbose_name=pgettext_lazy("part of a plan", "axis"), attrs=NUMBER)
    status_label = tables.Column(verbose_name=gettext_lazy("status"))
    pilot_name = tables.Column(verbose_name=gettext_lazy("pilot"), default="")
    milestones_in_words = tables.Column(verbose_name=gettext_lazy("milestones done"), default="")
    late_titles = tables.Column(verbose_name=gettext_lazy("late milestones"), default="", orderable=False)
    next_due_on = DateColumn(verbose_name=gettext_lazy("next milestone on"), format="j F Y", default="")
    next_title = tables.Column(verbose_name=gettext_lazy("next milestone"), default="")
    commune_count = tables.Column(verbose_name=gettext_lazy("communes"), attrs=NUMBER)

    def render_status_label(self, record: object) -> str:
        """Show the status with its look."""
        return state_cell(record.status.label, record.status.look)  # type: ignore[attr-defined]

    def value_status_label(self, record: object) -> str:
        """Say the same in files."""
        return record.status.label  # type: ignore[attr-defined]

    def render_late_titles(self, value: tuple[str, ...]) -> str:
        """Show them in one line."""
        return " ; ".join(value)


class MilestoneRowTable(Table):
    """Milestones of a plan and what is to be expected of them."""

    caption = gettext_lazy("Milestones of the plan")
    title = tables.Column(verbose_name=gettext_lazy("milestone"))
    action_title = tables.Column(
        verbose_name=pgettext_lazy("part of a plan", "action"),
        linkify=lambda record: record.action_url,
        order_by="action_number",
    )
    due_on = DateColumn(verbose_name=gettext_lazy("due on"), format="j F Y", attrs=NOWRAP)
    done_on = DateColumn(verbose_name=gettext_lazy("done on"), format="j F Y", default="", attrs=NOWRAP)
    outlook_label = tables.Column(verbose_name=gettext_lazy("state"))
    days_late = tables.Column(verbose_name=gettext_lazy("days late"), attrs=NUMBER)
    threatens_in_words = tables.Column(verbose_name=gettext_lazy("threatens"), default="", orderable=False)

    def render_action_title(self, record: object) -> str:
        """Show its number too."""
        return f"{record.action_number}. {record.action_title}"  # type: ignore[attr-defined]

    def value_action_title(self, record: object) -> str:
        """Say the same in files."""
        return self.render_action_title(record)

    def render_outlook_label(self, record: object) -> str:
        """Show the state with its look."""
        return state_cell(record.outlook_label, record.look)  # type: ignore[attr-defined]

    def value_outlook_label(self, record: object) -> str:
        """Say the same in files."""
        return record.outlook_label  # type: ignore[attr-defined]


class CommuneRowTable(Table):
    """Communes of the authority and the plan's actions that name them."""

    caption = gettext_lazy("Communes and the actions that name them")
    code = tables.Column(verbose_name=gettext_lazy("INSEE code"))
    name = tables.Column(verbose_name=gettext_lazy("commune"), linkify=lambda record: record.url, orderable=False)
    territoire_name = tables.Column(verbose_name=gettext_lazy("territoire"), default="")
    population = tables.Column(verbose_name=gettext_lazy("inhabitants"), attrs=NUMBER, default="")
    action_count = tables.Column(verbose_name=gettext_lazy("number of actions"), attrs=NUMBER)
    actions_in_words = tables.Column(verbose_name=gettext_lazy("their numbers"), default="", orderable=False)

    def render_population(self, value: int) -> str:
        """Group the digits by three."""
        return intcomma(value)

    def value_population(self, value: int) -> int:
        """Give the number itself to files."""
        return value


class BudgetRowTable(Table):
    """Lines of the budget of a plan."""

    caption = gettext_lazy("Lines of the budget, planned and voted")
    year = tables.Column(verbose_name=gettext_lazy("year"))
    section = tables.Column(verbose_name=gettext_lazy("section"), accessor="get_section_display", order_by="section")
    axis = tables.Column(verbose_name=pgettext_lazy("part of a plan", "axis"), accessor="action__axis__number")
    action = tables.Column(
        verbose_name=pgettext_lazy("part of a plan", "action"),
        linkify=lambda record: record.action.get_absolute_url(),
        order_by="action__number",
    )
    funder = tables.Column(verbose_name=gettext_lazy("funder"))
    planned_cents = tables.Column(verbose_name=gettext_lazy("planned"), attrs=NUMBER)
    voted_cents = tables.Column(verbose_name=gettext_lazy("voted"), attrs=NUMBER)
    act = tables.Column(verbose_name=gettext_lazy("act"), linkify=True, default="", orderable=False)
    reason = tables.Column(verbose_name=gettext_lazy("reason"), default="", orderable=False)

    def render_planned_cents(self, value: int) -> str:
        """Show euros."""
        return euros(value)

    def value_planned_cents(self, value: int) -> Decimal:
        """Give euros to files, as a number."""
        return Decimal(value) / 100

    def render_voted_cents(self, value: int) -> str:
        """Show euros."""
        return euros(value)

    def value_voted_cents(self, value: int) -> Decimal:
        """Give euros to files, as a number."""
        return Decimal(value) / 100


class OverrideRowTable(Table):
    """Statuses put by hand that last today."""

    caption = gettext_lazy("Statuses put by hand, in force today")
    action = tables.Column(
        verbose_name=pgettext_lazy("part of a plan", "action"),
        linkify=lambda record: record.action.get_absolute_url(),
        order_by="action__number",
    )
    status = tables.Column(verbose_name=gettext_lazy("status put"), accessor="get_status_display", order_by="status")
    reason = tables.Column(verbose_name=gettext_lazy("reason"), orderable=False)
    starts_on = DateColumn(verbose_name=gettext_lazy("from"), format="j F Y", attrs=NOWRAP)
    ends_on = DateColumn(verbose_name=gettext_lazy("until (excluded)"), format="j F Y", attrs=NOWRAP)


class TaskRowTable(Table):
    """Tasks to do."""

    caption = gettext_lazy("Tasks to do")
    title = tables.Column(verbose_name=gettext_lazy("task"))
    action = tables.Column(
        verbose_name=pgettext_lazy("part of a plan", "action"),
        linkify=lambda record: record.action.get_absolute_url(),
        order_by="action__number",
    )
    assignee = tables.Column(verbose_name=gettext_lazy("assigned to"), default="", orderable=False)
    due_on = DateColumn(verbose_name=gettext_lazy("due on"), format="j F Y", attrs=NOWRAP)


class QuestionRowTable(Table):
    """Residents' questions that wait for an answer."""

    caption = gettext_lazy("Questions that wait for an answer")
    tracking_number = tables.Column(
        verbose_name=gettext_lazy("tracking number"),
        linkify=("action_plan:feedback_tracking", {"number": tables.A("tracking_number")}),
    )
    text = tables.Column(verbose_name=gettext_lazy("text"), orderable=False)
    action = tables.Column(
        verbose_name=pgettext_lazy("part of a plan", "action"), accessor="action__number", default=""
    )
    received_at = DateColumn(verbose_name=gettext_lazy("received"), format="j F Y", attrs=NOWRAP)
    answer_due_on = DateColumn(verbose_name=gettext_lazy("answer due on"), format="j F Y", attrs=NOWRAP)
    assignee = tables.Column(verbose_name=gettext_lazy("assigned to"), default="", orderable=False)

    def render_text(self, value: str) -> str:
        """Show its beginning."""
        return value if len(value) <= 160 else f"{value[:157]}…"

    def value_text(self, value: str) -> str:
        """Give the whole of it to files."""
        return value


class ContributionRowTable(Table):
    """Contributions that wait, whatever the consultation."""

    caption = gettext_lazy("Contributions that wait")
    text = tables.Column(
        verbose_name=gettext_lazy("text"), orderable=False, linkify=lambda record: record.get_absolute_url()
    )
    consultation = tables.Column(verbose_name=gettext_lazy("consultation"), accessor="consultation__title")
    number = tables.Column(verbose_name=gettext_lazy("number"), attrs=NUMBER)
    received_at = DateColumn(verbose_name=gettext_lazy("received"), format="j F Y", attrs=NOWRAP)
    state = tables.Column(
        verbose_name=gettext_lazy("state"), accessor="get_state_display", order_by="state", orderable=False
    )

    def render_text(self, value: str) -> str:
        """Show its beginning."""
        return value if len(value) <= 160 else f"{value[:157]}…"

    def value_text(self, value: str) -> str:
        """Give the whole of it to files."""
        return value


class ConsultationRowTable(Table):
    """Open consultations and when they end."""

    caption = gettext_lazy("Open consultations")
    title = tables.Column(verbose_name=gettext_lazy("title"), linkify=True)
    opened_on = DateColumn(verbose_name=gettext_lazy("opened on"), format="j F Y", attrs=NOWRAP)
    writing_ends_on = DateColumn(
        verbose_name=gettext_lazy("people write until (excluded)"), format="j F Y", default="", attrs=NOWRAP
    )


class SessionRowTable(Table):
    """Sessions that wait for something."""

    caption = gettext_lazy("Sessions that wait for something")
    day = DateColumn(verbose_name=gettext_lazy("day"), format="j F Y", attrs=NOWRAP, linkify=lambda record: record.url)
    body_name = tables.Column(verbose_name=gettext_lazy("body"))
    title = tables.Column(verbose_name=gettext_lazy("title"), default="")
    state_label = tables.Column(verbose_name=gettext_lazy("state"))
    convene_by = DateColumn(
        verbose_name=gettext_lazy("convene by"), format="j F Y", default="–", attrs=NOWRAP, orderable=False
    )


class VoteRowTable(Table):
    """Votes in which one has a ballot left to cast."""

    caption = gettext_lazy("Votes to cast")
    question = tables.Column(
        verbose_name=pgettext_lazy("of a vote", "question"), linkify=("committees:ballot", {"pk": tables.A("pk")})
    )
    body = tables.Column(verbose_name=gettext_lazy("body"), accessor="point__session__body__name")
    mode = tables.Column(verbose_name=pgettext_lazy("of a vote", "mode"), accessor="get_mode_display", orderable=False)


class DecisionRowTable(Table):
    """What sessions decided and what became of it."""

    caption = gettext_lazy("What sessions decided, and what became of it")
    wording = tables.Column(
        verbose_name=gettext_lazy("decision"), linkify=lambda record: record.get_absolute_url(), orderable=False
    )
    body = tables.Column(verbose_name=gettext_lazy("body"), accessor="point__session__body__name")
    day = DateColumn(verbose_name=gettext_lazy("session"), accessor="point__session__day", format="j F Y", attrs=NOWRAP)
    due_on = DateColumn(verbose_name=gettext_lazy("due on"), accessor="task__due_on", format="j F Y", attrs=NOWRAP)
    state = tables.Column(
        verbose_name=gettext_lazy("state"), accessor="task__get_state_display", order_by="task__state"
    )


class ChangeRowTable(Table):
    """Operations on the policy."""

    caption = gettext_lazy("What changed in the policy")
    at = DateTimeColumn(verbose_name=gettext_lazy("when"), format="j F Y H:i", attrs=NOWRAP)
    words = tables.Column(verbose_name=gettext_lazy("operation"))
    target = tables.Column(verbose_name=gettext_lazy("what"))
    subject = tables.Column(
        verbose_name=gettext_lazy("in"), linkify=lambda record: record.url or None, default="", orderable=False
    )
    actor_label = tables.Column(verbose_name=gettext_lazy("who"))
    reason = tables.Column(verbose_name=gettext_lazy("reason"), default="", orderable=False)
