"""Tests of the room primitives."""

from __future__ import annotations
