"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field

from essaim.foundations.ui.answers import Answer


class Source(Answer):
    """Where a fact comes from, and what that source is worth."""

    key: str
    title: str
    issuer: str
    date: str
    weight: str
    url: str


class SourceDetail(Source):
    """A source with its note and how many rows name it."""

    note: str
    citation_count: int


class Statement(Answer):
    """The wording of one source on one topic."""

    topic: str
    wording: str
    note: str
    source: Source


class Act(Answer):
    """An act; voted_on is as exact as voted_precision says (day, month, year or unknown)."""

    key: str
    number: str | None
    kind: str
    title: str
    body: str
    domain: str
    summary: str
    state: str
    voted_on: date | None
    voted_precision: str
    certified_on: date | None
    vote: str
    replaces: str | None
    url: str
    source: Source
    statements: list[Statement]


class Annex(Answer):
    """A document annexed to an act."""

    title: str
    note: str
    url: str


class AmountOfAction(Answer):
    """What was planned and voted for an action, in cents."""

    plan: str
    action: int
    planned_cents: int
    voted_cents: int


class ActDetail(Act):
    """An act with its annexes, the plans it founded and what it voted."""

    annexes: list[Annex]
    founded: list[str]
    voted: list[AmountOfAction]


class Plan(Answer):
    """A plan; ends_on is excluded."""

    slug: str
    name: str
    state: str
    starts_on: date
    ends_on: date
    founding_act: str | None
    url: str
    source: Source


class Axis(Answer):
    """An axis of a plan."""

    plan: str
    number: int
    title: str
    intent: str
    source: Source


class Action(Answer):
    """An action of a plan; parent is the number of the action it is part of."""

    id: int
    plan: str
    axis: int
    number: int
    parent: int | None
    title: str
    description: str
    plain_summary: str
    state: str
    opened_on: date | None
    ended_on: date | None
    end_reason: str
    url: str
    source: Source


class Override(Answer):
    """A status put by hand over the derived one, until a day (excluded)."""

    status: str
    reason: str
    until: date


class Status(Answer):
    """How an action goes: value counts; derived is what the rule gives, by which clause (from 1) and why."""

    value: str
    derived: str
    clause: int
    because: str
    override: Override | None


class Progress(Answer):
    """How many milestones are done."""

    done: int
    total: int


class ActionWithStatus(Action):
    """An action with its status and progress."""

    status: Status
    milestones: Progress


class Milestone(Answer):
    """A dated step of an action."""

    title: str
    due_on: date
    done_on: date | None


class Stakeholder(Answer):
    """A department, partner or operator of an action."""

    kind: str
    name: str


class Amounts(Answer):
    """What was planned and voted, in cents."""

    planned_cents: int
    voted_cents: int


class PlanItem(Answer):
    """A principle, a stake, a content or a result of a plan."""

    code: str
    kind: str
    text: str
    source: Source


class End(Answer):
    """One end of a link between plans."""

    plan: str
    kind: Literal["axis", "action", "item"]
    number: str | int
    label: str


class Link(Answer):
    """A link between plans: from is null for what is new, to for what ends."""

    kind: str
    from_: End | None = Field(alias="from")
    to: End | None
    certainty: str
    reason: str
    source: Source


class Crossing(Answer):
    """Another policy crossed by a plan, or by the action of that key."""

    policy: str
    action: int | None
    source: Source


class Figure(Answer):
    """A declared figure; never to be added to another. value is a decimal written as text."""

    key: str
    label: str
    wording: str
    value: str
    is_approximate: bool
    unit: str
    period: str
    published: str
    perimeter: str
    denominator: str
    caveat: str
    status: str
    plan: str | None
    action: int | None
    url: str
    source: Source


class ActionDetail(ActionWithStatus):
    """An action with its steps, those who take part, where, what it costs, what it crosses and where it comes from."""

    steps: list[Milestone]
    stakeholders: list[Stakeholder]
    communes: list[str]
    policies: list[str]
    budget: Amounts
    statements: list[Statement]
    lineage: list[Link]


class AxisInTree(Answer):
    """An axis with all that it holds."""

    number: int
    title: str
    intent: str
    source: Source
    statements: list[Statement]
    items: list[PlanItem]
    actions: list[ActionWithStatus]


class PlanTree(Plan):
    """A whole plan, each of its items with its source."""

    summary: str
    statements: list[Statement]
    items: list[PlanItem]
    crossings: list[Crossing]
    axes: list[AxisInTree]
    lineage: list[Link]
    figures: list[Figure]


class BudgetLine(Answer):
    """A line of a budget, in cents; corrects is the id of the line it corrects."""

    id: int
    plan: str
    action: int
    year: int
    section: str
    funder: str
    planned_cents: int
    voted_cents: int
    act: str | None
    corrects: int | None
    reason: str


class FieldChange(Answer):
    """One field before and after."""

    field: str
    label: str
    before: str
    after: str


class Change(Answer):
    """What one operation changed; role is in what quality it was done, never by whom."""

    at: datetime
    kind: str
    verb: str
    role: str
    reason: str
    fields: list[FieldChange]


class History(Answer):
    """The changes of an action, oldest first."""

    items: list[Change]
