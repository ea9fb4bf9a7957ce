"""What each cockpit shows, put together from the reads of the rooms below."""

from __future__ import annotations
