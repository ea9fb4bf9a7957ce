"""
Names of what roles are held for: this room keeps codes only, and those who know their names bring them.

The authority and the communes are known by the room beside, the bodies and organizations by rooms above.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScopeNames:
    """
    What is known of one kind of scope.

    names: gives names by code; a code that is not known is not a key.
    offered: lists the codes one may choose among, with their names, in the order to show.
    """

    names: Callable[[Collection[str]], Mapping[str, str]]
    offered: Callable[[], Sequence[tuple[str, str]]]


_known: dict[str, ScopeNames] = {}


def register(scope_kind: str, names: ScopeNames) -> None:
    """Bring the names of one kind of scope; called when the application starts."""
    _known[scope_kind] = names


def names_of(scopes: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the names of scopes given as kind and code, asking once for each kind; the unknown are left out."""
    codes: dict[str, set[str]] = {}
    for kind, code in scopes:
        codes.setdefault(kind, set()).add(code)
    return {
        (kind, code): name
        for kind, wanted in codes.items()
        if kind in _known
        for code, name in _known[kind].names(wanted).items()
    }


def offered() -> list[tuple[str, str]]:
    """List the codes that can be chosen in a form, with their names."""
    return [choice for names in _known.values() for choice in names.offered()]
