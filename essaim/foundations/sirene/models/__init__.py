"""Tables of the room: editions of the perimeter, means of brackets, and the snapshots made with them."""

from __future__ import annotations

from .means import BracketMeans
from .perimeter import PerimeterActivity, PerimeterCategory, PerimeterEdition
from .snapshots import Snapshot

__all__ = ["BracketMeans", "PerimeterActivity", "PerimeterCategory", "PerimeterEdition", "Snapshot"]
