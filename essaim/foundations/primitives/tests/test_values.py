"""Periods, amounts, identifiers and texts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaim.foundations.primitives.identifiers import (
    ROW_NUMBER_MAX,
    is_commune_code,
    is_rna,
    is_siren,
    is_siret,
    row_numbers,
)
from essaim.foundations.primitives.money import AmountUnreadable, format_euros, parse_euros
from essaim.foundations.primitives.periods import Period, PeriodReversed, years_after
from essaim.foundations.primitives.texts import fold, sort_key


def test_period_holds_its_start_and_not_its_end() -> None:
    period = Period(date(2022, 1, 1), date(2023, 1, 1))

    assert period.contains(date(2022, 1, 1))
    assert not period.contains(date(2023, 1, 1))


def test_touching_periods_do_not_overlap() -> None:
    assert not Period.of_years(2011, 2014).overlaps(Period.of_years(2015, 2020))
    assert Period.of_years(2011, 2015).overlaps(Period(date(2015, 12, 31)))


def test_period_without_a_day_is_refused() -> None:
    with pytest.raises(PeriodReversed):
        Period(date(2022, 1, 1), date(2022, 1, 1))


def test_anniversary_of_the_29th_of_february_and_of_the_end_of_time() -> None:
    assert years_after(date(2020, 2, 29), 3) == date(2023, 3, 1)
    assert years_after(date(2020, 2, 29), 4) == date(2024, 2, 29)
    assert years_after(date(9990, 1, 1), 200) == date.max


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("700 000 €", 70_000_000),
        ("1 234,56", 123_456),
        ("1,234.56", 123_456),
        ("1.234.567", 123_456_700),
        ("12,5", 1_250),
        ("-3", -300),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, cents: int) -> None:
    assert parse_euros(typed) == cents


@pytest.mark.parametrize("typed", ["", "abc", "1,2345", "12.34.56,789", "€"])
def test_unreadable_amount_is_refused(typed: str) -> None:
    with pytest.raises(AmountUnreadable):
        parse_euros(typed)


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_what_is_shown_in_french_is_read_back(cents: int) -> None:
    assert parse_euros(format_euros(cents)) == cents


def test_identifiers_are_checked_by_their_key() -> None:
    assert is_siren("200093201")
    assert not is_siren("200093202")
    assert is_siret("20009320100010") or not is_siret("20009320100011")
    assert is_rna("W595001234")
    assert not is_rna("595001234")
    assert is_commune_code("2A004")
    assert not is_commune_code("5935")


def test_number_that_no_row_can_have_is_left_out() -> None:
    written = [
        "17",
        str(ROW_NUMBER_MAX),
        str(ROW_NUMBER_MAX + 1),
        "9" * 30,
        "9" * 5000,
        "²",
        "٣",
        "-1",
        "x",
        "1\x00",
        "",
    ]

    assert row_numbers(written) == [17, ROW_NUMBER_MAX]


def test_folding_forgets_accents_ligatures_and_case() -> None:
    assert fold("Mons-en-Barœul") == "mons-en-baroeul"
    assert fold("  ÉCOLE   d’Annœullin ") == "ecole d'annoeullin"


def test_french_order_ignores_accents_and_punctuation() -> None:
    names = ["Verlinghem", "Éperlecques", "Emmerin", "Saint Jean", "Saint-André", "Wavrin"]

    assert sorted(names, key=sort_key) == [
        "Emmerin",
        "Éperlecques",
        "Saint-André",
        "Saint Jean",
        "Verlinghem",
        "Wavrin",
    ]
