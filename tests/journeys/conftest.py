"""One site and one browser for all the journeys."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.demonstration import Demonstration
from tests.journeys.site import Site, chromium, serve_demo

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def site(demonstration: Demonstration, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from serve_demo(demonstration, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """
    Start Chromium, and stop it with the last journey.

    Its driver keeps a loop running in this thread, and Django refuses its database to whatever runs beside a loop.
    """
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("No Chromium on this machine: .ci/run installs it, so that browser tests are never skipped.")
        pytest.skip("No Chromium on this machine; install one, or name it in ESSAIM_CHROMIUM.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


class Visitor:
    """Opens pages as a role, in a window of a given width and colour scheme, and notes what the page asks outside."""

    def __init__(self, browser: Browser, site: Site) -> None:
        """Keep the browser and the site."""
        self._browser = browser
        self._site = site
        self._contexts: list = []
        self.outside: list[str] = []
        self.complaints: list[str] = []

    def open(
        self, path: str, *, role: str = "", width: int = 1280, scheme: str = "light", scripts: bool = True
    ) -> Page:
        """Open a path of the site in a fresh window."""
        page = self.window(role=role, width=width, scheme=scheme, scripts=scripts)
        page.goto(self._site.url + path)
        return page

    def window(self, *, role: str = "", width: int = 1280, scheme: str = "light", scripts: bool = True) -> Page:
        """Open an empty window, signed in as a role if one is given."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            locale="fr-FR",
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        if role:
            context.add_cookies([{"name": "sessionid", "value": self._site.sessions[role], "url": self._site.url}])
        page = context.new_page()
        page.on("request", self._note_request)
        page.on("console", self._note_complaint)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _note_complaint(self, message) -> None:
        """Keep an error of the console, with the resource it is about."""
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _note_request(self, request) -> None:
        if not request.url.startswith((self._site.url, "data:", "blob:")):
            self.outside.append(request.url)

    def close(self) -> None:
        """Close every window."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Visitor]:
    opened = Visitor(browser, site)
    yield opened
    opened.close()
