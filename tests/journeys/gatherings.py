"""What journeys through gatherings share: one of today, announced; somebody who registers; the link they are mailed."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import Page, expect

from essaim.insight.demo.adapters.mailbox import read_mails
from tests.journeys.keyboard import follow, write
from tests.journeys.pages import button, fits, link
from tests.journeys.site import Site

# A form sent sooner is taken for a robot's.
WRITING_TIME = 3500


def announce(page: Page, title: str) -> str:
    """Write a gathering of today that takes registrations, announce it, and return its path."""
    link(page, "Écrire un rendez-vous")
    page.fill("[name=title]", title)
    page.select_option("[name=kind]", "meeting")
    page.fill("[name=starts_on]", timezone.localdate().isoformat())
    page.fill("[name=capacity]", "10")
    expect(page.locator("[name=registers]")).to_be_checked()
    button(page, "Enregistrer le brouillon")
    button(page, "Annoncer")
    expect(page.locator("main")).to_contain_text("Annoncé")
    return urlsplit(page.url).path


def register(page: Page, name: str, address: str) -> None:
    """Register by keyboard alone, without an account, from the page of the gathering."""
    follow(page, 'main a[href$="/inscription/"]')
    write(page, 'main input[name="name"]', name)
    write(page, 'main input[name="email"]', address)
    page.wait_for_timeout(WRITING_TIME)
    fits(page)
    follow(page, 'main form[method="post"] button[type="submit"]')
    expect(page.locator("main, [role=status], .messages").first).to_be_visible()


def mailed_path(site: Site, address: str, word: str = "inscription") -> str:
    """Return the path of the link of a kind that was mailed."""
    folder = Path(site.environment["ESSAIM_VAR"]) / "mails"
    mailed = next(mail for mail in read_mails(folder, count_max=50) if address in mail.recipients)
    found = re.search(rf"(?:/[\w-]+)*/{word}/\S+/", mailed.text)
    assert found, mailed.text
    return found[0]
