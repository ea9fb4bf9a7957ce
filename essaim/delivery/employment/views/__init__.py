"""Pages of the room: reading, writing, what hangs on other pages."""

from __future__ import annotations
