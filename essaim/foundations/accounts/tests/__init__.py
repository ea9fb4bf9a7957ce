"""Tests of the room accounts."""

from __future__ import annotations
