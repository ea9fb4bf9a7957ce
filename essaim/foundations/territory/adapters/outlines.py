"""Reads outlines from a GeoJSON file or address, feature by feature, with limits on what it will hold."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import http.client
import itertools
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from django.utils.translation import gettext as _

from .refusals import FileRefused, RowError

BYTES_MAX = 200 * 1024 * 1024
FEATURE_CHARACTERS_MAX = 20 * 1024 * 1024
CHUNK_BYTES = 256 * 1024
TIMEOUT_SECONDS = 30
# A tenth of a second of arc is three metres: outlines for maps need no more.
DECIMALS = 5
# Where files of the State and of authorities write the code of a commune or of an EPCI.
CODE_NAMES = ("code", "code_insee", "insee_com", "insee", "codgeo", "com", "siren", "siren_epci", "code_siren")
FEATURES = re.compile(r'"features"\s*:\s*\[')
# The State's service gives the communes of an EPCI as GeoJSON (API Découpage administratif).
SERVICE = "https://geo.api.gouv.fr/epcis/{siren}/communes?fields=nom,code&format=geojson&geometry=contour"

Geometry = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline read: its code, its polygon or polygons rounded, and a point at the centre of the largest."""

    code: str
    geometry: Geometry
    longitude: float
    latitude: float


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Source:
    """A GeoJSON file or address, read once; sha256 is known when shapes() is exhausted."""

    def __init__(self, address: str) -> None:
        """Keep the address: a path, or a URL that starts with https:// or http://."""
        self.address = address
        self._digest = hashlib.sha256()
        self.sha256 = ""

    @property
    def name(self) -> str:
        """The last part of the address, for messages."""
        return self.address.rstrip("/").rsplit("/", 1)[-1] or self.address

    def shapes(self) -> Iterator[Shape]:
        """
        Yield the outlines, one by one, with what is wrong said at the first feature that cannot be read.

        :raises FileRefused: if the file cannot be read, is too large, is no FeatureCollection, or holds a bad outline
        """
        with self._open() as raw:
            stream: _Readable = gzip.GzipFile(fileobj=raw) if self.address.endswith(".gz") else raw
            for number, feature in enumerate(self._features(stream), start=1):
                yield self._shape(feature, number)
        self.sha256 = self._digest.hexdigest()

    def _open(self) -> BinaryIO:
        if not re.match(r"[a-z][a-z0-9+.-]*://", self.address, re.IGNORECASE):
            try:
                return Path(self.address).open("rb")
            except OSError as error:
                raise self._refusal(0, f"{error.strerror}.", _("Check the name of the file.")) from error
        if urllib.parse.urlsplit(self.address).scheme not in {"http", "https"}:
            raise self._refusal(0, _("This kind of address is not read."), _("Give an https address, or a file."))
        request = urllib.request.Request(self.address, headers={"User-Agent": "Essaim", "Accept": "application/json"})  # noqa: S310
        try:
            answer: BinaryIO = urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310
        except urllib.error.HTTPError as error:
            problem = _("The service answered %(status)s.") % {"status": error.code}
            error.close()
            raise self._refusal(0, problem, _("Check the address; or download the file and give its path.")) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            problem = _("The service cannot be reached (%(reason)s).") % {"reason": getattr(error, "reason", error)}
            mend = _("Try again later; or download the file elsewhere and give its path.")
            raise self._refusal(0, problem, mend) from error
        return answer

    def _features(self, stream: _Readable) -> Iterator[object]:
        """Decode one feature after another; only one is in memory, with what follows it in its chunk."""
        text = _Text(self, stream)
        while not (found := FEATURES.search(text.held)):
            if not text.grow():
                raise self._refusal(
                    0, _("This is no GeoJSON FeatureCollection."), _("Export as GeoJSON, in WGS 84 (EPSG:4326).")
                )
        text.drop(found.end())
        decoder = json.JSONDecoder()
        number = 0
        while True:
            text.drop(len(text.held) - len(text.held.lstrip(", \n\r\t")))
            if text.held.startswith("]"):
                break
            try:
                feature, end = decoder.raw_decode(text.held)
            except json.JSONDecodeError as error:
                if text.grow():
                    continue
                problem = _("The file stops in the middle, or is no JSON.")
                raise self._refusal(number + 1, problem, _("Download or export it again.")) from error
            number += 1
            yield feature
            text.drop(end)
        while text.grow():
            text.drop(len(text.held))

    def _shape(self, feature: object, number: int) -> Shape:
        if not isinstance(feature, dict):
            raise self._refusal(number, _("This is no feature."), _("Export as GeoJSON, in WGS 84 (EPSG:4326)."))
        properties = {str(key).lower(): value for key, value in (feature.get("properties") or {}).items()}
        code = next((str(properties[name]) for name in CODE_NAMES if properties.get(name)), "")
        if not code:
            found = ", ".join(sorted(properties)) or "–"
            problem = _("There is no code: the properties are %(found)s.") % {"found": found}
            raise self._refusal(number, problem, _("Give each outline a property “code” with its INSEE code or SIREN."))
        geometry = feature.get("geometry") or {}
        kind = geometry.get("type")
        if kind not in {"Polygon", "MultiPolygon"}:
            problem = _("%(code)s is a %(kind)s, not an outline.") % {"code": code, "kind": kind or "–"}
            raise self._refusal(number, problem, _("Ask the service for contours, not for centres."))
        raw: Any = geometry.get("coordinates")
        try:
            polygons = [_polygon(part) for part in ([raw] if kind == "Polygon" else raw)]
        except (TypeError, ValueError, IndexError, KeyError) as error:
            problem = _("The outline of %(code)s is broken: %(reason)s.") % {"code": code, "reason": error}
            raise self._refusal(number, problem, _("Export it again, in WGS 84 (EPSG:4326).")) from error
        if not polygons:
            problem = _("The outline of %(code)s is empty.") % {"code": code}
            raise self._refusal(number, problem, _("Leave it out, or export it again."))
        centre = max((_centre(polygon[0]) for polygon in polygons), key=lambda found: found[0])
        coordinates: object = polygons[0] if kind == "Polygon" else polygons
        return Shape(code, {"type": kind, "coordinates": coordinates}, round(centre[1], 4), round(centre[2], 4))

    def _refusal(self, number: int, problem: str, mend: str) -> FileRefused:
        place = _("%(file)s, feature %(number)s") % {"file": self.name, "number": number} if number else self.name
        return FileRefused([RowError(place, 0, "", problem, mend)])

    def take(self, stream: _Readable) -> bytes:
        """
        Read the next bytes, counted in the hash.

        :raises FileRefused: if the stream breaks
        """
        try:
            chunk = stream.read(CHUNK_BYTES)
        except (OSError, EOFError, zlib.error, http.client.HTTPException) as error:
            problem = _("The file cannot be read to its end (%(reason)s).") % {"reason": error}
            raise self._refusal(0, problem, _("Download it again.")) from error
        self._digest.update(chunk)
        return chunk

    def refuse_size(self, limit: int) -> FileRefused:
        """Build the refusal of what is too large."""
        problem = _("It is larger than %(size)s MB.") % {"size": limit // 1024 // 1024}
        return self._refusal(0, problem, _("Simplify the outlines, or keep those of your communes."))


class _Text:
    """The text held in memory: what is read and not decoded yet."""

    def __init__(self, source: Source, stream: _Readable) -> None:
        self.held = ""
        self._source = source
        self._stream = stream
        self._bytes = 0
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")(errors="replace")

    def grow(self) -> bool:
        """Read one chunk more; false at the end."""
        chunk = self._source.take(self._stream)
        if not chunk:
            return False
        self._bytes += len(chunk)
        if self._bytes > BYTES_MAX:
            raise self._source.refuse_size(BYTES_MAX)
        self.held += self._decoder.decode(chunk)
        if len(self.held) > FEATURE_CHARACTERS_MAX:
            raise self._source.refuse_size(FEATURE_CHARACTERS_MAX)
        return True

    def drop(self, count: int) -> None:
        """Forget the first characters."""
        self.held = self.held[count:]


def _polygon(rings: Sequence[Sequence[Sequence[float]]]) -> list[list[list[float]]]:
    """
    Round a polygon and check it.

    :raises ValueError: if a ring is not closed, has too few points, or is not in degrees
    """
    if not rings:
        message = _("a polygon without a ring")
        raise ValueError(message)
    kept = []
    for ring in rings:
        points = [[round(float(point[0]), DECIMALS), round(float(point[1]), DECIMALS)] for point in ring]
        if len(points) < 4 or points[0] != points[-1]:
            message = _("a ring that is not closed")
            raise ValueError(message)
        if any(abs(x) > 180 or abs(y) > 90 for x, y in points):
            message = _("coordinates that are not degrees")
            raise ValueError(message)
        kept.append([point for number, point in enumerate(points) if number == 0 or point != points[number - 1]])
    return kept


def _centre(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Return the area of a ring, in square degrees, and its centre of gravity."""
    doubled = x_sum = y_sum = 0.0
    # From the first point, so that small areas far from the origin keep their digits.
    left, low = ring[0]
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        cross = (x1 - left) * (y2 - low) - (x2 - left) * (y1 - low)
        doubled += cross
        x_sum += (x1 + x2 - 2 * left) * cross
        y_sum += (y1 + y2 - 2 * low) * cross
    if doubled == 0:
        return 0.0, left, low
    return abs(doubled) / 2, left + x_sum / (3 * doubled), low + y_sum / (3 * doubled)
