"""Menus to which rooms add their own entries when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext_lazy

# Menus that unfold under a word of the main menu, in their order; one with a single entry is that entry.
GROUPS = {
    "policy": pgettext_lazy("menu", "The policy"),
    "participation": pgettext_lazy("menu", "Take part"),
    "projects": pgettext_lazy("menu", "Carry a project"),
    "actors": pgettext_lazy("menu", "Actors and territories"),
}
SECTIONS = (*GROUPS, "main", "office", "footer", "personal")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One line of a menu; label is lazy, shown_to is asked with the person of the request.

    The section "personal" unfolds under the person's name, where what its badges count is told too. badge counts what is
    new for the person; it is asked only where the menu is drawn, and once, so that it may cost one cheap query.
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


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one word of the main menu."""

    label: str
    entries: tuple[ShownEntry, ...]

    @property
    def is_current(self) -> bool:
        """Whether the reader is under one of them."""
        return any(entry.is_current for entry in self.entries)


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
        badge = cache(partial(entry.badge, request.user)) if entry.badge else None
        shown.append(ShownEntry(str(entry.label), url, is_current, badge))
    return shown


def groups(request: HttpRequest) -> list[Group]:
    """List the groups of the main menu in which the person of the request may see something."""
    found = [Group(str(label), tuple(entries(section, request))) for section, label in GROUPS.items()]
    return [group for group in found if group.entries]
