"""The actions of a plan as cells of a comb: number, status by colour and by sign, link. Pure: cells in, SVG out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

RADIUS = 26.0
GAP = 1.06

# Fill and ink of each status: at least 4.5:1 between them; the sign repeats what the colour says.
LOOKS = {
    "done": ("#1f7a45", "#ffffff"),
    "on_track": ("#0d5c56", "#ffffff"),
    "at_risk": ("#f0aa1f", "#221700"),
    "late": ("#b3261e", "#ffffff"),
    "not_started": ("#1f5f93", "#ffffff"),
    "no_data": ("#e4ddcc", "#1d2928"),
}
# Drawn in a box of ten by ten under the number.
SIGNS = {
    "done": "M1 5.5L4 8.5L9 2",
    "on_track": "M1 5H9M5.5 1.5L9 5L5.5 8.5",
    "at_risk": "M5 1L9.5 9H0.5ZM5 4V6",
    "late": "M5 0.5V6M5 8.6V9.2",
    "not_started": "M1 5H1.6M4.7 5H5.3M8.4 5H9",
    "no_data": "M1.5 8.5L8.5 1.5",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One action: its number, its status (an ActionStatus value), the words read aloud, its address."""

    number: int
    status: str
    words: str
    url: str


def draw(cells: Sequence[Cell], *, title: str, per_row: int = 5) -> str:
    """Draw the comb, per_row cells a row, every other row shifted by half a cell; nothing without a cell."""
    if not cells:
        return ""
    step = RADIUS * math.sqrt(3) * GAP
    rise = RADIUS * 1.5 * GAP
    row_count = math.ceil(len(cells) / per_row)
    widest = min(len(cells), per_row) + (0.5 if row_count > 1 else 0)
    width = step * widest + 4
    height = rise * (row_count - 1) + 2 * RADIUS + 4
    parts = []
    for place, cell in enumerate(cells):
        row, column = divmod(place, per_row)
        x = 2 + step * (column + 0.5 + (0.5 if row % 2 else 0))
        y = 2 + RADIUS + rise * row
        parts.append(_cell(cell, x, y))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="group" aria-label="{escape(title)}">{"".join(parts)}</svg>'
    )


def _cell(cell: Cell, x: float, y: float) -> str:
    fill, ink = LOOKS[cell.status]
    corners = " ".join(
        f"{x + RADIUS * math.sin(math.pi * corner / 3):.1f},{y - RADIUS * math.cos(math.pi * corner / 3):.1f}"
        for corner in range(6)
    )
    return (
        f'<a href="{escape(cell.url)}" aria-label="{escape(cell.words)}"><title>{escape(cell.words)}</title>'
        f'<polygon points="{corners}" fill="{fill}" stroke="#5b6664" stroke-width="1"/></a>'
        # Outside the link, which would underline it.
        f'<text x="{x:.1f}" y="{y + 2:.1f}" text-anchor="middle" font-size="17" font-weight="700" '
        f'font-family="sans-serif" fill="{ink}" pointer-events="none" aria-hidden="true">{cell.number}</text>'
        f'<path d="{SIGNS[cell.status]}" transform="translate({x - 5:.1f} {y + 7:.1f})" fill="none" stroke="{ink}" '
        f'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" pointer-events="none"/>'
    )
