"""Bodies and who sits on them, their sessions, opinions, votes, minutes and what became of their decisions."""

from __future__ import annotations
