"""Acts, plans, axes and actions: what was decided, who answers for it, how far along it is."""

from __future__ import annotations
