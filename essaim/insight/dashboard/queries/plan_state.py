"""What every cockpit says of a plan: its rows, its statuses counted, its sentence, its axes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from essaim.insight.dashboard import honeycomb, sentences
from essaim.steering.action_plan.queries import (
    ActionRow,
    MilestoneRow,
    action_rows,
    current_plan,
    milestone_rows,
    plans_visible_to,
)
from essaim.steering.action_plan.states import STATUS_LOOK, ActionStatus, MilestoneOutlook

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User
    from essaim.steering.action_plan.models import Plan


def rows_url(name: str, **filters: str | int) -> str:
    """Return the address of a list with filters; the order of the filters is that of the call."""
    return f"{reverse(f'dashboard:{name}')}?{urlencode(filters)}"


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many actions have a status, and the address of their list."""

    status: ActionStatus
    count: int
    url: str

    @property
    def label(self) -> str:
        """The status in words."""
        return str(self.status.label)

    @property
    def look(self) -> str:
        """Its look in the kit."""
        return STATUS_LOOK[self.status]


@dataclass(frozen=True, slots=True)
class AxisState:
    """An axis of the plan: its actions, how many milestones are done, its comb."""

    number: int
    title: str
    intent: str
    actions: tuple[ActionRow, ...]

    @property
    def milestones_done(self) -> int:
        """How many of its milestones are done."""
        return sum(row.milestones_done for row in self.actions)

    @property
    def milestones_total(self) -> int:
        """How many milestones it has."""
        return sum(row.milestones_total for row in self.actions)

    @property
    def late_count(self) -> int:
        """How many of its actions are late."""
        return sum(row.status.value == ActionStatus.LATE for row in self.actions)

    @property
    def done_count(self) -> int:
        """How many of its actions are done."""
        return sum(row.status.value == ActionStatus.DONE for row in self.actions)

    @property
    def comb(self) -> str:
        """Its actions as a comb."""
        return comb_of(self.actions, title=_("Actions of axis %(number)s") % {"number": self.number}, per_row=6)


class PlanState:
    """A plan on a day; everything is read once, when it is asked for first."""

    def __init__(self, plan: Plan, *, today: date, shows_names: bool = False) -> None:
        """Keep the plan and the day, and whether agents are named or only their job titles."""
        self.plan = plan
        self.today = today
        self.shows_names = shows_names

    @cached_property
    def actions(self) -> list[ActionRow]:
        """Its actions, by number."""
        return action_rows(self.plan, today=self.today, shows_names=self.shows_names)

    @cached_property
    def milestones(self) -> list[MilestoneRow]:
        """Its milestones, by date."""
        return milestone_rows(self.plan, today=self.today)

    @property
    def late_actions(self) -> list[ActionRow]:
        """Its actions whose status is late."""
        return [row for row in self.actions if row.status.value == ActionStatus.LATE]

    @property
    def late_milestones(self) -> list[MilestoneRow]:
        """Its milestones past their date and not done, the latest first."""
        return [row for row in self.milestones if row.outlook == MilestoneOutlook.LATE]

    @property
    def milestones_to_come(self) -> list[MilestoneRow]:
        """Its open milestones whose date is not past, the next first."""
        return [row for row in self.milestones if row.done_on is None and row.due_on >= self.today]

    @property
    def milestones_done(self) -> list[MilestoneRow]:
        """Its milestones that are done."""
        return [row for row in self.milestones if row.outlook == MilestoneOutlook.DONE]

    @property
    def sentence(self) -> str:
        """Where it stands, in one sentence or two."""
        plan = self.plan
        return sentences.state_of_plan(
            [row.status.value for row in self.actions],
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            today=self.today,
        )

    @property
    def status_counts(self) -> list[StatusCount]:
        """How many actions have each status, the worst first; a status that no action has is left out."""
        counts = Counter(row.status.value for row in self.actions)
        order = (
            ActionStatus.LATE,
            ActionStatus.AT_RISK,
            ActionStatus.ON_TRACK,
            ActionStatus.DONE,
            ActionStatus.NOT_STARTED,
            ActionStatus.NO_DATA,
        )
        return [
            StatusCount(status, counts[status], rows_url("action_rows", plan=self.plan.slug, status=status.value))
            for status in order
            if counts[status]
        ]

    @property
    def axes(self) -> list[AxisState]:
        """Its axes that have actions, by number."""
        axes = {row.axis_number: (row.axis_title, row.axis_intent) for row in self.actions}
        return [
            AxisState(number, *axes[number], tuple(row for row in self.actions if row.axis_number == number))
            for number in sorted(axes)
        ]

    @property
    def comb(self) -> str:
        """All its actions as a comb."""
        return comb_of(self.actions, title=_("Status of the actions of the plan"), per_row=8)


def comb_of(actions: Sequence[ActionRow], *, title: str, per_row: int) -> str:
    """Draw actions as a comb, each cell a link that says the number, the title and the status."""
    cells = [
        honeycomb.Cell(
            row.number,
            row.status.value,
            _("Action %(number)s: %(title)s – %(status)s")
            % {"number": row.number, "title": row.title, "status": row.status.label},
            row.url,
        )
        for row in actions
    ]
    return honeycomb.draw(cells, title=title, per_row=per_row)


def plan_asked(person: User | AnonymousUser, slug: str, *, today: date) -> Plan | None:
    """
    Find the plan an address names, among those a person may read; without a name, the plan in force, else the latest.

    None if there is no such plan, or none at all.
    """
    visible = plans_visible_to(person)
    if slug:
        return visible.filter(slug=slug).first()
    return current_plan(today=today) or visible.first()
