"""The MEL's real policy with clearly invented people and progress, written through the services."""

from __future__ import annotations
