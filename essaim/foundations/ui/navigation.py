"""Menus to which rooms add their own entries when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest
from django.urls import reverse

SECTIONS = ("main", "office", "footer", "personal")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One line of a menu; label is lazy, shown_to is asked with the person of the request.

    The section "personal" stands beside the person's name. badge counts what is new for the person; it is asked only
    where the menu is drawn, so that it may cost one cheap query.
    """

    section: str
    label: object
    url_name: str
    order: int = 100
    shown_to: Callable[..., object] | None = None
    badge: Callable[..., int] | None = None


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry ready for the template."""

    label: str
    url: str
    is_current: bool
    badge: Callable[[], int] | None = None

    @property
    def count(self) -> int:
        """How many things are new, asked at this moment; none for an entry that counts nothing."""
        return self.badge() if self.badge else 0


_entries: list[Entry] = []


def add(entry: Entry) -> None:
    """
    Add an entry to a menu; called in AppConfig.ready().

    :raises ValueError: if there is no such section
    """
    if entry.section not in SECTIONS:
        message = f"There is no menu section {entry.section!r}."
        raise ValueError(message)
    if entry not in _entries:
        _entries.append(entry)


def all_entries() -> tuple[Entry, ...]:
    """Return every entry of every menu, for the tests."""
    return tuple(_entries)


def entries(section: str, request: HttpRequest) -> list[ShownEntry]:
    """List the entries of a menu that the person of the request may see, in their order."""
    shown = []
    for entry in sorted(_entries, key=lambda entry: entry.order):
        if entry.section != section or (entry.shown_to is not None and not entry.shown_to(request.user)):
            continue
        url = reverse(entry.url_name)
        is_current = request.path == url or (url != "/" and request.path.startswith(url))
        badge = partial(entry.badge, request.user) if entry.badge else None
        shown.append(ShownEntry(str(entry.label), url, is_current, badge))
    return shown
