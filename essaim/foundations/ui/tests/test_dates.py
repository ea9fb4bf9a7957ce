"""French counts the days of a month, but for its first."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

import essaim
from essaim.foundations.ui.dates import day_in_words, moments_of

FIRST, SECOND = date(2027, 1, 1), date(2027, 1, 2)
# The last of the year in universal time, the first of the next in Paris.
NEW_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "pattern", "words"),
    [
        ("fr", FIRST, "j F Y", "1er janvier 2027"),
        ("fr", SECOND, "j F Y", "2 janvier 2027"),
        ("fr", FIRST, "DATE_FORMAT", "1er janvier 2027"),
        ("fr", FIRST, "j F", "1er janvier"),
        ("fr", FIRST, "F Y", "janvier 2027"),
        ("fr", FIRST, "SHORT_DATE_FORMAT", "01/01/2027"),
        ("fr", NEW_YEAR, "j F Y, H:i", "1er janvier 2027, 00:30"),
        ("en", FIRST, "j F Y", "1 January 2027"),
    ],
)
def test_day_is_written_as_its_language_does(language: str, day: date, pattern: str, words: str) -> None:
    with translation.override(language):
        assert day_in_words(day, pattern) == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{{ day|date }}", "1er janvier 2027"),
        ('{{ day|date:"j F Y" }}', "1er janvier 2027"),
        ('{{ moment|date:"j F Y H:i" }}', "1er janvier 2027 00:30"),
        ('{{ day|date:"Y-m-d" }}', "2027-01-01"),
        ("{{ nothing|date }}", ""),
        ('{{ text|date:"j F Y" }}', ""),
    ],
)
def test_filter_of_templates_does_so_too(source: str, words: str) -> None:
    context = Context({"day": FIRST, "moment": NEW_YEAR, "nothing": None, "text": "hier"})
    with translation.override("fr"):
        assert Template(source).render(context) == words


def test_no_template_shows_a_day_without_the_filter() -> None:
    bare = re.compile(r"\{\{ [a-z_.]*\.(?:[a-z_]+_(?:on|at)|on|at) \}\}")
    found = [
        f"{path.name}: {place}"
        for path in Path(essaim.__file__).parent.rglob("templates/**/*.html")
        for place in bare.findall(path.read_text())
    ]

    assert found == []


def test_period_of_days_holds_its_last_one() -> None:
    start, end = moments_of(date(2026, 12, 1), date(2026, 12, 31))

    assert start == datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert end == datetime(2026, 12, 31, 23, tzinfo=UTC)


def test_period_is_open_where_no_day_is_given() -> None:
    assert moments_of(None, None) == (None, None)
    assert moments_of(None, date.max) == (None, None)
