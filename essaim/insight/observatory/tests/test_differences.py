"""Why a published figure is not the computed one, and what may be drawn as one line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.insight.observatory.differences import Counted, Reason, make_a_series, reasons
from essaim.insight.observatory.states import Base, Field, Method

COMPUTED = Counted((2023, 2023), Method.SIRENE, Field.FOUR_FAMILIES, Base.ALL, in_brackets=True)
PUBLISHED = Counted((2023, 2024), Method.SIRENE, Field.FOUR_FAMILIES, Base.ALL)


@pytest.mark.parametrize(
    ("published", "computed", "expected"),
    [
        (PUBLISHED, replace(COMPUTED, in_brackets=False), ()),
        (PUBLISHED, COMPUTED, (Reason.BRACKETS,)),
        (replace(PUBLISHED, years=(2012, 2012)), COMPUTED, (Reason.OTHER_YEAR, Reason.BRACKETS)),
        (replace(PUBLISHED, method=Method.FLORES), COMPUTED, (Reason.OTHER_METHOD, Reason.BRACKETS)),
        (replace(PUBLISHED, method=Method.NOT_SAID), COMPUTED, (Reason.METHOD_NOT_SAID, Reason.BRACKETS)),
        (replace(PUBLISHED, field=Field.WITH_COMPANIES), COMPUTED, (Reason.WIDER_FIELD, Reason.BRACKETS)),
        (
            PUBLISHED,
            replace(COMPUTED, field=Field.FIVE_FAMILIES),
            (Reason.NARROWER_FIELD, Reason.BRACKETS),
        ),
        (replace(PUBLISHED, field=Field.NOT_SAID), COMPUTED, (Reason.FIELD_NOT_SAID, Reason.BRACKETS)),
        (replace(PUBLISHED, base=Base.PRIVATE), COMPUTED, (Reason.OTHER_BASE, Reason.BRACKETS)),
        (replace(PUBLISHED, base=Base.NOT_SAID), COMPUTED, (Reason.BASE_NOT_SAID, Reason.BRACKETS)),
        (PUBLISHED, replace(COMPUTED, is_generated=True), (Reason.GENERATED, Reason.BRACKETS)),
        (replace(PUBLISHED, is_approximate=True), COMPUTED, (Reason.BRACKETS, Reason.APPROXIMATE)),
    ],
)
def test_each_difference_of_counting_is_said(
    published: Counted, computed: Counted, expected: tuple[Reason, ...]
) -> None:
    assert reasons(published, computed) == expected


counted = st.builds(
    Counted,
    years=st.tuples(st.integers(2008, 2024), st.integers(2008, 2024)).map(lambda pair: (min(pair), max(pair))),
    method=st.sampled_from(Method),
    field=st.sampled_from(Field),
    base=st.sampled_from(Base),
)


@given(counted, counted)
def test_no_line_joins_figures_that_differ_or_do_not_say_how_they_count(first: Counted, second: Counted) -> None:
    joined = make_a_series(first, second)

    same = (first.method, first.field, first.base) == (second.method, second.field, second.base)
    silent = Method.NOT_SAID in {first.method} or Field.NOT_SAID in {first.field} or Base.NOT_SAID in {first.base}
    assert joined == (same and not silent)
    assert joined == make_a_series(second, first)
