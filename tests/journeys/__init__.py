"""Stories across rooms."""

from __future__ import annotations
