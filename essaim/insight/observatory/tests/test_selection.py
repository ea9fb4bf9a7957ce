"""What is chosen is carried whole by the address."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from essaim.foundations.sirene.states import FAMILY_LABELS, By, Denominator, Layer, Rule
from essaim.insight.observatory.forms import SelectionForm
from essaim.insight.observatory.queries import Near
from essaim.insight.observatory.selection import Selection, edition_of
from essaim.insight.observatory.states import Measure

NOWHERE = Near((), (), (), ())
codes = st.from_regex(r"[0-9A-Z]{1,9}", fullmatch=True)
selections = st.builds(
    Selection,
    territory=st.just("") | codes,
    scope=st.sampled_from([*Rule, *Layer]),
    vintage=st.none(),
    denominator=st.sampled_from(Denominator),
    family=st.sampled_from(["", *(key.value for key in FAMILY_LABELS)]),
    section=st.sampled_from(["", "A", "Q"]),
    bracket=st.sampled_from(["", "NN", "11"]),
    by=st.sampled_from(By),
    measure=st.sampled_from(Measure),
    compared=st.lists(codes, max_size=6).map(tuple),
) | st.builds(
    Selection,
    vintage=st.dates(date(2020, 1, 1), date(2030, 1, 1)).map(lambda day: day.replace(day=1)),
    perimeter=st.none() | st.integers(1, 999),
)


def _read(query: str) -> tuple[Selection, dict[str, str]]:
    form = SelectionForm(QueryDict(query), snapshots=[], near=NOWHERE)
    return form.selection(), form.problems


@given(selections)
def test_address_gives_back_the_same_selection(selection: Selection) -> None:
    assert _read(selection.query()[1:]) == (selection, {})


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("rule=other", "rule"),
        ("vintage=2026-13", "vintage"),
        ("vintage=2026-08.x", "vintage"),
        ("denominator=half", "denominator"),
        ("family=company%27--", "family"),
        ("section=%00", "section"),
        ("bracket=" + "9" * 30, "bracket"),
        ("territory=%3Cscript%3E", "territory"),
        ("by=colour", "by"),
        ("measure=love", "measure"),
    ],
)
def test_what_cannot_be_read_is_said_and_left_out(query: str, name: str) -> None:
    selection, problems = _read(query)

    assert selection == Selection()
    assert list(problems) == [name]


def test_edition_has_a_month_and_maybe_a_perimeter() -> None:
    assert edition_of("2026-08") == (date(2026, 8, 1), None)
    assert edition_of("2026-08.2") == (date(2026, 8, 1), 2)
