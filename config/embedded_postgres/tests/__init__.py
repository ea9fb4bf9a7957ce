"""The embedded server, tried by doing things to it."""

from __future__ import annotations
