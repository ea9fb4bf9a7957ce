"""The reference data shipped with the room: the lists of 2026, and what only some authorities have."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from .lists import Lists, read_lists

FOLDER = Path(__file__).resolve().parent.parent / "reference"
LISTS = (FOLDER / "communes_2026.csv.gz", FOLDER / "epci_2026.csv")
LISTS_SOURCE = "Insee et DGCL, découpage administratif 6.0.0 (Licence Ouverte 2.0)"
OLD_CODES_SOURCE = "Insee, code officiel géographique, changements jusqu’en 2026 (Licence Ouverte 2.0)"
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Beginning:
    """Since which day the present members of an EPCI are known to be its members, and from which source."""

    starts_on: date
    source: str


@cache
def lists() -> Lists:
    """Read the 34 969 communes and the 1 255 EPCI of 2026, once: about two seconds."""
    return read_lists(LISTS)


def rows(name: str) -> list[Row]:
    """Read one of the small files, by its name without ending; empty cells are empty texts."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def day(text: str) -> date | None:
    """Read a day as the files write it: 2020-03-14, or nothing."""
    return date.fromisoformat(text) if text else None


def beginnings() -> dict[str, Beginning]:
    """Return, by SIREN, since when present members are known, for the EPCI whose history is shipped."""
    return {
        row["epci"]: Beginning(date.fromisoformat(row["members_since"]), row["source"])
        for row in rows("epci_histories")
    }


@cache
def sha256() -> str:
    """Return one hash over every file of the folder, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.csv*")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
