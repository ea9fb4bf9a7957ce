"""Files from outside: lists of communes and EPCI, outlines, and the reference data shipped with the room."""

from __future__ import annotations
