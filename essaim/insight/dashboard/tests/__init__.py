"""Tests of the room dashboard."""

from __future__ import annotations
