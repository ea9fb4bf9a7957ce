"""
What other rooms ask of the register: typed rows, each with what it rests on; its README says how.

Statistical secrecy is kept here: no figure of jobs leaves without having been judged with all those beside it.
"""

from __future__ import annotations

from essaim.foundations.sirene.calibration import Calibration, OutOfReach
from essaim.foundations.sirene.reference import labels_of_brackets, labels_of_sections

from .bases import NoSnapshot, basis, layers_told, months_alike, opened, settings_of, snapshots, to_reclassify
from .changes import changes
from .every import every_epci
from .figures import BracketWithheld, CannotSplit, breakdown, choices, indicators, layers, splits_of
from .listing import count_establishments, establishments, write_establishments
from .lives import survival, years_of_life
from .means import calibration, means_sets
from .places import UnknownPlace, parts_of, place_of, places
from .preview import Preview, preview
from .units import units

__all__ = [
    "BracketWithheld",
    "Calibration",
    "CannotSplit",
    "NoSnapshot",
    "OutOfReach",
    "Preview",
    "UnknownPlace",
    "basis",
    "breakdown",
    "calibration",
    "changes",
    "choices",
    "count_establishments",
    "establishments",
    "every_epci",
    "indicators",
    "labels_of_brackets",
    "labels_of_sections",
    "layers",
    "layers_told",
    "means_sets",
    "months_alike",
    "opened",
    "parts_of",
    "place_of",
    "places",
    "preview",
    "settings_of",
    "snapshots",
    "splits_of",
    "survival",
    "to_reclassify",
    "units",
    "write_establishments",
    "years_of_life",
]
