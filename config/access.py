"""Gathers every route of the site and every room's word on who may open it; the tests and docs/roles.md compare them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, get_resolver

from config.settings.rooms import ROOMS
from essaim.foundations.ui.access import PUBLIC, Access

# What belongs to no room: the read API's own description.
OWN: dict[str, Access] = {
    "api_root": Access(PUBLIC),
    "api-1:api-root": Access(PUBLIC),
    "api-1:openapi-json": Access(PUBLIC),
}


@dataclass(frozen=True, slots=True)
class Route:
    """One route: its full name, which is its address if it has none, and its pattern as written."""

    name: str
    pattern: str


def routes() -> list[Route]:
    """List every route of the site, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str, prefix: str) -> Iterator[Route]:
    for entry in patterns:
        written = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, written)
        else:
            yield Route(f"{namespace}{entry.name}" if entry.name else f"/{written}", written)


def access_by_room() -> dict[str, dict[str, Access]]:
    """Read every room's access.py, from the name of the room to its table; "config" holds what belongs to none."""
    found = {"config": OWN}
    for room in ROOMS:
        if find_spec(f"{room}.access") and hasattr(module := import_module(f"{room}.access"), "ACCESS"):
            found[room.split(".")[-1]] = module.ACCESS
    return found


def all_access() -> dict[str, Access]:
    """Return the whole table, from full url names to who may open them."""
    return {name: access for table in access_by_room().values() for name, access in table.items()}
