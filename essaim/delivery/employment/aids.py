"""
The aids that posts can owe something to: rooms above register their kinds; this one knows only a kind and a key.

An act of the authority is such an aid without any room above: that one this room registers itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.steering.action_plan.models import Act
from essaim.steering.action_plan.queries import acts_visible_to


@dataclass(frozen=True, slots=True)
class NamedAid:
    """How an aid is shown: its words, and the page where it is; empty when it has none."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class AidKind:
    """
    A kind of aid.

    kind: names it ("act", "agreement"); label: what one is called, lazy.
    find: for a person and some keys, the aids among them that the person may read; unknown keys are left out.
    choices: for a person, the aids a post can be attached to, as key and words.
    """

    kind: str
    label: object
    find: Callable[[Any, Collection[str]], Mapping[str, NamedAid]]
    choices: Callable[[Any], Collection[tuple[str, str]]]


class UnknownAid(LookupError):
    """No room registered this kind of aid, or there is no such aid."""


_kinds: dict[str, AidKind] = {}


def register(kind: AidKind) -> None:
    """Register a kind of aid; called in AppConfig.ready()."""
    _kinds[kind.kind] = kind


def unregister(kind: str) -> None:
    """Forget a kind; for tests that register their own."""
    _kinds.pop(kind, None)


def all_kinds() -> tuple[AidKind, ...]:
    """Return every kind, in the order of their registration."""
    return tuple(_kinds.values())


def find(person: Any, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], NamedAid]:
    """Name the aids among these that a person may read, one question for each kind."""
    found: dict[tuple[str, str], NamedAid] = {}
    for name, kind in _kinds.items():
        keys = {key for of_kind, key in pairs if of_kind == name}
        if keys:
            found |= {(name, key): aid for key, aid in kind.find(person, keys).items()}
    return found


def _find_acts(person: Any, keys: Collection[str]) -> Mapping[str, NamedAid]:
    rows = acts_visible_to(person).filter(key__in=keys)
    return {row.key: NamedAid(str(row), row.get_absolute_url()) for row in rows}


def _choose_act(person: Any) -> Collection[tuple[str, str]]:
    rows = acts_visible_to(person).exclude(state="draft").order_by("-voted_on", "key")
    return [(row.key, _short(row)) for row in rows]


def _short(act: Act) -> str:
    return str(act)[:120]


def register_acts() -> None:
    """Register what exists without a room above; called when the room starts."""
    register(AidKind("act", _("Act of the authority"), _find_acts, _choose_act))
