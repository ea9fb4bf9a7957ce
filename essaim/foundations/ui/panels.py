"""Places on a page where an upper room hangs something that the lower room does not know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Panel:
    """A fragment of an upper room, shown at a named place of a lower page, under its own permission."""

    place: str
    url_name: str
    title: object
    order: int = 100


_panels: list[Panel] = []


def hang(panel: Panel) -> None:
    """Hang a panel; called in AppConfig.ready()."""
    if panel not in _panels:
        _panels.append(panel)


def panels_at(place: str) -> list[Panel]:
    """List what hangs at a place, in order."""
    return sorted((panel for panel in _panels if panel.place == place), key=lambda panel: panel.order)


def all_panels() -> tuple[Panel, ...]:
    """Return every panel, for the generated docs."""
    return tuple(_panels)
