"""How the sign-in library meets our people: one file per part of it."""

from __future__ import annotations
