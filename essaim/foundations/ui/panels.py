"""Places on a page where an upper room hangs something that the lower room does not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Panel:
    """
    A fragment of an upper room, shown at a named place of a lower page, under its own permission.

    shown_to is asked with the person who reads the page, so that nobody is offered what would be refused to them.
    """

    place: str
    url_name: str
    title: object
    order: int = 100
    shown_to: Callable[..., object] | None = None


_panels: list[Panel] = []


def hang(panel: Panel) -> None:
    """Hang a panel; called in AppConfig.ready()."""
    if panel not in _panels:
        _panels.append(panel)


def panels_at(place: str, person: object = None) -> list[Panel]:
    """List what hangs at a place, in order; only what a person may see, if one is given."""
    found = [panel for panel in _panels if panel.place == place]
    if person is not None:
        found = [panel for panel in found if panel.shown_to is None or panel.shown_to(person)]
    return sorted(found, key=lambda panel: panel.order)


def all_panels() -> tuple[Panel, ...]:
    """Return every panel, for the generated docs."""
    return tuple(_panels)
