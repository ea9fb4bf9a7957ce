"""A whole Essaim for the browser tests: own database, demo loaded, served by granian as in production."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.urls import Resolver404, resolve

from config.env import ROOT
from tests.demonstration import Demonstration, drop


@dataclass(frozen=True, slots=True)
class Site:
    """A running Essaim: its address, and a session key per role kind held by somebody of the demo."""

    url: str
    sessions: Mapping[str, str]
    environment: Mapping[str, str]

    def run(self, *words: str) -> str:
        """Run an essaim command on this site and return what it prints."""
        return _essaim(self.environment, *words)

    def prepared(self, names: Iterable[str]) -> dict[str, tuple[str, str]]:
        """
        Make what pages need that no link leads to, and return for each name a role and an address.

        A name that no role of this site may open is left out.
        """
        found = _inside(self.environment, "addresses", json.dumps(dict(self.sessions)), *sorted(names))
        return {name: (role, path) for name, (role, path) in found.items()}

    def fetch(self, path: str, role: str = "") -> tuple[int, str, str]:
        """Open a page as a role without a browser: status, final path, text."""
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        request = urllib.request.Request(self.url + path, headers=self._cookie(role))
        try:
            with opener.open(request, timeout=60) as answer:
                body = answer.read()
                return answer.status, urllib.parse.urlsplit(answer.url).path, body.decode("utf-8", "replace")
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, path, refusal.read().decode("utf-8", "replace")

    def _cookie(self, role: str) -> dict[str, str]:
        return {"Cookie": f"sessionid={self.sessions[role]}"} if role else {}

    def reachable_pages(self, role: str, *, known: Collection[str] = frozenset(), limit: int = 500) -> dict[str, str]:
        """
        Walk the links of the site as a role and keep the first address found for each url name that answers a page.

        Only links and forms that read are followed; whatever changes something takes a POST.

        :param known: names of pages not to open again: only the first page is, since each role has its own
        """
        found: dict[str, str] = {}
        files: set[str] = set()
        queue, seen = ["/"], {"/"}
        while queue and len(seen) < limit * 4 and len(found) < limit:
            path = queue.pop(0)
            name = url_name(path)
            if name is None or name in found or name in files or (name in known and path != "/"):
                continue
            status, final, text = self.fetch(path, role)
            if status != 200:
                continue
            if not is_page(text):
                files.add(name)
                continue
            landed = url_name(final)
            if landed is not None:
                found.setdefault(landed, final)
            if landed != name:
                continue
            found[name] = path
            for link in _links(text, path):
                if link not in seen:
                    seen.add(link)
                    queue.append(link)
        return found


def is_page(text: str) -> bool:
    """Tell a whole page from a file, a feed or a fragment."""
    return "<html" in text[:2000].lower()


def url_name(path: str) -> str | None:
    """Return the namespaced url name that answers a path, if one does."""
    try:
        return resolve(urllib.parse.unquote(path.partition("?")[0])).view_name
    except Resolver404:
        return None


class _LinkReader(HTMLParser):
    """Collects addresses of links and of htmx fragments."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a link or a fragment points to."""
        for name, value in attrs:
            if value and ((tag == "a" and name == "href") or name == "hx-get"):
                self.found.append(value)


def _links(text: str, base: str) -> Iterator[str]:
    reader = _LinkReader()
    reader.feed(text)
    for address in reader.found:
        joined = urllib.parse.urljoin(base, address).partition("#")[0]
        if joined.startswith("/") and not re.search(r"[?&]export=|/static/|/langue", joined):
            yield joined


def chromium() -> str | None:
    """Find a Chromium on this machine; ESSAIM_CHROMIUM names another."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("ESSAIM_CHROMIUM") or next((found for name in names if (found := shutil.which(name))), None)


def _essaim(environment: Mapping[str, str], *words: str) -> str:
    return _run(environment, str(Path(sys.executable).parent / "essaim"), *words)


def _inside(environment: Mapping[str, str], *words: str) -> dict[str, Any]:
    """Ask the site something from inside."""
    said = _run({**environment, "PYTHONPATH": str(ROOT)}, sys.executable, "-m", "tests.journeys.inside", *words)
    answer: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return answer


def _run(environment: Mapping[str, str], *command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_demo(demonstration: Demonstration, folder: Path) -> Iterator[Site]:
    """
    Start a site with a copy of the demonstration, and stop it at the end.

    :param folder: an empty folder for its files and mails
    """
    name = f"essaim_site_{uuid4().hex[:8]}"
    environment = demonstration.copy(name, folder)
    port = free_port()
    server = None
    try:
        sessions = _inside(environment, "sessions")
        log = (folder / "serve.log").open("w")
        server = subprocess.Popen(
            [str(Path(sys.executable).parent / "essaim"), "serve", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
        )
        site = Site(f"http://127.0.0.1:{port}", sessions, environment)
        _wait_for(site, server, folder / "serve.log")
        yield site
    finally:
        if server is not None:
            server.terminate()
            server.wait(timeout=30)
            log.close()
        drop(name)


def _wait_for(site: Site, server: subprocess.Popen[bytes], log: Path) -> None:
    # The first start compresses the static files.
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            if site.fetch("/")[0] == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())
