"""The policy on the thread: from the act to the action, from one plan to the next, and nothing of a draft."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.foundations.ui.thread import kinds, walk
from essaim.steering.action_plan.models import Action, Lineage
from essaim.steering.action_plan.states import LineageKind

from .factories import ActFactory, ActionFactory, AxisFactory, PlanFactory, SourceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """An act founds a plan with an axis and an action, which an action of a later plan follows."""
    act = ActFactory()
    old = ActionFactory(axis=AxisFactory(plan=PlanFactory(slug="2015-2020", founding_act=act, closed=True)))
    new = ActionFactory(axis=AxisFactory(plan=PlanFactory(slug="2022-2026")))
    _follows(old, new)
    return act, old, new


def _follows(old: Action, new: Action) -> None:
    Lineage.objects.create(kind=LineageKind.CONTINUES, from_action=old, to_action=new, source=SourceFactory())


def _knots(steps) -> set[tuple[str, str]]:
    return {(step.bead.kind, step.bead.key) for step in steps}


def test_act_leads_to_the_actions_of_the_next_plan(chain) -> None:
    act, old, new = chain

    after = _knots(walk("act", act.key, AnonymousUser()).after)

    assert {
        ("plan", "2015-2020"),
        ("axis", str(old.axis_id)),
        ("action", str(old.pk)),
        ("action", str(new.pk)),
    } <= after


def test_action_goes_back_to_the_act_of_the_plan_before(chain) -> None:
    act, old, new = chain

    before = _knots(walk("action", str(new.pk), AnonymousUser()).before)

    assert {("action", str(old.pk)), ("plan", "2015-2020"), ("act", act.key), ("plan", "2022-2026")} <= before


def test_draft_is_on_the_thread_for_the_team_only(chain) -> None:
    _act, old, _new = chain
    draft = ActionFactory(axis=AxisFactory(plan=PlanFactory(slug="2027-2032", draft=True)))
    _follows(old, draft)
    officer = RoleGrantFactory(kind=RoleKind.OFFICER).person

    assert ("action", str(draft.pk)) not in _knots(walk("action", str(old.pk), AnonymousUser()).after)
    assert ("action", str(draft.pk)) in _knots(walk("action", str(old.pk), officer).after)


def test_page_and_answer_say_the_same(client: Client, chain) -> None:
    act, _old, new = chain

    page = client.get(reverse("ui:thread", args=["action", new.pk]))
    answer = client.get(reverse("api-1:thread_walk", args=["action", str(new.pk)])).json()

    plan = next(step for step in answer["before"] if step["id"] == "2015-2020")
    assert (plan["order_date"], plan["when"]) == ("2022-02-25", "")
    assert plan["source"]
    shown = {step["url"] for step in answer["before"] + answer["after"]}
    assert act.get_absolute_url() in shown
    assert all(f'href="{url}"' in page.content.decode() for url in shown)


@pytest.mark.parametrize("address", ["action/999999", "action/x", "wish/1", "act/none", "act/a%00b"])
def test_unknown_thing_is_not_found(client: Client, address: str) -> None:
    assert client.get(f"/fil/{address}/").status_code == 404
    answer = client.get(f"/api/v1/thread/{address}")

    assert answer.status_code == 404
    assert "action" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["9" * 30, "1%00", "%00", "%C2%B2"])
def test_key_that_nothing_can_have_is_not_found(client: Client, key: str) -> None:
    """Of every kind, whichever room names it."""
    for kind in kinds():
        assert client.get(f"/fil/{kind}/{key}/").status_code == 404
        assert client.get(f"/api/v1/thread/{kind}/{key}").status_code == 404


def test_longer_plan_costs_no_more_queries(client: Client, chain, django_assert_max_num_queries) -> None:
    act, old, _new = chain
    for number in range(50, 70):
        ActionFactory(axis=old.axis, number=number)

    with django_assert_max_num_queries(60):
        client.get(reverse("ui:thread", args=["act", act.key]))
