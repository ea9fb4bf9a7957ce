"""A resident measures the ESS of the territory on a telephone: by keyboard alone, with scripts and without."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor
from tests.journeys.keyboard import follow, tab_to, write
from tests.journeys.pages import fits, settle

pytestmark = pytest.mark.browser
ROWS = 'main .stats a[href^="/observatoire/etablissements/"]'
FILES = 'a[href^="/observatoire/fichiers/"]'


def _number(page: Page, selector: str) -> int:
    """Read the number that stands in a link, without the words for screen readers."""
    return int(re.sub(r"\D", "", page.locator(selector).first.inner_text().split("–")[0]))


def _choose(page: Page, name: str, value: str, *, scripts: bool) -> None:
    """Reach a filter by keyboard and choose; scripts send it by themselves, without them its button does."""
    tab_to(page, f'main select[name="{name}"]')
    page.locator(f'main select[name="{name}"]').select_option(value)
    if scripts:
        page.wait_for_url(f"**{name}={value}**")
        settle(page)
    else:
        follow(page, '#filters button[type="submit"]')


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_resident_measures_compares_and_takes_away(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/observatoire/", width=375, scheme="dark", scripts=scripts)
    fits(page)
    expect(page.locator("#carte svg, #carte canvas").first).to_be_visible()
    shown = _number(page, ROWS)

    # A number opens as many rows as it says, which are searched.
    follow(page, ROWS)
    assert _number(page, "#list strong") == shown
    fits(page)
    write(page, 'main input[name="q"]', "inventee 1")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    settle(page)
    assert 0 < _number(page, "#list strong") < shown
    follow(page, '.breadcrumb a[href^="/observatoire/"]')

    # Another rule, told in the address; map, drawing and table are of it.
    _choose(page, "rule", "annuaire", scripts=scripts)
    assert "rule=annuaire" in page.url
    expect(page.locator("#socle")).to_contain_text("Annuaire des entreprises")
    expect(page.locator("#parties figure img")).to_have_attribute("alt", re.compile("Annuaire des entreprises"))
    assert all("rule=annuaire" in url for url in _addresses(page, f"#carte {FILES}, #parties {FILES}"))
    follow(page, '#parties a[href*="by=commune"]')
    expect(page.locator("#parties table.is-carded tbody")).to_contain_text("Lille")
    follow(page, '#parties thead a[href$="#jobs"]')
    expect(page.locator("#jobs")).to_be_visible()

    # What the estimate rests on.
    follow(page, 'main a[href="/observatoire/moyennes/"]')
    expect(page.locator("main")).to_contain_text("Calées sur")

    # Beside another territory, this month and over the years.
    page.goto(page.url.replace("/moyennes/", "/comparer/?with=200093201"))
    tab_to(page, "#with")
    page.locator("#with").select_option("244400404")
    follow(page, 'form:has(#with) button[type="submit"]')
    expect(page.locator("main table tbody").first).to_contain_text("Nantes")
    fits(page)
    follow(page, 'main p a[href^="/observatoire/comparer/evolution/"]')
    assert page.url.count("with=") == 2
    for name in ("Méthode", "Champ", "Ruptures"):
        expect(page.locator("#lecture")).to_contain_text(name)
    expect(page.locator("#survie figure img")).to_be_visible()
    fits(page)

    # What is taken away opens.
    sheet = page.request.get(page.url.split("/observatoire/")[0] + "/observatoire/fiches/200093201.pdf")
    assert sheet.body().startswith(b"%PDF")
    parquet = next(url for url in _addresses(page, f"#survie {FILES}") if "survie.parquet" in url)
    assert page.request.get(page.url.split("/observatoire/")[0] + parquet).body().startswith(b"PAR1")
    assert visitor.outside == []
    assert visitor.complaints == []


def _addresses(page: Page, selector: str) -> list[str]:
    found = [link.get_attribute("href") or "" for link in page.locator(selector).all()]
    assert found
    return found
