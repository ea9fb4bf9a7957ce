"""What the guides of the room are made of."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from essaim.foundations.ui.guides import link_door
from essaim.foundations.ui.writing import Door
from essaim.steering.committees.models import AgendaPoint
from essaim.steering.committees.queries import ShownVote

Points = Sequence[tuple[AgendaPoint, ShownVote | None]]
# What comes next, why or how, by which buttons.
Words = tuple[str, str, tuple[Door, ...]]


def to_page(label: str, name: str, argument: object, look: str = "primary") -> Door:
    """Return the door to a page of the room."""
    return link_door(label, reverse(f"committees:{name}", args=[argument]), look)
