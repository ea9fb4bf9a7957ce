"""The authority decides: acts, plans, actions."""

from __future__ import annotations
