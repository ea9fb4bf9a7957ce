"""
What other rooms attach to a structure: counted before two records are merged, moved when they are.

Rooms above register what they hold; the services here never learn what a seat or a registration is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User

    from .models import Organization


class Move(Protocol):
    """Gives what one record holds to another, in the transaction of the merge."""

    def __call__(
        self, *, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str
    ) -> object:
        """Move everything, and record it as the room does."""


@dataclass(frozen=True, slots=True)
class Holding:
    """
    What a room attaches to structures.

    kind: names it ("events.registration").
    label: lazily translated plural ("Registrations for events").
    count: how many a record holds.
    move: gives them all to another record.
    """

    kind: str
    label: object
    count: Callable[[Organization], int]
    move: Move


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """
    Make known what a room attaches to structures; called in AppConfig.ready().

    :raises ValueError: if another one has this kind
    """
    if _holdings.setdefault(holding.kind, holding) != holding:
        message = f"Two holdings have the kind {holding.kind!r}."
        raise ValueError(message)


def unregister(kind: str) -> None:
    """Forget a kind; for tests that register their own."""
    _holdings.pop(kind, None)


def all_holdings() -> tuple[Holding, ...]:
    """Return every kind, in the order the rooms registered them."""
    return tuple(_holdings.values())
