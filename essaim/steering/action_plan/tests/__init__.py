"""Tests of the room action_plan."""

from __future__ import annotations
