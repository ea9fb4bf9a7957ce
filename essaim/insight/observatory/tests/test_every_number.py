"""Every number of a page opens what it counts (C94): its list is as long as it says, its definition is where it leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client

from .conftest import LILLE, NANTES
from .factories import ReferenceFigureFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("register")]
ROWS = re.compile(r'<a href="(/observatoire/etablissements/\?[^"]*)"[^>]*>([\d\s\u202f\xa0]+)<')
DEFINITION = re.compile(r'href="/observatoire/methode/#([a-z_]+)"')
# How many lists of one page are opened, taken evenly: a commune is counted as the one before it.
OPENED_MAX = 24
EXPLORERS = (
    f"/observatoire/?territory={LILLE}",
    f"/observatoire/?territory={LILLE}&by=section&rule=annuaire&denominator=private",
    f"/observatoire/?territory={LILLE}&by=commune&family=association",
    f"/observatoire/?territory={LILLE}&by=bracket&vintage=2026-07",
    f"/observatoire/?territory={LILLE}-1&rule=statutory&section=Q",
    "/observatoire/?territory=FR&by=department",
    f"/observatoire/comparer/?with={LILLE}&with={NANTES}&with=59350",
    f"/observatoire/evolution/?territory={LILLE}&family=association",
    "/observatoire/communes/59350/encart/",
)


def _numbers(text: str) -> Iterator[tuple[str, int]]:
    """Find the numbers of a page that lead to rows, each with the address of its list."""
    for address, number in ROWS.findall(text):
        yield unescape(address), int(re.sub(r"\s", "", number))


@pytest.mark.parametrize("page", EXPLORERS)
def test_list_behind_each_number_is_as_long_as_it_says(page: str, client: Client) -> None:
    found = sorted(set(_numbers(client.get(page).text)))
    assert found
    step = max(1, len(found) // OPENED_MAX)
    counted = {}
    for address, number in found[::step]:
        answer = client.get(address)
        assert answer.status_code == 200, address
        counted[address] = (number, answer.context["listing"].total)

    assert {address: pair for address, pair in counted.items() if pair[0] != pair[1]} == {}


def test_every_count_of_the_explorer_leads_to_its_rows_where_secrecy_lets_it(client: Client) -> None:
    page = client.get(f"/observatoire/?territory={LILLE}&by=family")
    addresses = {address for address, _number in _numbers(page.text)}

    counts = 2 + 2 * len(page.context["lines"]) + 2 * len(page.context["layers"])
    assert len(addresses) >= counts - 2
    sizes = client.get(f"/observatoire/?territory={LILLE}&by=bracket")
    listed = [address for address, _number in _numbers(sizes.text) if "bracket=" in address]
    assert listed
    assert all("bracket=NN" in address for address in listed)


@pytest.mark.parametrize("page", [*EXPLORERS[:4], EXPLORERS[6]])
def test_every_number_opens_a_definition_that_is_there(page: str, client: Client) -> None:
    found = client.get(page)
    method = client.get("/observatoire/methode/").text

    anchors = set(DEFINITION.findall(found.text))
    assert {"establishments", "employers", "jobs", "share_of_employers", "location_quotient"} <= anchors
    assert [name for name in anchors if f'id="{name}"' not in method] == []


def test_number_beside_a_published_figure_leads_to_its_rows(client: Client) -> None:
    row = ReferenceFigureFactory(measure="employers")

    numbers = list(_numbers(client.get(row.get_absolute_url()).text))

    assert numbers
    for address, number in numbers:
        assert client.get(address).context["listing"].total == number
