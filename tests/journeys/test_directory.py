"""The directory: found with a typing error and written to by keyboard, completed without scripts, answered by the team."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.gatherings import WRITING_TIME, mailed_path
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import button, fits, link
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

ADDRESS = "camille.lectrice@example.org"
NAME = "Recyclerie de la Lune"


def test_resident_finds_writes_and_completes_and_the_team_answers(visitor: Visitor, site: Site) -> None:
    # By keyboard: a word with a typing error, the card, a message whose link comes back by mail.
    resident = visitor.open("/annuaire/")
    write(resident, 'main input[name="q"]', "recyclrie")
    resident.keyboard.press("Enter")
    expect(resident.locator("#list")).to_contain_text(NAME)
    on_map = resident.locator("main a[data-follows-filters]").first
    expect(on_map).to_have_attribute("href", re.compile(r"/annuaire/carte/\?q=recyclrie"))
    follow(resident, f'#list a:has-text("{NAME}")')
    follow(resident, 'main a[href$="/ecrire/"]')
    for name, text in (
        ("full_name", "Camille Lectrice"),
        ("email", ADDRESS),
        ("message", "Bonjour, êtes-vous ouverts ?"),
    ):
        write(resident, f'main [name="{name}"]', text)
    resident.wait_for_timeout(WRITING_TIME)
    follow(resident, 'main form[method="post"] button[type="submit"]')
    resident.goto(site.url + mailed_path(site, ADDRESS, "messages"))
    follow(resident, 'main form[method="post"] button[type="submit"]')
    expect(resident.locator("main")).to_contain_text("Il est parti")

    # Without scripts, on a telephone, in the dark: around a place, then a structure that is missing, like one that is known.
    paper = visitor.open("/annuaire/?around=59350&km=5", width=375, scheme="dark", scripts=False)
    expect(paper.locator("#list")).to_contain_text("Les Vélos du beffroi")
    fits(paper)
    link(paper, "La même chose sur une carte")
    expect(paper.locator("main")).to_contain_text("Par commune")
    fits(paper)
    paper.goto(f"{site.url}/annuaire/signaler/")
    paper.fill('main input[name="name"]', "Les Vélos du beffroy (association fictive)")
    paper.fill('main input[name="commune_code"]', "Lille")
    paper.wait_for_timeout(WRITING_TIME)
    button(paper, "Envoyer")
    expect(paper.locator("main")).to_contain_text("Est-ce l’une de celles-ci ?")
    paper.check('main input[name="is_other"]')
    paper.wait_for_timeout(WRITING_TIME)
    button(paper, "Envoyer")
    expect(paper.locator("main")).to_contain_text("STR-")
    followed = paper.url
    fits(paper)

    # The team, by keyboard: adds it, then takes from the register what differs, and takes that back.
    officer = visitor.open("/annuaire/signalements/?state=open", role="officer")
    follow(officer, '#list a:has-text("Vélos du beffroy (")')
    follow(officer, 'main a[href$="/ajouter/"]')
    tab_to(officer, 'main select[name="kind"]')
    officer.keyboard.type("Association")
    follow(officer, 'main form[method="post"] button[type="submit"]')
    expect(officer.locator("h1")).to_contain_text("Les Vélos du beffroy (association fictive)")
    paper.goto(followed)
    link(paper, "Les Vélos du beffroy (association fictive)")
    expect(paper.locator("h1")).to_contain_text("Les Vélos du beffroy (association fictive)")

    officer.goto(f"{site.url}/registre/structures/?kind=conflict")
    follow(officer, '#list a:has-text("Comptoir des Ombres")')
    tab_to(officer, 'main select[name^="difference_"]')
    officer.keyboard.type("Accepter")
    follow(officer, 'main form[method="post"] button[type="submit"]')
    expect(officer.locator("main")).to_contain_text("Le Comptoir des Ombres")
    follow(officer, 'main form[method="post"] button[type="submit"]')
    officer.goto(f"{site.url}/registre/structures/?kind=conflict")
    expect(officer.locator("#list")).to_contain_text("Comptoir des Ombres")
    assert visitor.outside == []
