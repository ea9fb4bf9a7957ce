"""
The monthly files of Sirene on the State's open data site: which they are this month, and how they come here whole.

The site gives each file a stable address by its id; ids are read from the catalogue by title and format, never kept. What
was begun is resumed, and nothing takes its name here before its size, and its hash if one is published, are right.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from essaim.foundations.sirene.files import BLOCK, SourceFile, sha256_of

SITE = "https://www.data.gouv.fr"
DATASET = "5b7ffc618b4c4169d30727e0"
TIMEOUT = 60
TRIES = 5
Progress = Callable[[str, int, int], None]


class FetchRefused(Exception):
    """A file could not be fetched; what is already there stays, and the next try goes on from it. The text is for people."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the catalogue: where it is, how large, its hash where one is published, and the day it was last changed."""

    file: SourceFile
    name: str
    url: str
    size: int | None
    sha256: str
    modified_on: date


def catalogue(site: str = SITE, dataset: str = DATASET) -> list[Resource]:
    """
    Read which files are published, one for each file we read: Parquet first, else the archive of CSV.

    :raises FetchRefused: if the site does not answer, answers something else, or lacks a file that is needed
    """
    address = f"{site.rstrip('/')}/api/1/datasets/{dataset}/"
    try:
        with _opened(urllib.request.Request(address, headers={"Accept": "application/json"})) as answer:  # noqa: S310
            listed = json.load(answer)["resources"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FetchRefused(
            _("The catalogue at %(address)s cannot be read (%(error)s).") % {"address": address, "error": error}
        ) from error
    found = [_resource(listed, file) for file in SourceFile]
    missing = [file.value for file, resource in zip(SourceFile, found, strict=True) if resource is None]
    if missing:
        raise FetchRefused(
            _("The catalogue at %(address)s lists no %(files)s.") % {"address": address, "files": ", ".join(missing)}
        )
    return [resource for resource in found if resource is not None]


def _resource(listed: list[dict[str, Any]], file: SourceFile) -> Resource | None:
    """Find a file by its title and its format: titles hold its exact name, among longer ones."""
    for wanted, name in (("parquet", file.parquet), ("zip", file.zipped)):
        for row in listed:
            title, kind = str(row.get("title", "")), str(row.get("format", "")).lower()
            words = title.replace(":", " ").replace("_utf8", "").replace(".", " ").split()
            if file.value in words and kind in {wanted, f"csv.{wanted}"}:
                checksum = row.get("checksum") or {}
                is_sha256 = str(checksum.get("type", "")).lower() == "sha256"
                modified = datetime.fromisoformat(str(row.get("last_modified", "1970-01-01")).replace("Z", "+00:00"))
                return Resource(
                    file=file,
                    name=name,
                    url=str(row.get("latest") or row["url"]),
                    size=int(row["filesize"]) if row.get("filesize") else None,
                    sha256=str(checksum["value"]) if is_sha256 else "",
                    modified_on=modified.date(),
                )
    return None


def fetch(resource: Resource, folder: Path, *, progress: Progress | None = None) -> str:
    """
    Bring one file into a folder, going on from what an earlier try left; return its SHA-256.

    :raises FetchRefused: if it does not come whole after several tries, or its hash is another
    """
    place, part = folder / resource.name, folder / f"{resource.name}.part"
    if place.exists() and (not resource.sha256 or sha256_of(place) == resource.sha256):
        return resource.sha256 or sha256_of(place)
    last: Exception | None = None
    for _turn in range(TRIES):
        try:
            _go_on(resource, part, progress)
        except OSError as error:
            last = error
            continue
        if resource.size is None or part.stat().st_size == resource.size:
            break
    else:
        held = part.stat().st_size if part.exists() else 0
        raise FetchRefused(
            _(
                "%(file)s did not come whole (%(held)s of %(size)s bytes; %(error)s). Run the command again: it goes on from there."
            )
            % {"file": resource.name, "held": held, "size": resource.size or "?", "error": last or "?"}
        ) from last
    found = sha256_of(part)
    if resource.sha256 and found != resource.sha256:
        part.unlink()
        raise FetchRefused(
            _("%(file)s has not the hash that is published: it was thrown away. Run the command again.")
            % {"file": resource.name}
        )
    part.replace(place)
    return found


def _go_on(resource: Resource, part: Path, progress: Progress | None) -> None:
    """Ask for what is missing, and add it; a server that sends all again is heard from the start."""
    held = part.stat().st_size if part.exists() else 0
    if resource.size is not None and held >= resource.size:
        if held == resource.size:
            return
        part.unlink()
        held = 0
    headers = {"Range": f"bytes={held}-"} if held else {}
    with _opened(urllib.request.Request(resource.url, headers=headers)) as answer:  # noqa: S310
        if held and answer.status != HTTPStatus.PARTIAL_CONTENT:
            held = 0
        with part.open("ab" if held else "wb") as stream:
            while block := answer.read(BLOCK):
                stream.write(block)
                held += len(block)
                if progress:
                    progress(resource.name, held, resource.size or 0)


def _opened(request: urllib.request.Request) -> Any:
    if not request.full_url.startswith(("https://", "http://")):
        raise FetchRefused(_("%(address)s is no address of the web.") % {"address": request.full_url})
    return urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310 (checked just above)
