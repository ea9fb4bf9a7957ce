"""Pages of the directory: found by everybody, framed by other sites, written by the structure and the team."""

from __future__ import annotations

import gzip
import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.directory.models import Card, Listing
from essaim.ecosystem.directory.services import refresh_listings
from essaim.ecosystem.directory.states import CardState
from essaim.ecosystem.organizations.tests.factories import EssStatusFactory, EstablishmentFactory, RepresentationFactory
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.accounts.tests.factories import person_with
from essaim.foundations.territory.tests.factories import CommuneFactory

from .factories import CardFactory, listed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ICON = '<link rel="icon" type="image/svg+xml" href="/static/ui/essaim.svg">'
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[a-z]{2,}")


def _url(page: str, *arguments: object) -> str:
    return reverse(f"directory:{page}", args=arguments)


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(person_with(RoleKind.OFFICER))
    return client


def test_list_counts_its_queries_whatever_the_number_of_structures(client: Client, django_assert_num_queries) -> None:
    for number in range(30):
        listed(name=f"Jardin {number}", commune_code="59350")

    for query, count in (("", 6), ("?q=jardin", 8)):
        with django_assert_num_queries(count):
            answer = client.get(_url("listing_list") + query)
        assert len(answer.context["table"].rows) == 30


@pytest.mark.parametrize(
    ("page", "query", "count"),
    [("listing_map", "", 4), ("listing_map", "?q=jardin", 6), ("embedded", "", 2), ("embedded", "?q=jardin", 4)],
)
def test_map_counts_each_choice_once_and_the_page_to_frame_counts_none(
    client: Client, django_assert_num_queries, page: str, query: str, count: int
) -> None:
    CommuneFactory(code="59350", name="Lille")
    for number in range(3):
        listed(name=f"Jardin {number}", commune_code="59350")

    with django_assert_num_queries(count):
        answer = client.get(_url(page) + query)
    assert "Jardin 2" in answer.content.decode() if page == "embedded" else answer.context["total"] == 3


def test_list_answers_htmx_with_what_the_page_shows(client: Client, assert_swap_equals_reload) -> None:
    listed(name="Étoile")
    listed(name="Zinc")

    assert_swap_equals_reload(client, _url("listing_list") + "?q=etoile")


def test_each_choice_says_how_many_it_would_show(client: Client) -> None:
    CommuneFactory(code="59350", name="Lille")
    listed(commune_code="59350")
    listed()

    page = client.get(_url("listing_list")).content.decode()

    assert "Lille (1)" in page
    assert "Association (2)" in page


@pytest.mark.parametrize("query", ["?commune=rien", "?kind=rien", "?status=%00", "?q=%00", "?page=x", "?sort=rien"])
def test_address_typed_by_hand_breaks_nothing(client: Client, query: str) -> None:
    listed()

    for page in ("listing_list", "listing_map", "embedded"):
        assert client.get(_url(page) + query).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "ods", "xlsx"])
def test_list_is_a_file(client: Client, kind: str) -> None:
    status = EssStatusFactory(organization__name="Étoile", organization__website="https://etoile.example.org/")
    refresh_listings([status.organization_id], today=TODAY)

    answer = client.get(f"{_url('listing_list')}?export={kind}")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert content
    if kind == "csv":
        text = content.decode()
        assert "Étoile" in text
        assert "Agrément ESUS" in text
        assert "https://etoile.example.org/" in text


def test_mistyped_word_is_said(client: Client) -> None:
    listed(name="Recyclerie de l’Étoile")

    page = client.get(f"{_url('listing_list')}?q=recyclrie").content.decode()

    assert "Aucune fiche ne contient « recyclrie »" in page
    assert "Recyclerie de l’Étoile" in page


def test_empty_list_says_so(client: Client) -> None:
    assert "Rien ne correspond" in client.get(f"{_url('listing_list')}?q=zzzz").content.decode()


def test_card_says_why_it_is_ess_where_it_is_and_when_it_was_confirmed(client: Client) -> None:
    card = CardFactory(organization__website="https://x.example.org/", phone="03 20 00 00 00", confirmed_on=TODAY)
    EssStatusFactory(organization=card.organization)
    EstablishmentFactory(organization=card.organization, is_seat=True, address="3 rue Fictive")
    refresh_listings([card.organization_id], today=TODAY)

    page = client.get(card.get_absolute_url()).content.decode()

    for words in (card.summary, "03 20 00 00 00", "3 rue Fictive", "Agrément ESUS", "Liste fictive", "Confirmée"):
        assert words in page


def test_card_of_a_merged_record_leads_to_the_one_that_was_kept(client: Client) -> None:
    line = listed()
    merged = CardFactory(organization__merged_into_id=line.organization_pk).organization

    assert client.get(_url("card", merged.key)).headers["Location"] == line.get_absolute_url()


def test_card_asks_few_queries(client: Client, django_assert_max_num_queries) -> None:
    card = CardFactory()
    refresh_listings([card.organization_id], today=TODAY)

    with django_assert_max_num_queries(15):
        client.get(card.get_absolute_url())


def test_embedded_page_may_be_framed_sets_no_cookie_and_is_alone_to(client: Client) -> None:
    listed(name="Jardin fictif")

    framed = client.get(_url("embedded"))
    others = [client.get(_url(page)) for page in ("listing_list", "listing_map")]

    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert not framed.cookies
    assert "Jardin fictif" in framed.content.decode()
    assert "csrfmiddlewaretoken" not in framed.content.decode()
    assert ICON in framed.content.decode(), "a browser would ask for /favicon.ico"
    for answer in others:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_map_has_its_points_its_communes_and_its_list(client: Client) -> None:
    CommuneFactory(code="59350", name="Lille", longitude=3.06, latitude=50.63)
    listed(name="Jardin fictif", commune_code="59350")
    listed(name="Nulle part")

    page = client.get(_url("listing_map")).content.decode()
    points = client.get("/api/v1/directory/points.geojson?q=jardin").json()

    assert "data-points=" in page
    assert "2</strong> structures trouvées, dont 1 a un point" in " ".join(page.split())
    (feature,) = points["features"]
    assert feature["geometry"]["coordinates"] == [3.06, 50.63]
    assert feature["properties"]["name"] == "Jardin fictif"


def test_no_page_holds_an_address_of_mail(client: Client) -> None:
    card = CardFactory(known_address="contact@jardin.example.org", known_address_source="Son site")
    refresh_listings([card.organization_id], today=TODAY)
    key = card.organization.key
    pages = [
        *(_url(page) for page in ("listing_list", "listing_map", "embedded")),
        _url("card", key),
        _url("card_history", key),
        "/api/v1/directory/cards",
        f"/structures/{key}/",
    ]

    for page in pages:
        assert not ADDRESS.search(client.get(page).content.decode()), page


def test_structure_writes_its_card(client: Client) -> None:
    held = RepresentationFactory()
    client.force_login(held.person)
    url = _url("card_edit", held.organization.key)

    assert client.get(url).status_code == 200
    assert client.post(url, {"summary": "Cultive", "phone": ""}).headers["Location"] == _url(
        "card", held.organization.key
    )
    assert Listing.objects.get().summary == "Cultive"
    form = client.get(url).context["form"]
    assert form["version"].value()


def test_card_changed_meanwhile_is_not_written_over(officer: Client) -> None:
    card = CardFactory(summary="Avant")
    url = _url("card_edit", card.organization.key)
    version = officer.get(url).context["form"]["version"].value()
    Card.objects.filter(pk=card.pk).update(summary="Pendant")

    answer = officer.post(url, {"summary": "Après", "version": version})

    assert answer.status_code == 409


def test_structure_confirms_leaves_and_comes_back(client: Client) -> None:
    held = RepresentationFactory()
    client.force_login(held.person)
    key = held.organization.key

    assert client.post(_url("card_confirm", key)).status_code == 302
    assert Card.objects.get().confirmed_on == TODAY
    assert client.get(_url("card_hide", key)).status_code == 200
    assert client.post(_url("card_hide", key), {"reason": ""}).status_code == 302
    assert Card.objects.get().state == CardState.HIDDEN
    assert "La remettre dans l’annuaire" in client.get(_url("card", key)).content.decode()
    assert client.get(_url("card_hide", key)).status_code == 302
    assert client.post(_url("card_show", key)).status_code == 302
    assert Card.objects.get().state == CardState.SHOWN
    assert client.post(_url("card_show", key)).status_code == 302


def test_team_writes_where_a_structure_gets_its_links(officer: Client) -> None:
    line = listed()
    url = _url("known_address", line.key)

    assert officer.post(url, {"known_address": "a@b.example.org"}).status_code == 422
    assert (
        officer.post(url, {"known_address": "a@b.example.org", "known_address_source": "Son site"}).status_code == 302
    )
    assert Card.objects.get().known_address == "a@b.example.org"


def test_record_leads_to_its_card(client: Client) -> None:
    line = listed()

    panel = client.get(_url("organization_panel", line.organization_pk)).content.decode()

    assert line.get_absolute_url() in panel


def test_read_api_finds_pages_counts_and_gives_one(client: Client) -> None:
    lines = [listed(name=f"Jardin {number}", commune_code="59350") for number in range(3)]
    listed(name="Autre")

    first = client.get("/api/v1/directory/cards?q=jardin&limit=2").json()
    second = client.get(f"/api/v1/directory/cards?q=jardin&limit=2&cursor={first['next']}").json()
    facets = client.get("/api/v1/directory/facets?q=jardin").json()
    one = client.get(f"/api/v1/directory/cards/{lines[0].key}")

    assert [row["name"] for row in (*first["items"], *second["items"])] == ["Jardin 0", "Jardin 1", "Jardin 2"]
    assert second["next"] is None
    assert (facets["total"], facets["commune"]) == (3, {"59350": 3})
    assert one.json()["key"] == lines[0].key
    assert client.get("/api/v1/directory/cards/x", headers={"If-None-Match": one.headers["ETag"]}).status_code == 404
    assert client.get("/api/v1/directory/cards?format=csv").headers["Content-Type"].startswith("text/csv")


def test_points_of_ten_thousand_structures_are_light(client: Client, django_assert_max_num_queries) -> None:
    listed(name="Un", commune_code="")
    Listing.objects.update(longitude=3.06, latitude=50.63)

    with django_assert_max_num_queries(3):
        answer = client.get("/api/v1/directory/points.geojson")

    assert len(json.dumps(answer.json()["features"][0])) < 250


def test_points_come_compressed_to_who_reads_them_so_and_once(client: Client) -> None:
    listed(name="Un", commune_code="")
    Listing.objects.update(longitude=3.06, latitude=50.63)
    address = "/api/v1/directory/points.geojson"

    plain, packed = client.get(address), client.get(address, headers={"accept-encoding": "gzip, br"})
    again = [
        client.get(address, headers={"accept-encoding": encoding, "if-none-match": answer.headers["ETag"]})
        for encoding, answer in (("gzip", packed), ("", plain))
    ]

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (plain, packed))
    assert [(answer.status_code, answer.content) for answer in again] == [(304, b"")] * 2


def test_stale_card_says_so(client: Client) -> None:
    card = CardFactory(confirmed_on=TODAY - timedelta(days=600))
    refresh_listings([card.organization_id], today=TODAY)

    assert "Non confirmée depuis dix-huit mois" in client.get(card.get_absolute_url()).content.decode()
