"""Gatherings of the policy: announced, registered for, counted, reported."""

from __future__ import annotations
