"""Which outlines are loaded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from essaim.foundations.territory.models import Outline


@dataclass(frozen=True, slots=True)
class OutlinesShown:
    """Whether maps can be drawn from outlines, and whom to credit for them."""

    are_loaded: bool
    credit: str


def outlines_shown(codes: Collection[str]) -> OutlinesShown:
    """Tell whether there is an outline for at least one of these codes, and who made those there are."""
    loads = Outline.objects.filter(code__in=codes).values_list("load__source", "load__vintage").distinct().order_by()
    credits = [f"{source} {vintage}".strip() for source, vintage in sorted(loads)]
    return OutlinesShown(bool(credits), ", ".join(credits))
