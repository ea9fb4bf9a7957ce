"""Axe finds nothing on any page a role can open, wide or narrow, light or dark; nothing is asked outside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import Visitor
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

ROLES = ["", "officer", "administrator", "elected_official", "commune_referent", "body_member", "evaluator", "support"]
# Answers that are files or data, not pages.
NOT_PAGES = ("api-1:",)
AXE = Axe()
OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


def _is_page(site: Site, path: str, role: str) -> bool:
    return "<html" in site.fetch(path, role)[2][:2000].lower()


def _flaws(page, options: dict) -> list[str]:
    results = AXE.run(page, options=options)
    return [
        f"{flaw['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for flaw in results.response["violations"]
        for node in flaw["nodes"][:4]
    ]


@pytest.fixture(scope="session")
def pages(site: Site) -> dict[tuple[str, str], str]:
    """The address to visit for each (role, url name): a name already visited by a role before it is not visited again."""
    chosen: dict[tuple[str, str], str] = {}
    visited: set[str] = set()
    for role in ROLES:
        if role and role not in site.sessions:
            continue
        for name, path in sorted(site.reachable(role).items()):
            if name not in visited and not name.startswith(NOT_PAGES) and _is_page(site, path, role):
                visited.add(name)
                chosen[role, name] = path
    return chosen


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (375, "dark")])
def test_axe_finds_nothing(site: Site, visitor: Visitor, pages: dict, width: int, scheme: str) -> None:
    assert len(pages) > 20
    found: dict[str, list[str]] = {}
    windows: dict[str, object] = {}
    shots = os.environ.get("ESSAIM_SHOTS")
    for (role, name), path in pages.items():
        page = windows.setdefault(role, visitor.window(role=role, width=width, scheme=scheme))
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
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
        page = visitor.window(scripts=False)
        weights: list[int] = []
        page.on("response", lambda answer, kept=weights: kept.append(_weight(answer)))
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
        if sum(weights) > 200_000:
            heavy[f"{name} {path}"] = sum(weights)
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").inner_text().strip(), path

    assert heavy == {}


def _weight(answer) -> int:
    """Return the bytes that crossed the wire, headers included, as the browser counts them."""
    try:
        sizes = answer.request.sizes()
        return int(sizes["responseBodySize"]) + int(sizes["responseHeadersSize"])
    except Exception:
        return len(answer.body())
