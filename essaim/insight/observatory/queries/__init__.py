"""Reads of the room: what the register says of a place, of several, over time; what sources publish beside it."""

from __future__ import annotations

from .comparison import Comparison, comparison
from .evolution import Evolution, evolution
from .explorer import Explorer, Parts, Shown, explorer, indicators_of, parts
from .listing import Listing, listing
from .references import Held, held_against, measures_of, reference_rows, references_of
from .territories import Near, near_places, observed_territory, own_territory

__all__ = [
    "Comparison",
    "Evolution",
    "Explorer",
    "Held",
    "Listing",
    "Near",
    "Parts",
    "Shown",
    "comparison",
    "evolution",
    "explorer",
    "held_against",
    "indicators_of",
    "listing",
    "measures_of",
    "near_places",
    "observed_territory",
    "own_territory",
    "parts",
    "reference_rows",
    "references_of",
]
