"""
What other rooms ask of the register: typed rows, each with what it rests on; its README says how.

Statistical secrecy is kept here: no figure of jobs leaves without having been judged with all those beside it.
"""

from __future__ import annotations

from .bases import NoSnapshot, basis, opened, snapshots
from .figures import BracketWithheld, CannotSplit, breakdown, indicators, layers, splits_of
from .listing import count_establishments, establishments
from .lives import survival, years_of_life
from .places import UnknownPlace, parts_of, place_of, places

__all__ = [
    "BracketWithheld",
    "CannotSplit",
    "NoSnapshot",
    "UnknownPlace",
    "basis",
    "breakdown",
    "count_establishments",
    "establishments",
    "indicators",
    "layers",
    "opened",
    "parts_of",
    "place_of",
    "places",
    "snapshots",
    "splits_of",
    "survival",
    "years_of_life",
]
