"""The homes of each role, and the lists behind their figures."""

from __future__ import annotations
