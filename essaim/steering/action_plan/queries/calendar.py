"""The milestones of a plan in time: when each can be expected, what a person's calendar holds."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.accounts.models import User
from essaim.foundations.ui.dates import day_in_words
from essaim.steering.action_plan.gantt import Mark, Row
from essaim.steering.action_plan.models import (
    Action,
    CalendarFeed,
    Dependency,
    Milestone,
    PersonInAction,
    Plan,
    Task,
)
from essaim.steering.action_plan.schedule import Forecast, Step, forecast
from essaim.steering.action_plan.states import ActionState, MilestoneOutlook, PersonRole, PlanState, TaskState

from .bulk import Pilot


@dataclass(frozen=True, slots=True)
class DatedStep:
    """
    A milestone, and what is to be expected of it on a day.

    expected_on: the earliest day it can be done, if that is after its own date; None otherwise.
    waits_for: titles of what it waits for; because_of: the one that delays or threatens it, empty if none does.
    """

    pk: int
    title: str
    action_number: int
    action_title: str
    action_url: str
    axis_number: int
    pilot: Pilot | None
    due_on: date
    done_on: date | None
    expected_on: date | None
    outlook: MilestoneOutlook
    waits_for: tuple[str, ...]
    because_of: str
    needs: tuple[int, ...]

    @property
    def sentence(self) -> str:
        """Say the step, its date and what is to be expected, in one line."""
        due = day_in_words(self.due_on, "j F Y")
        if self.done_on is not None:
            state = _("done on %(day)s") % {"day": day_in_words(self.done_on, "j F Y")}
        elif self.outlook == MilestoneOutlook.LATE:
            state = pgettext("milestone", "late")
        elif self.expected_on is not None:
            expected = day_in_words(self.expected_on, "j F Y")
            state = _("delayed by “%(step)s”, not before %(day)s") % {"step": self.because_of, "day": expected}
        elif self.outlook == MilestoneOutlook.THREATENED:
            state = _("threatened: “%(step)s” is late") % {"step": self.because_of}
        else:
            state = pgettext("milestone", "to come")
        return _("%(title)s, due on %(due)s: %(state)s") % {"title": self.title, "due": due, "state": state}


def plan_steps(plan: Plan, *, today: date) -> list[DatedStep]:
    """Return the milestones of a plan by date, lateness carried along what waits for what, in four queries."""
    milestones, edges = _linked(Q(action__plan=plan))
    expected = _forecasts(milestones, edges, today)
    by_key = {milestone.pk: milestone for milestone in milestones}
    pilots = pilots_by_action(plan)
    return [
        _dated_step(milestone, expected[milestone.pk], by_key, edges, pilots.get(milestone.action_id), today)
        for milestone in milestones
        if milestone.action.plan_id == plan.pk
    ]


def pilots_by_action(plan: Plan) -> Mapping[int, Pilot]:
    """Return who answers for each action of a plan, by the key of the action."""
    parts = PersonInAction.objects.filter(action__plan=plan, role=PersonRole.PILOT, ends_on__isnull=True)
    return {part.action_id: Pilot(part.person_id, part.person.full_name) for part in parts.select_related("person")}


def _linked(wanted: Q) -> tuple[list[Milestone], Mapping[int, list[int]]]:
    """
    Read milestones and all that waits for them or that they wait for, of other plans too, with what waits for what.

    Dependencies are few and go from plan to plan rarely: they are read whole rather than step by step.
    """
    edges: dict[int, list[int]] = defaultdict(list)
    for waiting, needed in Dependency.objects.values_list("milestone_id", "needs_id").order_by("pk"):
        edges[waiting].append(needed)
    tied = set(edges) | {needed for needs in edges.values() for needed in needs}
    rows = Milestone.objects.filter(wanted | Q(pk__in=tied)).select_related("action__plan", "action__axis")
    return list(rows.order_by("due_on", "pk")), edges


def _steps(milestones: Sequence[Milestone], edges: Mapping[int, list[int]]) -> list[Step]:
    return [Step(row.pk, row.due_on, row.done_on, tuple(edges.get(row.pk, ()))) for row in milestones]


def _forecasts(milestones: Sequence[Milestone], edges: Mapping[int, list[int]], today: date) -> Mapping[int, Forecast]:
    return cast("Mapping[int, Forecast]", forecast(_steps(milestones, edges), today=today))


def _dated_step(
    milestone: Milestone,
    expected: Forecast,
    by_key: Mapping[int, Milestone],
    edges: Mapping[int, list[int]],
    pilot: Pilot | None,
    today: date,
) -> DatedStep:
    needs = tuple(key for key in edges.get(milestone.pk, ()) if key in by_key)
    # As in the rule of the status: what waits for something late is threatened, even if there is time to catch up.
    late_needs = [by_key[key] for key in needs if by_key[key].done_on is None and by_key[key].due_on < today]
    if milestone.done_on is not None:
        outlook = MilestoneOutlook.DONE
    elif milestone.due_on < today:
        outlook = MilestoneOutlook.LATE
    else:
        outlook = MilestoneOutlook.THREATENED if expected.is_late or late_needs else MilestoneOutlook.TO_COME
    because = by_key.get(cast("int", expected.because_of)) if expected.because_of is not None else None
    if because is None and outlook == MilestoneOutlook.THREATENED:
        because = late_needs[0]
    return DatedStep(
        pk=milestone.pk,
        title=milestone.title,
        action_number=milestone.action.number,
        action_title=milestone.action.title,
        action_url=milestone.action.get_absolute_url(),
        axis_number=milestone.action.axis.number,
        pilot=pilot,
        due_on=milestone.due_on,
        done_on=milestone.done_on,
        expected_on=expected.expected_on if expected.is_late else None,
        outlook=outlook,
        waits_for=tuple(_title(by_key[key], milestone) for key in needs),
        because_of=_title(because, milestone) if because else "",
        needs=needs,
    )


def _title(needed: Milestone, waiting: Milestone) -> str:
    """Name what a milestone waits for, but for a milestone of a draft: what is not adopted is not told by another plan."""
    if needed.action.plan.state == PlanState.DRAFT and needed.action.plan_id != waiting.action.plan_id:
        return _("a milestone of a plan in preparation")
    return needed.title


TONES = {
    MilestoneOutlook.DONE: "done",
    MilestoneOutlook.LATE: "late",
    MilestoneOutlook.THREATENED: "threatened",
    MilestoneOutlook.TO_COME: "waiting",
}


def timeline_rows(actions: Sequence[Action], steps: Sequence[DatedStep]) -> list[Row]:
    """Return the timeline of some actions of one plan: a bar while open, a mark for each milestone."""
    marks: dict[int, list[Mark]] = defaultdict(list)
    for step in steps:
        mark = Mark(step.pk, step.due_on, TONES[step.outlook], step.sentence, step.expected_on, step.needs)
        marks[step.action_number].append(mark)
    return [
        Row(
            f"{action.number}. {action.title}",
            action.opened_on,
            (action.ended_on or action.plan.ends_on) if action.opened_on else None,
            tuple(marks[action.number]),
        )
        for action in actions
        if action.state != ActionState.DROPPED or marks[action.number]
    ]


def digest_of_token(token: str) -> str:
    """Return what is kept of the secret of a feed."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_owner(token: str) -> User | None:
    """Return whose feed a secret opens; None if it is unknown or revoked, or if the person left."""
    feed = CalendarFeed.objects.filter(token_digest=digest_of_token(token), revoked_at__isnull=True)
    row = feed.select_related("person").first()
    return row.person if row is not None and row.person.is_active else None


def feed_of(person: User) -> CalendarFeed | None:
    """Return the feed of a person, if one is open."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()


def milestones_piloted_by(person: User) -> QuerySet[Milestone]:
    """Return the milestones of the actions that a person pilots or steers as a deputy, by date."""
    parts = PersonInAction.objects.filter(
        person=person, role__in=[PersonRole.PILOT, PersonRole.DEPUTY], ends_on__isnull=True
    )
    rows = Milestone.objects.filter(action__in=parts.values("action")).select_related("action__plan")
    return rows.order_by("due_on", "pk")


def tasks_of(person: User) -> QuerySet[Task]:
    """Return the tasks a person has to do, by date."""
    rows = Task.objects.filter(assignee=person, state=TaskState.TO_DO).select_related("action__plan")
    return rows.order_by("due_on", "pk")
