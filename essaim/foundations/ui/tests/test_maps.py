"""A map is always a list too, and asks for no script without outlines."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.test import override_settings

from essaim.foundations.ui.cartogram import Place
from essaim.foundations.ui.charts import PAPER
from essaim.foundations.ui.maps import COLORS, Key, Map

EXAMPLE = Map(
    title="Communes",
    description="Deux lieux",
    places=(
        Place("59350", "Lille", 3.05, 50.63, 2, COLORS[0], "Centre", "/communes/59350/"),
        Place("59009", "Ascq", None, None, 1, COLORS[1], "Est"),
    ),
    legend=(Key(COLORS[0], "Centre"), Key(COLORS[1], "Est")),
    place_word="Commune",
    note_word="Territoire",
)
WITH_OUTLINES = replace(EXAMPLE, outlines_url="/contours.geojson", credit="IGN 2018")


def _shown(drawn: Map) -> str:
    return render_to_string("ui/partials/_map.html", {"map": drawn})


def test_without_outlines_it_is_a_cartogram_and_a_list_and_no_script() -> None:
    page = _shown(EXAMPLE)

    assert page.count("<tr data-code=") == 2
    assert page.count("<polygon") == 1 + len(EXAMPLE.legend)
    assert "<script" not in page
    assert "maplibre" not in page


def test_with_outlines_the_cartogram_and_the_list_stay_for_who_runs_no_script() -> None:
    page = _shown(WITH_OUTLINES)

    assert 'data-outlines="/contours.geojson"' in page
    assert page.count("<polygon") == 1 + len(EXAMPLE.legend)
    assert "IGN 2018" in page
    assert "/ui/map." in page
    assert 'style="' not in page


def test_every_place_is_in_the_list_even_without_a_centre() -> None:
    page = _shown(EXAMPLE)

    assert "Ascq" in page
    assert "Est" in page


def test_no_base_tiles_unless_configured() -> None:
    assert "data-tiles" not in _shown(WITH_OUTLINES)
    with override_settings(MAP_TILES="https://tiles.example.org/{z}/{x}/{y}.png", MAP_TILES_CREDIT="© Exemple"):
        page = _shown(WITH_OUTLINES)
    assert 'data-tiles="https://tiles.example.org/{z}/{x}/{y}.png"' in page
    assert "© Exemple" in page


def _luminance(color: str) -> float:
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("fill", COLORS)
def test_names_are_readable_on_every_colour(fill: str) -> None:
    from essaim.foundations.ui.cartogram import _is_dark

    ink = "#ffffff" if _is_dark(fill) else "#1d2928"

    assert _contrast(ink, fill) >= 4.5


def test_colours_are_all_different_and_none_is_the_paper() -> None:
    assert len(set(COLORS)) == len(COLORS) == 8
    assert PAPER not in COLORS
