"""Starts the database of the tests."""

from __future__ import annotations
