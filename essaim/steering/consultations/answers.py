"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date
from typing import Literal

from essaim.foundations.ui.answers import Answer


class Coverage(Answer):
    """How much of what was said has an answer; percent is whole, never rounded up to a hundred."""

    issue_count: int
    issue_answered_count: int
    contribution_count: int
    contribution_answered_count: int
    missing_count: int
    percent: int


class Consultation(Answer):
    """A consultation everybody reads; plan is the short name of the plan it prepares."""

    slug: str
    title: str
    state: str
    summary: str
    question: str
    plan: str | None
    opened_on: date | None
    closed_on: date | None
    answered_on: date | None
    url: str


class Phase(Answer):
    """A step of the calendar; its end is excluded, and its days are null when they are not known."""

    number: int
    title: str
    kind: str
    audiences: list[str]
    starts_on: date | None
    ends_on: date | None
    planned: str | None
    outcome: str | None


class DeclaredCount(Answer):
    """A number of participants as a source declares it."""

    about: str
    wording: str
    count: int
    is_about: bool
    source: str


class SourceStatement(Answer):
    """The wording of one source on one topic."""

    topic: str
    wording: str
    note: str | None
    source: str


class Theme(Answer):
    """A theme; other_wording is how the source names it elsewhere."""

    code: str
    title: str
    other_wording: str | None
    note: str | None


class ConsultationDetail(Consultation):
    """A consultation with its calendar, its themes, who took part as declared, what sources say, what has an answer."""

    phases: list[Phase]
    themes: list[Theme]
    declared: list[DeclaredCount]
    counted_contribution_count: int
    statements: list[SourceStatement]
    coverage: Coverage


class Target(Answer):
    """Where an answer leads: kind is plan, axis, action or item; state is that of an action today."""

    kind: Literal["plan", "axis", "action", "item"]
    plan: str
    label: str
    url: str
    state: str | None


class Fate(Answer):
    """What became of an issue; certainty is to_confirm when it was read in documents."""

    verdict: str
    reason: str
    certainty: str
    source: str | None
    targets: list[Target]


class Issue(Answer):
    """A gain to develop (existing) or a new issue (new), in its exact wording; fate is null while there is no answer."""

    code: str
    kind: Literal["existing", "new"]
    theme: str | None
    wording: str
    note: str | None
    source: str | None
    place: str | None
    contribution_count: int
    fate: Fate | None
    url: str
