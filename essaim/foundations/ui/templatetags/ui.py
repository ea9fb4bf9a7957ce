"""Tags and filters every template may use."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.panels import Panel, panels_at

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """Show cents as euros in the language of the page; nothing for an amount that is not known."""
    return "" if cents is None else format_euros(cents, language=(get_language() or "fr")[:2])


@register.simple_tag(takes_context=True)
def sorted_by(context: dict[str, Any], order: Any) -> str:
    """Return the address of the same list sorted otherwise, on its first page."""
    request = context.get("request") or context["table"].request
    kept = request.GET.copy()
    kept.pop("page", None)
    kept["sort"] = str(order)
    return f"?{kept.urlencode()}"


@register.inclusion_tag("ui/partials/_panels.html")
def panels(place: str, pk: object) -> dict[str, object]:
    """Show what upper rooms hang at a place; each panel loads itself, and is a link where scripts do not run."""
    return {"panels": [(panel, _address(panel, pk)) for panel in panels_at(place)]}


def _address(panel: Panel, pk: object) -> str:
    return reverse(panel.url_name, args=[pk])


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """Read one key of a mapping; None if it is not there."""
    return mapping.get(key)
