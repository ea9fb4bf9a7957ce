"""Who reads the trail: upper rooms know people, so they bring the rule; without one, nobody does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

_rules: list[Callable[[Any], object]] = []


def let_read(rule: Callable[[Any], object]) -> None:
    """Add a rule that tells whether a person may read the whole trail; called in AppConfig.ready()."""
    if rule not in _rules:
        _rules.append(rule)


def can_read_trail(person: Any) -> Decision:
    """Tell whether a person may read who did what, everywhere."""
    if any(rule(person) for rule in _rules):
        return ALLOW
    return deny(_("The journal of operations is for the authority's team."))
