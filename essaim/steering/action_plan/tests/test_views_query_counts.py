"""No list and no page of a plan asks the database more as rows become many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.foundations.territory.tests.factories import AuthorityFactory, EpciIdentifierFactory
from essaim.steering.action_plan.models import (
    DeclaredFigure,
    Lineage,
    Plan,
    PlanItem,
    Policy,
    PolicyCrossing,
    Statement,
)
from essaim.steering.action_plan.states import Certainty, FigureStatus, ItemKind, LineageKind

from .factories import (
    ActFactory,
    ActionFactory,
    AxisFactory,
    BudgetLineFactory,
    BulkChangeFactory,
    DependencyFactory,
    FeedbackFactory,
    MilestoneFactory,
    PersonInActionFactory,
    PlanFactory,
    SourceFactory,
    StakeholderFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db
FEW, MANY = 2, 9
PLAN = ["2022-2026"]
PAGES: dict[str, list[object]] = {
    "action_plan:plan_list": [],
    "action_plan:action_list": [],
    "action_plan:act_list": [],
    "action_plan:act_timeline": [],
    "action_plan:lineage": [],
    "action_plan:policy_list": [],
    "action_plan:policy": ["politique-1"],
    "action_plan:figure_list": [],
    "action_plan:source_list": [],
    "action_plan:source": ["source-commune"],
    "action_plan:tracking": [],
    "action_plan:feedback_list": [],
    "action_plan:plan_exchange": [],
    "action_plan:plan_compare": [],
    "action_plan:plan": PLAN,
    "action_plan:plan_budget": PLAN,
    "action_plan:plan_calendar": PLAN,
    "action_plan:plan_feed": PLAN,
    "action_plan:plan_files": PLAN,
    "action_plan:plan_bundle": PLAN,
    "action_plan:plan_history": PLAN,
    "action_plan:bulk_list": PLAN,
    "action_plan:bulk_edit": PLAN,
    "action_plan:crossing_list": PLAN,
    "api-1:acts": [],
    "api-1:plans": [],
    "api-1:axes": [],
    "api-1:actions": [],
    "api-1:budget_lines": [],
    "api-1:links": [],
    "api-1:figures": [],
    "api-1:sources": [],
    "api-1:plan": PLAN,
}
QUERY: dict[str, dict[str, str]] = {"action_plan:plan_compare": {"a": "2022-2026", "b": "2015-2020"}}


class World:
    """A policy that grows row by row, every kind of row tied to the others."""

    def __init__(self) -> None:
        EpciIdentifierFactory(epci=AuthorityFactory().epci)
        self.source = SourceFactory(key="source-commune")
        self.plan = PlanFactory(slug="2022-2026", source=self.source)
        self.before = PlanFactory(
            slug="2015-2020", source=self.source, starts_on=date(2015, 1, 1), ends_on=date(2021, 1, 1)
        )
        self.count = 0

    def grow(self, count: int) -> None:
        """Add rows until there are as many of each kind."""
        while self.count < count:
            self.count += 1
            self._add(self.count)

    def _add(self, number: int) -> None:
        plan, source = self.plan, self.source
        act = ActFactory(source=source, replaces=plan.founding_act)
        axis = AxisFactory(plan=plan, number=number)
        action = ActionFactory(axis=axis, number=number, open=True)
        former = ActionFactory(axis=AxisFactory(plan=self.before, number=number), number=number, open=True)
        DependencyFactory(milestone=MilestoneFactory(action=action), needs=MilestoneFactory(action=action))
        TaskFactory(action=action)
        PersonInActionFactory(action=action)
        StakeholderFactory(action=action)
        action.communes.create(commune_code=f"59{number:03d}")
        BudgetLineFactory(action=action, act=act, funder=f"Financeur {number}")
        policy = Policy.objects.create(slug=f"politique-{number}", name=f"Politique {number}")
        first = Policy.objects.order_by("pk").first()
        PolicyCrossing.objects.create(policy=policy, plan=plan, action=action, source=source)
        if policy != first:
            PolicyCrossing.objects.create(policy=first, plan=plan, action=action, source=source)
        PlanItem.objects.create(plan=plan, kind=ItemKind.STAKE, code=f"E{number}", text="Enjeu", source=source)
        PlanItem.objects.create(
            plan=plan, axis=axis, kind=ItemKind.CONTENT, code=f"C{number}", text="Contenu", source=source
        )
        for subject in ({"plan": plan}, {"act": act}, {"axis": axis}, {"action": action}):
            Statement.objects.create(topic="Date", wording="Une date", source=source, **subject)
        DeclaredFigure.objects.create(
            key=f"chiffre-{number}",
            label="Emplois",
            wording="12",
            value=12,
            unit="emplois",
            period="2025",
            perimeter="Métropole",
            status=FigureStatus.DECLARED,
            plan=plan,
            action=action,
            source=source,
        )
        Lineage.objects.create(
            kind=LineageKind.CONTINUES,
            from_action=former,
            to_action=action,
            certainty=Certainty.TO_CONFIRM,
            source=source,
        )
        FeedbackFactory(plan=plan, action=action)
        BulkChangeFactory(plan=plan)
        PlanFactory(slug=f"plan-{number}-ancien", source=source)


@pytest.fixture
def team(client: Client) -> Client:
    client.force_login(RoleGrantFactory().person)
    return client


def _counter(client: Client, name: str) -> Callable[[], int]:
    address = reverse(name, args=PAGES[name])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address, QUERY.get(name, {}))
            assert answer.status_code == 200
            answer.getvalue()
        return len(queries)

    return count


@pytest.mark.parametrize("name", PAGES)
def test_number_of_queries_does_not_depend_on_the_number_of_rows(name: str, team: Client) -> None:
    world, count = World(), _counter(team, name)
    world.grow(FEW)
    count()
    few = count()

    world.grow(MANY)

    assert Plan.objects.count() == MANY + 2
    assert count() == few
