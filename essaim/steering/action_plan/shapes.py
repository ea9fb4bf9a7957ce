"""The room's objects as plain values, for the read API and the files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from essaim.foundations.audit_trail.queries import Change

from .models import Act, Action, Axis, BudgetLine, DeclaredFigure, Lineage, Plan, PlanItem, Source, Statement
from .queries.acts import VotedByAct
from .queries.budget import budget_totals
from .queries.plans import ShownAction, ShownAxis

Shape = dict[str, object]


def source(row: Source) -> Shape:
    """Name a source."""
    return {
        "key": row.key,
        "title": row.title,
        "issuer": row.issuer,
        "date": row.dated,
        "weight": row.weight,
        "url": row.url,
    }


def statement(row: Statement) -> Shape:
    """Quote a source."""
    return {"topic": row.topic, "wording": row.wording, "note": row.note, "source": source(row.source)}


def act(row: Act) -> Shape:
    """Describe an act; voted_on is as exact as voted_precision says."""
    return {
        "key": row.key,
        "number": row.number or None,
        "kind": row.kind,
        "title": row.title,
        "body": row.body,
        "domain": row.domain,
        "summary": row.summary,
        "state": row.state,
        "voted_on": row.voted_on,
        "voted_precision": row.voted_precision,
        "certified_on": row.certified_on,
        "vote": row.vote,
        "replaces": row.replaces.key if row.replaces else None,
        "url": row.get_absolute_url(),
        "source": source(row.source),
        "statements": [statement(found) for found in row.statements.all()],
    }


def plan(row: Plan) -> Shape:
    """Describe a plan; its end is excluded."""
    return {
        "slug": row.slug,
        "name": row.name,
        "state": row.state,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "founding_act": row.founding_act.key if row.founding_act else None,
        "url": row.get_absolute_url(),
        "source": source(row.source),
    }


def axis(row: Axis) -> Shape:
    """Describe an axis."""
    return {
        "plan": row.plan.slug,
        "number": row.number,
        "title": row.title,
        "intent": row.intent,
        "source": source(row.source),
    }


def action(row: Action) -> Shape:
    """Describe an action."""
    return {
        "id": row.pk,
        "plan": row.plan.slug,
        "axis": row.axis.number,
        "number": row.number,
        "parent": row.parent.number if row.parent else None,
        "title": row.title,
        "description": row.description,
        "plain_summary": row.plain_summary,
        "state": row.state,
        "opened_on": row.opened_on,
        "ended_on": row.ended_on,
        "end_reason": row.end_reason,
        "url": row.get_absolute_url(),
        "source": source(row.source),
    }


def action_page(shown: ShownAction) -> Shape:
    """Describe an action with its status and the clause that gave it."""
    override = shown.status.override
    return {
        **action(shown.action),
        "status": {
            "value": shown.status.value,
            "derived": shown.status.verdict.status,
            "clause": shown.status.verdict.clause_number,
            "because": shown.status.verdict.words,
            "override": {"status": override.status, "reason": override.reason, "until": override.ends_on}
            if override
            else None,
        },
        "milestones": {"done": shown.milestones_done, "total": shown.milestones_total},
    }


def action_detail(shown: ShownAction, links: Iterable[Lineage]) -> Shape:
    """Describe an action with all that its page shows."""
    row = shown.action
    totals = budget_totals(row.budget_lines.all())
    return {
        **action_page(shown),
        "steps": [
            {"title": step.title, "due_on": step.due_on, "done_on": step.done_on} for step in row.milestones.all()
        ],
        "stakeholders": [{"kind": body.kind, "name": body.name} for body in row.stakeholders.all()],
        "communes": [place.commune_code for place in row.communes.all()],
        "policies": [crossing.policy.name for crossing in row.crossings.select_related("policy")],
        "budget": {"planned_cents": totals.planned_cents, "voted_cents": totals.voted_cents},
        "statements": [statement(found) for found in row.statements.select_related("source")],
        "lineage": [lineage(found) for found in links],
    }


def act_detail(row: Act, founded: Iterable[Plan], voted: Iterable[VotedByAct]) -> Shape:
    """Describe an act with its annexes, what it founded and what it voted."""
    return {
        **act(row),
        "annexes": [{"title": found.title, "note": found.note, "url": found.url} for found in row.annexes.all()],
        "founded": [found.slug for found in founded],
        "voted": [
            {
                "plan": found.action.plan.slug,
                "action": found.action.pk,
                "planned_cents": found.totals.planned_cents,
                "voted_cents": found.totals.voted_cents,
            }
            for found in voted
        ],
    }


def source_detail(row: Source) -> Shape:
    """Describe a source, with how many rows name it."""
    return {**source(row), "note": row.note, "citation_count": row.citation_count}  # type: ignore[attr-defined]


def budget_line(row: BudgetLine) -> Shape:
    """Describe a line of a budget."""
    return {
        "id": row.pk,
        "plan": row.action.plan.slug,
        "action": row.action_id,
        "year": row.year,
        "section": row.section,
        "funder": row.funder,
        "planned_cents": row.planned_cents,
        "voted_cents": row.voted_cents,
        "act": row.act.key if row.act else None,
        "corrects": row.corrects_id,
        "reason": row.reason,
    }


def change(row: Change) -> Shape:
    """Describe a change; in what quality it was done, never by whom."""
    return {
        "at": row.at,
        "kind": row.kind,
        "verb": row.verb,
        "role": row.actor_role,
        "reason": row.reason,
        "fields": [
            {"field": found.field, "label": found.label, "before": found.before, "after": found.after}
            for found in row.fields
        ],
    }


def item(row: PlanItem) -> Shape:
    """Describe a principle, a stake, a content or a result."""
    return {"code": row.code, "kind": row.kind, "text": row.text, "source": source(row.source)}


def figure(row: DeclaredFigure) -> Shape:
    """Describe a declared figure with all it takes to read it."""
    return {
        "key": row.key,
        "label": row.label,
        "wording": row.wording,
        "value": str(row.value),
        "is_approximate": row.is_approximate,
        "unit": row.unit,
        "period": row.period,
        "published": row.published,
        "perimeter": row.perimeter,
        "denominator": row.denominator,
        "caveat": row.caveat,
        "status": row.status,
        "plan": row.plan.slug if row.plan else None,
        "action": row.action_id,
        "url": row.get_absolute_url(),
        "source": source(row.source),
    }


def lineage(row: Lineage) -> Shape:
    """Describe a link between plans."""
    return {
        "kind": row.kind,
        "from": _end(row.origin),
        "to": _end(row.target),
        "certainty": row.certainty,
        "reason": row.reason,
        "source": source(row.source),
    }


def _end(end: Axis | Action | PlanItem | None) -> Shape | None:
    if end is None:
        return None
    name = {Axis: "axis", Action: "action", PlanItem: "item"}[type(end)]
    code = end.code if isinstance(end, PlanItem) else end.number
    return {"plan": end.plan.slug, "kind": name, "number": code, "label": str(end)}


def plan_tree(row: Plan, axes: Sequence[ShownAxis], links: Iterable[Lineage]) -> Shape:
    """Describe a whole plan."""
    loose = [found for found in row.items.select_related("source") if found.axis_id is None]
    return {
        **plan(row),
        "summary": row.summary,
        "statements": [statement(found) for found in row.statements.select_related("source")],
        "items": [item(found) for found in loose],
        "crossings": [
            {"policy": found.policy.name, "action": found.action_id, "source": source(found.source)}
            for found in row.crossings.select_related("policy", "source")
        ],
        "axes": [
            {
                "number": shown.axis.number,
                "title": shown.axis.title,
                "intent": shown.axis.intent,
                "source": source(shown.axis.source),
                "statements": [statement(found) for found in shown.axis.statements.all()],
                "items": [item(found) for found in shown.items],
                "actions": [action_page(found) for found in shown.actions],
            }
            for shown in axes
        ],
        "lineage": [lineage(found) for found in links],
        "figures": [figure(found) for found in row.figures.select_related("source", "plan", "action")],
    }
