"""Compiles the French catalogues."""

from __future__ import annotations
