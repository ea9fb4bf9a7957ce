"""A post counted once: what effect public support had on it, through what channel, how surely it is known, and whether it lasts."""

from __future__ import annotations
