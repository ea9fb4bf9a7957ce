"""A map without outlines: one hexagon a place, near its centre, none over another. Pure functions, SVG out."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

# Characters that fit in the width of a hexagon, at their smallest.
LINE_MAX = 12
FACE = "'Source Sans 3 Variable', sans-serif"


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place to draw: its centre in degrees (WGS 84), its weight for the order, its words, its colour, its address.

    A place whose centre is not known has None for both, and is not drawn.
    """

    code: str
    name: str
    longitude: float | None
    latitude: float | None
    weight: float
    fill: str
    note: str = ""
    url: str = ""

    @property
    def centre(self) -> tuple[float, float] | None:
        """Longitude and latitude, or None if they are not known."""
        if self.longitude is None or self.latitude is None:
            return None
        return self.longitude, self.latitude


@dataclass(frozen=True, slots=True)
class Cell:
    """A place put on the grid: column and row of its hexagon."""

    place: Place
    column: int
    row: int


def arrange(places: Sequence[Place]) -> list[Cell]:
    """
    Give each place the free hexagon nearest to its centre; heavier places choose first.

    The grid has about one and a half times as many hexagons as places, over the box that holds their centres.
    """
    centres = {place.code: place.centre for place in places if place.centre}
    if not centres:
        return []
    scale = math.cos(math.radians(sum(latitude for _longitude, latitude in centres.values()) / len(centres)))
    points = {code: (longitude * scale, -latitude) for code, (longitude, latitude) in centres.items()}
    left, right = min(x for x, _y in points.values()), max(x for x, _y in points.values())
    top, bottom = min(y for _x, y in points.values()), max(y for _x, y in points.values())
    width, height = max(right - left, 1e-6), max(bottom - top, 1e-6)
    step = math.sqrt(width * height / (len(points) * 1.3)) or 1.0
    taken: set[tuple[int, int]] = set()
    cells = []
    centred = [place for place in places if place.code in points]
    for place in sorted(centred, key=lambda place: (-place.weight, place.code)):
        x, y = (points[place.code][0] - left) / step, (points[place.code][1] - top) / (step * 0.87)
        column, row = _nearest_free(x, y, taken)
        taken.add((column, row))
        cells.append(Cell(place, column, row))
    return sorted(cells, key=lambda cell: cell.place.code)


def _nearest_free(x: float, y: float, taken: set[tuple[int, int]]) -> tuple[int, int]:
    best: tuple[float, int, int] | None = None
    reach = 2
    while best is None:
        for row in range(round(y) - reach, round(y) + reach + 1):
            for column in range(round(x) - reach, round(x) + reach + 1):
                if (column, row) not in taken:
                    distance = (column + 0.5 * (row % 2) - x) ** 2 + (0.87 * (row - y)) ** 2
                    if best is None or (distance, column, row) < best:
                        best = (distance, column, row)
        reach *= 2
    return best[1], best[2]


def draw(places: Sequence[Place], *, title: str, description: str, radius: float = 24) -> str:
    """Draw the cartogram as SVG with a title and a description; each hexagon is a link when its place has an address."""
    cells = arrange(places)
    if not cells:
        return ""
    step = radius * math.sqrt(3)
    centres = {cell.place.code: (cell.column + 0.5 * (cell.row % 2), cell.row) for cell in cells}
    left, top = min(x for x, _y in centres.values()), min(y for _x, y in centres.values())
    right, bottom = max(x for x, _y in centres.values()), max(y for _x, y in centres.values())
    width = (right - left + 1) * step + 4
    height = (bottom - top) * radius * 1.5 + 2 * radius + 4
    parts = []
    for cell in cells:
        column, row = centres[cell.place.code]
        x, y = (column - left + 0.5) * step + 2, (row - top) * radius * 1.5 + radius + 2
        parts.append(_hexagon(cell.place, x, y, radius))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" role="group" '
        f'aria-label="{escape(title)}"><title>{escape(title)}</title><desc>{escape(description)}</desc>{"".join(parts)}</svg>'
    )


def _hexagon(place: Place, x: float, y: float, radius: float) -> str:
    corners = " ".join(
        f"{x + radius * 0.97 * math.sin(math.pi * i / 3):.1f},{y - radius * 0.97 * math.cos(math.pi * i / 3):.1f}"
        for i in range(6)
    )
    label = f"{place.name}{': ' + place.note if place.note else ''}"
    ink = "#ffffff" if _is_dark(place.fill) else "#1d2928"
    lines = _lines(place.name)
    # A letter of a sans-serif face is about half as wide as it is high.
    size = radius * min(0.37, 1.5 / (0.55 * max(len(line) for line in lines)))
    words = "".join(
        f'<text x="{x:.1f}" y="{y + size * (0.35 + 1.1 * (number - (len(lines) - 1) / 2)):.1f}" text-anchor="middle" '
        f'pointer-events="none" font-size="{size:.1f}" font-family="{FACE}" fill="{ink}" aria-hidden="true">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    shape = (
        f'<polygon points="{corners}" fill="{place.fill}" stroke="#fdfbf6" stroke-width="1.5"/>'
        f"<title>{escape(label)}</title>"
    )
    if place.url:
        # The words stand outside of the link, which would underline them.
        return f'<a href="{escape(place.url)}" aria-label="{escape(label)}">{shape}</a>{words}'
    return f'<g role="img" aria-label="{escape(label)}">{shape}</g>{words}'


def _lines(name: str) -> list[str]:
    """Break a name in the one or two short lines that a hexagon holds, after a hyphen, a space or an apostrophe."""
    if len(name) <= LINE_MAX - 3:
        return [name]
    breaks = [match.end() for match in re.finditer(r"[-\s'’]", name)]
    if not breaks:
        return [_cut(name)]
    cut = min(breaks, key=lambda place: max(place, len(name) - place))
    return [_cut(name[:cut].strip()), _cut(name[cut:])]


def _cut(text: str) -> str:
    return text if len(text) <= LINE_MAX else text[: LINE_MAX - 1] + "."


def _is_dark(color: str) -> bool:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
