"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import models

from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access

from .models import Act, Action, Feedback, Milestone, Plan, Task

TEAM = "officer|administrator"
POST = ("POST",)
BOTH = ("GET", "POST")
TEAM_OR_PILOT = "The pilot and the deputies of the action too."


def _first(rows: models.QuerySet[models.Model], **fields: str) -> Mapping[str, object]:
    """Read the arguments of a route on the first row, or arguments that match nothing when there is none."""
    row = rows.first()
    return {argument: getattr(row, field) if row else 0 for argument, field in fields.items()}


def _sample(model: type[models.Model], **fields: str) -> Callable[[], Mapping[str, object]]:
    return lambda: _first(model._default_manager.order_by("pk"), **fields)


def _plan() -> Mapping[str, object]:
    return _first(Plan.objects.public().order_by("-starts_on"), slug="slug")


def _action() -> Mapping[str, object]:
    found = Action.objects.filter(plan__in=Plan.objects.public()).select_related("plan")
    row = found.order_by("-plan__starts_on", "number").first()
    return {"slug": row.plan.slug, "number": row.number} if row else {"slug": "none", "number": 0}


def _with_move(sample: Callable[[], Mapping[str, object]], move: str) -> Callable[[], Mapping[str, object]]:
    return lambda: {**sample(), "move": move}


_milestone = _sample(Milestone, pk="pk")
_task = _sample(Task, pk="pk")
_feedback = _sample(Feedback, number="tracking_number")

ACCESS: dict[str, Access] = {
    # What everybody reads.
    "action_plan:plan_list": Access(PUBLIC),
    "action_plan:action_list": Access(PUBLIC),
    "action_plan:plan": Access(PUBLIC, sample=_plan, note="A draft is read by the team only."),
    "action_plan:action": Access(PUBLIC, sample=_action, note="That of a draft is read by the team only."),
    "action_plan:action_history": Access(PUBLIC, sample=_action, note="Names are shown to the team, roles to others."),
    "action_plan:act_list": Access(PUBLIC),
    "action_plan:act": Access(PUBLIC, sample=_sample(Act, key="key")),
    "action_plan:lineage": Access(PUBLIC),
    "action_plan:figure_list": Access(PUBLIC),
    "action_plan:source_list": Access(PUBLIC),
    # What residents ask.
    "action_plan:ask_plan": Access(PUBLIC, sample=_plan, methods=BOTH),
    "action_plan:ask_action": Access(PUBLIC, sample=_action, methods=BOTH),
    "action_plan:tracking": Access(PUBLIC),
    "action_plan:feedback_tracking": Access(PUBLIC, sample=_feedback, note="The number is the key."),
    "action_plan:feedback_list": Access(TEAM),
    "action_plan:feedback": Access(TEAM, sample=_feedback),
    "action_plan:feedback_move": Access(TEAM, sample=_with_move(_feedback, "assign"), methods=POST),
    # What the team writes on an action.
    "action_plan:steering": Access(TEAM, sample=_action, note=TEAM_OR_PILOT),
    "action_plan:milestone_add": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:task_add": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:note_add": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:status_override": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:person_add": Access(TEAM, sample=_action, methods=POST),
    "action_plan:milestone_move": Access(
        TEAM, sample=_with_move(_milestone, "reopen"), methods=POST, note=TEAM_OR_PILOT
    ),
    "action_plan:task_move": Access(TEAM, sample=_with_move(_task, "finish"), methods=POST, note=TEAM_OR_PILOT),
    "action_plan:action_edit": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:action_move": Access(TEAM, sample=_action, methods=POST),
    # Plans as files, many actions at once, plans of other authorities.
    "action_plan:plan_files": Access(PUBLIC, sample=_plan),
    "action_plan:plan_bundle": Access(PUBLIC, sample=_plan),
    "action_plan:plan_report": Access(
        PUBLIC, sample=_plan, note="Pilots are named to the team, by job title to others."
    ),
    "action_plan:sheet_upload": Access(TEAM, sample=_plan, methods=POST),
    "action_plan:bulk_list": Access(TEAM, sample=_plan),
    "action_plan:bulk_edit": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:bulk_change": Access(TEAM),
    "action_plan:bulk_apply": Access(TEAM, methods=POST, note="Not once the plan is closed."),
    "action_plan:bulk_undo": Access(TEAM, methods=POST, note="Not once the plan is closed."),
    "action_plan:plan_duplicate": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:plan_exchange": Access(TEAM, methods=BOTH),
    "action_plan:foreign_remove": Access(TEAM, methods=POST),
    "action_plan:plan_compare": Access(PUBLIC, note="Plans of other authorities are offered to the team only."),
    "action_plan:bundle_schema": Access(PUBLIC),
    # The calendar.
    "action_plan:plan_calendar": Access(PUBLIC, sample=_plan),
    "action_plan:plan_feed": Access(PUBLIC, sample=_plan),
    "action_plan:own_feed": Access(SIGNED_IN, methods=BOTH, note="Everybody opens and closes their own."),
    "action_plan:feed_revoke": Access(SIGNED_IN, methods=POST, note="Everybody closes their own."),
    "action_plan:personal_feed": Access(PUBLIC, note="The secret address is the key; any other answers 404."),
    # The same for machines.
    "api-1:acts": Access(PUBLIC),
    "api-1:plans": Access(PUBLIC),
    "api-1:plan": Access(PUBLIC, sample=_plan),
    "api-1:axes": Access(PUBLIC),
    "api-1:actions": Access(PUBLIC),
    "api-1:action": Access(PUBLIC, sample=lambda: {"action_id": _first(Action.objects.order_by("pk"), pk="pk")["pk"]}),
    "api-1:figures": Access(PUBLIC),
}
