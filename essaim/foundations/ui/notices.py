"""Bands over the head of every page, to which rooms add their own when they start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Notice:
    """A band: the template that draws it, and when it is shown."""

    template: str
    shown_on: Callable[[HttpRequest], object]


_notices: list[Notice] = []


def add(notice: Notice) -> None:
    """Add a band; called in AppConfig.ready()."""
    if notice not in _notices:
        _notices.append(notice)


def shown(request: HttpRequest) -> list[str]:
    """List the templates of the bands to draw on a page."""
    return [notice.template for notice in _notices if notice.shown_on(request)]
