"""Which plan is shown first, on any day."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from essaim.steering.action_plan import queries
from essaim.steering.action_plan.bundle import Origin
from essaim.steering.action_plan.models import Plan, PlanItem
from essaim.steering.action_plan.states import ItemKind, PlanState

from .factories import MOMENT, PlanFactory

pytestmark = pytest.mark.django_db
ORIGIN = Origin("200093201", "Métropole Européenne de Lille")
BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture
def current() -> Plan:
    return PlanFactory(slug="2022-2026", starts_on=date(2022, 2, 25), ends_on=AFTER)


def _next(state: PlanState, starts_on: date = AFTER) -> Plan:
    values = {"founding_act": None} if state == PlanState.DRAFT else {}
    return PlanFactory(slug="2027-2032", starts_on=starts_on, ends_on=date(2033, 1, 1), state=state, **values)


def test_no_plan_before_the_first_starts(current: Plan) -> None:
    assert queries.current_plan(today=date(2022, 2, 24)) is None
    assert queries.current_plan(today=date(2022, 2, 25)) == current


def test_ended_plan_stays_until_another_is_voted(current: Plan) -> None:
    _next(PlanState.DRAFT)

    assert queries.current_plan(today=BEFORE) == current
    assert queries.current_plan(today=AFTER) == current
    assert (current.has_ended(BEFORE), current.has_ended(AFTER)) == (False, True)


def test_ended_plan_gives_way_on_the_day_the_next_starts(current: Plan) -> None:
    following = _next(PlanState.ADOPTED, date(2027, 3, 1))

    assert queries.current_plan(today=date(2027, 2, 28)) == current
    assert queries.current_plan(today=date(2027, 3, 1)) == following


def test_closed_plan_is_still_the_last_one(current: Plan) -> None:
    Plan.objects.update(state=PlanState.CLOSED, closed_on=AFTER)

    assert queries.current_plan(today=AFTER) == current


def test_running_plan_wins_over_a_later_one_already_closed(current: Plan) -> None:
    PlanFactory(slug="essai", starts_on=date(2024, 1, 1), ends_on=date(2025, 1, 1), state=PlanState.IN_FORCE)

    assert queries.current_plan(today=BEFORE) == current


def test_page_of_an_ended_plan_says_so(client: Client) -> None:
    PlanFactory(slug="2011-2014", starts_on=date(2011, 1, 1), ends_on=date(2015, 1, 1))

    content = client.get(reverse("action_plan:plan", args=["2011-2014"])).content.decode()

    assert "du 1er janvier 2011 au 31 décembre 2014" in content
    assert "La période de ce plan est terminée" in content


def test_content_of_no_axis_is_on_the_page_and_in_the_tree(current: Plan, client: Client) -> None:
    PlanItem.objects.create(
        plan=current, kind=ItemKind.CONTENT, code="T", text="Une action transversale", source=current.source
    )

    page = client.get(reverse("action_plan:plan", args=["2022-2026"])).content.decode()
    tree = client.get(reverse("api-1:plan", args=["2022-2026"])).json()
    document = queries.plan_document(current, origin=ORIGIN, exported_on=MOMENT.date())

    assert "Une action transversale" in page
    assert [item["code"] for item in tree["items"]] == ["T"]
    assert [item["code"] for item in document["items"]] == ["T"]


def test_long_item_is_named_by_whole_words(current: Plan) -> None:
    item = PlanItem(code="E1", text=" ".join(["coopération"] * 40))

    words = str(item).removesuffix("…").split()

    assert str(item).endswith("…")
    assert set(words) == {"E1", "coopération"}
    assert str(PlanItem(code="E2", text="Court")) == "E2 Court"
