"""The public face: the plan in plain words, help and legal pages."""

from __future__ import annotations
