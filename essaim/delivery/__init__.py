"""The authority acts: it opens calls, supports, funds."""

from __future__ import annotations
