"""A granted application as an aid that posts owe something to; what it was paid is in `funding`, whose grants are aids too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.delivery.employment.aids import AidKind, NamedAid, register

from .queries import reads_every_file
from .queries.posts import granted_by_reference, granted_for_choice

KIND = "application"


def _find(person: Any, keys: Collection[str]) -> Mapping[str, NamedAid]:
    if not reads_every_file(person):
        return {}
    return {
        row.reference: NamedAid(f"{row.reference} – {row.label}", row.get_absolute_url())
        for row in granted_by_reference(keys)
    }


def _choices(person: Any) -> Collection[tuple[str, str]]:
    if not reads_every_file(person):
        return ()
    return [(row.reference, f"{row.reference} – {row.label}"[:120]) for row in granted_for_choice()]


def register_aid() -> None:
    """Register it; called when the room starts."""
    register(AidKind(KIND, _("Application granted"), _find, _choices))
