"""Rows of actions, milestones and amounts."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from essaim.steering.action_plan import queries
from essaim.steering.action_plan.models import ActionCommune, StatusOverride
from essaim.steering.action_plan.states import ActionStatus, MilestoneOutlook, PersonRole
from essaim.steering.action_plan.tests.factories import (
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    DependencyFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    StakeholderFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)
PAST, COMING = date(2026, 6, 1), date(2026, 7, 1)


def test_action_row_says_who_where_and_what_comes_next() -> None:
    action = ActionFactory(open=True, number=3)
    pilot = PersonInActionFactory(action=action)
    PersonInActionFactory(action=action, role=PersonRole.DEPUTY, ends_on=date(2026, 1, 1))
    StakeholderFactory(action=action, name="Ville")
    ActionCommune.objects.create(action=action, commune_code="59350")
    MilestoneFactory(action=action, due_on=PAST, title="En retard")
    MilestoneFactory(action=action, due_on=COMING, title="À venir")
    MilestoneFactory(action=action, due_on=PAST, done_on=PAST)

    (row,) = queries.action_rows(action.plan, today=TODAY, shows_names=True)

    assert row.status.value == ActionStatus.LATE
    assert [part.name for part in row.parts] == [pilot.person.full_name]
    assert row.pilot_name == pilot.person.full_name
    assert (row.milestones_done, row.milestones_total) == (1, 3)
    assert row.late_titles == ("En retard",)
    assert (row.next_title, row.next_due_on) == ("À venir", COMING)
    assert row.commune_codes == ("59350",)
    assert row.stakeholders == ("Ville",)
    assert row.is_held_by(pilot.person_id, PersonRole.PILOT)
    assert not row.is_held_by(pilot.person_id, PersonRole.DEPUTY)


def test_action_rows_take_as_many_queries_for_many_actions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    axis = AxisFactory()
    for _ in range(4):
        MilestoneFactory(action=ActionFactory(axis=axis, open=True))

    with django_assert_num_queries(11):
        queries.action_rows(axis.plan, today=TODAY)


def test_milestone_row_threatens_what_waits_for_it_directly_or_not() -> None:
    plan = PlanFactory()
    axis = AxisFactory(plan=plan)
    late = MilestoneFactory(action=ActionFactory(axis=axis, open=True), due_on=PAST)
    waiting = MilestoneFactory(action=ActionFactory(axis=axis, open=True), due_on=COMING)
    last = MilestoneFactory(action=waiting.action, due_on=date(2026, 8, 1))
    done = MilestoneFactory(action=waiting.action, due_on=COMING, done_on=PAST)
    for milestone, needs in ((waiting, late), (last, waiting), (done, late)):
        DependencyFactory(milestone=milestone, needs=needs)

    rows = {row.pk: row for row in queries.milestone_rows(plan, today=TODAY)}

    assert rows[late.pk].outlook == MilestoneOutlook.LATE
    assert rows[late.pk].days_late == 14
    assert len(rows[late.pk].threatens) == 2
    assert rows[waiting.pk].outlook == MilestoneOutlook.THREATENED
    assert rows[waiting.pk].waits_for == (late.title,)
    assert rows[last.pk].outlook == MilestoneOutlook.TO_COME
    assert rows[done.pk].outlook == MilestoneOutlook.DONE


def test_milestone_due_today_is_not_late() -> None:
    milestone = MilestoneFactory(due_on=TODAY)

    (row,) = queries.milestone_rows(milestone.action.plan, today=TODAY)

    assert (row.outlook, row.days_late) == (MilestoneOutlook.TO_COME, 0)


def test_budget_by_axis_adds_up_to_the_plan() -> None:
    plan = PlanFactory()
    for number in (1, 2):
        axis = AxisFactory(plan=plan, number=number)
        BudgetLineFactory(action=ActionFactory(axis=axis), planned_cents=100 * number, voted_cents=10 * number)
        BudgetLineFactory(action=ActionFactory(axis=axis), planned_cents=1, voted_cents=0)

    totals = queries.budget_by_axis(plan)

    assert totals[1] == queries.BudgetTotals(101, 10)
    assert totals[2] == queries.BudgetTotals(201, 20)
    assert (
        sum(each.planned_cents for each in totals.values())
        == queries.budget_totals(queries.budget_lines(plan)).planned_cents
    )


def test_overrides_in_force_leave_out_what_ended_and_what_has_not_begun() -> None:
    part = PersonInActionFactory()

    def put(starts_on: date, ends_on: date) -> StatusOverride:
        return StatusOverride.objects.create(
            action=part.action,
            status=ActionStatus.AT_RISK,
            reason="Motif",
            author=part.person,
            starts_on=starts_on,
            ends_on=ends_on,
        )

    put(date(2026, 1, 1), TODAY)
    put(date(2026, 7, 1), date(2026, 8, 1))
    lasting = put(TODAY, date(2026, 6, 16))

    assert list(queries.overrides_in_force(part.action.plan, today=TODAY)) == [lasting]
