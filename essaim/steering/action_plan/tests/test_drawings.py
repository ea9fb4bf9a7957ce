"""The timeline and the year are well-formed, named, and within the content policy."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date

import pytest

from essaim.steering.action_plan import gantt, year_calendar

TODAY = date(2026, 3, 10)
ROWS = [
    gantt.Row(
        "1. Repérer & accompagner <les> porteurs de projet de l’économie sociale",
        date(2025, 2, 1),
        date(2026, 7, 1),
        (
            gantt.Mark(1, date(2025, 6, 1), "done", "Fait"),
            gantt.Mark(2, date(2026, 2, 1), "late", "En retard", date(2026, 3, 10), requires=(1,)),
        ),
    ),
    gantt.Row("2. Autre", None, None, (gantt.Mark(3, date(2026, 3, 1), "threatened", "Suit", TODAY, requires=(2,)),)),
    gantt.Row("3. Encore", None, None, (gantt.Mark(4, date(2026, 9, 1), "waiting", "À venir"),)),
]


def drawings() -> list[str]:
    return [
        gantt.draw(ROWS, today=TODAY, title="Frise", description="Trois actions", today_words="Aujourd’hui"),
        year_calendar.draw_year(
            2026,
            {date(2026, 2, 1): ("late", ["En retard & dû"]), date(2026, 9, 1): ("waiting", ["À venir"])},
            today=TODAY,
            title="2026",
            description="Deux jalons",
        ),
    ]


@pytest.mark.parametrize("number", [0, 1])
def test_drawing_is_named_and_has_no_inline_style(number: int) -> None:
    svg = drawings()[number]
    root = ET.fromstring(svg)

    identifiers = root.attrib["aria-labelledby"].split()
    named = {element.attrib.get("id") for element in root.iter()}
    assert root.attrib["role"] == "img"
    assert set(identifiers) <= named
    assert "style=" not in svg
    assert "<script" not in svg


def test_each_mark_says_its_words() -> None:
    svg = drawings()[0]

    assert all(words in svg for words in ("Fait", "En retard", "Suit", "À venir", "Aujourd’hui"))


def test_window_holds_whole_years() -> None:
    window = gantt.window_of([gantt.Row("a", date(2022, 2, 25), date(2027, 1, 1))], today=TODAY)

    assert (window.starts_on, window.ends_on) == (date(2022, 1, 1), date(2027, 1, 1))


def test_drawing_without_rows_still_stands() -> None:
    assert ET.fromstring(gantt.draw([], today=TODAY, title="t", description="d", today_words="w")) is not None
