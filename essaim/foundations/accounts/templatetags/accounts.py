"""Operations of the trail in words."""

from __future__ import annotations

from django import template

from essaim.foundations.accounts.states import OPERATION_LABELS

register = template.Library()


@register.filter
def operation_in_words(verb: str) -> str:
    """Say what an operation was; an operation of another room keeps its name."""
    return str(OPERATION_LABELS.get(verb, verb))
