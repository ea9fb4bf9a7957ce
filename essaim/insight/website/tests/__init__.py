"""Tests of the room website."""

from __future__ import annotations
