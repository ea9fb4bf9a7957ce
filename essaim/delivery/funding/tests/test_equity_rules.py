"""Ceilings on what public authorities hold together: dated, one after the other."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from essaim.delivery.funding.equity_rules import (
    CEILINGS,
    PublicCeiling,
    ceiling_on,
)


def test_ceilings_follow_one_another_without_a_gap() -> None:
    assert CEILINGS[0].starts_on is None
    assert CEILINGS[-1].ends_on is None
    assert all(first.ends_on == second.starts_on for first, second in itertools.pairwise(CEILINGS))


def test_day_without_a_ceiling_says_so() -> None:
    with pytest.raises(LookupError):
        ceiling_on(date(2020, 1, 1), (PublicCeiling(50, date(2021, 1, 1), None, "x"),))


def test_ceiling_compares_without_rounding() -> None:
    assert ceiling_on(date(2026, 1, 1)).allows(1, 2)
    assert not ceiling_on(date(2026, 1, 1)).allows(10**15 + 1, 2 * 10**15)
