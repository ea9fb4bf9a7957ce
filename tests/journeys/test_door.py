"""The door of a gathering while the network is down: on a telephone, by keyboard, with the network really cut."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.gatherings import announce, mailed_path, register
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import fits
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

TITLE = "Rencontre d’essai en sous-sol"
PEOPLE = {"Alix Voisine": "alix.voisine@example.org", "Bo Voisin": "bo.voisin@example.org"}


def _codes(visitor: Visitor, site: Site, path: str) -> list[str]:
    """Register two people, and return their codes."""
    codes = []
    for name, address in PEOPLE.items():
        resident = visitor.open(path, width=375)
        register(resident, name, address)
        resident.goto(site.url + mailed_path(site, address))
        follow(resident, 'main button[name="move"][value="confirm"]')
        codes.append(resident.locator("main .lead-text strong").inner_text())
    return codes


def _type(page: Page, code: str) -> None:
    """Write a code and send it, by keyboard."""
    write(page, 'main input[name="code"]', code)
    page.keyboard.press("Enter")


def _kept(page: Page) -> str:
    """Return all that the site keeps on this telephone."""
    return str(page.evaluate("JSON.stringify(localStorage)"))


def test_door_goes_on_without_a_network_and_counts_each_code_once(visitor: Visitor, site: Site) -> None:
    officer = visitor.open("/rendez-vous/", role="officer")
    path = announce(officer, TITLE)
    first, second = _codes(visitor, site, path)
    door = visitor.open(f"{path}accueil/", role="officer", width=375, scheme="dark")
    door.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # Another person at another door sees the first one come meanwhile.
    officer.goto(f"{site.url}{path}accueil/")

    door.context.set_offline(True)
    _type(door, first.lower())
    expect(door.locator("[data-said]")).to_contain_text("Gardé sur ce téléphone")
    expect(door.locator("[data-waiting] [data-list] li")).to_have_count(1)
    _type(door, first)
    expect(door.locator("[data-said]")).to_contain_text("Déjà noté")
    # The telephone goes to sleep and opens the page again: its copy answers, with what waits.
    door.reload()
    expect(door.locator("h1")).to_be_visible()
    expect(door.locator("[data-waiting] [data-list] li")).to_have_count(1)
    fits(door)
    door.goto(f"{site.url}{path}accueil/?code={second}")
    expect(door.locator("input[name=code]")).to_have_value(second)
    door.locator("input[name=code]").press("Enter")
    _type(door, "NON234")
    expect(door.locator("[data-waiting] [data-list] li")).to_have_count(3)
    expect(door.locator("[data-network]")).to_be_visible()
    kept = _kept(door)
    assert not any(word in kept for name in PEOPLE for word in (name, PEOPLE[name]))

    _type(officer, second)
    expect(officer.locator("[data-said]")).to_contain_text("Bo Voisin")

    door.context.set_offline(False)
    expect(door.locator("[data-waiting]")).to_be_hidden(timeout=20_000)
    expect(door.locator("[data-told] li")).to_have_count(2)
    expect(door.locator("[data-told]")).to_contain_text("déjà été vu")
    expect(door.locator("[data-told]")).to_contain_text("Aucune inscription")
    officer.goto(f"{site.url}{path}presences/")
    expect(officer.locator("main .stat").first).to_contain_text("2")

    for _line in range(2):
        tab_to(door, "[data-told] li button")
        door.keyboard.press("Enter")
    expect(door.locator("[data-told]")).to_be_hidden()
    assert _kept(door) == "{}"
    assert visitor.outside == []


def test_nothing_stays_on_the_telephone_after_the_day(visitor: Visitor, site: Site) -> None:
    page = visitor.open("/rendez-vous/", role="officer")
    path = announce(page, f"{TITLE}, deux")
    slug = path.strip("/").rpartition("/")[2]
    yesterday = json.dumps({"until": 1, "waiting": [{"key": "x", "code": "ABC234", "at": "2026-01-01"}], "told": []})
    page.evaluate("([name, kept]) => localStorage.setItem(name, kept)", [f"essaim.day.{slug}", yesterday])

    page.goto(f"{site.url}/rendez-vous/")
    assert "ABC234" not in _kept(page)
    page.goto(f"{site.url}{path}accueil/")

    expect(page.locator("[data-said]")).to_contain_text("effacés")
    assert _kept(page) == "{}"
