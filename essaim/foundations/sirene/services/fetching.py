"""Fetches the files of a month from the open data site into a folder that can then be loaded without a network."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import permissions
from essaim.foundations.sirene.adapters import open_data
from essaim.foundations.sirene.files import MANIFEST, SourceFile


def fetch_month(
    *,
    folder: Path,
    actor: Actor,
    site: str = open_data.SITE,
    with_history: bool = True,
    progress: open_data.Progress | None = None,
) -> date:
    """
    Bring the files published now into a folder, with what says which month they are of; return that month.

    The month is that of the day the file of establishments was last changed: files come about the first of the month.

    :param folder: one folder a month is made in it, such as 2026-08
    :raises NotAllowed: if the actor is not a command
    :raises FetchRefused: if a file does not come whole; what came stays, and the next try goes on from it
    """
    require(permissions.can_load(actor))
    resources = open_data.catalogue(site)
    if not with_history:
        resources = [found for found in resources if found.file is not SourceFile.ESTABLISHMENT_HISTORY]
    changed_on = next(found.modified_on for found in resources if found.file is SourceFile.ESTABLISHMENTS)
    vintage = changed_on.replace(day=1)
    place = folder / f"{vintage:%Y-%m}"
    place.mkdir(parents=True, exist_ok=True)
    hashes = {found.name: open_data.fetch(found, place, progress=progress) for found in resources}
    manifest = {
        "vintage": f"{vintage:%Y-%m}",
        "files": [
            {
                "name": found.name,
                "url": found.url,
                "sha256": hashes[found.name],
                "modified": found.modified_on.isoformat(),
            }
            for found in resources
        ],
    }
    (place / MANIFEST).write_text(json.dumps(manifest, indent=2), encoding="utf-8")
    return vintage
