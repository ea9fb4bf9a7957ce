"""What we learn and show."""

from __future__ import annotations
