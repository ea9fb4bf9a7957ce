"""The cockpits: what is late, what needs me this week, where the money is, which communes are absent."""

from __future__ import annotations
