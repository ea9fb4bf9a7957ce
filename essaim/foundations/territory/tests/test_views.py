"""Pages and API of the room."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import access, maps, queries, services, urls
from essaim.foundations.territory.models import Commune

from .factories import (
    CommuneFactory,
    EpciIdentifierFactory,
    EpciMembershipFactory,
    FormerCommuneFactory,
    LoadFactory,
    OutlineFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)
ROBOT = SystemActor("test")
MEL, NANTES = "200093201", "244400404"


@pytest.fixture
def lille() -> None:
    services.load_reference(actor=ROBOT, now=NOW, sirens=[MEL, NANTES])
    services.set_authority(siren=MEL, actor=ROBOT, now=NOW)


def _get(client: Client, name: str, *args: str, query: str = ""):
    return client.get(reverse(name, args=args) + query)


def _names(client: Client, words: str) -> list[str]:
    rows = _get(client, "territory:commune_list", query=f"?q={words}").context["table"].rows
    return [row.record.name for row in rows]


@pytest.mark.parametrize("name", [f"territory:{pattern.name}" for pattern in urls.urlpatterns])
def test_everybody_reads_every_page(client: Client, lille: None, name: str) -> None:
    entry = access.ACCESS[name]

    response = client.get(reverse(name, kwargs=dict(entry.sample() if entry.sample else {})))

    assert response.status_code == 200
    assert len(response.content) < 200_000
    assert b"maplibre" not in response.content


@pytest.mark.parametrize("name", ["territory:commune_list", "territory:territoire_list", "territory:zoning_list"])
def test_pages_say_what_to_do_before_there_is_an_authority(client: Client, name: str) -> None:
    response = _get(client, name)

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hellemmes", ["Lille"]),
        ("LOMME", ["Lille"]),
        ("59298", ["Lille"]),
        ("barœul", ["Marcq-en-Barœul", "Mons-en-Barœul"]),
        ("mons en baroeul", ["Mons-en-Barœul"]),
        ("villeneuve d'ascq", ["Villeneuve-d'Ascq"]),
        ("st andre", ["Saint-André-lez-Lille"]),
        ("59512", ["Roubaix"]),
        ("perenchies", ["Pérenchies"]),
        ("nantes", []),
    ],
)
def test_communes_are_found_as_people_write_them(client: Client, lille: None, words: str, expected: list[str]) -> None:
    assert _names(client, words) == expected


def test_postcode_finds_its_communes(client: Client, lille: None) -> None:
    assert "Lille" in _names(client, "59160")


def test_territoire_filters_and_a_page_counts_its_queries(
    client: Client, lille: None, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(9):
        response = _get(client, "territory:commune_list", query="?territoire=2")

    assert [row.record.name for row in response.context["table"].rows] == [
        "Bondues",
        "Halluin",
        "Mouvaux",
        "Neuville-en-Ferrain",
        "Roncq",
        "Tourcoing",
    ]


@pytest.mark.parametrize(
    ("name", "arguments", "count"),
    [
        ("territory:commune", ["59350"], 6),
        ("territory:territoire_list", [], 13),
        ("territory:territoire", ["1"], 9),
        ("territory:zoning_list", [], 4),
        ("territory:zoning", ["territoires-2020"], 5),
    ],
)
def test_pages_ask_few_queries(
    client: Client, lille: None, django_assert_max_num_queries, name: str, arguments: list[str], count: int
) -> None:
    with django_assert_max_num_queries(count):
        _get(client, name, *arguments)


def test_list_is_a_file_with_plain_numbers(client: Client, lille: None) -> None:
    response = _get(client, "territory:commune_list", query="?export=csv&q=hellemmes")

    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1].startswith("Lille,59350,Territoire Lillois,238246,2026,")


def test_associated_commune_leads_to_its_commune(client: Client, lille: None) -> None:
    response = _get(client, "territory:commune", "59298")

    assert response.headers["Location"] == reverse("territory:commune", args=["59350"])


def test_code_that_was_split_leads_nowhere_by_itself(client: Client) -> None:
    FormerCommuneFactory(code="98001")
    FormerCommuneFactory(code="98001")

    assert _get(client, "territory:commune", "98001").status_code == 404


def test_unknown_places_are_not_found(client: Client, lille: None) -> None:
    missing = [("territory:commune", "00000"), ("territory:territoire", "9"), ("territory:zoning", "nothing")]

    assert [_get(client, name, argument).status_code for name, argument in missing] == [404, 404, 404]


def test_commune_says_since_when_at_the_latest(client: Client, lille: None) -> None:
    page = _get(client, "territory:commune", "59350").content.decode()

    assert "14 mars 2020 au plus tard" in page
    assert "Hellemmes" in page
    assert "1977" in page
    assert "liste des communes de 2026" in page


def test_three_populations_stand_apart_each_with_its_list(client: Client, lille: None) -> None:
    page = _get(client, "territory:territoire_list").content.decode()
    digits = page.replace("\u202f", "").replace("\xa0", "")

    assert {"1194040", "1204796", "1195234"} <= set(digits.replace("<", " ").replace(">", " ").split())
    assert "liste des EPCI de 2026" in page
    assert "liste des communes de 2026" in page


def test_what_is_not_known_is_said(client: Client, lille: None) -> None:
    units = _get(client, "territory:zoning", "unites-territoriales").content.decode()
    districts = _get(client, "territory:zoning", "qpv-2024").content.decode()

    assert "Composition inconnue" in units
    assert units.count("inconnues") == 4
    assert "n’est pas établi" in districts


def test_map_uses_outlines_when_there_are_some_and_credits_them(client: Client, lille: None) -> None:
    OutlineFactory(code="59350", load=LoadFactory(source="IGN", vintage="2018"))

    page = _get(client, "territory:territoire_list").content.decode()

    assert 'data-outlines="/api/v1/territories.geojson"' in page
    assert "Contours : IGN 2018." in page.replace("\u202f", " ").replace("\xa0", " ")
    assert page.count("<polygon") >= 95


def test_map_of_every_room_links_and_words_each_commune(lille: None) -> None:
    communes = queries.communes(today=TODAY)

    drawn = maps.territoire_map(communes, queries.territoires(today=TODAY))

    assert len(drawn.places) == 95
    assert len(drawn.legend) == len({key.fill for key in drawn.legend}) == 8
    assert all(place.note and place.url for place in drawn.places)


def test_api_lists_communes_by_pages_and_filters(client: Client, lille: None) -> None:
    first = client.get("/api/v1/territories?limit=60").json()
    second = client.get(f"/api/v1/territories?limit=60&cursor={first['next']}").json()
    zone = client.get("/api/v1/territories?zone=territoires-2020:8").json()
    other = client.get(f"/api/v1/territories?epci={NANTES}").json()

    codes = [item["code"] for item in first["items"] + second["items"]]
    assert len(codes) == len(set(codes)) == 95
    assert second["next"] is None
    assert [item["name"] for item in zone["items"]] == ["Lille"]
    assert zone["items"][0]["zones"] == [{"zoning": "territoires-2020", "code": "8", "name": "Territoire Lillois"}]
    assert {former["name"] for former in zone["items"][0]["former"]} == {"Hellemmes", "Lomme"}
    assert len(other["items"]) == 24
    assert client.get("/api/v1/territories?zone=8").status_code == 400


def test_api_list_asks_the_same_queries_for_one_row_or_many(
    client: Client, lille: None, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(8):
        client.get("/api/v1/territories?limit=95")


def test_api_finds_a_place_by_every_code(client: Client, lille: None) -> None:
    commune = Commune.objects.get(code="59350")
    found = {
        code: client.get(f"/api/v1/territories/{code}").json()
        for code in ("59350", commune.siren, "245900410", "59355")
    }

    assert found["59350"] == found[commune.siren]
    assert found["59350"]["epci"][0]["start_is_known"] is False
    assert [count["communes"] for count in found["245900410"]["commune_counts"]] == [90, 95, 85]
    assert len(found["245900410"]["communes"]) == 95
    assert found["59355"] == {"kind": "associated", "code": "59355", "name": "Lomme", "now": ["59350"]}
    assert client.get("/api/v1/territories/00000").status_code == 404


def test_api_geojson_gives_outlines_else_centres_else_nothing(client: Client) -> None:
    identifier = EpciIdentifierFactory(siren=NANTES)
    for code, centre in {"59001": None, "59002": (3.0, 50.0), "59003": (3.0, 50.0)}.items():
        longitude, latitude = centre or (None, None)
        commune = CommuneFactory(code=code, longitude=longitude, latitude=latitude)
        EpciMembershipFactory(epci=identifier.epci, commune=commune)
    OutlineFactory(code="59003")

    response = client.get(f"/api/v1/territories.geojson?epci={NANTES}")

    features = {feature["id"]: feature["geometry"] for feature in response.json()["features"]}
    assert response.headers["Content-Type"] == "application/geo+json"
    assert features["59001"] is None
    assert features["59002"] == {"type": "Point", "coordinates": [3.0, 50.0]}
    assert features["59003"]["type"] == "Polygon"


def test_api_zonings_say_null_where_the_composition_is_not_known(client: Client, lille: None) -> None:
    items = {item["slug"]: item for item in client.get("/api/v1/zonings").json()["items"]}

    assert sum(len(zone["communes"]) for zone in items["territoires-2020"]["zones"]) == 95
    assert [zone["communes"] for zone in items["unites-territoriales"]["zones"]] == [None] * 4
    assert (items["qpv-2024"]["zone_count"], items["qpv-2024"]["zones"]) == (None, [])
    assert [item["slug"] for item in client.get("/api/v1/zonings?kind=unit").json()["items"]] == [
        "unites-territoriales"
    ]
