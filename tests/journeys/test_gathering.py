"""A gathering from its announcement to what was thought of it: a resident on a telephone by keyboard, the team at the door."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.gatherings import WRITING_TIME, announce, mailed_path, register
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import button, fits, link
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

TITLE = "Rencontre d’essai au coin de la rue"
ADDRESS = "camille.voisine@example.org"


def test_resident_registers_is_checked_in_and_says_what_they_thought(visitor: Visitor, site: Site) -> None:
    officer = visitor.open("/rendez-vous/", role="officer")
    path = announce(officer, TITLE)

    resident = visitor.open(path, width=375, scheme="dark")
    register(resident, "Camille Voisine", ADDRESS)
    resident.goto(site.url + mailed_path(site, ADDRESS))
    follow(resident, 'main button[name="move"][value="confirm"]')
    code = resident.locator("main .lead-text strong").inner_text()
    expect(resident.locator("main .drawing svg")).to_be_visible()
    fits(resident)

    officer.goto(f"{site.url}{path}inscriptions/")
    expect(officer.locator("main table")).to_contain_text("Camille Voisine")
    paper = visitor.open(f"{path}accueil/", role="officer", scripts=False)
    paper.fill('main input[name="code"]', code.lower())
    button(paper, "Enregistrer l’arrivée")
    expect(paper.locator("body")).to_contain_text("Camille Voisine")
    officer.goto(f"{site.url}{path}accueil/")
    write(officer, 'main input[name="code"]', code)
    officer.keyboard.press("Enter")
    expect(officer.locator("[data-told]")).to_contain_text("déjà été vu")

    officer.goto(site.url + path)
    button(officer, "Il a eu lieu")
    link(officer, "Appréciations")
    rating = urlsplit(officer.locator('main a[href*="/appreciation/"]').get_attribute("href") or "").path

    resident.goto(site.url + rating)
    for name in ("overall", "usefulness"):
        tab_to(resident, f'main input[name="{name}"]')
        resident.keyboard.press("Space")
    resident.wait_for_timeout(WRITING_TIME)
    fits(resident)
    follow(resident, 'main form[method="post"] button[type="submit"]')
    expect(resident.locator("main")).to_contain_text("votre réponse est comptée")
    officer.reload()
    expect(officer.locator("main")).to_contain_text("1 réponse à ce jour")
    assert visitor.outside == []
