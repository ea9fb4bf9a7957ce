"""Hexagons never stand on one another, and stay near their places."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from essaim.foundations.ui.cartogram import LINE_MAX, Place, _lines, arrange, draw

SVG = "{http://www.w3.org/2000/svg}"


def _place(code: int, longitude: float | None, latitude: float | None, name: str = "Lieu", **values: str) -> Place:
    return Place(f"{code:05d}", name, longitude, latitude, code % 7, "#0d5c56", **values)


places = st.lists(
    st.tuples(st.floats(-5, 9), st.floats(41, 51)) | st.just((3.0, 50.0)) | st.just((None, None)), max_size=60
).map(lambda centres: [_place(number, *centre) for number, centre in enumerate(centres)])


@given(places)
@settings(max_examples=60, deadline=None)
def test_every_place_with_a_centre_has_a_hexagon_of_its_own(drawn: list[Place]) -> None:
    cells = arrange(drawn)

    assert [cell.place.code for cell in cells] == [place.code for place in drawn if place.centre]
    assert len({(cell.column, cell.row) for cell in cells}) == len(cells)


@given(places)
@settings(max_examples=30, deadline=None)
def test_the_order_of_the_places_changes_nothing(drawn: list[Place]) -> None:
    assert arrange(drawn) == arrange(list(reversed(drawn)))


@given(places)
@settings(max_examples=30, deadline=None)
def test_drawn_hexagons_do_not_touch(drawn: list[Place]) -> None:
    svg = draw(drawn, title="Carte", description="Lieux", radius=24)
    if not svg:
        assert not any(place.centre for place in drawn)
        return
    shapes = [
        [tuple(map(float, corner.split(","))) for corner in polygon.attrib["points"].split()]
        for polygon in ET.fromstring(svg).iter(f"{SVG}polygon")
    ]
    centres = [(sum(x for x, _y in shape) / 6, sum(y for _x, y in shape) / 6) for shape in shapes]

    for number, (x, y) in enumerate(centres):
        for other_x, other_y in centres[number + 1 :]:
            # Twice the distance from a centre to a side.
            assert math.hypot(x - other_x, y - other_y) > 24 * 0.97 * math.sqrt(3)


def test_places_in_a_row_keep_their_order() -> None:
    cells = arrange([_place(number, 3 + number / 10, 50) for number in range(6)])

    assert [cell.column for cell in cells] == sorted(cell.column for cell in cells)


def test_north_is_up_and_east_is_right() -> None:
    west, east, north = arrange([_place(1, 3.0, 50.0), _place(2, 3.5, 50.0), _place(3, 3.0, 50.5)])

    assert east.column > west.column
    assert north.row < west.row


def test_a_drawing_is_named_and_its_places_are_links_with_words() -> None:
    place = _place(1, 3, 50, name="L'<Île>", url="/communes/1/", note="12 & plus")

    root = ET.fromstring(draw([place], title="Carte", description="Un lieu"))

    link = root.find(f"{SVG}a")
    assert root.attrib["aria-label"] == root.findtext(f"{SVG}title") == "Carte"
    assert link is not None
    assert (link.attrib["href"], link.attrib["aria-label"]) == ("/communes/1/", "L'<Île>: 12 & plus")


def test_nothing_is_drawn_without_a_centre() -> None:
    assert draw([_place(1, None, None)], title="Carte", description="") == ""


def test_names_are_broken_where_they_are_read() -> None:
    assert _lines("Lille") == ["Lille"]
    assert _lines("Villeneuve-d'Ascq") == ["Villeneuve-", "d'Ascq"]
    assert _lines("Saint-André-lez-Lille") == ["Saint-André-", "lez-Lille"]
    assert all(len(line) <= LINE_MAX for line in _lines("Saint-Germain-des-Prés-sur-Quelque-Chose"))
