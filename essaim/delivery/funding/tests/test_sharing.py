"""What is shared adds up to what there was, to the cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.delivery.funding.sharing import split_cents


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**9), min_size=1, max_size=12))
def test_parts_add_up_and_stay_within_a_cent_of_their_share(cents: int, weights: list[int]) -> None:
    parts = split_cents(cents, weights)

    assert sum(parts) == cents
    assert all(
        cents * weight // sum(weights) <= part <= cents * weight // sum(weights) + 1
        for part, weight in zip(parts, weights, strict=True)
    )


@pytest.mark.parametrize(("cents", "weights"), [(-1, [1]), (10, []), (10, [1, 0])])
def test_what_cannot_be_split_is_refused(cents: int, weights: list[int]) -> None:
    with pytest.raises(ValueError, match="positive weights"):
        split_cents(cents, weights)
