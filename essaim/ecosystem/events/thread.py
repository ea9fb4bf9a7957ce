"""The room's part of the thread: gatherings, which start it; the rooms above say what was said there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.foundations.ui.thread import Bead, Kind, add_kind

from . import queries


def register_thread() -> None:
    """Name what the room holds."""
    add_kind(Kind("event", _("gatherings"), 5, _events))


def _events(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    for row in queries.events_visible_to(person).filter(slug__in=keys):
        yield Bead(
            "event",
            row.slug,
            row.title,
            row.get_absolute_url(),
            row.get_state_display(),
            row.when,
            row.starts_on,
            row.source,
        )
