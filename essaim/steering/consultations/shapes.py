"""The room's objects as plain values for the read API: what is public, never who wrote."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from essaim.steering.action_plan.models import Action, Axis, Plan, PlanItem
from essaim.steering.action_plan.permissions import can_read_plan

from . import queries
from .models import Answer, Consultation, Issue

Shape = dict[str, object]
PUBLIC = AnonymousUser()


def consultation(row: Consultation) -> Shape:
    """Describe a consultation; a plan still in preparation is not named."""
    plan = row.plan if row.plan and can_read_plan(PUBLIC, row.plan) else None
    return {
        "slug": row.slug,
        "title": row.title,
        "state": row.state,
        "summary": row.summary,
        "question": row.question,
        "plan": plan.slug if plan else None,
        "opened_on": row.opened_on,
        "closed_on": row.closed_on,
        "answered_on": row.answered_on,
        "url": row.get_absolute_url(),
    }


def consultation_detail(row: Consultation) -> Shape:
    """Describe a consultation with all that stands on its page."""
    found = queries.coverage(row)
    return {
        **consultation(row),
        "phases": [
            {
                "number": phase.number,
                "title": phase.title,
                "kind": phase.kind,
                "audiences": phase.audience_names,
                "starts_on": phase.starts_on,
                "ends_on": phase.ends_on,
                "planned": phase.planned or None,
                "outcome": phase.outcome or None,
            }
            for phase in row.phases.order_by("number")
        ],
        "themes": [
            {
                "code": theme.code,
                "title": theme.title,
                "other_wording": theme.other_wording or None,
                "note": theme.note or None,
            }
            for theme in row.themes.order_by("number")
        ],
        "declared": [
            {
                "about": declared.about,
                "wording": declared.wording,
                "count": declared.count,
                "is_about": declared.is_about,
                "source": declared.source.title,
            }
            for declared in row.declared.select_related("source").order_by("pk")
        ],
        "counted_contribution_count": found.contribution_count,
        "statements": [
            {
                "topic": statement.topic,
                "wording": statement.wording,
                "note": statement.note or None,
                "source": statement.source.title,
            }
            for statement in row.statements.select_related("source").order_by("topic", "pk")
        ],
        "coverage": {
            "issue_count": found.issue_count,
            "issue_answered_count": found.issue_answered_count,
            "contribution_count": found.contribution_count,
            "contribution_answered_count": found.contribution_answered_count,
            "missing_count": found.missing_count,
            "percent": found.percent,
        },
    }


def issue(row: Issue) -> Shape:
    """Describe an issue with its fate; row comes from queries.issue_rows."""
    answer: Answer | None = getattr(row, "answer", None)
    return {
        "code": row.code,
        "kind": row.kind,
        "theme": row.theme.code if row.theme else None,
        "wording": row.wording,
        "note": row.note or None,
        "source": row.source.title if row.source else None,
        "place": row.place or None,
        "contribution_count": row.contribution_count,  # type: ignore[attr-defined]
        "fate": _fate(answer) if answer else None,
        "url": row.get_absolute_url(),
    }


def _fate(answer: Answer) -> Shape:
    things = [target.thing for target in answer.targets.all()]
    return {
        "verdict": answer.verdict,
        "reason": answer.reason,
        "certainty": answer.certainty,
        "source": answer.source.title if answer.source else None,
        "targets": [_target(thing) for thing in things if can_read_plan(PUBLIC, _plan_of(thing))],
    }


def _plan_of(thing: Plan | Axis | Action | PlanItem) -> Plan:
    return thing if isinstance(thing, Plan) else thing.plan


def _target(thing: Plan | Axis | Action | PlanItem) -> Shape:
    plan = _plan_of(thing)
    kinds: dict[type[object], str] = {Plan: "plan", Axis: "axis", Action: "action", PlanItem: "item"}
    label = thing.name if isinstance(thing, Plan) else thing.text if isinstance(thing, PlanItem) else thing.title
    return {
        "kind": kinds[type(thing)],
        "plan": plan.slug,
        "label": label,
        "url": plan.get_absolute_url() if isinstance(thing, PlanItem) else thing.get_absolute_url(),
        "state": thing.state if isinstance(thing, Action) else None,
    }
