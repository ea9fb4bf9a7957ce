"""Tags and filters every template may use."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from essaim.foundations.primitives.money import format_euros

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """Show cents as euros in the language of the page."""
    return format_euros(cents, language=(get_language() or "fr")[:2])
