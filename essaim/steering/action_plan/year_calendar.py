"""A year of dated steps drawn as twelve months, as SVG with presentation attributes only. Pure: days in, SVG out."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from django.utils.dates import MONTHS, WEEKDAYS_ABBR

CELL = 26
MONTH_WIDTH = CELL * 7 + 22
MONTH_HEIGHT = CELL * 8 + 14
COLUMNS = 4
INK = "#1d2928"
ONE_STEP = "#0d5c56"
LATE_STEP = "#b3261e"


def draw_year(
    year: int, marked: Mapping[date, tuple[str, Sequence[str]]], *, today: date, title: str, description: str
) -> str:
    """
    Draw the months of a year; days with steps are filled, late ones in red and squared.

    :param marked: each day to its tone ("late" or any other word) and the sentences to show for it
    """
    width, height = MONTH_WIDTH * COLUMNS, MONTH_HEIGHT * (12 // COLUMNS)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-labelledby="year-title year-description" font-family="inherit" font-size="13">'
        ),
        f'<title id="year-title">{escape(title)}</title><desc id="year-description">{escape(description)}</desc>',
    ]
    for month in range(1, 13):
        left, top = (month - 1) % COLUMNS * MONTH_WIDTH, (month - 1) // COLUMNS * MONTH_HEIGHT
        parts.append(
            f'<text x="{left}" y="{top + 18}" fill="{INK}" font-weight="650">{escape(str(MONTHS[month]))}</text>'
        )
        for weekday in range(7):
            parts.append(
                f'<text x="{left + weekday * CELL + CELL / 2}" y="{top + 38}" fill="{INK}" text-anchor="middle" '
                f'font-size="11">{escape(str(WEEKDAYS_ABBR[weekday])[:2])}</text>'
            )
        for week_number, week in enumerate(calendar.Calendar().monthdatescalendar(year, month)):
            for weekday, day in enumerate(week):
                if day.month == month:
                    x, y = left + weekday * CELL + CELL / 2, top + 58 + week_number * CELL
                    parts.append(_day(day, x, y, marked.get(day), is_today=day == today))
    parts.append("</svg>")
    return "".join(parts)


def _day(day: date, x: float, y: float, mark: tuple[str, Sequence[str]] | None, *, is_today: bool) -> str:
    shape, fill, weight = "", INK, ""
    if mark is not None:
        tone, sentences = mark
        title = f"<title>{escape('; '.join(sentences))}</title>"
        fill, weight = "#ffffff", ' font-weight="700"'
        if tone == "late":
            shape = f'<rect x="{x - 12}" y="{y - 16.5}" width="24" height="24" rx="3" fill="{LATE_STEP}">{title}</rect>'
        else:
            shape = f'<circle cx="{x}" cy="{y - 4.5}" r="12" fill="{ONE_STEP}">{title}</circle>'
    elif is_today:
        shape = f'<circle cx="{x}" cy="{y - 4.5}" r="12" fill="none" stroke="{INK}"/>'
    return f'{shape}<text x="{x}" y="{y}" fill="{fill}"{weight} text-anchor="middle">{day.day}</text>'
