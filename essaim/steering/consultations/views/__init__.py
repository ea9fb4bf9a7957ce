"""Pages of the room, by use case."""

from __future__ import annotations
