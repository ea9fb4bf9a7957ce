"""Tests of the room territory."""

from __future__ import annotations
