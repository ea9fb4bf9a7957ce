"""What changed in the policy in a period, told in words, each change with the page it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Model
from django.urls import reverse

from essaim.foundations.audit_trail.queries import entries_between
from essaim.foundations.audit_trail.wording import actor_in_words
from essaim.steering.action_plan import operations
from essaim.steering.action_plan.models import (
    Act,
    Action,
    ActionCommune,
    Axis,
    BudgetLine,
    DeclaredFigure,
    Feedback,
    Lineage,
    Milestone,
    PersonInAction,
    Plan,
    PlanItem,
    PolicyCrossing,
    Source,
    Stakeholder,
    Statement,
    StatusOverride,
)
from essaim.steering.action_plan.states import ActState, PlanState

from .plans import LINEAGE_PARTS


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """
    One operation on the policy, in words.

    subject and url: the action, plan, act or list it is about; both empty when its object is gone or may not be read.
    actor_label is for the team; actor_role is what the public reads.
    """

    key: int
    at: datetime
    verb: str
    words: str
    target: str
    subject: str
    url: str
    actor_label: str
    actor_role: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Page:
    subject: str
    url: str
    is_public: bool
    public_target: str = ""


def _is_public(plan: Plan | None) -> bool:
    return plan is None or (plan.state != PlanState.DRAFT and not plan.is_foreign)


def _of_plan(plan: Plan) -> _Page:
    return _Page(plan.name, plan.get_absolute_url(), _is_public(plan))


def _of_action(action: Action) -> _Page:
    return _Page(str(action), action.get_absolute_url(), _is_public(action.plan))


def _of_act(act: Act) -> _Page:
    return _Page(str(act), act.get_absolute_url(), act.state != ActState.DRAFT and not act.origin_siren)


def _of_part(row: PersonInAction) -> _Page:
    page = _of_action(row.action)
    return replace(page, public_target=f"{row.get_role_display()} – {row.public_name}")


def _of_figure(row: DeclaredFigure) -> _Page:
    is_public = _is_public(row.plan) and _is_public(row.action.plan if row.action else None)
    return _Page(str(row), row.get_absolute_url(), is_public)


def _of_link(row: Lineage) -> _Page:
    ends = [end for end in (row.origin, row.target) if end is not None]
    return _Page(str(row), reverse("action_plan:lineage"), all(_is_public(end.plan) for end in ends))


def _of_statement(row: Statement) -> _Page:
    if row.act is not None:
        return _of_act(row.act)
    if row.action is not None:
        return _of_action(row.action)
    return _of_plan(row.axis.plan if row.axis is not None else row.plan)  # type: ignore[arg-type]


def _at(name: str) -> Callable[[Model], _Page]:
    return lambda row: _Page(str(row), reverse(name), is_public=True)


def _feedback_page(row: Feedback) -> _Page:
    return _Page(row.tracking_number, row.get_absolute_url(), is_public=True)


# For each model of the room: what must be loaded with it, and how its page is found.
_PAGES: dict[type[Model], tuple[tuple[str, ...], Callable[..., _Page]]] = {
    Act: ((), _of_act),
    Action: (("plan",), _of_action),
    ActionCommune: (("action__plan",), lambda row: _of_action(row.action)),
    Axis: (("plan",), lambda row: _of_plan(row.plan)),
    BudgetLine: (("action__plan",), lambda row: _of_action(row.action)),
    DeclaredFigure: (("plan", "action__plan"), _of_figure),
    Feedback: ((), _feedback_page),
    Lineage: (tuple(f"{part}__plan" for part in LINEAGE_PARTS), _of_link),
    Milestone: (("action__plan",), lambda row: _of_action(row.action)),
    PersonInAction: (("action__plan", "person"), _of_part),
    Plan: ((), _of_plan),
    PlanItem: (("plan",), lambda row: _of_plan(row.plan)),
    PolicyCrossing: (
        ("plan", "action__plan"),
        lambda row: _of_action(row.action) if row.action else _of_plan(row.plan),
    ),
    Source: ((), _at("action_plan:source_list")),
    Stakeholder: (("action__plan",), lambda row: _of_action(row.action)),
    Statement: (("act", "plan", "axis__plan", "action__plan"), _of_statement),
    StatusOverride: (("action__plan",), lambda row: _of_action(row.action)),
}


def policy_changes(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    public_only: bool,
    limit: int | None = None,
) -> list[PolicyChange]:
    """
    List what changed in the policy, latest first: since <= moment < until.

    One query for the operations, then at most one per kind of object among them.

    :param public_only: leaves out what only the team may know: tasks, notes, questions not answered, drafts
    :param limit: how many operations are read at most
    """
    entries = entries_between(since=since, until=until, app_label="action_plan")
    if public_only:
        entries = entries.filter(verb__in=operations.PUBLIC_VERBS)
    found = list(entries[:limit] if limit is not None else entries)
    pages = _pages({(entry.target_model, entry.target_id) for entry in found})
    changes = []
    for entry in found:
        page = pages.get((entry.target_model, entry.target_id))
        if public_only and (page is None or not page.is_public):
            continue
        changes.append(
            PolicyChange(
                key=entry.pk,
                at=entry.at,
                verb=entry.verb,
                words=operations.in_words(entry.verb),
                target=(page.public_target if page and public_only else "") or entry.target_label,
                subject=page.subject if page else "",
                url=page.url if page else "",
                actor_label=actor_in_words(entry.actor_id, entry.actor_label),
                actor_role=entry.actor_role,
                reason=entry.reason,
            )
        )
    return changes


def count_policy_changes(*, since: datetime) -> int:
    """Count the operations on the policy since a moment, what only the team may know included."""
    return entries_between(since=since, app_label="action_plan").count()


def _pages(targets: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], _Page]:
    keys: dict[str, list[str]] = defaultdict(list)
    for label, key in targets:
        keys[label].append(key)
    found: dict[tuple[str, str], _Page] = {}
    for model, (loaded, page_of) in _PAGES.items():
        label = model._meta.label_lower
        if wanted := keys.get(label):
            rows: Sequence[Model] = model._default_manager.select_related(*loaded).filter(pk__in=wanted)  # type: ignore[assignment]
            for row in rows:
                found[label, str(row.pk)] = page_of(row)
    return found
