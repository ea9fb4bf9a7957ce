"""A map that reads three ways: real outlines where scripts run, a cartogram drawn on the server, and a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from .cartogram import Place, draw

# Eight colours told apart by lightness as well as by hue, that carry their names in white or in ink; for zones side by side.
COLORS = ("#0d5c56", "#f0aa1f", "#1f5f93", "#d9c9a3", "#b3261e", "#7fbfae", "#6a3d8a", "#9cc9f2")
PLAIN = "#0d5c56"
ABSENT = "#e4ddcb"


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend: a colour and its meaning."""

    fill: str
    label: str


@dataclass(frozen=True, slots=True)
class Map:
    """
    What a map shows: places with their colour and note, and where their outlines are.

    The note of a place says in words what its colour says. Places without a centre are in the list only.

    outlines_url: GeoJSON of polygons, each with a property "code" among those of the places; empty when none is loaded,
    and then no script of the map is sent.
    credit: who made the outlines, as their licence asks.
    list_is_open: whether the list is unfolded from the start, where it is the matter of the page.
    """

    title: str
    description: str
    places: tuple[Place, ...]
    legend: tuple[Key, ...] = ()
    place_word: str = ""
    note_word: str = ""
    outlines_url: str = ""
    credit: str = ""
    list_is_open: bool = False

    @property
    def cartogram(self) -> str:
        """The drawing made on the server: one hexagon for each place whose centre is known; empty without any."""
        return draw(self.places, title=self.title, description=self.description)

    @property
    def tiles(self) -> str:
        """Address of the base tiles, by configuration: empty by default, so that nobody outside is asked."""
        return str(settings.MAP_TILES)

    @property
    def tiles_credit(self) -> str:
        """Who made the base tiles."""
        return str(settings.MAP_TILES_CREDIT)
