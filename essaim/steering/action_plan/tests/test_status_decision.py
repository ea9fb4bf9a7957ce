"""The decision table of an action's status, clause by clause, and the order of the clauses."""

from __future__ import annotations

import pytest

from essaim.steering.action_plan.states import ActionStatus
from essaim.steering.action_plan.status_rule import RULE, Evidence, derive

S = ActionStatus
TABLE = [
    (Evidence(), S.NO_DATA, 4),
    (Evidence(is_ended=True), S.DONE, 1),
    (Evidence(milestone_count=2, milestone_done_count=2), S.DONE, 1),
    (Evidence(is_ended=True, milestone_count=2, milestone_late_count=1), S.DONE, 1),
    (Evidence(milestone_count=2, milestone_late_count=1, task_late_count=1), S.LATE, 2),
    (Evidence(milestone_count=2, milestone_threatened_count=1), S.AT_RISK, 3),
    (Evidence(task_count=1, task_late_count=1), S.AT_RISK, 3),
    (Evidence(milestone_count=2), S.NOT_STARTED, 5),
    (Evidence(task_count=1), S.NOT_STARTED, 5),
    (Evidence(milestone_count=2, milestone_done_count=1, has_started=True), S.ON_TRACK, 6),
    (Evidence(task_count=2, has_started=True), S.ON_TRACK, 6),
]


@pytest.mark.parametrize(("evidence", "status", "clause"), TABLE)
def test_first_clause_that_holds_gives_the_status(evidence: Evidence, status: S, clause: int) -> None:
    verdict = derive(evidence)

    assert (verdict.status, verdict.clause_number) == (status, clause)
    assert verdict.words == str(RULE[clause - 1].words)


def test_every_clause_is_reached_by_the_table() -> None:
    assert {clause for _evidence, _status, clause in TABLE} == set(range(1, len(RULE) + 1))
