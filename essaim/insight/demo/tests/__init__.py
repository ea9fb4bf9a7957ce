"""Tests of the room demo."""

from __future__ import annotations
