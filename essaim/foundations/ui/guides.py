"""What comes next, said in words: a sentence, why or how, the buttons that do it, the steps of the whole way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from essaim.foundations.primitives.decisions import ALLOW

from .writing import Door

DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of something's life: done, now or later; said: what is there already, or what to do."""

    label: str
    state: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """
    What comes next: in a sentence, why or how, by which buttons; steps are those of the whole way.

    moves: what one button does at once, without a page of its own; the template then gives its csrf_token.
    anchor: the name of its place on the page, for links to it. whole_url: where all the steps are told, when not here.
    """

    title: str
    text: str = ""
    doors: tuple[Door, ...] = ()
    steps: tuple[Step, ...] = ()
    anchor: str = ""
    whole_url: str = ""
    moves: tuple[Door, ...] = ()

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.state == DONE for step in self.steps)

    @property
    def is_told(self) -> bool:
        """Whether its steps say something: they are then folded away, where others stand in a line."""
        return any(step.said for step in self.steps)


def version_of_guides(guides: Sequence[Guide]) -> str:
    """Return what tells two states of the same guides apart."""
    return hashlib.sha256(repr(guides).encode()).hexdigest()[:12]


def other_doors(guides: Sequence[Guide], doors: Iterable[Door]) -> list[Door]:
    """Return the doors that no guide shows, none of them in front: what comes next is said by the guides."""
    shown = {door.url for guide in guides for door in (*guide.doors, *guide.moves)}
    looks = {"primary": "outline"} if guides else {}
    return [replace(door, look=looks.get(door.look, door.look)) for door in doors if door.url not in shown]


def link_door(label: str, url: str, look: str = "primary") -> Door:
    """Return a door that is open: what a guide leads to is never refused."""
    return Door(label, url, ALLOW, look)
