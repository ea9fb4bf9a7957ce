"""The state of a plan in words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from essaim.insight.dashboard.sentences import state_of_plan

STARTS, ENDS = date(2022, 2, 25), date(2027, 1, 1)


def _say(*statuses: str, today: date = date(2026, 6, 1), language: str = "en") -> str:
    with translation.override(language):
        return state_of_plan(statuses, starts_on=STARTS, ends_on=ENDS, today=today)


def test_counts_are_said_best_first_and_agree_in_number() -> None:
    said = _say("late", "late", "on_track", "done")

    assert said == "The plan runs until 31 December 2026. Of its 4 actions, 1 is done, 1 is on track and 2 are late."


def test_same_in_french() -> None:
    said = _say("late", "late", "on_track", "done", language="fr")

    assert said == (
        "Le plan court jusqu’au 31 décembre 2026. Sur ses 4 actions, 1 est réalisée, 1 est en bonne voie et 2 sont en retard."
    )


@pytest.mark.parametrize(
    ("today", "term"),
    [
        (date(2022, 2, 24), "The plan starts on 25 February 2022."),
        (STARTS, "The plan runs until 31 December 2026."),
        (date(2026, 12, 31), "The plan runs until 31 December 2026."),
        (ENDS, "The plan ended on 31 December 2026."),
    ],
)
def test_term_depends_on_the_day(today: date, term: str) -> None:
    assert _say(today=today) == f"{term} It has no action yet."
