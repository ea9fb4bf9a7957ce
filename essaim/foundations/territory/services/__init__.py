"""Writes of the room, by use case."""

from __future__ import annotations

from .authority import AuthorityAlreadySet, UnknownEpci, load_reference, set_authority
from .lists import Progress, Result, load_lists
from .outlines import NoOutlineUsed, OutlinesLoaded, load_outlines
from .zonings import load_zonings

__all__ = [
    "AuthorityAlreadySet",
    "NoOutlineUsed",
    "OutlinesLoaded",
    "Progress",
    "Result",
    "UnknownEpci",
    "load_lists",
    "load_outlines",
    "load_reference",
    "load_zonings",
    "set_authority",
]
