"""Who did what, to what, when and why: append-only and chained by hash."""

from __future__ import annotations
