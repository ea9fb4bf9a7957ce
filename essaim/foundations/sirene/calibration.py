"""
Means of brackets brought to a published total: what each bracket is taken to hold, so that the estimate is that total. Pure.

A bracket only says between which numbers a headcount lies. All means stand at the same place between the bounds of their bracket,
and that place is the one from which the estimate of the published territory comes out as the published total: one number is
worked out, and nothing is fitted that the total does not say. The last bracket has no upper bound: its mean stays its lower one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Spans = Mapping[str, tuple[int, int | None]]


class OutOfReach(ValueError):
    """No means within their brackets give this total; least and most are what they could give."""

    def __init__(self, total: int, least: int, most: int) -> None:
        """Keep what was asked and what could be."""
        super().__init__(f"{total} is not between {least} and {most}")
        self.total, self.least, self.most = total, least, most


@dataclass(frozen=True, slots=True)
class Calibration:
    """
    The means found for a total.

    position: where each mean stands in its bracket, 0 at the lower bound, 1 at the upper one. least, most: what the estimate could
    have been. means: by code of bracket.
    """

    total: int
    position: float
    least: int
    most: int
    means: Mapping[str, float]


def calibrate(employers: Mapping[str, int], spans: Spans, total: int) -> Calibration:
    """
    Work out the means of brackets whose estimate is a total.

    :param employers: how many establishments each bracket has in the territory of the total
    :param spans: least and most of each bracket that has employees; most is None for the last
    :raises OutOfReach: if the brackets cannot hold that many, or so few, people
    """
    least = sum(number * spans[code][0] for code, number in employers.items() if code in spans)
    width = sum(number * _width(spans[code]) for code, number in employers.items() if code in spans)
    if not width or not least <= total <= least + width:
        raise OutOfReach(total, least, least + width)
    position = (total - least) / width
    means = {code: span[0] + position * _width(span) for code, span in spans.items()}
    return Calibration(total, position, least, least + width, means)


def middles(spans: Spans) -> dict[str, float]:
    """Return the middle of each bracket, and the lower bound of the last: what is taken before any calibration."""
    return {code: span[0] + _width(span) / 2 for code, span in spans.items()}


def _width(span: tuple[int, int | None]) -> int:
    least, most = span
    return 0 if most is None else most - least
