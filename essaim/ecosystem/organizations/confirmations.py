"""
When structures last confirmed what is written of them: rooms above tell, the comparison with the register listens.

What a structure confirmed is never accepted in bulk over its words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

Told = Callable[[Collection[int]], Mapping[int, date]]
_tellers: list[Told] = []


def register(teller: Told) -> None:
    """Make known a function from keys of records to the day each was last confirmed; called in AppConfig.ready()."""
    if teller not in _tellers:
        _tellers.append(teller)


def unregister(teller: Told) -> None:
    """Forget it; for tests that register their own."""
    _tellers.remove(teller)


def confirmed_days(organization_ids: Collection[int]) -> dict[int, date]:
    """Return the day each record was last confirmed by its structure; those that never were are left out."""
    found: dict[int, date] = {}
    for teller in _tellers:
        for pk, day in teller(organization_ids).items():
            found[pk] = max(day, found.get(pk, day))
    return found
