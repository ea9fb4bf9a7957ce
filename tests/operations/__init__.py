"""What whoever runs an instance does: back up, restore, upgrade, ask for help."""

from __future__ import annotations
