"""Fetching the files of a month, from a server of this machine that breaks off, resumes and lies as real ones do."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene import services
from essaim.foundations.sirene.adapters.open_data import FetchRefused
from essaim.foundations.sirene.files import MANIFEST, SourceFile

from . import small_stock
from .conftest import NOW

COMMAND = SystemActor("essaim sirene fetch")


class _Site(ThreadingHTTPServer):
    """An open data site: files by name, how many bytes it sends before it breaks off, and what it was asked for."""

    files: dict[str, bytes]
    breaks: int
    ranges: list[str]
    wrong_hash: bool
    ignores_ranges: bool


class _Answers(BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        if self.path.startswith("/api/1/datasets/"):
            self._send(json.dumps({"resources": self._resources()}).encode())
            return
        content = self.server.files[self.path.removeprefix("/")]
        wanted = self.headers.get("Range", "")
        self.server.ranges.append(wanted)
        start = 0 if self.server.ignores_ranges or not wanted else int(wanted.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        rest = content[start:]
        if self.server.breaks:
            self.server.breaks -= 1
            rest = rest[: len(rest) // 2]
            self.close_connection = True
        self.wfile.write(rest)

    def _resources(self) -> list[dict[str, object]]:
        port = self.server.server_address[1]
        listed: list[dict[str, object]] = [
            {"title": "Dessin de fichier StockUniteLegale", "format": "pdf", "url": "http://127.0.0.1/dessin.pdf"}
        ]
        for name, content in self.server.files.items():
            value = hashlib.sha256(b"other" if self.server.wrong_hash else content).hexdigest()
            listed.append(
                {
                    "title": f"Sirene : Fichier {name.removesuffix('_utf8.parquet')} (format parquet)",
                    "format": "parquet",
                    "latest": f"http://127.0.0.1:{port}/{name}",
                    "filesize": len(content),
                    "checksum": {"type": "sha256", "value": value},
                    "last_modified": "2026-08-01T09:12:00+00:00",
                }
            )
        return listed

    def _send(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[_Site]:
    stock = small_stock.write(tmp_path / "published", lists=False)
    server = _Site(("127.0.0.1", 0), _Answers)
    server.files = {file.parquet: (stock / file.parquet).read_bytes() for file in SourceFile}
    server.breaks, server.ranges, server.wrong_hash, server.ignores_ranges = 0, [], False, False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _address(site: _Site) -> str:
    return f"http://127.0.0.1:{site.server_address[1]}"


@pytest.mark.django_db
def test_what_was_fetched_can_be_loaded(site: _Site, tmp_path: Path) -> None:
    vintage = services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)

    loaded = services.load_snapshot(folder=tmp_path / "2026-08", actor=COMMAND, now=NOW)
    assert vintage == loaded.vintage == date(2026, 8, 1)
    assert not list((tmp_path / "2026-08").glob("*.part"))


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(site: _Site, tmp_path: Path) -> None:
    site.breaks = 2

    services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)

    for name, content in site.files.items():
        assert (tmp_path / "2026-08" / name).read_bytes() == content
    assert [wanted != "" for wanted in site.ranges[:3]] == [False, True, True]


def test_another_run_goes_on_from_what_an_earlier_one_left(site: _Site, tmp_path: Path) -> None:
    site.breaks = 1000
    with pytest.raises(FetchRefused):
        services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)
    site.breaks, site.ranges = 0, []

    services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)

    assert site.ranges[0].startswith("bytes=")


def test_what_is_there_already_is_not_fetched_again(site: _Site, tmp_path: Path) -> None:
    services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)
    site.ranges = []

    services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)

    assert site.ranges == []


def test_a_server_that_sends_all_again_is_heard_from_the_start(site: _Site, tmp_path: Path) -> None:
    site.breaks, site.ignores_ranges = 1, True

    services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)

    for name, content in site.files.items():
        assert (tmp_path / "2026-08" / name).read_bytes() == content


def test_a_file_of_another_hash_is_thrown_away(site: _Site, tmp_path: Path) -> None:
    site.wrong_hash = True

    with pytest.raises(FetchRefused, match=SourceFile.UNITS.value):
        services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)

    assert list((tmp_path / "2026-08").iterdir()) == []


def test_a_catalogue_without_a_file_is_refused(site: _Site, tmp_path: Path) -> None:
    del site.files[SourceFile.ESTABLISHMENTS.parquet]

    with pytest.raises(FetchRefused, match=r"StockEtablissement\b"):
        services.fetch_month(folder=tmp_path, site=_address(site), actor=COMMAND)


def test_a_site_that_does_not_answer_is_named(site: _Site, tmp_path: Path) -> None:
    address = _address(site)
    site.shutdown()
    site.server_close()

    with pytest.raises(FetchRefused, match=r"127\.0\.0\.1"):
        services.fetch_month(folder=tmp_path, site=address, actor=COMMAND)


@pytest.mark.parametrize("options", [(), ("--without-history",)])
def test_the_command_brings_the_files_of_the_month(site: _Site, tmp_path: Path, options: tuple[str, ...]) -> None:
    said, told = io.StringIO(), io.StringIO()

    call_command("sirene", "fetch", str(tmp_path), "--site", _address(site), *options, stdout=said, stderr=told)

    wanted = [file.parquet for file in SourceFile if not options or file is not SourceFile.ESTABLISHMENT_HISTORY]
    assert sorted(path.name for path in (tmp_path / "2026-08").iterdir()) == sorted([*wanted, MANIFEST])
    assert str(tmp_path / "2026-08") in said.getvalue()
    assert all(name in told.getvalue() for name in wanted)


def test_the_command_says_what_was_refused(site: _Site, tmp_path: Path) -> None:
    site.wrong_hash = True

    with pytest.raises(CommandError, match=SourceFile.UNITS.value):
        call_command("sirene", "fetch", str(tmp_path), "--site", _address(site), stderr=io.StringIO())
