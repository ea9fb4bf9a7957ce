"""Communes, authorities and dated zonings, with their codes, populations and outlines."""

from __future__ import annotations
