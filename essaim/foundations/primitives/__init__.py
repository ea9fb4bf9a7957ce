"""Value types and pure functions that need no framework: cents, identifiers, periods, decisions, transition tables."""

from __future__ import annotations
