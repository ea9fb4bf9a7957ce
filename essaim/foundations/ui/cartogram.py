"""A map without outlines: one hexagon a place, near its centre, none over another. Pure functions, SVG out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Place:
    """A place to draw: its centre in degrees (WGS 84), its weight for the order, its words, its colour, its address."""

    code: str
    name: str
    longitude: float
    latitude: float
    weight: float
    fill: str
    note: str = ""
    url: str = ""


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
    if not places:
        return []
    scale = math.cos(math.radians(sum(place.latitude for place in places) / len(places)))
    points = {place.code: (place.longitude * scale, -place.latitude) for place in places}
    left, right = min(x for x, _y in points.values()), max(x for x, _y in points.values())
    top, bottom = min(y for _x, y in points.values()), max(y for _x, y in points.values())
    width, height = max(right - left, 1e-6), max(bottom - top, 1e-6)
    step = math.sqrt(width * height / (len(places) * 1.3)) or 1.0
    taken: set[tuple[int, int]] = set()
    cells = []
    for place in sorted(places, key=lambda place: (-place.weight, place.code)):
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
    short = escape(_short(place.name))
    shape = (
        f'<polygon points="{corners}" fill="{place.fill}" stroke="#fdfbf6" stroke-width="1.5"/>'
        f'<text x="{x:.1f}" y="{y + 3:.1f}" text-anchor="middle" font-size="{radius * 0.37:.1f}" '
        f'font-family="sans-serif" fill="{ink}" aria-hidden="true">{short}</text><title>{escape(label)}</title>'
    )
    if place.url:
        return f'<a href="{escape(place.url)}" aria-label="{escape(label)}">{shape}</a>'
    return f'<g role="img" aria-label="{escape(label)}">{shape}</g>'


def _short(name: str) -> str:
    for article in ("La ", "Le ", "Les "):
        name = name.removeprefix(article)
    return name if len(name) <= 8 else name[:6] + "."


def _is_dark(color: str) -> bool:
    red, green, blue = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 140
