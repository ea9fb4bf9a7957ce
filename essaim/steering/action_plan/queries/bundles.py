"""A plan read whole, as the document of bundle.py; and two plans side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date
from typing import Any

from django.db.models import Q, QuerySet

from essaim.steering.action_plan.bundle import FORMAT, Document, Origin
from essaim.steering.action_plan.models import (
    Act,
    Action,
    Axis,
    BudgetLine,
    DeclaredFigure,
    Dependency,
    Lineage,
    PartTitle,
    PersonInAction,
    Plan,
    PlanItem,
    Source,
    Statement,
)
from essaim.steering.action_plan.states import PlanState

from .plans import LINEAGE_PARTS, lineage_links

# What joins the short name of an imported plan to the keys its authority gave.
KEY_JOINT = "--"


def plan_document(plan: Plan, *, origin: Origin | None, exported_on: date) -> Document:
    """
    Return a plan whole, with everything it refers to, in an order that only its content decides.

    A plan that was imported gives back the document it came from, under its own authority, name and day.

    :param origin: the authority served; None only for an imported plan
    :raises ValueError: if our own plan is given no origin
    """
    reader = _Reader(plan)
    record = getattr(plan, "import_record", None) if plan.is_foreign else None
    if record is not None:
        origin, exported_on = Origin(plan.origin_siren, plan.origin_name), record.exported_on
    if origin is None:
        message = "Our own plan is exported under the name of an authority."
        raise ValueError(message)
    parts = reader.parts(record.original_slug if record else plan.slug, record.outside_links if record else [])
    return {
        "format": FORMAT,
        "origin": {"siren": origin.siren, "name": origin.name},
        "exported_on": exported_on.isoformat(),
        **parts,
    }


class _Reader:
    """Reads a plan part by part, and remembers the sources and acts it met."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.prefix = f"{plan.slug}{KEY_JOINT}" if plan.is_foreign else ""
        self.sources: dict[int, Source] = {}
        self.acts: dict[int, Act] = {}
        self.actions = list(
            plan.actions.select_related("axis", "parent", "source")
            .prefetch_related(
                "communes", "stakeholders", "statements__source", "milestones", "budget_lines__act__source"
            )
            .order_by("number")
        )
        lines = sorted(line.pk for action in self.actions for line in action.budget_lines.all())
        self.line_keys = {pk: f"b{number}" for number, pk in enumerate(lines, start=1)}
        self.step_keys = {
            step.pk: f"m{number}"
            for number, step in enumerate(
                (step for action in self.actions for step in action.milestones.all()), start=1
            )
        }

    def parts(self, slug: str, outside_links: Iterable[Mapping[str, Any]]) -> Document:
        """Return every part; sources and acts come first in the document and are read last."""
        plan = self.plan
        head = {
            "slug": slug,
            "name": plan.name,
            "summary": plan.summary,
            "starts_on": plan.starts_on.isoformat(),
            "ends_on": plan.ends_on.isoformat(),
            "state": plan.state,
            "closed_on": _iso(plan.closed_on),
            "founding_act": self._act(plan.founding_act),
            "source": self._source(plan.source),
            "statements": self._statements(plan.statements.select_related("source")),
        }
        axes = [self._axis(axis) for axis in plan.axes.select_related("source").prefetch_related("statements__source")]
        items = [self._item(item) for item in plan.items.select_related("source", "axis").order_by("code")]
        actions = self._actions()
        crossings: list[dict[str, Any]] = [
            {
                "policy": {"key": row.policy.slug, "name": row.policy.name},
                "action": row.action.number if row.action else None,
                "source": self._source(row.source),
            }
            for row in plan.crossings.select_related("policy", "action", "source").order_by("policy__slug")
        ]
        crossings.sort(key=lambda row: (row["policy"]["key"], row["action"] or 0))
        inside = lineage_links([plan]).exclude(pk__in=_links_to_other_drafts(plan))
        links = [self._link(link, slug) for link in inside] + [dict(link) for link in outside_links]
        figures = DeclaredFigure.objects.filter(plan=plan) | DeclaredFigure.objects.filter(action__plan=plan)
        shown_figures = [
            self._figure(figure) for figure in figures.select_related("source", "action").order_by("key").distinct()
        ]
        if self.prefix:
            # What came with the plan goes with it, even if only a link to another plan names it.
            self.acts.update({act.pk: act for act in Act.objects.filter(key__startswith=self.prefix)})
            self.sources.update({row.pk: row for row in Source.objects.filter(key__startswith=self.prefix)})
        acts = self._shown_acts()
        sources = sorted((self._shown_source(source) for source in self.sources.values()), key=lambda row: row["key"])
        return {
            "plan": head,
            "sources": sources,
            "acts": acts,
            "axes": axes,
            "items": items,
            "actions": actions,
            "crossings": crossings,
            "lineage": sorted(links, key=_order_of_link),
            "figures": shown_figures,
        }

    def _key(self, key: str) -> str:
        return key.removeprefix(self.prefix)

    def _source(self, source: Source) -> str:
        self.sources[source.pk] = source
        return self._key(source.key)

    def _act(self, act: Act | None) -> str | None:
        if act is None:
            return None
        self.acts[act.pk] = act
        return self._key(act.key)

    def _shown_source(self, source: Source) -> Document:
        return {
            "key": self._key(source.key),
            "title": source.title,
            "issuer": source.issuer,
            "dated": source.dated,
            "weight": source.weight,
            "url": source.url,
            "note": source.note,
        }

    def _shown_acts(self) -> list[Document]:
        """Read the acts met, and those they replace, as far back as the chain goes."""
        waiting = list(self.acts.values())
        while waiting:
            replaced = {act.replaces_id for act in waiting if act.replaces_id} - self.acts.keys()
            waiting = list(Act.objects.filter(pk__in=replaced))
            self.acts.update({act.pk: act for act in waiting})
        found = Act.objects.filter(pk__in=self.acts).select_related("source", "replaces")
        return [
            {
                "key": self._key(act.key),
                "number": act.number,
                "kind": act.kind,
                "title": act.title,
                "body": act.body,
                "domain": act.domain,
                "summary": act.summary,
                "state": act.state,
                "voted_on": _iso(act.voted_on),
                "voted_precision": act.voted_precision,
                "certified_on": _iso(act.certified_on),
                "vote": act.vote,
                "votes_for": act.votes_for,
                "votes_against": act.votes_against,
                "abstentions": act.abstentions,
                "replaces": self._key(act.replaces.key) if act.replaces else None,
                "source": self._source(act.source),
                "annexes": [{"title": row.title, "note": row.note, "url": row.url} for row in act.annexes.all()],
                "statements": self._statements(act.statements.all()),
            }
            for act in found.prefetch_related("annexes", "statements__source").order_by("key")
        ]

    def _statements(self, rows: Iterable[Statement]) -> list[Document]:
        return [
            {"topic": row.topic, "wording": row.wording, "note": row.note, "source": self._source(row.source)}
            for row in rows
        ]

    def _axis(self, axis: Axis) -> Document:
        return {
            "number": axis.number,
            "title": axis.title,
            "intent": axis.intent,
            "source": self._source(axis.source),
            "statements": self._statements(axis.statements.all()),
        }

    def _item(self, item: PlanItem) -> Document:
        return {
            "code": item.code,
            "kind": item.kind,
            "axis": item.axis.number if item.axis else None,
            "text": item.text,
            "source": self._source(item.source),
        }

    def _actions(self) -> list[Document]:
        parts = self._parts_by_title()
        needs: dict[int, list[str]] = {}
        keys = list(self.step_keys)
        edges = Dependency.objects.filter(milestone_id__in=keys, needs_id__in=keys)
        for edge in edges:
            needs.setdefault(edge.milestone_id, []).append(self.step_keys[edge.needs_id])
        return [
            {
                "number": action.number,
                "axis": action.axis.number,
                "parent": action.parent.number if action.parent else None,
                "title": action.title,
                "description": action.description,
                "plain_summary": action.plain_summary,
                "state": action.state,
                "opened_on": _iso(action.opened_on),
                "ended_on": _iso(action.ended_on),
                "end_reason": action.end_reason,
                "source": self._source(action.source),
                "communes": sorted(row.commune_code for row in action.communes.all()),
                "bodies": sorted(
                    ({"kind": row.kind, "name": row.name} for row in action.stakeholders.all()),
                    key=lambda row: (row["kind"], row["name"]),
                ),
                "parts": parts.get(action.pk, []),
                "milestones": [
                    {
                        "key": self.step_keys[step.pk],
                        "title": step.title,
                        "due_on": step.due_on.isoformat(),
                        "done_on": _iso(step.done_on),
                        "needs": sorted(needs.get(step.pk, [])),
                    }
                    for step in action.milestones.all()
                ],
                # In the order they were written: a correction comes after what it corrects.
                "budget": [
                    self._budget_line(line) for line in sorted(action.budget_lines.all(), key=lambda line: line.pk)
                ],
                "statements": self._statements(action.statements.all()),
            }
            for action in self.actions
        ]

    def _parts_by_title(self) -> dict[int, list[Document]]:
        """Return who answers for each action, by job title only: no name leaves the authority."""
        held = PersonInAction.objects.filter(action__plan=self.plan, ends_on__isnull=True)
        titles = [(row.action_id, row.role, row.person.job_title) for row in held.select_related("person")]
        brought = PartTitle.objects.filter(action__plan=self.plan)
        titles += [(row.action_id, row.role, row.title) for row in brought]
        found: dict[int, list[Document]] = {}
        for action_id, role, title in sorted(titles):
            found.setdefault(action_id, []).append({"role": role, "title": title})
        return found

    def _budget_line(self, line: BudgetLine) -> Document:
        return {
            "key": self.line_keys[line.pk],
            "year": line.year,
            "section": line.section,
            "funder": line.funder,
            "planned_cents": line.planned_cents,
            "voted_cents": line.voted_cents,
            "act": self._act(line.act),
            "corrects": self.line_keys[line.corrects_id] if line.corrects_id else None,
            "reason": line.reason,
            "written_at": line.written_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        }

    def _figure(self, figure: DeclaredFigure) -> Document:
        return {
            "key": self._key(figure.key),
            "label": figure.label,
            "wording": figure.wording,
            "value": f"{figure.value:.2f}",
            "is_approximate": figure.is_approximate,
            "unit": figure.unit,
            "period": figure.period,
            "published": figure.published,
            "perimeter": figure.perimeter,
            "denominator": figure.denominator,
            "caveat": figure.caveat,
            "status": figure.status,
            "action": figure.action.number if figure.action else None,
            "source": self._source(figure.source),
        }

    def _link(self, link: Lineage, slug: str) -> Document:
        return {
            "kind": link.kind,
            "from": self._end(link.origin, slug),
            "to": self._end(link.target, slug),
            "certainty": link.certainty,
            "reason": link.reason,
            "source": self._source(link.source),
        }

    def _end(self, end: Axis | Action | PlanItem | None, slug: str) -> Document | None:
        if end is None:
            return None
        return {
            "plan": slug if end.plan_id == self.plan.pk else end.plan.slug,
            "kind": {Axis: "axis", Action: "action", PlanItem: "item"}[type(end)],
            "number": None if isinstance(end, PlanItem) else end.number,
            "code": end.code if isinstance(end, PlanItem) else None,
            "title": end.text if isinstance(end, PlanItem) else end.title,
        }


def _links_to_other_drafts(plan: Plan) -> QuerySet[Lineage, int]:
    """Find the links whose other end is in a draft: what is not adopted does not leave with an adopted plan."""
    drafts = Plan.objects.filter(state=PlanState.DRAFT).exclude(pk=plan.pk).values("pk")
    other = Q()
    for part in LINEAGE_PARTS:
        other |= Q(**{f"{part}__plan_id__in": drafts})
    return Lineage.objects.filter(other).values_list("pk", flat=True)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _order_of_link(link: Mapping[str, Any]) -> tuple[str, ...]:
    """Order links by what they say, so that two exports of one plan are the same."""
    ends = (link["from"] or {}, link["to"] or {})
    places = tuple(
        f"{end.get('plan', '')} {end.get('kind', '')} {end.get('number') or 0:05d} {end.get('code') or ''}"
        for end in ends
    )
    return (*places, link["kind"], link["reason"])
