"""Calls and editions that the search of the site finds: what everybody may read."""

from __future__ import annotations

from collections.abc import Sequence

from essaim.delivery.calls_for_projects.models import Call, Edition
from essaim.foundations.primitives.texts import fold


def found_calls(words: Sequence[str]) -> list[Call]:
    """Return the calls whose name, purpose or audience hold every word, by name."""
    return [row for row in Call.objects.public() if _holds(words, row.name, row.purpose, row.audience)]


def found_editions(words: Sequence[str]) -> list[Edition]:
    """Return the editions whose title, code or summary, with the name of their call, hold every word, the latest first."""
    rows = Edition.objects.public().select_related("call").in_time()
    return [row for row in rows if _holds(words, row.call.name, row.title, row.code, row.summary)]


def _holds(words: Sequence[str], *texts: str) -> bool:
    text = fold(" ".join(texts))
    return all(word in text for word in words)
