"""The main stories, by keyboard alone, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import settle
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


def test_resident_reads_the_plan_asks_and_follows_the_question(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    tab_to(page, ".main-nav summary")
    page.keyboard.press("Enter")
    follow(page, '.main-nav a[href="/plans/"]')
    follow(page, 'main a[href="/plans/2022-2026/"]')
    follow(page, 'main a[href^="/plans/2022-2026/actions/"]')
    expect(page.locator("h1")).to_have_count(1)
    follow(page, 'main a[href$="/question/"]')
    write(page, 'main textarea[name="text"]', "Où se tiendra la prochaine rencontre ?")
    # A form sent sooner is taken for a robot's.
    page.wait_for_timeout(3500)
    follow(page, 'main form[method="post"] button[type="submit"]')
    number = re.search(r"/suivi/([A-Z0-9-]+)/", page.url)

    assert number, page.url
    expect(page.locator("main")).to_contain_text(number[1])
    expect(page.locator("main")).to_contain_text("Où se tiendra la prochaine rencontre")
    assert visitor.outside == []


def test_officer_opens_the_queue_of_questions_from_the_menu(visitor: Visitor) -> None:
    page = visitor.open("/", role="officer")
    tab_to(page, ".main-nav details:has(a[href='/questions/']) summary")
    page.keyboard.press("Enter")
    follow(page, '.main-nav a[href="/questions/"]')

    expect(page.locator("main table caption")).to_be_visible()
    follow(page, "main table tbody a")
    expect(page.locator("main form[method='post']").first).to_be_visible()


def test_list_filtered_by_keyboard_is_the_list_reloaded(visitor: Visitor) -> None:
    page = visitor.open("/actions/")
    write(page, 'form.filters input[name="q"]', "coop")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=coop**")
    settle(page)
    swapped = page.locator("#list table").inner_text()

    page.reload()

    assert page.locator("#list table").inner_text() == swapped


def test_language_and_theme_are_chosen_by_keyboard_and_kept(visitor: Visitor) -> None:
    page = visitor.open("/plans/")
    follow(page, 'footer button[name="language"][value="en"]')
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/plans/")
    follow(page, 'footer button[name="theme"][value="dark"]')
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_elected_official_reads_the_cockpit_on_a_telephone(visitor: Visitor, site: Site) -> None:
    page = visitor.open("/tableau-de-bord/", role="elected_official", width=375)
    settle(page)

    expect(page.locator("h1")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    tab_to(page, "main a[href]")
    assert visitor.outside == []
    assert visitor.complaints == []


def test_menu_of_a_telephone_unfolds_by_keyboard_and_needs_no_script(visitor: Visitor) -> None:
    page = visitor.open("/", width=375)
    expect(page.locator(".main-nav")).to_be_hidden()
    tab_to(page, "[data-fold]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-fold]")).to_have_attribute("aria-expanded", "true")
    tab_to(page, ".main-nav summary")
    page.keyboard.press("Enter")
    follow(page, '.main-nav a[href="/plans/"]')
    expect(page.locator(".main-nav")).to_be_hidden()

    bare = visitor.open("/", width=375, scripts=False)

    expect(bare.locator(".main-nav")).to_be_visible()
    expect(bare.locator("[data-fold]")).to_be_hidden()


def test_filters_of_a_list_unfold_by_keyboard_on_a_telephone_and_stay_while_one_is_chosen(visitor: Visitor) -> None:
    page = visitor.open("/actions/", width=375)
    search = page.locator('form.filters input[name="q"]')
    expect(search).to_be_hidden()
    tab_to(page, ".filter-fold")
    page.keyboard.press("Enter")
    write(page, 'form.filters input[name="q"]', "coop")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=coop**")
    settle(page)

    expect(page.locator(".filter-fold")).to_have_attribute("aria-expanded", "true")
    expect(search).to_have_value("coop")

    bare = visitor.open("/actions/", width=375, scripts=False)
    expect(bare.locator(".filter-fold")).to_be_hidden()
    expect(bare.locator('form.filters input[name="q"]')).to_be_visible()


def test_row_of_a_list_is_a_card_on_a_telephone_and_still_a_row(visitor: Visitor) -> None:
    page = visitor.open("/actions/", width=375)
    card = page.locator("#list tbody tr").first

    assert page.locator(".table-scroll").evaluate("box => box.scrollWidth <= box.clientWidth")
    expect(page.get_by_role("row").nth(1)).to_be_visible()
    assert card.get_by_role("cell").count() > 3
    follow(page, "#list thead a")
    expect(page.locator("#list th[aria-sort]")).to_have_count(1)
