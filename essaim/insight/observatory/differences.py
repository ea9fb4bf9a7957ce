"""Why a published figure is not the one computed from the register: every reason that is known, and what is not said. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .states import Base, Field, Method


class Reason(StrEnum):
    """One reason why two figures of the same thing differ."""

    GENERATED = "generated"
    OTHER_YEAR = "other_year"
    OTHER_METHOD = "other_method"
    METHOD_NOT_SAID = "method_not_said"
    NARROWER_FIELD = "narrower_field"
    WIDER_FIELD = "wider_field"
    FIELD_NOT_SAID = "field_not_said"
    OTHER_BASE = "other_base"
    BASE_NOT_SAID = "base_not_said"
    BRACKETS = "brackets"
    APPROXIMATE = "approximate"


@dataclass(frozen=True, slots=True)
class Counted:
    """
    How one figure was counted, whoever counted it.

    years: first and last it describes. in_brackets: whether headcounts are those of brackets, and so an estimate.
    """

    years: tuple[int, int]
    method: Method
    field: Field
    base: Base
    in_brackets: bool = False
    is_generated: bool = False
    is_approximate: bool = False


# From the narrowest to the widest; those that are flagged are another cut, comparable to none.
WIDTHS = {Field.FOUR_FAMILIES: 1, Field.FIVE_FAMILIES: 2, Field.WITH_COMPANIES: 3}


def reasons(published: Counted, computed: Counted) -> tuple[Reason, ...]:
    """List why a published figure differs from the computed one, the weightiest first; none when nothing sets them apart."""
    found = []
    if computed.is_generated:
        found.append(Reason.GENERATED)
    if not (published.years[0] <= computed.years[0] <= published.years[1]):
        found.append(Reason.OTHER_YEAR)
    if published.method == Method.NOT_SAID:
        found.append(Reason.METHOD_NOT_SAID)
    elif published.method != computed.method:
        found.append(Reason.OTHER_METHOD)
    found += _of_field(published.field, computed.field)
    if computed.base != Base.NONE:
        if published.base == Base.NOT_SAID:
            found.append(Reason.BASE_NOT_SAID)
        elif published.base != computed.base:
            found.append(Reason.OTHER_BASE)
    if computed.in_brackets:
        found.append(Reason.BRACKETS)
    if published.is_approximate:
        found.append(Reason.APPROXIMATE)
    return tuple(found)


def _of_field(published: Field, computed: Field) -> list[Reason]:
    if published == Field.NOT_SAID:
        return [Reason.FIELD_NOT_SAID]
    if published == computed:
        return []
    widths = WIDTHS.get(published, 0), WIDTHS.get(computed, 0)
    return [Reason.NARROWER_FIELD if widths[0] < widths[1] else Reason.WIDER_FIELD]


def make_a_series(first: Counted, second: Counted) -> bool:
    """
    Tell whether a line may be drawn through two figures of one measure and place.

    Only when both say how they count, and count the same way: what is not said could be anything.
    """
    known = (
        first.method != Method.NOT_SAID,
        first.field != Field.NOT_SAID,
        first.base != Base.NOT_SAID,
        first.is_generated == second.is_generated,
    )
    same = (first.method, first.field, first.base) == (second.method, second.field, second.base)
    return all(known) and same
