"""The public face of structures: search, card, map, files, and what structures say of themselves."""

from __future__ import annotations
