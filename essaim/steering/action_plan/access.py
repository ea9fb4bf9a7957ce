"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db import models

from essaim.ecosystem.events.models import Event
from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access

from .models import (
    Act,
    Action,
    ActionGathering,
    Annex,
    Axis,
    BudgetLine,
    DeclaredFigure,
    Dependency,
    Feedback,
    Lineage,
    Milestone,
    PersonInAction,
    Plan,
    PlanItem,
    Policy,
    PolicyCrossing,
    Source,
    Stakeholder,
    Statement,
    StatusOverride,
    Task,
)
from .states import PlanState

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


def _api_action() -> Mapping[str, object]:
    return _first(Action.objects.filter(plan__in=Plan.objects.public()).order_by("pk"), action_id="pk")


def _with_move(sample: Callable[[], Mapping[str, object]], move: str) -> Callable[[], Mapping[str, object]]:
    return lambda: {**sample(), "move": move}


_feedback = _sample(Feedback, number="tracking_number")


def _act() -> Mapping[str, object]:
    return _first(Act.objects.public().order_by("pk"), key="key")


def _figure() -> Mapping[str, object]:
    return _first(DeclaredFigure.objects.public().order_by("pk"), key="key")


def _axis() -> Mapping[str, object]:
    row = (
        Axis.objects.filter(plan__in=Plan.objects.public()).select_related("plan").order_by("-plan__starts_on").first()
    )
    return {"slug": row.plan.slug, "number": row.number} if row else {"slug": "none", "number": 0}


def _alive(model: type[models.Model], path: str = "action__plan__") -> Callable[[], Mapping[str, object]]:
    """Take a row of an action whose plan can still be changed."""
    keep = {f"{path}origin_siren": "", f"{path}state__in": [PlanState.ADOPTED, PlanState.IN_FORCE]}
    return lambda: _first(model._default_manager.filter(**keep).order_by("pk"), pk="pk")


def _event() -> Mapping[str, object]:
    return _first(Event.objects.public().order_by("pk"), pk="pk")


READING: dict[str, Access] = {
    "action_plan:plan_list": Access(PUBLIC),
    "action_plan:action_list": Access(PUBLIC),
    "action_plan:gathering_panel": Access(PUBLIC, sample=_event),
    "action_plan:plan": Access(PUBLIC, sample=_plan, note="A draft is read by the team only."),
    "action_plan:plan_budget": Access(PUBLIC, sample=_plan),
    "action_plan:plan_history": Access(PUBLIC, sample=_plan, note="Names are shown to the team, roles to others."),
    "action_plan:action": Access(PUBLIC, sample=_action, note="That of a draft is read by the team only."),
    "action_plan:action_budget": Access(PUBLIC, sample=_action),
    "action_plan:action_history": Access(PUBLIC, sample=_action, note="Names are shown to the team, roles to others."),
    "action_plan:act_list": Access(PUBLIC),
    "action_plan:act_timeline": Access(PUBLIC),
    "action_plan:act": Access(PUBLIC, sample=_act, note="A draft is read by the team only."),
    "action_plan:act_history": Access(PUBLIC, sample=_act),
    "action_plan:lineage": Access(PUBLIC),
    "action_plan:policy_list": Access(PUBLIC),
    "action_plan:policy": Access(PUBLIC, sample=_sample(Policy, slug="slug")),
    "action_plan:figure_list": Access(PUBLIC),
    "action_plan:figure": Access(PUBLIC, sample=_figure, note="Those of a draft are read by the team only."),
    "action_plan:source_list": Access(PUBLIC),
    "action_plan:source": Access(PUBLIC, sample=_sample(Source, key="key")),
}

RESIDENTS: dict[str, Access] = {
    "action_plan:ask_plan": Access(PUBLIC, sample=_plan, methods=BOTH),
    "action_plan:ask_action": Access(PUBLIC, sample=_action, methods=BOTH),
    "action_plan:tracking": Access(PUBLIC),
    "action_plan:feedback_tracking": Access(PUBLIC, sample=_feedback, note="The number is the key."),
    "action_plan:feedback_list": Access(TEAM),
    "action_plan:feedback": Access(TEAM, sample=_feedback),
    "action_plan:feedback_move": Access(TEAM, sample=_with_move(_feedback, "assign"), methods=POST),
}

WRITING: dict[str, Access] = {
    "action_plan:plan_create": Access(TEAM, methods=BOTH),
    "action_plan:plan_edit": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:plan_adopt": Access(TEAM, sample=_plan, methods=BOTH, note="Leads back when its time has passed."),
    "action_plan:plan_start": Access(TEAM, sample=_plan, methods=BOTH, note="Leads back when its time has passed."),
    "action_plan:plan_close": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:axis_create": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:axis_edit": Access(TEAM, sample=_axis, methods=BOTH),
    "action_plan:item_create": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:item_edit": Access(TEAM, sample=_sample(PlanItem, pk="pk"), methods=BOTH),
    "action_plan:crossing_list": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:crossing_remove": Access(TEAM, sample=_sample(PolicyCrossing, pk="pk"), methods=BOTH),
    "action_plan:policy_create": Access(TEAM, methods=BOTH),
    "action_plan:action_create": Access(TEAM, sample=_plan, methods=BOTH),
    "action_plan:action_edit": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:action_move": Access(TEAM, sample=_action, methods=POST),
    "action_plan:action_open": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:action_finish": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:action_drop": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:action_reopen": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:budget_line_create": Access(TEAM, sample=_action, methods=BOTH),
    "action_plan:budget_line_correct": Access(TEAM, sample=_alive(BudgetLine), methods=BOTH),
    "action_plan:act_create": Access(TEAM, methods=BOTH),
    "action_plan:act_edit": Access(TEAM, sample=_act, methods=BOTH),
    "action_plan:act_vote": Access(TEAM, sample=_act, methods=BOTH, note="Leads back when its time has passed."),
    "action_plan:act_certify": Access(TEAM, sample=_act, methods=BOTH),
    "action_plan:act_repeal": Access(TEAM, sample=_act, methods=BOTH),
    "action_plan:annex_create": Access(TEAM, sample=_act, methods=BOTH),
    "action_plan:annex_remove": Access(TEAM, sample=_sample(Annex, pk="pk"), methods=BOTH),
    "action_plan:source_create": Access(TEAM, methods=BOTH),
    "action_plan:source_edit": Access(TEAM, sample=_sample(Source, key="key"), methods=BOTH),
    "action_plan:statement_create": Access(
        TEAM, sample=lambda: {"kind": "act", **_sample(Act, pk="pk")()}, methods=BOTH
    ),
    "action_plan:statement_edit": Access(TEAM, sample=_sample(Statement, pk="pk"), methods=BOTH),
    "action_plan:figure_create": Access(TEAM, methods=BOTH),
    "action_plan:figure_edit": Access(TEAM, sample=_figure, methods=BOTH),
    "action_plan:link_create": Access(TEAM, methods=BOTH),
    "action_plan:link_confirm": Access(TEAM, sample=_sample(Lineage, pk="pk"), methods=BOTH),
    "action_plan:link_withdraw": Access(TEAM, sample=_sample(Lineage, pk="pk"), methods=BOTH),
}

STEERING: dict[str, Access] = {
    "action_plan:steering": Access(TEAM, sample=_action, note=TEAM_OR_PILOT),
    "action_plan:milestone_add": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:task_add": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:note_add": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:status_override": Access(TEAM, sample=_action, methods=POST, note=TEAM_OR_PILOT),
    "action_plan:override_end": Access(TEAM, sample=_alive(StatusOverride), methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:person_add": Access(TEAM, sample=_action, methods=POST),
    "action_plan:part_end": Access(TEAM, sample=_alive(PersonInAction), methods=BOTH),
    "action_plan:part_transfer": Access(TEAM, sample=_alive(PersonInAction), methods=BOTH),
    "action_plan:stakeholder_add": Access(TEAM, sample=_action, methods=POST),
    "action_plan:stakeholder_remove": Access(TEAM, sample=_alive(Stakeholder), methods=BOTH),
    "action_plan:gathering_tie": Access(TEAM, sample=_action, methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:gathering_untie": Access(TEAM, sample=_alive(ActionGathering), methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:action_communes": Access(TEAM, sample=_action, methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:milestone": Access(TEAM, sample=_alive(Milestone), note=TEAM_OR_PILOT),
    "action_plan:milestone_edit": Access(TEAM, sample=_alive(Milestone), methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:milestone_postpone": Access(TEAM, sample=_alive(Milestone), methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:milestone_remove": Access(TEAM, sample=_alive(Milestone), methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:milestone_move": Access(
        TEAM, sample=_with_move(_alive(Milestone), "reopen"), methods=POST, note=TEAM_OR_PILOT
    ),
    "action_plan:need_add": Access(TEAM, sample=_alive(Milestone), methods=POST, note=TEAM_OR_PILOT),
    "action_plan:need_remove": Access(
        TEAM, sample=_alive(Dependency, "milestone__action__plan__"), methods=POST, note=TEAM_OR_PILOT
    ),
    "action_plan:task_edit": Access(TEAM, sample=_alive(Task), methods=BOTH, note=TEAM_OR_PILOT),
    "action_plan:task_move": Access(TEAM, sample=_with_move(_alive(Task), "finish"), methods=POST, note=TEAM_OR_PILOT),
}

FILES: dict[str, Access] = {
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
    "action_plan:foreign_withdraw": Access(TEAM, methods=POST),
    "action_plan:foreign_restore": Access(TEAM, methods=POST),
    "action_plan:plan_compare": Access(PUBLIC, note="Plans of other authorities are offered to the team only."),
    "action_plan:bundle_schema": Access(PUBLIC),
    # The calendar.
    "action_plan:plan_calendar": Access(PUBLIC, sample=_plan),
    "action_plan:plan_feed": Access(PUBLIC, sample=_plan),
    "action_plan:own_feed": Access(SIGNED_IN, methods=BOTH, note="Everybody opens and closes their own."),
    "action_plan:feed_revoke": Access(SIGNED_IN, methods=POST, note="Everybody closes their own."),
    "action_plan:personal_feed": Access(PUBLIC, note="The secret address is the key; any other answers 404."),
}

MACHINES: dict[str, Access] = {
    "api-1:acts": Access(PUBLIC),
    "api-1:act": Access(PUBLIC, sample=_act),
    "api-1:plans": Access(PUBLIC),
    "api-1:plan": Access(PUBLIC, sample=_plan),
    "api-1:axes": Access(PUBLIC),
    "api-1:actions": Access(PUBLIC),
    "api-1:action": Access(PUBLIC, sample=_api_action),
    "api-1:action_changes": Access(PUBLIC, sample=_api_action),
    "api-1:budget_lines": Access(PUBLIC),
    "api-1:links": Access(PUBLIC),
    "api-1:figures": Access(PUBLIC),
    "api-1:figure": Access(PUBLIC, sample=_figure),
    "api-1:sources": Access(PUBLIC),
}

ACCESS: dict[str, Access] = {**READING, **RESIDENTS, **WRITING, **STEERING, **FILES, **MACHINES}
