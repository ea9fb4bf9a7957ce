"""Rules and journeys that cross rooms."""

from __future__ import annotations
