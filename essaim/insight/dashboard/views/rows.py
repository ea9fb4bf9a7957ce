"""The rows behind the figures: each figure of a cockpit opens one of these lists, filtered as it was counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.identifiers import row_number
from essaim.foundations.ui.lists import Table, list_page
from essaim.insight.dashboard import permissions, tables
from essaim.insight.dashboard.filters import RowChoice, containing, everything, row_filter
from essaim.insight.dashboard.queries.communes import commune_rows
from essaim.insight.dashboard.queries.officer import OVERRIDE_DAYS
from essaim.insight.dashboard.queries.plan_state import PlanState, plan_asked
from essaim.insight.dashboard.queries.weeks import end_of_week
from essaim.steering.action_plan import operations
from essaim.steering.action_plan.permissions import can_read_names
from essaim.steering.action_plan.queries import (
    budget_lines,
    open_tasks,
    overrides_in_force,
    plans_visible_to,
    policy_changes,
    waiting_feedback,
)
from essaim.steering.action_plan.states import ActionStatus, BudgetSection, MilestoneOutlook, PersonRole

if TYPE_CHECKING:
    from essaim.steering.action_plan.models import Plan

CHANGE_PERIODS = (7, 30, 90, 365)


def _plan_of(request: HttpRequest, today: date) -> Plan:
    plan = plan_asked(request.user, request.GET.get("plan", ""), today=today)
    if plan is None:
        raise Http404
    return plan


def _plan_choice(request: HttpRequest, plan: Plan) -> RowChoice:
    slugs = plans_visible_to(request.user).values_list("slug", flat=True)
    choices = [(slug, slug) for slug in slugs]
    return RowChoice(
        "plan", pgettext("document", "plan"), everything, choices=choices, value=plan.slug, is_required=True
    )


def _axis_choice(rows: Sequence[Any]) -> RowChoice:
    numbers = sorted({row.axis_number for row in rows})
    return RowChoice(
        "axis",
        pgettext("part of a plan", "axis"),
        lambda row, value: str(row.axis_number) == value,
        [(str(number), _("Axis %(number)s") % {"number": number}) for number in numbers],
    )


def _mine_choice(request: HttpRequest, keeps: Callable[[Any, str], bool]) -> tuple[RowChoice, ...]:
    """Offer to keep what one has a part in, to people who signed in."""
    if not request.user.is_authenticated:
        return ()
    choices = [("any", _("Any part of mine")), *((role.value, role.label) for role in PersonRole)]
    return (RowChoice("mine", _("my part in it"), keeps, choices),)


def list_rows(
    request: HttpRequest,
    table_class: type[Table],
    rows: Sequence[Any],
    choices: Sequence[RowChoice],
    *,
    file_name: str,
    title: str,
    lead: str,
    **context: object,
) -> HttpResponse:
    """Answer a list of computed rows with its filters."""
    return list_page(
        request,
        template="dashboard/rows.html",
        table_class=table_class,
        filterset_class=row_filter(*choices),
        rows=rows,
        file_name=file_name,
        context={"title": title, "lead": lead, **context},
    )


def _holds(request: HttpRequest) -> Callable[[Any, str], bool]:
    """Build the test "this person has this part in this action", part "any" for any part."""
    person_id = request.user.pk

    def keeps(row: Any, value: str) -> bool:
        return bool(row.is_held_by(person_id) if value == "any" else row.is_held_by(person_id, value))

    return keeps


STATUS_GROUPS = {
    "well": (ActionStatus.DONE, ActionStatus.ON_TRACK),
    "attention": (ActionStatus.LATE, ActionStatus.AT_RISK),
}


@login_not_required
def action_rows(request: HttpRequest) -> HttpResponse:
    """List the actions of a plan with how they go."""
    today = timezone.localdate()
    plan = _plan_of(request, today)
    rows = PlanState(plan, today=today, shows_names=bool(can_read_names(request.user))).actions
    choices = [
        RowChoice("q", _("Search"), containing("title", "plain_summary", "pilot_name")),
        _plan_choice(request, plan),
        RowChoice(
            "status",
            _("status"),
            lambda row, value: row.status.value in STATUS_GROUPS.get(value, (value,)),
            [
                *ActionStatus.choices,
                ("well", _("Done or on track")),
                ("attention", _("Late or at risk")),
            ],
        ),
        _axis_choice(rows),
        RowChoice(
            "evidence",
            _("evidence"),
            lambda row, value: (row.status.verdict.status == ActionStatus.NO_DATA) == (value == "none"),
            [("none", _("neither milestone nor task")), ("some", _("a milestone or a task"))],
        ),
        RowChoice(
            "place",
            _("communes"),
            lambda row, value: (
                bool(row.commune_codes)
                if value == "named"
                else value in row.commune_codes or (value == "none" and not row.commune_codes)
            ),
            [
                ("named", _("names communes")),
                ("none", _("names none")),
                *_communes_named(rows, today),
            ],
        ),
        *_mine_choice(request, _holds(request)),
    ]
    return list_rows(
        request,
        tables.ActionRowTable,
        rows,
        choices,
        file_name=f"actions-{plan.slug}",
        title=_("Actions of the plan %(slug)s") % {"slug": plan.slug},
        lead=_("How each action goes, by the written rule, with its milestones, its pilot and its communes."),
    )


def _communes_named(rows: Sequence[Any], today: date) -> list[tuple[str, str]]:
    wanted = {code for row in rows for code in row.commune_codes}
    return [(row.code, row.name) for row in commune_rows([], today=today) if row.code in wanted]


@login_not_required
def milestone_rows(request: HttpRequest) -> HttpResponse:
    """List the milestones of a plan with what is to be expected of them."""
    today = timezone.localdate()
    plan = _plan_of(request, today)
    state = PlanState(plan, today=today)
    rows = state.milestones
    sunday, month = end_of_week(today), today + timedelta(days=30)
    actions = {row.pk: row for row in state.actions} if "mine" in request.GET else {}
    holds = _holds(request)
    choices = [
        RowChoice("q", _("Search"), containing("title", "action_title")),
        _plan_choice(request, plan),
        RowChoice("outlook", _("state"), lambda row, value: row.outlook == value, MilestoneOutlook.choices),
        RowChoice(
            "due",
            _("due on"),
            lambda row, value: row.done_on is None and row.due_on <= (sunday if value == "week" else month),
            [("week", _("by Sunday, or late")), ("month", _("within 30 days, or late"))],
        ),
        _axis_choice(rows),
        *_mine_choice(request, lambda row, value: _steers(actions[row.action_pk], value, request, holds)),
    ]
    return list_rows(
        request,
        tables.MilestoneRowTable,
        rows,
        choices,
        file_name=f"jalons-{plan.slug}",
        title=_("Milestones of the plan %(slug)s") % {"slug": plan.slug},
        lead=_("What is done, what is late and since when, and what waits for what is late."),
    )


def _steers(action: Any, value: str, request: HttpRequest, holds: Callable[[Any, str], bool]) -> bool:
    """Tell whether a milestone is for a person to reach: "any" means as pilot or deputy."""
    if value == "any":
        return bool(action.is_held_by(request.user.pk, PersonRole.PILOT, PersonRole.DEPUTY))
    return holds(action, value)


@login_not_required
def commune_list(request: HttpRequest) -> HttpResponse:
    """List the communes of the authority with the actions that name them."""
    today = timezone.localdate()
    plan = _plan_of(request, today)
    rows = commune_rows(PlanState(plan, today=today).actions, today=today)
    zones = sorted({(row.territoire_code, row.territoire_name) for row in rows if row.territoire_code})
    choices = [
        RowChoice("q", _("Search"), containing("name", "code")),
        _plan_choice(request, plan),
        RowChoice(
            "presence",
            _("presence"),
            lambda row, value: row.is_absent == (value == "absent"),
            [("absent", _("no action names it")), ("present", _("an action names it"))],
        ),
        RowChoice("territoire", _("territoire"), lambda row, value: row.territoire_code == value, zones),
    ]
    return list_rows(
        request,
        tables.CommuneRowTable,
        rows,
        choices,
        file_name=f"communes-{plan.slug}",
        title=_("Communes in the plan %(slug)s") % {"slug": plan.slug},
        lead=_("An action that names no commune concerns the whole authority: it is not counted here."),
    )


@login_not_required
def budget_rows(request: HttpRequest) -> HttpResponse:
    """List the lines of a plan's budget, with their sums."""
    today = timezone.localdate()
    plan = _plan_of(request, today)
    rows = list(budget_lines(plan))
    axes = sorted({row.action.axis.number for row in rows})
    choices = [
        _plan_choice(request, plan),
        RowChoice(
            "year",
            _("year"),
            lambda row, value: str(row.year) == value,
            [(str(year), year) for year in sorted({row.year for row in rows})],
        ),
        RowChoice("section", _("section"), lambda row, value: row.section == value, BudgetSection.choices),
        RowChoice(
            "axis",
            pgettext("part of a plan", "axis"),
            lambda row, value: str(row.action.axis.number) == value,
            [(str(number), _("Axis %(number)s") % {"number": number}) for number in axes],
        ),
        RowChoice(
            "action",
            pgettext("part of a plan", "action"),
            lambda row, value: str(row.action.number) == value,
            [(str(action.number), str(action)[:60]) for action in {row.action.pk: row.action for row in rows}.values()],
        ),
    ]
    kept = row_filter(*choices)(request.GET, queryset=rows, request=request).qs
    return list_rows(
        request,
        tables.BudgetRowTable,
        rows,
        choices,
        file_name=f"budget-{plan.slug}",
        title=_("Budget of the plan %(slug)s") % {"slug": plan.slug},
        lead=_("What was planned and what was voted. A correction is a line of its own, with its reason."),
        sums={
            "planned_cents": sum(row.planned_cents for row in kept),
            "voted_cents": sum(row.voted_cents for row in kept),
        },
    )


@login_not_required
def override_rows(request: HttpRequest) -> HttpResponse:
    """List the statuses put by hand that last today."""
    today = timezone.localdate()
    plan = _plan_of(request, today)
    limit = today + timedelta(days=OVERRIDE_DAYS)
    choices = [
        _plan_choice(request, plan),
        RowChoice(
            "ending",
            _("until (excluded)"),
            lambda row, _value: row.ends_on <= limit,
            [("soon", _("within %(days)s days") % {"days": OVERRIDE_DAYS})],
        ),
    ]
    return list_rows(
        request,
        tables.OverrideRowTable,
        list(overrides_in_force(plan, today=today)),
        choices,
        file_name=f"statuts-poses-a-la-main-{plan.slug}",
        title=_("Statuses put by hand"),
        lead=_("Each has its reason and its end; the rule's own answer stays visible beside it."),
    )


def task_rows(request: HttpRequest) -> HttpResponse:
    """List the tasks to do: one's own, or everybody's for the team."""
    person = person_of(request)
    today = timezone.localdate()
    reads_all = bool(permissions.can_read_all_tasks(person))
    rows = open_tasks()
    sunday = end_of_week(today)
    who = [("me", _("me"))]
    if reads_all:
        who += [("nobody", _("nobody yet"))]
    choices = [
        RowChoice("q", _("Search"), containing("title")),
        RowChoice("who", _("assigned to"), lambda row, value: _is_for(row, value, person), who),
        RowChoice(
            "due",
            _("due on"),
            lambda row, value: row.due_on < today if value == "late" else row.due_on <= sunday,
            [("week", _("by Sunday, or late")), ("late", _("late"))],
        ),
    ]
    return list_rows(
        request,
        tables.TaskRowTable,
        list(rows if reads_all else rows.filter(assignee=person)),
        choices,
        file_name="taches",
        title=_("Tasks to do"),
        lead=_("Tasks are for the team: the public reads the milestones."),
    )


def _is_for(row: Any, value: str, person: User) -> bool:
    return row.assignee_id == (person.pk if value == "me" else None)


def question_rows(request: HttpRequest) -> HttpResponse:
    """List residents' questions that wait for an answer."""
    require(permissions.can_read_questions(request.user))
    today = timezone.localdate()
    sunday = end_of_week(today)
    choices = [
        RowChoice("q", _("Search"), containing("text", "tracking_number")),
        RowChoice(
            "due",
            _("answer due on"),
            lambda row, value: row.answer_due_on < today if value == "late" else row.answer_due_on <= sunday,
            [("week", _("by Sunday, or late")), ("late", _("late"))],
        ),
        RowChoice(
            "who",
            _("assigned to"),
            lambda row, value: _is_for(row, value, person_of(request)),
            [("me", _("me")), ("nobody", _("nobody yet"))],
        ),
    ]
    return list_rows(
        request,
        tables.QuestionRowTable,
        list(waiting_feedback()),
        choices,
        file_name="questions-en-attente",
        title=_("Questions that wait for an answer"),
        lead=_("Asked by residents without an account. Answers are public."),
    )


def change_rows(request: HttpRequest) -> HttpResponse:
    """List what changed in the policy, with names."""
    require(permissions.can_read_changes(request.user))
    now = timezone.now()
    days = _days(request)
    rows = policy_changes(since=_since(now, days), public_only=False)
    verbs = sorted({row.verb for row in rows}, key=operations.in_words)
    choices = [
        RowChoice("q", _("Search"), containing("target", "actor_label", "reason")),
        RowChoice(
            "days",
            _("period"),
            everything,
            [(str(number), _("the last %(days)s days") % {"days": number}) for number in CHANGE_PERIODS],
            value=str(CHANGE_PERIODS[0]),
            is_required=True,
        ),
        RowChoice(
            "verb",
            _("operation"),
            lambda row, value: row.verb == value,
            [(verb, operations.in_words(verb)) for verb in verbs],
        ),
    ]
    return list_rows(
        request,
        tables.ChangeRowTable,
        rows,
        choices,
        file_name="changements",
        title=_("What changed in the policy"),
        lead=_("From the audit trail: who did what, when, and why."),
    )


def _days(request: HttpRequest) -> int:
    days = row_number(request.GET.get("days", ""))
    return days if days in CHANGE_PERIODS else CHANGE_PERIODS[0]


def _since(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)
