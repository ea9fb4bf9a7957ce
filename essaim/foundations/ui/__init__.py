"""The page frame, the component kit, tables, charts, maps, navigation and panels; no domain model."""

from __future__ import annotations
