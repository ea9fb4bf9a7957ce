"""ESS actors among themselves: structures and who speaks for them."""

from __future__ import annotations
