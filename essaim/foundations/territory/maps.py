"""Maps of communes for every room: their centres, their outlines when some are loaded, the addresses of their pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from essaim.foundations.ui.cartogram import Place
from essaim.foundations.ui.maps import COLORS, PLAIN, Key, Map

from . import queries
from .queries import ShownCommune, ShownZone


def commune_map(
    communes: Sequence[ShownCommune],
    *,
    title: str,
    description: str,
    fill: Callable[[ShownCommune], str] = lambda commune: PLAIN,
    note: Callable[[ShownCommune], str] = lambda commune: "",
    note_word: str = "",
    legend: Sequence[Key] = (),
    url: Callable[[ShownCommune], str] = lambda commune: reverse("territory:commune", args=[commune.code]),
    list_is_open: bool = False,
    epci: str = "",
) -> Map:
    """
    Build the map of some communes, of the authority unless another EPCI is named; one query.

    :param fill: the colour of a commune, as "#0d5c56"
    :param note: the same in words, so that colour is never alone
    :param url: where a commune leads; its page here by default
    :param epci: SIREN of the EPCI whose outlines are asked for; the authority's by default
    """
    outlines = queries.outlines_shown([commune.code for commune in communes])
    places = tuple(
        Place(
            code=commune.code,
            name=commune.name,
            longitude=commune.longitude,
            latitude=commune.latitude,
            weight=commune.population or 0,
            fill=fill(commune),
            note=note(commune),
            url=url(commune),
        )
        for commune in communes
    )
    return Map(
        title=title,
        description=description,
        places=places,
        legend=tuple(legend),
        place_word=_("Commune"),
        note_word=note_word,
        outlines_url=_outlines_url(epci) if outlines.are_loaded else "",
        credit=outlines.credit,
        list_is_open=list_is_open,
    )


def _outlines_url(epci: str) -> str:
    address = reverse("api-1:territories_geojson")
    return f"{address}?epci={epci}" if epci else address


def territoire_map(communes: Sequence[ShownCommune], zones: Sequence[ShownZone]) -> Map:
    """Build the map of the authority's communes coloured by territoire; in one colour where there is none."""
    colors = {zone.code: COLORS[number % len(COLORS)] for number, zone in enumerate(zones)}
    if len(zones) > len(COLORS):
        colors = {}
    return commune_map(
        communes,
        title=_("Communes by territory") if zones else _("Communes"),
        description=_("Each commune has the colour of its territory.")
        if colors
        else _("Every commune of the authority."),
        fill=lambda commune: colors.get(commune.territoire_code, PLAIN),
        note=lambda commune: commune.territoire_name,
        note_word=_("Territory"),
        legend=[Key(colors[zone.code], zone.name) for zone in zones if zone.code in colors],
    )
