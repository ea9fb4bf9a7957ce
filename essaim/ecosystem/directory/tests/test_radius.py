"""Searching around a place: a commune, a structure, a point; in the page, in the counts, on the map and for machines."""

from __future__ import annotations

import math
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from essaim.ecosystem.directory import queries
from essaim.ecosystem.directory.models import Listing
from essaim.ecosystem.directory.queries import Asked
from essaim.foundations.territory.tests.factories import CommuneFactory

from .factories import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 3)
# One hundredth of a degree of latitude is 1.112 km.
HERE = (3.06, 50.63)


@pytest.fixture
def places() -> list[Listing]:
    """Four structures, north of a place by 0, 1.1, 4.4 and 11.1 km; another without a point."""
    rows = []
    for name, north in (("Ici", 0.0), ("Près", 0.01), ("Plus loin", 0.04), ("Loin", 0.1)):
        row = listed(name=name, key=name.lower().replace(" ", "-").replace("è", "e"))
        row.longitude, row.latitude = HERE[0], HERE[1] + north
        row.save()
        rows.append(row)
    listed(name="Nulle part")
    return rows


def _names(**asked: str) -> list[str]:
    return [row.name for row in queries.found_listings(Asked(**asked), today=TODAY).rows]


def test_the_nearest_come_first_within_the_radius(places: list[Listing]) -> None:
    assert _names(around="50.63,3.06", km="5") == ["Ici", "Près", "Plus loin"]
    assert _names(around="50.63,3.06", km="1.2") == ["Ici", "Près"]
    assert _names(around="50.63,3.06") == ["Ici", "Près", "Plus loin"]
    assert _names(around="ici", km="12") == ["Ici", "Près", "Plus loin", "Loin"]


def test_distance_is_that_of_a_sphere(places: list[Listing]) -> None:
    far = queries.found_listings(Asked(around="50.63,3.06", km="20"), today=TODAY).rows.get(name="Loin")

    assert math.isclose(far.distance, 11.1195, rel_tol=1e-4)


def test_a_commune_stands_by_its_centre(places: list[Listing]) -> None:
    CommuneFactory(code="59350", longitude=HERE[0], latitude=HERE[1])

    assert _names(around="59350", km="2") == ["Ici", "Près"]


@pytest.mark.parametrize("around", ["nobody", "1,2,3", "200,3", "nan,3", "59999", ","])
def test_a_place_that_is_not_known_finds_nothing(places: list[Listing], around: str) -> None:
    assert _names(around=around) == []


@pytest.mark.parametrize(
    ("km", "read"), [("", 5.0), ("x", 5.0), ("0", 0.1), ("999", 200.0), ("2,5", 2.5), ("inf", 5.0)]
)
def test_radius_is_read_as_people_write_it(km: str, read: float) -> None:
    assert queries.radius_of(Asked(km=km)) == read


def test_words_counts_and_points_are_of_the_radius(places: list[Listing]) -> None:
    asked = Asked(words="loin", around="50.63,3.06", km="5")

    assert [row.name for row in queries.found_listings(asked, today=TODAY).rows] == ["Plus loin"]
    assert queries.facet_counts(asked, today=TODAY)["kind"] == {"association": 1}
    assert queries.points_of(asked, today=TODAY).count('"Feature"') == 1


def test_page_map_frame_and_api_search_around(client: Client, places: list[Listing]) -> None:
    words = "?around=ici&km=2"

    listed_page = client.get(reverse("directory:listing_list") + words).content.decode()
    assert "Près" in listed_page
    assert "Plus loin" not in listed_page
    assert client.get(reverse("directory:listing_map") + words).context["total"] == 2
    framed = client.get(reverse("directory:embedded") + words).content.decode()
    assert "Près" in framed
    assert "Plus loin" not in framed
    answer = client.get(reverse("api-1:cards") + words).json()
    assert {row["name"] for row in answer["items"]} == {"Ici", "Près"}
    assert len(client.get(reverse("api-1:points") + words).json()["features"]) == 2
    # A file of it has the nearest first too.
    assert client.get(reverse("directory:listing_list") + words + "&export=csv").status_code == 200


def test_cards_are_told_to_robots(client: Client, places: list[Listing]) -> None:
    answer = client.get(reverse("directory:sitemap", args=[1]))

    assert answer["Content-Type"].startswith("application/xml")
    assert reverse("directory:card", args=["ici"]) in answer.content.decode()
    assert client.get(reverse("directory:sitemap", args=[2])).status_code == 404
    assert reverse("directory:sitemap", args=[1]) in client.get(reverse("website:robots")).content.decode()
