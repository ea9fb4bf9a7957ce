"""Axe finds nothing on any page a role can open, wide or narrow, light or dark; nothing is asked outside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from config.access import all_access
from tests.journeys.conftest import Visitor
from tests.journeys.site import Site, is_page

pytestmark = pytest.mark.browser

ROLES = ["", "officer", "administrator", "elected_official", "commune_referent", "body_member", "evaluator", "support"]
# Answers that are files or data, not pages.
NOT_PAGES = ("api-1:",)
AXE = Axe()
OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]},
}


def _settle(page: Page) -> None:
    """Wait until the page is drawn; where parts come later (panels, a map), until it asks nothing any more."""
    page.wait_for_load_state("load")
    if page.locator('[hx-trigger~="load"], [data-map]').count():
        page.wait_for_load_state("networkidle")


def _flaws(page: Page, options: dict) -> list[str]:
    results = AXE.run(page, options=options)
    return [
        f"{flaw['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for flaw in results.response["violations"]
        for node in flaw["nodes"][:4]
    ]


@pytest.fixture(scope="package")
def pages(site: Site) -> dict[tuple[str, str], str]:
    """
    The address to visit for each (role, url name), for every name of the access table that answers a page.

    A name already visited by a role before is not visited again; what no link leads to is prepared.
    """
    chosen: dict[tuple[str, str], str] = {}
    visited: set[str] = set()
    for role in ROLES:
        if role and role not in site.sessions:
            continue
        for name, path in sorted(site.reachable_pages(role, known=visited).items()):
            if name not in visited and not name.startswith(NOT_PAGES):
                visited.add(name)
                chosen[role, name] = path
    unlinked = [
        name
        for name, access in all_access().items()
        if "GET" in access.methods and name not in visited and not name.startswith(NOT_PAGES)
    ]
    landed: set[tuple[str, str]] = set()
    for name, (role, path) in sorted(site.prepared(unlinked).items()):
        status, final, text = site.fetch(path, role)
        if status == 200 and is_page(text) and (role, final) not in landed:
            landed.add((role, final))
            chosen[role, name] = path
    return chosen


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing(site: Site, visitor: Visitor, pages: dict, width: int, scheme: str) -> None:
    assert len(pages) > 20
    found: dict[str, list[str]] = {}
    windows: dict[str, Page] = {}
    shots = os.environ.get("ESSAIM_SHOTS")
    for (role, name), path in pages.items():
        if role not in windows:
            windows[role] = visitor.window(role=role, width=width, scheme=scheme)
        page = windows[role]
        page.goto(site.url + path)
        _settle(page)
        flaws = _flaws(page, OPTIONS)
        excess = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if excess > 0:
            flaws.append(f"the page is {excess} px wider than its window")
        if flaws:
            found[f"{role or 'anonymous'} {name} {path}"] = flaws
        if shots:
            Path(shots).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{shots}/{name.replace(':', '.')}-{width}-{scheme}.png", full_page=True)

    assert found == {}, json.dumps(found, indent=1, ensure_ascii=False)
    assert visitor.outside == []
    assert visitor.complaints == []


def test_public_pages_weigh_less_than_200_kb_and_need_no_script(site: Site, visitor: Visitor, pages: dict) -> None:
    heavy = {}
    for (role, name), path in pages.items():
        if role:
            continue
        # A window of its own: what another page left in the cache would weigh nothing.
        page = visitor.window(scripts=False)
        weights: list[int] = []
        page.on("response", lambda answer, kept=weights: kept.append(_weight(answer)))
        page.goto(site.url + path)
        if sum(weights) > 200_000:
            heavy[f"{name} {path}"] = sum(weights)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path
        page.context.close()

    assert heavy == {}


def _weight(answer) -> int:
    """Return the bytes that crossed the wire, headers included, as the browser counts them."""
    try:
        sizes = answer.request.sizes()
        return int(sizes["responseBodySize"]) + int(sizes["responseHeadersSize"])
    except Exception:
        return len(answer.body())
