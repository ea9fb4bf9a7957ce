"""Loading outlines from files and addresses."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from essaim.foundations.audit_trail.queries import entries_about
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import queries, services
from essaim.foundations.territory.adapters import outlines as adapter
from essaim.foundations.territory.adapters.refusals import FileRefused
from essaim.foundations.territory.models import Load, Outline

from .factories import CommuneFactory, EpciIdentifierFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
ROBOT = SystemActor("test")
RING = [[3.0, 50.0], [3.2, 50.0], [3.2, 50.1], [3.0, 50.1], [3.0, 50.0]]


def _feature(
    code: str, *, kind: str = "Polygon", coordinates: object = None, **properties: object
) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"nom": "Bœuf «é»", "code": code, **properties},
        "geometry": {"type": kind, "coordinates": [RING] if coordinates is None else coordinates},
    }


def _write(path: Path, *features: dict[str, object]) -> Path:
    collection = {"type": "FeatureCollection", "crs": {"type": "name"}, "features": list(features), "licence": "LO 2.0"}
    path.write_text(json.dumps(collection, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _load(path: Path | str, **options: str) -> services.OutlinesLoaded:
    return services.load_outlines(address=str(path), actor=ROBOT, now=NOW, **options)


def test_outlines_of_known_places_are_kept_and_the_others_counted(tmp_path: Path) -> None:
    CommuneFactory(code="59350")
    EpciIdentifierFactory(siren="200093201")
    two = [[RING], [[[4.0, 51.0], [4.1, 51.0], [4.1, 51.1], [4.0, 51.0]]]]
    path = _write(
        tmp_path / "contours.geojson",
        _feature("59350"),
        _feature("75056"),
        _feature("", siren="200093201", kind="MultiPolygon", coordinates=two),
    )

    loaded = _load(path, source="IGN", vintage="2026")

    assert (loaded.kept, loaded.left_out, loaded.centres) == (2, 1, 1)
    assert Outline.objects.get(code="59350").geometry == {"type": "Polygon", "coordinates": [RING]}
    assert queries.outlines_shown(["59350"]) == queries.OutlinesShown(are_loaded=True, credit="IGN 2026")
    assert not queries.outlines_shown(["59009"]).are_loaded
    assert entries_about(Load.objects.get()).get().details["read"] == 3


def test_commune_without_a_centre_gets_that_of_its_outline_and_keeps_its_own(tmp_path: Path) -> None:
    without = CommuneFactory(code="59350")
    with_one = CommuneFactory(code="59009", longitude=1.0, latitude=45.0)

    _load(_write(tmp_path / "contours.geojson", _feature("59350"), _feature("59009")))

    without.refresh_from_db()
    with_one.refresh_from_db()
    assert (without.longitude, without.latitude) == (pytest.approx(3.1), pytest.approx(50.05))
    assert (with_one.longitude, with_one.latitude) == (1.0, 45.0)


def test_loading_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    CommuneFactory(code="59350")
    _load(_write(tmp_path / "contours.geojson", _feature("59350")))
    moved = [[x + 1, y] for x, y in RING]

    _load(_write(tmp_path / "contours.geojson", _feature("59350", coordinates=[moved])))

    assert Outline.objects.get().geometry["coordinates"] == [moved]
    assert Load.objects.count() == 2


def test_coordinates_are_rounded_to_what_maps_need(tmp_path: Path) -> None:
    CommuneFactory(code="59350")
    fine = [[3.00000049, 50.0], [3.000001, 50.0], [3.2, 50.0], [3.2, 50.1], [3.00000049, 50.0]]

    _load(_write(tmp_path / "contours.geojson", _feature("59350", coordinates=[fine])))

    assert Outline.objects.get().geometry["coordinates"] == [[[3.0, 50.0], [3.2, 50.0], [3.2, 50.1], [3.0, 50.0]]]


def test_file_longer_than_a_chunk_is_read_feature_by_feature(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adapter, "CHUNK_BYTES", 7)
    CommuneFactory(code="59350")
    path = _write(tmp_path / "contours.geojson", _feature("59349"), _feature("59350"))

    assert _load(path).kept == 1


def test_compressed_file_is_read(tmp_path: Path) -> None:
    CommuneFactory(code="59350")
    plain = _write(tmp_path / "contours.geojson", _feature("59350"))
    packed = tmp_path / "contours.geojson.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert _load(packed).kept == 1


BROKEN = {
    "no collection": '{"type": "Point"}',
    "no JSON": "code;nom\n59350;Lille\n",
    "cut in the middle": json.dumps({"features": [_feature("59350")]})[:90],
    "no end": '{"features": [',
    "no feature": '{"features": [3]}',
    "no code": json.dumps({"features": [{"type": "Feature", "properties": {"nom": "Lille"}, "geometry": None}]}),
    "no geometry": json.dumps({"features": [{"properties": {"code": "59350"}, "geometry": None}]}),
    "a centre": json.dumps({"features": [_feature("59350", kind="Point", coordinates=[3, 50])]}),
    "metres": json.dumps({"features": [_feature("59350", coordinates=[[[x * 1e5, y * 1e5] for x, y in RING]])]}),
    "an open ring": json.dumps({"features": [_feature("59350", coordinates=[RING[:-1]])]}),
    "an empty polygon": json.dumps({"features": [_feature("59350", kind="MultiPolygon", coordinates=[])]}),
    "texts": json.dumps({"features": [_feature("59350", coordinates=[[["a", "b"]] * 4])]}),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_is_refused_whole(tmp_path: Path, text: str) -> None:
    CommuneFactory(code="59350")
    path = tmp_path / "contours.geojson"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FileRefused, match=r"contours\.geojson"):
        _load(path)

    assert not Outline.objects.exists()


def test_one_bad_outline_leaves_nothing_half_written(tmp_path: Path) -> None:
    CommuneFactory(code="59350")
    path = _write(tmp_path / "contours.geojson", _feature("59350"), _feature("59009", coordinates=[RING[:-1]]))

    with pytest.raises(FileRefused, match="59009"):
        _load(path)

    assert not Outline.objects.exists()


def test_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    CommuneFactory(code="59350")
    path = _write(tmp_path / "contours.geojson", *[_feature("59350")] * 40)

    monkeypatch.setattr(adapter, "CHUNK_BYTES", 500)
    monkeypatch.setattr(adapter, "BYTES_MAX", 2_000)
    with pytest.raises(FileRefused, match=r"MB|Mo"):
        _load(path)
    monkeypatch.setattr(adapter, "BYTES_MAX", 2_000_000)
    monkeypatch.setattr(adapter, "FEATURE_CHARACTERS_MAX", 600)
    with pytest.raises(FileRefused, match=r"MB|Mo"):
        _load(path)


def test_places_that_are_not_loaded_are_told(tmp_path: Path) -> None:
    with pytest.raises(services.NoOutlineUsed, match="1"):
        _load(_write(tmp_path / "contours.geojson", _feature("59350")))


class _Service(BaseHTTPRequestHandler):
    """A geographic service with one good address."""

    def do_GET(self) -> None:
        """Answer the outlines, an error, or half of what was promised."""
        body = json.dumps({"type": "FeatureCollection", "features": [_feature("59350")]}).encode()
        self.send_response(404 if self.path == "/absent" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:60] if self.path == "/cut" else body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Service)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_address_is_read(service: str) -> None:
    CommuneFactory(code="59350")

    assert _load(f"{service}/communes").kept == 1


@pytest.mark.parametrize("page", ["absent", "cut"])
def test_address_that_fails_is_told(service: str, page: str) -> None:
    CommuneFactory(code="59350")

    with pytest.raises(FileRefused, match=page):
        _load(f"{service}/{page}")


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/closed", "ftp://example.org/x", "file:///etc/hosts", "nowhere.json"]
)
def test_what_cannot_be_reached_is_told(address: str) -> None:
    with pytest.raises(FileRefused):
        _load(address)


def test_command_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    CommuneFactory(code="59350")
    path = _write(tmp_path / "contours.geojson", _feature("59350"), _feature("75056"))

    call_command("territory", "outlines", str(path), source="IGN")

    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said] == ["1", "1", "1"]
    with pytest.raises(CommandError, match="essaim init"):
        call_command("territory", "outlines")
    with pytest.raises(CommandError, match="absent"):
        call_command("territory", "outlines", str(tmp_path / "absent.geojson"))
