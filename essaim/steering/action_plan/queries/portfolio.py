"""Actions, milestones and amounts of a plan as flat rows: what the cockpits count and what the lists behind them show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from essaim.steering.action_plan.models import (
    ActionCommune,
    BudgetLine,
    Dependency,
    Milestone,
    PersonInAction,
    Plan,
    PolicyCrossing,
    Stakeholder,
    StatusOverride,
)
from essaim.steering.action_plan.states import OUTLOOK_LOOK, MilestoneOutlook, PersonRole

from .budget import BudgetTotals
from .plans import shown_actions
from .status import ShownStatus


@dataclass(frozen=True, slots=True)
class PartHeld:
    """
    A part somebody holds in an action: who, and in what quality.

    name: for a public page, that of the office (PersonInAction.public_name), and job_title is then empty.
    """

    person_id: int
    name: str
    job_title: str
    role: str

    @property
    def role_label(self) -> str:
        """The part, in words."""
        return str(PersonRole(self.role).label)


@dataclass(frozen=True, slots=True)
class ActionRow:
    """
    An action with all that a list of actions shows.

    late_titles: its milestones past their date and not done, the latest first; next_*: its first milestone to come.
    """

    pk: int
    number: int
    title: str
    plain_summary: str
    url: str
    plan_slug: str
    axis_number: int
    axis_title: str
    axis_intent: str
    state: str
    status: ShownStatus
    parts: tuple[PartHeld, ...]
    stakeholders: tuple[str, ...]
    milestones_done: int
    milestones_total: int
    late_titles: tuple[str, ...]
    next_title: str
    next_due_on: date | None
    commune_codes: tuple[str, ...]
    policies: tuple[str, ...]

    @property
    def pilot(self) -> PartHeld | None:
        """The one who answers for it, if named."""
        return next((part for part in self.parts if part.role == PersonRole.PILOT), None)

    @property
    def pilot_name(self) -> str:
        """The pilot's name, or nothing."""
        return self.pilot.name if self.pilot else ""

    @property
    def status_label(self) -> str:
        """The status that counts, in words."""
        return self.status.label

    @property
    def milestones_in_words(self) -> str:
        """How many milestones are done, of how many."""
        return f"{self.milestones_done}/{self.milestones_total}" if self.milestones_total else ""

    @property
    def commune_count(self) -> int:
        """How many communes it names."""
        return len(self.commune_codes)

    def is_held_by(self, person_id: int, *roles: str) -> bool:
        """Tell whether somebody holds one of these parts in it, or any part if none is named."""
        return any(part.person_id == person_id and (not roles or part.role in roles) for part in self.parts)


def action_rows(plan: Plan, *, today: date, shows_names: bool = False) -> list[ActionRow]:
    """
    Return the actions of a plan in the order of their numbers, in a number of queries that does not grow.

    :param shows_names: names agents, as permissions.can_read_names allows; else their job titles stand for them
    """
    shown = shown_actions(plan.actions.all(), today=today)
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(action__plan=plan, done_on__isnull=True).order_by("due_on", "pk"):
        milestones[milestone.action_id].append(milestone)
    parts: dict[int, list[PartHeld]] = defaultdict(list)
    held = PersonInAction.objects.filter(action__plan=plan, ends_on__isnull=True)
    for part in held.select_related("person").order_by("pk"):
        name, title = (part.person.full_name, part.person.job_title) if shows_names else (part.public_name, "")
        if part.role == PersonRole.ELECTED_REFERENT:
            title = part.person.job_title
        parts[part.action_id].append(PartHeld(part.person_id, name, title, part.role))
    communes = _texts(ActionCommune.objects.filter(action__plan=plan).order_by("commune_code"), "commune_code")
    policies = _texts(PolicyCrossing.objects.filter(action__plan=plan).order_by("policy__name"), "policy__name")
    stakeholders = _texts(Stakeholder.objects.filter(action__plan=plan).order_by("kind", "name"), "name")
    rows = []
    for found in shown:
        action = found.action
        late = [step for step in milestones[action.pk] if step.due_on < today]
        to_come = [step for step in milestones[action.pk] if step.due_on >= today]
        rows.append(
            ActionRow(
                pk=action.pk,
                number=action.number,
                title=action.title,
                plain_summary=action.plain_summary,
                url=action.get_absolute_url(),
                plan_slug=plan.slug,
                axis_number=action.axis.number,
                axis_title=action.axis.title,
                axis_intent=action.axis.intent,
                state=action.state,
                status=found.status,
                parts=tuple(parts[action.pk]),
                stakeholders=stakeholders.get(action.pk, ()),
                milestones_done=found.milestones_done,
                milestones_total=found.milestones_total,
                late_titles=tuple(step.title for step in late),
                next_title=to_come[0].title if to_come else "",
                next_due_on=to_come[0].due_on if to_come else None,
                commune_codes=communes.get(action.pk, ()),
                policies=policies.get(action.pk, ()),
            )
        )
    return rows


def _texts(
    rows: QuerySet[ActionCommune] | QuerySet[PolicyCrossing] | QuerySet[Stakeholder], name: str
) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, list[str]] = defaultdict(list)
    for action_id, text in rows.values_list("action_id", name):
        if action_id is not None:
            found[action_id].append(text)
    return {action_id: tuple(texts) for action_id, texts in found.items()}


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """
    A milestone and what is to be expected of it on a day.

    days_late: days since its date if it is past and not done, else 0.
    threatens: open milestones that wait for it, directly or through others, with the number of their action.
    waits_for: late milestones it waits for.
    """

    pk: int
    title: str
    due_on: date
    done_on: date | None
    days_late: int
    outlook: MilestoneOutlook
    threatens: tuple[str, ...]
    waits_for: tuple[str, ...]
    action_pk: int
    action_number: int
    action_title: str
    action_url: str
    axis_number: int

    @property
    def outlook_label(self) -> str:
        """What is to be expected of it, in words."""
        return str(self.outlook.label)

    @property
    def look(self) -> str:
        """Its look in the kit."""
        return OUTLOOK_LOOK[self.outlook]

    @property
    def threatens_in_words(self) -> str:
        """What it threatens, in one line."""
        return " ; ".join(self.threatens)


def milestone_rows(plan: Plan, *, today: date) -> list[MilestoneRow]:
    """Return the milestones of a plan by date, in two queries."""
    found = list(
        Milestone.objects.filter(action__plan=plan)
        .select_related("action__plan", "action__axis")
        .order_by("due_on", "pk")
    )
    by_key = {milestone.pk: milestone for milestone in found}
    needs: dict[int, list[int]] = defaultdict(list)
    awaited_by: dict[int, list[int]] = defaultdict(list)
    for waiting, needed in Dependency.objects.filter(milestone__action__plan=plan).values_list(
        "milestone_id", "needs_id"
    ):
        if waiting in by_key and needed in by_key:
            needs[waiting].append(needed)
            awaited_by[needed].append(waiting)
    late = {milestone.pk for milestone in found if milestone.done_on is None and milestone.due_on < today}
    return [_milestone_row(milestone, by_key, needs, awaited_by, late, today) for milestone in found]


def _milestone_row(
    milestone: Milestone,
    by_key: Mapping[int, Milestone],
    needs: Mapping[int, list[int]],
    awaited_by: Mapping[int, list[int]],
    late: set[int],
    today: date,
) -> MilestoneRow:
    is_late = milestone.pk in late
    late_needs = [by_key[key] for key in needs.get(milestone.pk, ()) if key in late]
    if milestone.done_on is not None:
        outlook = MilestoneOutlook.DONE
    elif is_late:
        outlook = MilestoneOutlook.LATE
    else:
        outlook = MilestoneOutlook.THREATENED if late_needs else MilestoneOutlook.TO_COME
    threatened = [by_key[key] for key in _followers(milestone.pk, awaited_by)] if is_late else []
    return MilestoneRow(
        pk=milestone.pk,
        title=milestone.title,
        due_on=milestone.due_on,
        done_on=milestone.done_on,
        days_late=(today - milestone.due_on).days if is_late else 0,
        outlook=outlook,
        threatens=tuple(f"{step.action.number}. {step.title}" for step in threatened if step.done_on is None),
        waits_for=tuple(step.title for step in late_needs) if milestone.done_on is None else (),
        action_pk=milestone.action_id,
        action_number=milestone.action.number,
        action_title=milestone.action.title,
        action_url=milestone.action.get_absolute_url(),
        axis_number=milestone.action.axis.number,
    )


def _followers(start: int, awaited_by: Mapping[int, list[int]]) -> list[int]:
    seen: dict[int, None] = {}
    queue = list(awaited_by.get(start, ()))
    while queue:
        key = queue.pop(0)
        if key not in seen:
            seen[key] = None
            queue.extend(awaited_by.get(key, ()))
    return list(seen)


def budget_lines(plan: Plan) -> QuerySet[BudgetLine]:
    """Return the lines of a plan's budget with what they name, by year, action and section."""
    lines = BudgetLine.objects.filter(action__plan=plan).select_related("action__axis", "action__plan", "act")
    return lines.order_by("year", "action__number", "section", "funder", "pk")


def budget_by_axis(plan: Plan) -> Mapping[int, BudgetTotals]:
    """Return the totals of each axis of a plan that has lines, by the number of the axis, in one query."""
    rows = (
        BudgetLine.objects.filter(action__plan=plan)
        .order_by()
        .values("action__axis__number")
        .annotate(planned=Sum("planned_cents"), voted=Sum("voted_cents"))
    )
    return {row["action__axis__number"]: BudgetTotals(row["planned"], row["voted"]) for row in rows}


def overrides_in_force(plan: Plan, *, today: date) -> QuerySet[StatusOverride]:
    """Return the statuses put by hand that last on a day, those that end first first."""
    rows = StatusOverride.objects.filter(action__plan=plan, starts_on__lte=today, ends_on__gt=today)
    return rows.select_related("action__plan", "author").order_by("ends_on", "pk")
