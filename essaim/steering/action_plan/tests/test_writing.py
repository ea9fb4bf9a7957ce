"""What must hold when the team writes: nothing written over, nothing lost, one pilot, exact sums."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.foundations.accounts.handover import handover_of
from essaim.foundations.accounts.tests.factories import RoleGrantFactory, UserFactory
from essaim.foundations.primitives.decisions import NotAllowed
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.models import Action, BudgetLine, PersonInAction
from essaim.steering.action_plan.states import PersonRole

from .factories import (
    MOMENT,
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    PersonInActionFactory,
    PlanFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return RoleGrantFactory().person


def test_text_changed_meanwhile_is_not_written_over(officer, client: Client) -> None:
    action = ActionFactory(title="Avant")
    stale = services.version_of(action, ["title", "description", "plain_summary"])
    services.update_action(action=action, actor=officer, title="D’une autre main", reason="Relecture", now=MOMENT)
    client.force_login(officer)

    answer = client.post(
        reverse("action_plan:action_edit", args=[action.plan.slug, action.number]),
        {"title": "De ma main", "description": "", "plain_summary": "", "reason": "Essai", "version": stale},
    )

    assert answer.status_code == 409
    assert "D’une autre main" in answer.content.decode()
    assert "De ma main" in answer.content.decode()
    action.refresh_from_db()
    assert action.title == "D’une autre main"


def test_moving_to_another_axis_keeps_address_history_and_links(officer) -> None:
    action = ActionFactory()
    other = AxisFactory(plan=action.plan)
    address, parts = action.get_absolute_url(), list(action.people.all())

    moved = services.move_action(action=action, actor=officer, axis=other, reason="Regroupement", now=MOMENT)

    assert moved.get_absolute_url() == address
    assert moved.pk == action.pk
    assert list(moved.people.all()) == parts
    assert Action.pgh_event_model.objects.filter(pgh_obj_id=action.pk).count() == 2


def test_correction_of_a_line_is_another_line_that_names_it(officer) -> None:
    line = BudgetLineFactory(planned_cents=100_00, voted_cents=0)

    correction = services.correct_budget_line(
        line=line, actor=officer, planned_cents=80_01, voted_cents=0, reason="Arrondi", now=MOMENT
    )

    assert (correction.corrects, correction.planned_cents) == (line, -19_99)
    assert queries.budget_totals(line.action.budget_lines.all()).planned_cents == 80_01
    with pytest.raises(NotAllowed):
        services.correct_budget_line(
            line=correction, actor=officer, planned_cents=1, voted_cents=0, reason="Non", now=MOMENT
        )


def test_database_refuses_to_rewrite_a_budget_line() -> None:
    line = BudgetLineFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(planned_cents=1)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 10**11), st.integers(0, 10**11)), min_size=1, max_size=8))
def test_actions_axes_years_and_plan_add_up_to_the_cent(amounts) -> None:
    with transaction.atomic():
        plan = PlanFactory()
        actions = [ActionFactory(axis=AxisFactory(plan=plan)) for _place in range(3)]
        for place, planned, voted in amounts:
            BudgetLineFactory(action=actions[place], year=2024 + place, planned_cents=planned, voted_cents=voted)
        budget = queries.plan_budget(plan)

        total = sum(planned for _place, planned, _voted in amounts)
        assert budget.totals.planned_cents == total
        assert sum(row.totals.planned_cents for axis in budget.axes for row in axis.actions) == total
        assert sum(row.totals.planned_cents for row in budget.years) == total
        assert sum(totals.planned_cents for _funder, totals in budget.funders) == total
        transaction.set_rollback(True)


def test_leaver_hands_parts_and_tasks_over_without_an_orphan(officer) -> None:
    part = PersonInActionFactory()
    task = TaskFactory(action=part.action, assignee=part.person)
    successor = UserFactory()

    for kind in ("action_plan.part", "action_plan.task"):
        duties = handover_of(kind)
        for duty in duties.duties_of(part.person):
            duties.transfer(
                key=duty.key, person=part.person, successor=successor, actor=officer, now=MOMENT, reason="Départ"
            )
        assert duties.duties_of(part.person) == []

    pilots = PersonInAction.objects.filter(action=part.action, role=PersonRole.PILOT, ends_on__isnull=True)
    assert [pilot.person for pilot in pilots] == [successor]
    task.refresh_from_db()
    assert task.assignee == successor


def test_duties_of_a_leaver_say_their_day_in_words() -> None:
    task = TaskFactory(due_on=date(2026, 4, 3))

    with translation.override("fr"):
        (duty,) = handover_of("action_plan.task").duties_of(task.assignee)

    assert "3 avril 2026" in duty.label


def test_plan_closes_only_when_each_action_has_a_fate(officer) -> None:
    action = ActionFactory(open=True)

    with pytest.raises(services.FateMissing):
        services.close_plan(plan=action.plan, actor=officer, closed_on=date(2027, 1, 1), now=MOMENT)
    services.drop_action(action=action, actor=officer, ended_on=date(2026, 3, 1), reason="Sans objet", now=MOMENT)
    services.close_plan(plan=action.plan, actor=officer, closed_on=date(2027, 1, 1), now=MOMENT)

    action.plan.refresh_from_db()
    assert action.plan.state == "closed"


def test_dropping_needs_a_reason(officer) -> None:
    with pytest.raises(ValidationError):
        services.drop_action(
            action=ActionFactory(open=True), actor=officer, ended_on=date(2026, 3, 1), reason="", now=MOMENT
        )
