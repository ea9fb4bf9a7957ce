"""
What was read of tracked tables, kept in the process until anything tracked changes; never false.

Whatever changes a tracked row, raw SQL included, adds a link to the chain, whose hash covers all that came before. Two reads at
the same end of the chain read the same: one small query tells whether what is kept still holds. It does not hold for fields that a
model leaves out of its history: never read those here.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from essaim.foundations.ui.compiled import CompiledQuery

from .models import Link

Key = TypeVar("Key")
Value = TypeVar("Value")
KEPT_MAX = 500


def _last_hash() -> QuerySet[Link, str]:
    return Link.objects.order_by("-pk").values_list("hash", flat=True)[:1]


_LAST_HASH = CompiledQuery(_last_hash)


def end_of_history() -> str:
    """Return the hash at the end of the chain: while it is the same, no tracked row changed. Empty before the first."""
    rows = _LAST_HASH.rows()
    return str(rows[0][0]) if rows else ""


_RECENT: tuple[float, str] = (float("-inf"), "")


def recent_end_of_history() -> str:
    """
    Return the end of the chain as it was at most ESSAIM_HISTORY_TRUSTED_SECONDS ago, asked of the database only then.

    For answers to machines that come by the hundred. Who reads what they just wrote asks end_of_history(); inside a transaction,
    where only this process may see the end, it is asked too, and shared with nobody.
    """
    global _RECENT
    if connection.in_atomic_block:
        return end_of_history()
    now = monotonic()
    asked_at, end = _RECENT
    if now - asked_at >= settings.ESSAIM_HISTORY_TRUSTED_SECONDS:
        end = end_of_history()
        _RECENT = (now, end)
    return end


class Memory(Generic[Key, Value]):
    """
    Keeps what a function read of tracked tables, and of no other, by its argument.

    Threads share it: each works on the values of the end of the chain that it was told.
    """

    def __init__(self, read: Callable[[Key], Value]) -> None:
        """Keep how to read."""
        self._read = read
        self._kept: tuple[str, dict[Key, Value]] = ("", {})

    def get(self, key: Key, *, end: str) -> Value:
        """
        Return what is read for a key, from memory while nothing changed.

        :param end: what end_of_history() answers, asked before; several memories may share one answer
        """
        known_end, kept = self._kept
        if known_end != end or len(kept) >= KEPT_MAX:
            kept = {}
            self._kept = (end, kept)
        if key not in kept:
            kept[key] = self._read(key)
        return kept[key]
