"""Tests of the room documents."""

from __future__ import annotations
