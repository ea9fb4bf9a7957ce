"""The room's part of the thread: a grant is given by an act, for an action, and may answer an edition of a call."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.identifiers import row_numbers
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries
from .models import Grant


def register_thread() -> None:
    """Name what the room holds, and what it follows."""
    add_kind(Kind("grant", pgettext_lazy("of money", "grants"), 75, _grants))
    add_strand(Strand("act", "grant", Grant.objects.given, "act__key", "pk"))
    add_strand(Strand("action", "grant", Grant.objects.given, "action_id", "pk"))
    add_strand(Strand("edition", "grant", Grant.objects.given, "edition_id", "pk"))


def _grants(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    for row in queries.grants_visible_to(person).filter(pk__in=row_numbers(keys)).order_by("pk"):
        yield Bead(
            "grant",
            str(row.pk),
            str(row),
            row.get_absolute_url(),
            row.get_state_display(),
            when=day_in_words(row.granted_on) if row.granted_on else "",
            dated=row.granted_on,
            source=str(row.act or ""),
        )
