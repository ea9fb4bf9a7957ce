"""Reads of the room: what the register says of a place, of several, over time; what sources publish beside it."""

from __future__ import annotations

from .comparison import Comparison, comparison
from .evolution import Evolution, evolution
from .explorer import Explorer, Layers, Parts, Shown, explorer, indicators_of, layers_of, mapped, parts
from .listing import SHEET_MAX, Listing, listing
from .lives import AGES, Lives, LivesCompared, lives_compared
from .means import CalibrationPreview, calibratable, calibration_preview, total_of
from .references import Held, held_against, measures_of, reference_rows, references_of
from .territories import Near, near_places, observed_territory, own_territory
from .whole import Opened, Place, opened_for

__all__ = [
    "AGES",
    "SHEET_MAX",
    "CalibrationPreview",
    "Comparison",
    "Evolution",
    "Explorer",
    "Held",
    "Layers",
    "Listing",
    "Lives",
    "LivesCompared",
    "Near",
    "Opened",
    "Parts",
    "Place",
    "Shown",
    "calibratable",
    "calibration_preview",
    "comparison",
    "evolution",
    "explorer",
    "held_against",
    "indicators_of",
    "layers_of",
    "listing",
    "lives_compared",
    "mapped",
    "measures_of",
    "near_places",
    "observed_territory",
    "opened_for",
    "own_territory",
    "parts",
    "reference_rows",
    "references_of",
    "total_of",
]
