"""Splits whole cents in proportion, exactly: what is shared adds up to what there was."""

from __future__ import annotations

from collections.abc import Sequence


def split_cents(cents: int, weights: Sequence[int]) -> list[int]:
    """
    Split an amount in proportion to weights, to the cent; the largest remainders take the cents left over.

    :param cents: zero or more
    :param weights: positive whole numbers, one a part; equal weights differ by one cent at most
    :raises ValueError: if there is no part, an amount below zero, or a weight that is not positive
    """
    total = sum(weights)
    if cents < 0 or not weights or min(weights) <= 0:
        message = "An amount of zero or more is split in proportion to positive weights."
        raise ValueError(message)
    parts = [cents * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(cents * weights[place] % total), place))
    for place in by_remainder[: cents - sum(parts)]:
        parts[place] += 1
    return parts
