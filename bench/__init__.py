"""Measures and pictures, for maintainers: nothing here is a test, and no time is ever asserted."""

from __future__ import annotations
