"""Lists of the room: columns, search and filters."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.lists import Addresses, DateColumn, Table, link_to, state_cell
from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem
from essaim.steering.action_plan.permissions import can_read_plan

from . import queries
from .models import AnswerTarget, Contribution, ContributionQuerySet, Issue, Proposal, Theme
from .permissions import can_read_author, can_read_text
from .states import HIDDEN_STATES, VERDICT_LOOK, Channel, IssueKind, ModerationState, ProposalState, Verdict

# The most a list shows of a text.
SHOWN_LENGTH_MAX = 280
MISSING = "missing"
ANSWERED = "answered"


class ConsultationTable(Table):
    """Consultations with what came of them."""

    caption = _("Consultations")
    title = tables.Column(verbose_name=_("title"), linkify=True)
    state = tables.Column(verbose_name=pgettext_lazy("of a consultation", "state"))
    opened_on = DateColumn(verbose_name=_("opened on"), format="j F Y")
    closed_on = DateColumn(verbose_name=pgettext_lazy("a consultation", "closed on"), format="j F Y")
    answered_on = DateColumn(verbose_name=_("answers published on"), format="j F Y")
    contribution_count = tables.Column(verbose_name=_("contributions"))
    issue_count = tables.Column(verbose_name=pgettext_lazy("of a consultation", "issues"))


class IssueTable(Table):
    """What was said, issue by issue, and what became of it."""

    caption = _("What you said, what we did")
    wording = tables.Column(
        verbose_name=pgettext_lazy("of an issue", "wording"),
        linkify=lambda table, record: table.own_addresses.of(record.code),
    )
    verdict = tables.Column(verbose_name=_("answer"), empty_values=(), order_by="answer__verdict")
    reason = tables.Column(verbose_name=pgettext_lazy("of an answer", "reason"), empty_values=(), orderable=False)
    target = tables.Column(verbose_name=_("where it went"), empty_values=(), orderable=False)
    kind = tables.Column(verbose_name=pgettext_lazy("of an issue", "kind"))
    theme = tables.Column(verbose_name=_("theme"), accessor="theme__code", default="", order_by="theme__number")
    contribution_count = tables.Column(verbose_name=_("contributions"))
    code = tables.Column(verbose_name=pgettext_lazy("of an issue", "code"))
    source = tables.Column(verbose_name=_("source"), default="", orderable=False)

    @cached_property
    def own_addresses(self) -> Addresses:
        """Where the issues are."""
        return Addresses("consultations:issue", self.request.resolver_match.kwargs["slug"])

    def render_source(self, record: Issue) -> str:
        """Link to the document, whose title would take the room of what was said."""
        source = record.source
        if source is None:
            return ""
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> – {}</span></a>',
            source.get_absolute_url(),
            gettext("Document"),
            source.title,
        )

    def value_source(self, record: Issue) -> str:
        """Name the document in files, with the place in it."""
        return " – ".join(text for text in (record.source.title if record.source else "", record.place) if text)

    def render_code(self, value: str) -> str:
        """Show it as it is spoken."""
        return value.upper()

    def render_theme(self, record: Issue) -> str:
        """Show its code; its title is in the filter."""
        return record.theme.code if record.theme else ""

    def render_verdict(self, record: Issue) -> str:
        """Say what became of it, or that no answer is there."""
        answer = getattr(record, "answer", None)
        if answer is None:
            return state_cell(gettext("No answer yet"), "warn")
        shown = state_cell(answer.get_verdict_display(), VERDICT_LOOK[Verdict(answer.verdict)])
        if answer.certainty == "to_confirm":
            return format_html("{} {}", shown, state_cell(answer.get_certainty_display(), "warn"))
        return shown

    def value_verdict(self, record: Issue) -> str:
        """Say the same in files."""
        answer = getattr(record, "answer", None)
        if answer is None:
            return gettext("No answer yet")
        words = answer.get_verdict_display()
        return f"{words} ({answer.get_certainty_display()})" if answer.certainty == "to_confirm" else words

    def render_reason(self, record: Issue) -> str:
        """Give the reason published with the answer."""
        answer = getattr(record, "answer", None)
        return answer.reason if answer else ""

    def value_reason(self, record: Issue) -> str:
        """Say the same in files."""
        return self.render_reason(record)

    def _targets(self, record: Issue) -> list[AnswerTarget]:
        answer = getattr(record, "answer", None)
        rows = list(answer.targets.all()) if answer else []
        return [row for row in rows if can_read_plan(self.request.user, _plan_of(row.thing))]

    def render_target(self, record: Issue) -> str:
        """Link to the part of the plan, with the state of an action today."""
        return format_html_join(
            " ; ",
            '<a href="{}">{}</a>{}',
            ((_address(row.thing), _name(row.thing), _state_of(row.thing)) for row in self._targets(record)),
        )

    def value_target(self, record: Issue) -> str:
        """Say the same in files."""
        return " ; ".join(f"{_name(row.thing)}{_state_of(row.thing)}" for row in self._targets(record))


Part = Plan | Axis | Action | PlanItem


def _plan_of(thing: Part) -> Plan:
    return thing if isinstance(thing, Plan) else thing.plan


def _address(thing: Part) -> str:
    return thing.plan.get_absolute_url() if isinstance(thing, PlanItem) else thing.get_absolute_url()


def _name(thing: Part) -> str:
    if isinstance(thing, Plan):
        return thing.slug
    words = {Axis: pgettext("part of a plan", "axis %s"), Action: pgettext("part of a plan", "action %s")}
    label = words[type(thing)] % thing.number if isinstance(thing, Axis | Action) else thing.code
    return f"{thing.plan.slug} – {label}"


def _state_of(thing: Part) -> str:
    return f" ({thing.get_state_display()})" if isinstance(thing, Action) else ""


class IssueFilter(django_filters.FilterSet):
    """Search, kind, theme and answer."""

    q = django_filters.CharFilter(label=_("Words of the wording"), method="search")
    kind = django_filters.ChoiceFilter(label=pgettext_lazy("of an issue", "kind"), choices=IssueKind.choices)
    theme = django_filters.ChoiceFilter(label=_("theme"), field_name="theme__code")
    answer = django_filters.ChoiceFilter(
        label=_("answer"),
        method="with_answer",
        choices=[(MISSING, _("No answer yet")), *Verdict.choices],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the themes of the consultation."""
        super().__init__(*args, **options)
        self.filters["theme"].extra["choices"] = theme_choices(str(self.request.resolver_match.kwargs["slug"]))

    def search(self, rows: QuerySet[Issue], name: str, value: str) -> QuerySet[Issue]:
        """Look in the wording, without accents or capitals."""
        return rows.filter(search_key__contains=fold(value))

    def with_answer(self, rows: QuerySet[Issue], name: str, value: str) -> QuerySet[Issue]:
        """Keep those that have this answer, or none."""
        return rows.filter(answer__isnull=True) if value == MISSING else rows.filter(answer__verdict=value)


def theme_choices(slug: str) -> list[tuple[str, str]]:
    """List the themes of a consultation, as code and beginning of the title."""
    rows = Theme.objects.filter(consultation__slug=slug).order_by("number").values_list("code", "title")
    return [theme_choice(code, title) for code, title in rows]


def theme_choice(code: str, title: str) -> tuple[str, str]:
    """Return a theme as a choice: its code, then its code and the beginning of its title."""
    return code, f"{code} – {Truncator(' / '.join(title.splitlines())).chars(70)}"


class ContributionTable(Table):
    """Contributions; what is hidden keeps its place."""

    caption = _("Contributions")
    number = tables.Column(
        verbose_name=_("number"), linkify=lambda table, record: table.own_addresses.of(record.number)
    )
    text = tables.Column(verbose_name=_("text"), orderable=False)
    theme = tables.Column(verbose_name=_("theme"), accessor="theme__code", default="", order_by="theme__number")
    channel = tables.Column(verbose_name=_("how it came"))
    origin = tables.Column(verbose_name=_("where it was gathered"), default="", orderable=False)
    organization = tables.Column(
        verbose_name=pgettext_lazy("legal person", "structure"), empty_values=(), orderable=False
    )
    author = tables.Column(verbose_name=_("author"), empty_values=(), orderable=False)
    received_at = DateColumn(verbose_name=_("received"), format="j F Y")
    issues = tables.Column(verbose_name=pgettext_lazy("of a consultation", "issues"), empty_values=(), orderable=False)
    fate = tables.Column(verbose_name=_("answer"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=_("moderation"))

    def render_text(self, record: Contribution) -> str:
        """Show the text to who may read it, else why its place is kept."""
        text = self.value_text(record)
        return text if len(text) <= SHOWN_LENGTH_MAX else f"{text[: SHOWN_LENGTH_MAX - 1].rstrip()}…"

    def value_text(self, record: Contribution) -> str:
        """Give files the whole text, under the same rule."""
        if can_read_text(self.request.user, record):
            return record.text
        return gettext("Hidden: %s") % record.get_hiding_cause_display()

    def render_organization(self, record: Contribution) -> str:
        """Name the record of the structure, or what was written."""
        return record.organization.name if record.organization else record.organization_name

    def value_organization(self, record: Contribution) -> str:
        """Say the same in files."""
        return self.render_organization(record)

    def render_author(self, record: Contribution) -> str:
        """Name the author to who may read it."""
        return record.author_name if can_read_author(self.request.user, record) else ""

    def value_author(self, record: Contribution) -> str:
        """Say the same in files."""
        return self.render_author(record)

    def render_issues(self, record: Contribution) -> str:
        """Link to the issues that group it."""
        said = record.issues_said  # type: ignore[attr-defined]
        return SafeString(
            ", ".join(link_to(self._issue_addresses.of(row["code"]), row["code"].upper()) for row in said)
        )

    def value_issues(self, record: Contribution) -> str:
        """Say the same in files."""
        return ", ".join(row["code"].upper() for row in record.issues_said)  # type: ignore[attr-defined]

    def _verdicts(self, record: Contribution) -> list[Verdict]:
        """List what became of it: its own answer, or those of its issues."""
        own = getattr(record, "answer", None)
        found = [own.verdict] if own else [row["verdict"] for row in record.issues_said]  # type: ignore[attr-defined]
        return [Verdict(verdict) for verdict in found if verdict]

    def render_fate(self, record: Contribution) -> str:
        """Say what became of it, of what everybody reads."""
        if not record.is_readable:
            return ""
        found = self._verdicts(record)
        if not found:
            return self._no_answer
        return SafeString(" ".join(state_cell(verdict.label, VERDICT_LOOK[verdict]) for verdict in found))

    def value_fate(self, record: Contribution) -> str:
        """Say the same in files, one answer after the other."""
        if not record.is_readable:
            return ""
        return ", ".join(str(verdict.label) for verdict in self._verdicts(record)) or gettext("No answer yet")

    @cached_property
    def own_addresses(self) -> Addresses:
        """Where the contributions are."""
        return Addresses("consultations:contribution", self.request.resolver_match.kwargs["slug"])

    @cached_property
    def _issue_addresses(self) -> Addresses:
        return Addresses("consultations:issue", self.request.resolver_match.kwargs["slug"])

    @cached_property
    def _no_answer(self) -> SafeString:
        return state_cell(gettext("No answer yet"), "warn")


class ContributionFilter(django_filters.FilterSet):
    """Search, theme, channel, answer, grouping, moderation."""

    q = django_filters.CharFilter(label=_("Words of the text"), method="search")
    theme = django_filters.ChoiceFilter(label=_("theme"), field_name="theme__code")
    channel = django_filters.ChoiceFilter(label=_("how it came"), choices=Channel.choices)
    answer = django_filters.ChoiceFilter(
        label=_("answer"),
        method="with_answer",
        choices=[
            (ANSWERED, pgettext_lazy("of contributions", "Answered")),
            (MISSING, _("No answer yet")),
        ],
    )
    state = django_filters.ChoiceFilter(label=_("moderation"), choices=ModerationState.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the themes of the consultation; moderation is filtered by the team."""
        super().__init__(*args, **options)
        self.filters["theme"].extra["choices"] = theme_choices(str(self.request.resolver_match.kwargs["slug"]))
        if not is_staff_member(self.request.user):
            del self.filters["state"]

    def search(self, rows: QuerySet[Contribution], name: str, value: str) -> QuerySet[Contribution]:
        """Look in the texts this person may read, and no other: a hidden word must not be guessed."""
        readable = Q() if is_staff_member(self.request.user) else ~Q(state__in=HIDDEN_STATES)
        return rows.filter(readable, search_key__contains=fold(value))

    def with_answer(self, rows: ContributionQuerySet, name: str, value: str) -> QuerySet[Contribution]:
        """Keep what everybody reads, with or without answer."""
        return queries.with_answer(rows) if value == ANSWERED else queries.without_answer(rows)


class ProposalTable(Table):
    """Proposals and what they became."""

    caption = _("Proposals")
    number = tables.Column(verbose_name=_("number"), linkify=True)
    title = tables.Column(verbose_name=_("title"), linkify=True)
    group = tables.Column(verbose_name=_("working group"), default="", orderable=False)
    issues = tables.Column(verbose_name=pgettext_lazy("of a consultation", "issues"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=pgettext_lazy("of a proposal", "state"))
    action = tables.Column(verbose_name=_("action it became"), empty_values=(), orderable=False)

    def render_issues(self, record: Proposal) -> str:
        """Link to the issues it takes up."""
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((row.issue.get_absolute_url(), row.issue.code.upper()) for row in record.taken_up.all()),
        )

    def value_issues(self, record: Proposal) -> str:
        """Say the same in files."""
        return ", ".join(row.issue.code.upper() for row in record.taken_up.all())

    def render_action(self, record: Proposal) -> str:
        """Link to the action, for who may read its plan."""
        action = record.action
        if action is None:
            return ""
        if not can_read_plan(self.request.user, action.plan):
            return gettext("An action of a plan in preparation")
        return format_html('<a href="{}">{}</a>{}', action.get_absolute_url(), _name(action), _state_of(action))

    def value_action(self, record: Proposal) -> str:
        """Say the same in files."""
        action = record.action
        if action is None:
            return ""
        if not can_read_plan(self.request.user, action.plan):
            return gettext("An action of a plan in preparation")
        return f"{_name(action)}{_state_of(action)}"


class ProposalFilter(django_filters.FilterSet):
    """State."""

    state = django_filters.ChoiceFilter(label=pgettext_lazy("of a proposal", "state"), choices=ProposalState.choices)
