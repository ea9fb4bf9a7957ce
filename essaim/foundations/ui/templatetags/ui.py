"""Tags and filters every template may use."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import template
from django.template import defaultfilters
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.lists import state_cell
from essaim.foundations.ui.panels import Panel, panels_at
from essaim.foundations.ui.writing import Door

register = template.Library()


@register.filter("date", expects_localtime=True, is_safe=False)
def write_date(value: Any, pattern: str | None = None) -> str:
    """Write a day as Django's filter of this name, whose place it takes everywhere; French has its 1er janvier."""
    if isinstance(value, date):
        return day_in_words(value, pattern or "DATE_FORMAT")
    return str(defaultfilters.date(value, pattern))


@register.filter
def last_day(ends_on: date | None) -> date | None:
    """Give the last day of a period, that day included, as people say it: rows keep the day after."""
    return None if ends_on is None else ends_on - timedelta(days=1)


@register.filter
def euros(cents: int | None) -> str:
    """Show cents as euros in the language of the page; nothing for an amount that is not known."""
    return "" if cents is None else format_euros(cents, language=(get_language() or "fr")[:2])


@register.filter
def state(label: object, look: str = "") -> SafeString:
    """Show a state as the kit's c-state does, where a page has hundreds of them."""
    return state_cell(label, look)


@register.filter
def opposite(cents: int) -> int:
    """Turn what is below zero into by how much it is: "exceeded by 15 000 €", rather than a negative amount left."""
    return -cents


@register.inclusion_tag("ui/partials/_panels.html", takes_context=True)
def panels(context: dict[str, Any], place: str, pk: object) -> dict[str, object]:
    """Show what upper rooms hang at a place; each panel loads itself, and is a link where scripts do not run."""
    person = getattr(context.get("request"), "user", None)
    return {"panels": [(panel, _address(panel, pk)) for panel in panels_at(place, person)]}


def _address(panel: Panel, pk: object) -> str:
    return reverse(panel.url_name, args=[pk])


@register.simple_tag
def small_doors(doors: Iterable[Door], about: str) -> SafeString:
    """
    Show what can be done with one thing among others of a list: small links, whose names say which thing they are about.

    A row of a long list would take a template longer to write than to be read.
    """
    return format_html_join(
        "",
        '<a class="btn btn-{} btn-sm" href="{}">{}<span class="visually-hidden"> – {}</span></a>',
        ((door.look, door.url, door.label, about) for door in doors),
    )


@register.simple_tag(takes_context=True)
def small_moves(context: dict[str, Any], doors: Iterable[Door], about: str) -> SafeString:
    """Show the same as buttons that do it at once, each at its own address."""
    buttons = format_html_join(
        "",
        '<button type="submit" class="btn btn-{} btn-sm" formaction="{}">{}<span class="visually-hidden"> – {}</span>'
        "</button>",
        ((door.look, door.url, door.label, about) for door in doors),
    )
    if not buttons:
        return buttons
    token = format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', context["csrf_token"])
    return format_html('<form method="post" class="row-of no-print">{}{}</form>', token, buttons)


@register.filter
def cut(text: str, length_max: int) -> str:
    """Show the beginning of a text; Django's own looks at each character, which a list of long texts would wait for."""
    return text if len(text) <= length_max else f"{text[: length_max - 1].rstrip()}…"


@register.filter
def item(mapping: dict[Any, Any], key: Any) -> Any:
    """Read one key of a mapping; None if it is not there."""
    return mapping.get(key)
