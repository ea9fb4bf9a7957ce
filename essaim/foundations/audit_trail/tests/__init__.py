"""Tests of the room audit_trail."""

from __future__ import annotations
