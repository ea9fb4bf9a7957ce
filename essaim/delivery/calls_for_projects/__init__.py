"""Calls for projects, their editions as dated rules, and the test that tells anybody whether a call is for them."""

from __future__ import annotations
