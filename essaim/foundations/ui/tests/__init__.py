"""Tests of the room ui."""

from __future__ import annotations
