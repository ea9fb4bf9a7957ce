"""Writes the real policy, through the services of action_plan: what sources say, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material
from essaim.steering.action_plan import services
from essaim.steering.action_plan.models import Act, Action, Axis, Plan
from essaim.steering.action_plan.states import DatePrecision, LineageKind, StakeholderKind

from .stage import Stage, Unreadable

PLANS = ("2011-2014", "2015-2020", "2022-2026")
PRECISIONS = {4: DatePrecision.YEAR, 7: DatePrecision.MONTH, 10: DatePrecision.DAY}
SUMMARIZED = "Formulation résumée : la page n’est pas citée mot pour mot."

Entry = Mapping[str, Any]


def write_sources(stage: Stage) -> None:
    """Write the sources, and the names of the policies crossed."""
    actor = stage.administrator
    with acting(actor):
        for entry in material.read("policy/sources")["source"]:
            services.cite_source(actor=actor, now=stage.entered_at, **entry)
        for slug, name in material.read("policy/policies")["policies"].items():
            services.name_policy(actor=actor, slug=slug, name=name, now=stage.entered_at)


def write_acts(stage: Stage) -> None:
    """Write the acts, each with its vote and certification as exactly as they are known."""
    with acting(stage.administrator):
        for entry in material.read("policy/acts")["act"]:
            _write_act(stage, entry)


def _write_act(stage: Stage, entry: Entry) -> None:
    actor, now = stage.administrator, stage.entered_at
    replaced = entry.get("replaces")
    act = services.create_act(
        actor=actor,
        now=now,
        source=stage.source(entry["source"]),
        replaces=stage.act(replaced) if replaced else None,
        **{
            name: entry[name]
            for name in ("key", "number", "kind", "title", "body", "domain", "summary")
            if name in entry
        },
    )
    voted_on, precision = day_of(entry.get("voted_on", ""))
    act = services.vote_act(
        act=act, actor=actor, voted_on=voted_on, vote=entry.get("vote", ""), precision=precision, now=now
    )
    if "certified_on" in entry:
        act = services.certify_act(
            act=act, actor=actor, certified_on=date.fromisoformat(entry["certified_on"]), now=now
        )
    for annex in entry.get("annex", ()):
        services.annex_document(act=act, actor=actor, now=now, **annex)
    _write_statements(stage, act, entry)


def day_of(words: str) -> tuple[date | None, str]:
    """
    Read a date as exactly as it is known: "2022-02-25", "2006-04", "2002", or nothing.

    :raises Unreadable: if it is none of these
    """
    if not words:
        return None, DatePrecision.UNKNOWN
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", words):
        message = f"{words!r} is not a date, a month or a year."
        raise Unreadable(message)
    return date.fromisoformat((words + "-01-01")[:10]), PRECISIONS[len(words)]


def _write_statements(stage: Stage, subject: Act | Plan | Axis | Action, entry: Entry) -> None:
    for statement in entry.get("statement", ()):
        services.state_wording(
            subject=subject,
            actor=stage.administrator,
            now=stage.entered_at,
            **{**statement, "source": stage.source(statement["source"])},
        )


def write_plans(stage: Stage) -> None:
    """Write the three plans with their axes, actions, items and statements, adopted by their acts and in force."""
    with acting(stage.administrator):
        for slug in PLANS:
            _write_plan(stage, material.read(f"policy/plan-{slug}"))


def _write_plan(stage: Stage, entry: Entry) -> None:
    actor, now = stage.administrator, stage.entered_at
    plan = services.create_plan(
        actor=actor,
        now=now,
        source=stage.source(entry["source"]),
        **{name: entry[name] for name in ("slug", "name", "summary", "starts_on", "ends_on")},
    )
    axes = {axis["number"]: _write_axis(stage, plan, axis, entry["source"]) for axis in entry["axis"]}
    for item in entry.get("item", ()):
        placed = {**item, "source": stage.source(item["source"]), "axis": axes.get(item.get("axis"))}
        services.add_item(plan=plan, actor=actor, now=now, **placed)
    for crossing in entry.get("crossing", ()):
        _cross(stage, plan, crossing["policies"], crossing["source"])
    _write_statements(stage, plan, entry)
    services.adopt_plan(plan=plan, actor=actor, act=stage.act(entry["founding_act"]), now=now)
    services.start_plan(plan=plan, actor=actor, now=now)


def _write_axis(stage: Stage, plan: Plan, entry: Entry, source: str) -> Axis:
    axis = services.add_axis(
        plan=plan,
        actor=stage.administrator,
        now=stage.entered_at,
        number=entry["number"],
        title=entry["title"],
        intent=entry.get("intent", ""),
        source=stage.source(entry["source"]),
    )
    _write_statements(stage, axis, entry)
    for number in entry.get("action", ()):
        _write_action(stage, axis, number, source)
    return axis


def _write_action(stage: Stage, axis: Axis, entry: Entry, source: str) -> None:
    source = entry.get("source", source)
    action = services.add_action(
        axis=axis,
        actor=stage.administrator,
        now=stage.entered_at,
        source=stage.source(source),
        **{name: entry[name] for name in ("number", "title", "description", "plain_summary") if name in entry},
    )
    _write_statements(stage, action, entry)
    for kind, list_name in ((StakeholderKind.PARTNER, "partners"), (StakeholderKind.OPERATOR, "operators")):
        for name in entry.get(list_name, ()):
            services.name_stakeholder(
                action=action, actor=stage.administrator, kind=kind, name=name, now=stage.entered_at
            )
    _cross(stage, axis.plan, entry.get("policies", ()), source, action=action)


def _cross(stage: Stage, plan: Plan, policies: Iterable[str], source: str, action: Action | None = None) -> None:
    for slug in policies:
        services.cross_policy(
            plan=plan,
            actor=stage.administrator,
            policy=stage.policy(slug),
            source=stage.source(source),
            action=action,
            now=stage.entered_at,
        )


def write_lineage(stage: Stage) -> None:
    """Write what each plan took from the one before, then close those whose period is over."""
    actor, now = stage.administrator, stage.entered_at
    with acting(actor):
        for entry in material.read("policy/lineage")["link"]:
            services.link_plans(
                kind=LineageKind(entry["kind"]),
                actor=actor,
                origin=stage.part_of_plan(entry["from"]) if "from" in entry else None,
                target=stage.part_of_plan(entry["to"]) if "to" in entry else None,
                source=stage.source(entry["source"]),
                now=now,
                **{name: entry[name] for name in ("certainty", "reason") if name in entry},
            )
        for slug in PLANS:
            closed_on = material.read(f"policy/plan-{slug}").get("closed_on")
            if closed_on:
                services.close_plan(plan=stage.plan(slug), actor=actor, closed_on=closed_on, now=now)


def write_figures(stage: Stage) -> None:
    """Write the figures that sources declare, with their period, perimeter and caution."""
    with acting(stage.administrator):
        for entry in material.read("policy/figures")["figure"]:
            _write_figure(stage, dict(entry))


def _write_figure(stage: Stage, entry: dict[str, Any]) -> None:
    slug, number = entry.pop("plan", None), entry.pop("action", None)
    if entry.pop("summarized", False):
        entry["caveat"] = f"{entry.get('caveat', '')} {SUMMARIZED}".strip()
    services.declare_figure(
        actor=stage.administrator,
        now=stage.entered_at,
        plan=stage.plan(slug) if slug else None,
        action=stage.action(slug, number) if slug and number else None,
        **{**entry, "value": Decimal(str(entry["value"])), "source": stage.source(entry["source"])},
    )
