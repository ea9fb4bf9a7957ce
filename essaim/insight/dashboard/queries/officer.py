"""The cockpit of the authority's team: what is late, what needs me this week, where the money is, who is absent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects.queries import files_to_look_at
from essaim.foundations.ui import charts
from essaim.insight.dashboard.queries.communes import (
    CommuneRow,
    TerritoireRow,
    by_territoire,
    cartogram_of,
    commune_rows,
)
from essaim.insight.dashboard.queries.gathered import Gathered, gathered
from essaim.insight.dashboard.queries.heard import Heard, heard
from essaim.insight.dashboard.queries.plan_state import PlanState
from essaim.insight.dashboard.queries.sitting import OfficeSessions, office_sessions
from essaim.insight.dashboard.queries.weeks import end_of_week
from essaim.steering.action_plan.queries import (
    ActionRow,
    BudgetTotals,
    MilestoneRow,
    PolicyChange,
    TaskToDo,
    budget_by_axis,
    budget_by_year,
    count_policy_changes,
    overrides_in_force,
    policy_changes,
    tasks_to_do,
    waiting_feedback,
)
from essaim.steering.action_plan.states import BudgetSection, MilestoneOutlook

if TYPE_CHECKING:
    from essaim.delivery.calls_for_projects.models import Application
    from essaim.foundations.accounts.models import User
    from essaim.steering.action_plan.models import Feedback, Plan, StatusOverride

CHANGE_DAYS = 7
CHANGES_SHOWN = 6
FILES_SHOWN = 5
OVERRIDE_DAYS = 30


@dataclass(frozen=True, slots=True)
class YearOfMoney:
    """What was planned and voted for a year, in all and by section."""

    year: int
    total: BudgetTotals
    operating: BudgetTotals
    investment: BudgetTotals


@dataclass(frozen=True, slots=True)
class AxisOfMoney:
    """What was planned and voted for an axis."""

    number: int
    title: str
    totals: BudgetTotals


@dataclass(frozen=True, slots=True)
class Money:
    """The budget of a plan: by year with its chart, by axis, in all; the year shown first is the current one, if it has lines."""

    years: tuple[YearOfMoney, ...]
    axes: tuple[AxisOfMoney, ...]
    total: BudgetTotals
    current: YearOfMoney | None
    chart: charts.Chart | None


@dataclass(frozen=True, slots=True)
class Absence:
    """The communes of the authority, those that no action names, and the actions that name none."""

    rows: tuple[CommuneRow, ...]
    territoires: tuple[TerritoireRow, ...]
    drawing: str
    unplaced: tuple[ActionRow, ...]

    @property
    def absent(self) -> tuple[CommuneRow, ...]:
        """The communes that no action names."""
        return tuple(row for row in self.rows if row.is_absent)


@dataclass(frozen=True, slots=True)
class Week:
    """What needs a person by the end of the week: tasks, milestones of their actions, residents' questions."""

    until: date
    tasks: tuple[TaskToDo, ...]
    milestones: tuple[MilestoneRow, ...]
    questions: tuple[Feedback, ...]
    urgent_questions: tuple[Feedback, ...]

    @property
    def late_tasks(self) -> tuple[TaskToDo, ...]:
        """The tasks whose day is past."""
        return tuple(found for found in self.tasks if found.is_late)


@dataclass(frozen=True, slots=True)
class FilesToLookAt:
    """How many applications wait for a person, and the ones filed longest ago."""

    count: int
    first: tuple[Application, ...]


@dataclass(frozen=True, slots=True)
class OfficerCockpit:
    """All the page shows."""

    state: PlanState
    week: Week
    mine: tuple[ActionRow, ...]
    overrides: tuple[StatusOverride, ...]
    money: Money
    absence: Absence
    changes: tuple[PolicyChange, ...]
    change_count: int
    heard: Heard
    gathered: Gathered
    sessions: OfficeSessions
    files: FilesToLookAt


def officer_cockpit(person: User, plan: Plan, *, today: date, now: datetime) -> OfficerCockpit:
    """Put the cockpit of a person together for a plan."""
    state = PlanState(plan, today=today, shows_names=True)
    since = now - timedelta(days=CHANGE_DAYS)
    return OfficerCockpit(
        state=state,
        week=week_of(person, state, today=today),
        mine=tuple(row for row in state.actions if row.is_held_by(person.pk)),
        overrides=tuple(overrides_in_force(plan, today=today)),
        money=money_of(state),
        absence=absence_of(state),
        changes=tuple(policy_changes(since=since, public_only=False, limit=CHANGES_SHOWN)),
        change_count=count_policy_changes(since=since),
        heard=heard(today=today),
        gathered=gathered(today=today),
        sessions=office_sessions(person, today=today),
        files=files_of(person),
    )


def files_of(person: User) -> FilesToLookAt:
    """Count the applications that wait for a person, and read the first ones alone: thousands may."""
    rows = files_to_look_at(person)
    return FilesToLookAt(rows.count(), tuple(rows[:FILES_SHOWN]))


def week_of(person: User, state: PlanState, *, today: date) -> Week:
    """Say what needs a person by Sunday; what is late needs them too."""
    until = end_of_week(today)
    mine = {row.pk for row in state.actions if row.is_held_by(person.pk, "pilot", "deputy")}
    questions = tuple(waiting_feedback())
    return Week(
        until=until,
        tasks=tuple(tasks_to_do(person, until=until, today=today)),
        milestones=tuple(
            row
            for row in state.milestones
            if row.action_pk in mine and row.outlook != MilestoneOutlook.DONE and row.due_on <= until
        ),
        questions=questions,
        urgent_questions=tuple(row for row in questions if row.answer_due_on <= until),
    )


def money_of(state: PlanState) -> Money:
    """Add up the budget of a plan by year, section and axis."""
    lines = budget_by_year(state.plan)
    years = []
    for year in sorted({line.year for line in lines}):
        sections = {line.section: line.totals for line in lines if line.year == year}
        operating = sections.get(BudgetSection.OPERATING, BudgetTotals())
        investment = sections.get(BudgetSection.INVESTMENT, BudgetTotals())
        years.append(YearOfMoney(year, _sum(operating, investment), operating, investment))
    by_axis = budget_by_axis(state.plan)
    return Money(
        years=tuple(years),
        axes=tuple(
            AxisOfMoney(axis.number, axis.title, by_axis.get(axis.number, BudgetTotals())) for axis in state.axes
        ),
        total=_sum(*(year.total for year in years)),
        current=next((year for year in years if year.year == state.today.year), years[-1] if years else None),
        chart=_chart(years) if years else None,
    )


def _sum(*totals: BudgetTotals) -> BudgetTotals:
    return BudgetTotals(sum(each.planned_cents for each in totals), sum(each.voted_cents for each in totals))


def _chart(years: list[YearOfMoney]) -> charts.Chart:
    year_word, section_word, euros_word = _("Year"), _("Section"), _("Voted, in thousands of euros")
    rows = [
        {year_word: str(year.year), section_word: str(section.label), euros_word: totals.voted_cents / 100_000}
        for year in years
        for section, totals in (
            (BudgetSection.OPERATING, year.operating),
            (BudgetSection.INVESTMENT, year.investment),
        )
    ]
    return charts.bars(
        title=_("Voted by year and section"),
        description=_("One bar a year, operating and investment one over the other."),
        rows=rows,
        category=year_word,
        value=euros_word,
        series=section_word,
        unit="k€",
        width=400,
        height=220,
    )


def absence_of(state: PlanState) -> Absence:
    """Find the communes that no action of a plan names."""
    rows = commune_rows(state.actions, today=state.today)
    return Absence(
        rows=tuple(rows),
        territoires=tuple(by_territoire(rows)),
        drawing=cartogram_of(rows),
        unplaced=tuple(row for row in state.actions if not row.commune_codes),
    )
