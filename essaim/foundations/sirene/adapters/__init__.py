"""Outside systems the room talks to."""

from __future__ import annotations
