"""The small lists shipped with the room, read once: sections of activity, brackets, first edition of the perimeter."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from .register import REFERENCE


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the files, by its name without ending."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def labels_of_sections() -> Mapping[str, str]:
    """Return the sections of NAF rev. 2, by letter; those of NAF 2025 are others."""
    return {row["code"]: row["label"] for row in rows("naf_rev2_sections")}


@cache
def regions() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the regions: code, name, and the départements they are made of."""
    return tuple((row["code"], row["name"], tuple(row["departments"].split())) for row in rows("regions"))


@cache
def labels_of_brackets() -> Mapping[str, str]:
    """Return the brackets of employees, by code."""
    return {row["code"]: row["label"] for row in rows("brackets")}


@cache
def spans_of_brackets() -> Mapping[str, tuple[int, int | None]]:
    """Return the least and the most of each bracket that has employees; most is None for the last."""
    return {
        row["code"]: (int(row["least"]), int(row["most"]) if row["most"] else None)
        for row in rows("brackets")
        if row["least"]
    }
