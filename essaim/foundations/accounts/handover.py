"""
Duties of a person that somebody else must take over before they leave.

Rooms above register what they know; the leaver screen and the services here never learn what an action is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from .models import User


@dataclass(frozen=True, slots=True)
class Duty:
    """
    One thing a person answers for.

    key: what the room needs to find it again, unique within its kind ("17").
    label: what it is, as shown on the leaver screen, already translated.
    url: where it can be read; empty if it has no page.
    """

    key: str
    label: str
    url: str = ""


class Transfer(Protocol):
    """Hands one duty over; raises NotAllowed or ValidationError when it cannot."""

    def __call__(self, *, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> object:
        """Give the duty of this key, held by person, to successor; and record it."""


@dataclass(frozen=True, slots=True)
class Handover:
    """
    What a room knows of people's duties.

    kind: names it in forms and in the trail ("action_plan.part").
    label: lazily translated plural ("Parts in actions").
    duties_of: lists what a person answers for now, in the order to show; what has ended is not a duty.
    transfer: hands one of them over.
    """

    kind: str
    label: object
    duties_of: Callable[[User], Sequence[Duty]]
    transfer: Transfer


_handovers: dict[str, Handover] = {}


def register(handover: Handover) -> None:
    """
    Make a room's duties known; called in AppConfig.ready().

    :raises ValueError: if another one has this kind
    """
    if _handovers.setdefault(handover.kind, handover) is not handover and _handovers[handover.kind] != handover:
        message = f"Two handovers have the kind {handover.kind!r}."
        raise ValueError(message)


def unregister(kind: str) -> None:
    """Forget a kind of duties; for tests that register their own."""
    _handovers.pop(kind, None)


def all_handovers() -> tuple[Handover, ...]:
    """Return every kind of duties, in the order the rooms registered them."""
    return tuple(_handovers.values())


def handover_of(kind: str) -> Handover:
    """
    Return what was registered under a kind.

    :raises KeyError: if no room registered it
    """
    return _handovers[kind]
