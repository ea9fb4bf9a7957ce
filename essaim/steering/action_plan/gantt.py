"""The timeline of actions and their milestones, drawn as SVG with presentation attributes only. Pure: rows in, SVG out."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

WIDTH = 1040
LABEL_WIDTH = 280
ROW_HEIGHT = 30
HEAD_HEIGHT = 44
FOOT_HEIGHT = 12
RADIUS = 7
LABEL_LENGTH_MAX = 40

# The kit draws on paper in light and dark display alike. Shapes tell the marks apart as well as colours.
INK = "#1d2928"
BAR = "#0d5c56"
DONE = "#1f7a45"
LATE = "#b3261e"
THREATENED = "#b97700"
WAITING = "#1f5f93"


@dataclass(frozen=True, slots=True)
class Mark:
    """
    A milestone on a row: its day, whether it is done, the day it is to be expected if that is later, what it waits for.

    tone: "done", "late", "threatened" or "waiting"; words: what a reader is told of it.
    """

    key: Hashable
    on: date
    tone: str
    words: str
    expected_on: date | None = None
    requires: tuple[Hashable, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its label, the days its bar covers (the end excluded; none without a start), its marks."""

    label: str
    starts_on: date | None
    ends_on: date | None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The days shown, the last one excluded."""

    starts_on: date
    ends_on: date

    def x(self, day: date) -> float:
        """Place a day on the drawing, at its edge when it is outside."""
        inside = min(max(day, self.starts_on), self.ends_on)
        share = (inside - self.starts_on).days / max((self.ends_on - self.starts_on).days, 1)
        return round(LABEL_WIDTH + share * (WIDTH - LABEL_WIDTH - 12), 1)


def window_of(rows: Sequence[Row], *, today: date) -> Window:
    """Return whole years holding every bar and mark, and today."""
    days = [today]
    for row in rows:
        days.extend(day for day in (row.starts_on, row.ends_on) if day)
        days.extend(mark.on for mark in row.marks)
        days.extend(mark.expected_on for mark in row.marks if mark.expected_on)
    # A bar that ends on the first of January belongs to the year before.
    last = max(days)
    last_year = last.year - 1 if (last.month, last.day) == (1, 1) and last > min(days) else last.year
    return Window(date(min(days).year, 1, 1), date(last_year + 1, 1, 1))


def draw(rows: Sequence[Row], *, today: date, title: str, description: str, today_words: str) -> str:
    """
    Draw the rows under a scale of years and quarters, with a line at today and an arrow for each dependency.

    The drawing is one image for a screen reader; the page gives the same as a table.
    """
    window = window_of(rows, today=today)
    height = HEAD_HEIGHT + ROW_HEIGHT * len(rows) + FOOT_HEIGHT
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'role="img" aria-labelledby="gantt-title gantt-description" font-family="inherit" font-size="14">'
        ),
        f'<title id="gantt-title">{escape(title)}</title>',
        f'<desc id="gantt-description">{escape(description)}</desc>',
        *_scale(window, height),
    ]
    places: dict[Hashable, tuple[float, float]] = {}
    for number, row in enumerate(rows):
        middle = HEAD_HEIGHT + ROW_HEIGHT * number + ROW_HEIGHT / 2
        places.update({mark.key: (window.x(mark.on), middle) for mark in row.marks})
    for number, row in enumerate(rows):
        parts.extend(_row(row, window, HEAD_HEIGHT + ROW_HEIGHT * number + ROW_HEIGHT / 2))
    for row in rows:
        for mark in row.marks:
            parts.extend(_arrow(places[need], places[mark.key]) for need in mark.requires if need in places)
    for row in rows:
        parts.extend(_mark(mark, places[mark.key]) for mark in row.marks)
    if window.starts_on <= today < window.ends_on:
        x = window.x(today)
        parts.append(
            f'<line x1="{x}" x2="{x}" y1="{HEAD_HEIGHT - 8}" y2="{height}" stroke="{LATE}" stroke-width="1.5" '
            f'stroke-dasharray="4 3"><title>{escape(today_words)}</title></line>'
        )
    parts.append("</svg>")
    return "".join(parts)


def _scale(window: Window, height: int) -> list[str]:
    parts = []
    for year in range(window.starts_on.year, window.ends_on.year):
        for month in (1, 4, 7, 10):
            x = window.x(date(year, month, 1))
            is_year = month == 1
            parts.append(
                f'<line x1="{x}" x2="{x}" y1="{24 if is_year else HEAD_HEIGHT - 8}" y2="{height}" '
                f'stroke="{INK}" stroke-opacity="{0.35 if is_year else 0.12}"/>'
            )
        parts.append(f'<text x="{window.x(date(year, 1, 1)) + 4}" y="20" fill="{INK}">{year}</text>')
    return parts


def _row(row: Row, window: Window, middle: float) -> list[str]:
    label = row.label if len(row.label) <= LABEL_LENGTH_MAX else f"{row.label[: LABEL_LENGTH_MAX - 1].rstrip()}…"
    parts = [f'<text x="0" y="{middle + 5}" fill="{INK}"><title>{escape(row.label)}</title>{escape(label)}</text>']
    if row.starts_on and row.ends_on and row.starts_on < window.ends_on and row.ends_on > window.starts_on:
        left, right = window.x(row.starts_on), window.x(row.ends_on)
        parts.append(
            f'<rect x="{left}" y="{middle - 5}" width="{round(max(right - left, 2), 1)}" height="10" rx="5" '
            f'fill="{BAR}" fill-opacity="0.35"/>'
        )
    for mark in row.marks:
        if mark.expected_on and mark.expected_on > mark.on:
            color = LATE if mark.tone == "late" else THREATENED
            parts.append(
                f'<line x1="{window.x(mark.on)}" x2="{window.x(mark.expected_on)}" y1="{middle}" y2="{middle}" '
                f'stroke="{color}" stroke-width="3" stroke-dasharray="2 3"/>'
            )
    return parts


def _mark(mark: Mark, place: tuple[float, float]) -> str:
    x, y = place
    title = f"<title>{escape(mark.words)}</title>"
    if mark.tone == "done":
        return f'<circle cx="{x}" cy="{y}" r="{RADIUS}" fill="{DONE}">{title}</circle>'
    if mark.tone == "late":
        size = RADIUS - 1
        return (
            f'<rect x="{x - size}" y="{y - size}" width="{2 * size}" height="{2 * size}" fill="{LATE}">{title}</rect>'
        )
    if mark.tone == "threatened":
        points = f"{x},{y - RADIUS} {x + RADIUS},{y + RADIUS - 1} {x - RADIUS},{y + RADIUS - 1}"
        return f'<polygon points="{points}" fill="{THREATENED}">{title}</polygon>'
    points = f"{x},{y - RADIUS} {x + RADIUS},{y} {x},{y + RADIUS} {x - RADIUS},{y}"
    return f'<polygon points="{points}" fill="{WAITING}">{title}</polygon>'


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """Draw an elbow from what is needed to what waits for it, with a small head."""
    (x1, y1), (x2, y2) = start, end
    if y1 == y2:
        path = f"M{x1} {y1 + RADIUS} v5 H{x2} v-5"
    else:
        side = -RADIUS if y2 > y1 else RADIUS
        path = f"M{x1} {y1} H{x2} V{y2 + side}"
    return f'<path d="{path}" fill="none" stroke="{INK}" stroke-opacity="0.55" stroke-width="1.3"/>'
