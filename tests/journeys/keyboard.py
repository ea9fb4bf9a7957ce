"""Moves on a page by keyboard alone, and sees that the focus can be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import settle

TABS_MAX = 250


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus, and check that the focus can be seen."""
    target = page.locator(selector).first
    expect(target).to_be_visible()
    for _press in range(TABS_MAX):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            style = target.evaluate(
                "element => [getComputedStyle(element).outlineStyle, getComputedStyle(element).boxShadow]"
            )
            assert style != ["none", "none"], f"the focus on {selector} cannot be seen"
            return
    pytest.fail(f"{selector} is not reached by keyboard")


def follow(page: Page, selector: str) -> None:
    """Go to a link or a button by keyboard, press Enter, and wait for the page it leads to."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    settle(page)


def write(page: Page, selector: str, text: str) -> None:
    """Go to a field by keyboard and type in it."""
    tab_to(page, selector)
    page.keyboard.type(text)
