"""
What rooms above forbid of an allowance: they know where its money comes from, and say so here, when they start.

Asked inside the transaction that wrote the allowance, which is taken back when a guard refuses.
"""

from __future__ import annotations

from collections.abc import Callable

from .models import Allowance

_guards: list[Callable[[Allowance], None]] = []


class AllowanceRefused(Exception):
    """A room above refuses this amount; the message says why, to people."""


def register(guard: Callable[[Allowance], None]) -> None:
    """Have a guard asked of each allowance that changes; it raises AllowanceRefused."""
    if guard not in _guards:
        _guards.append(guard)


def ask_guards(allowance: Allowance) -> None:
    """
    Ask every guard.

    :raises AllowanceRefused: with the words of the first that refuses
    """
    for guard in _guards:
        guard(allowance)
