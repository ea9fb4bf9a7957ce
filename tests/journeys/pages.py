"""What the stories do on any page: follow a link, press a button, see that it fits, read the mails."""

from __future__ import annotations

import re

from playwright.sync_api import Page

# The page is whole, and nothing that it asked for in parts is on its way.
IS_SETTLED = """() => document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")
"""


def settle(page: Page) -> None:
    """Wait until a page is there with its parts. Half a second of silence would tell it as well, at each step of each story."""
    page.wait_for_load_state("load")
    page.wait_for_function(IS_SETTLED)


def link(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow a link of the page itself, named as a whole, or by a pattern, and wait until the next one is there."""
    page.locator("main").get_by_role("link", name=name, exact=True).first.click()
    settle(page)


def button(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button of the page itself, named as a whole, or by a pattern, and wait for what it brings."""
    page.locator("main").get_by_role("button", name=name, exact=True).first.click()
    settle(page)


def fits(page: Page) -> None:
    """Check that the page is no wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url


def mailed_link(page: Page, url: str, word: str) -> str:
    """Read the mails of the demonstration, the latest first, and return the path of the first link of a kind."""
    page.goto(f"{url}/demo/courriels/")
    found = page.locator(f'main a[href*="/{word}/"]').first.get_attribute("href")
    assert found is not None
    return found
