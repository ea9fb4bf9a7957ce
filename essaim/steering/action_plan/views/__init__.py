"""Pages of the room: what everybody reads, what the team writes, what residents ask."""

from __future__ import annotations
