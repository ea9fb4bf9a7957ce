"""What changed in the policy, told to the team and to the public."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from essaim.foundations.accounts.tests.factories import RoleGrantFactory
from essaim.steering.action_plan import queries, services
from essaim.steering.action_plan.tests.factories import ActionFactory, AxisFactory, PlanFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)


def test_public_reads_the_milestone_but_not_the_task() -> None:
    officer = RoleGrantFactory().person
    action = ActionFactory(open=True, number=7, title="Communiquer")
    services.add_milestone(action=action, actor=officer, title="Affiche", due_on=date(2026, 7, 1), now=NOW)
    services.add_task(action=action, actor=officer, title="Appeler l’imprimeur", due_on=date(2026, 7, 1), now=NOW)

    inside = queries.policy_changes(public_only=False)
    outside = queries.policy_changes(public_only=True)

    assert [change.verb for change in inside] == ["task.added", "milestone.added"]
    assert [(change.verb, change.target, change.url) for change in outside] == [
        ("milestone.added", "Affiche", action.get_absolute_url())
    ]


def test_public_reads_nothing_of_a_draft() -> None:
    officer = RoleGrantFactory().person
    axis = AxisFactory(plan=PlanFactory(draft=True))
    services.add_action(axis=axis, actor=officer, number=1, title="Secrète", source=axis.source, now=NOW)

    assert queries.policy_changes(public_only=True) == []
    assert [change.target for change in queries.policy_changes(public_only=False)] == ["1. Secrète"]


def test_period_is_half_open() -> None:
    officer = RoleGrantFactory().person
    action = ActionFactory(open=True)
    services.add_milestone(action=action, actor=officer, title="Jalon", due_on=date(2026, 7, 1), now=NOW)

    assert len(queries.policy_changes(since=NOW, public_only=True)) == 1
    assert queries.policy_changes(until=NOW, public_only=True) == []
    assert queries.count_policy_changes(since=NOW) == 1
    assert queries.count_policy_changes(since=NOW + timedelta(seconds=1)) == 0
