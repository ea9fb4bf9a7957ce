"""The comb of actions."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest

from essaim.insight.dashboard.honeycomb import LOOKS, SIGNS, Cell, draw
from essaim.steering.action_plan.states import ActionStatus

SVG = "{http://www.w3.org/2000/svg}"


def _cells(count: int) -> list[Cell]:
    statuses = [status.value for status in ActionStatus]
    return [
        Cell(number, statuses[number % 6], f"Action {number} « a & b »", f"/a/{number}/") for number in range(count)
    ]


def test_every_status_has_a_look_and_a_sign() -> None:
    assert set(LOOKS) == set(SIGNS) == {status.value for status in ActionStatus}


def _luminance(color: str) -> float:
    parts = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("status", LOOKS)
def test_ink_is_read_on_its_fill(status: str) -> None:
    light, dark = sorted((_luminance(color) for color in LOOKS[status]), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_signs_differ() -> None:
    assert all(one != other for one, other in combinations(SIGNS.values(), 2))


@pytest.mark.parametrize("count", [1, 5, 6, 15, 17])
def test_each_cell_is_a_link_with_words(count: int) -> None:
    root = ET.fromstring(draw(_cells(count), title="Les actions", per_row=5))

    links = root.findall(f"{SVG}a")
    assert [link.attrib["aria-label"] for link in links] == [f"Action {number} « a & b »" for number in range(count)]
    width, height = (float(size) for size in root.attrib["viewBox"].split()[2:])
    for polygon in root.iter(f"{SVG}polygon"):
        for corner in polygon.attrib["points"].split():
            x, y = (float(part) for part in corner.split(","))
            assert 0 <= x <= width
            assert 0 <= y <= height


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw([], title="Rien") == ""
