"""
What is kept of a person, why, and for how long: said on their page, given to them as a file, erased on demand.

Each room that holds personal data registers it, as it registers duties; the pages here never learn what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .models import User


class Erase(Protocol):
    """Erases what a room keeps of a person, in the transaction of the erasure; totals stay what they were."""

    def __call__(self, *, person: User, now: datetime) -> None:
        """Erase, or make nameless."""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """
    One kind of personal data.

    kind: names it in the exported file ("accounts").
    label, purpose, retention: lazily translated; what it is, what it serves, how long it is kept.
    export: returns all of it for one person, as what JSON can hold (moments and days in ISO form).
    erase: None for what the law asks to keep; the retention then says so.
    """

    kind: str
    label: object
    purpose: object
    retention: object
    export: Callable[[User], object]
    erase: Erase | None = None


_known: dict[str, PersonalData] = {}


def register(data: PersonalData) -> None:
    """
    Say what a room keeps; called in AppConfig.ready().

    :raises ValueError: if another one has this kind
    """
    if _known.setdefault(data.kind, data) != data:
        message = f"Two kinds of personal data are called {data.kind!r}."
        raise ValueError(message)


def unregister(kind: str) -> None:
    """Forget a kind; for tests that register their own."""
    _known.pop(kind, None)


def all_kinds() -> tuple[PersonalData, ...]:
    """Return every kind, in the order the rooms registered them."""
    return tuple(_known.values())
