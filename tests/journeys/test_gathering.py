"""A gathering from its announcement to what was thought of it: a resident on a telephone by keyboard, the team at the door."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from essaim.insight.demo.adapters.mailbox import read_mails
from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import button, fits, link
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

TITLE = "Rencontre d’essai au coin de la rue"
ADDRESS = "camille.voisine@example.org"
# A form sent sooner is taken for a robot's.
WRITING_TIME = 3500


def _announce(page: Page) -> str:
    """Write a gathering of today that takes registrations, announce it, and return its path."""
    now = timezone.localtime()
    link(page, "Écrire un rendez-vous")
    page.fill("[name=title]", TITLE)
    page.select_option("[name=kind]", "meeting")
    page.fill("[name=starts_on]", now.date().isoformat())
    page.fill("[name=capacity]", "10")
    page.fill("[name=registration_opens_at]", f"{now - timedelta(days=1):%Y-%m-%dT%H:%M}")
    page.fill("[name=registration_closes_at]", f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}")
    button(page, "Enregistrer le brouillon")
    button(page, "Annoncer")
    expect(page.locator("main")).to_contain_text("Annoncé")
    return urlsplit(page.url).path


def _register(page: Page) -> None:
    """Register by keyboard alone, without an account, from the page of the gathering."""
    follow(page, 'main a[href$="/inscription/"]')
    write(page, 'main input[name="name"]', "Camille Voisine")
    write(page, 'main input[name="email"]', ADDRESS)
    page.wait_for_timeout(WRITING_TIME)
    fits(page)
    follow(page, 'main form[method="post"] button[type="submit"]')
    expect(page.locator("main, [role=status], .messages").first).to_be_visible()


def _mailed_path(site: Site) -> str:
    """Return the path of the link that was mailed."""
    folder = Path(site.environment["ESSAIM_VAR"]) / "mails"
    mailed = next(mail for mail in read_mails(folder, count_max=50) if ADDRESS in mail.recipients)
    found = re.search(r"/inscription/\S+/", mailed.text)
    assert found, mailed.text
    return found[0]


def test_resident_registers_is_checked_in_and_says_what_they_thought(visitor: Visitor, site: Site) -> None:
    officer = visitor.open("/rendez-vous/", role="officer")
    path = _announce(officer)

    resident = visitor.open(path, width=375, scheme="dark")
    _register(resident)
    resident.goto(site.url + _mailed_path(site))
    follow(resident, 'main button[name="move"][value="confirm"]')
    code = resident.locator("main .lead-text strong").inner_text()
    expect(resident.locator("main .drawing svg")).to_be_visible()
    fits(resident)

    officer.goto(f"{site.url}{path}inscriptions/")
    expect(officer.locator("main table")).to_contain_text("Camille Voisine")
    officer.goto(f"{site.url}{path}accueil/")
    write(officer, 'main input[name="code"]', code.lower())
    follow(officer, 'main form[method="post"] button[type="submit"]')
    expect(officer.locator("body")).to_contain_text("Camille Voisine")
    write(officer, 'main input[name="code"]', code)
    follow(officer, 'main form[method="post"] button[type="submit"]')
    expect(officer.locator("main .errors, main .errorlist, main [role=alert]").first).to_be_visible()

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
