"""What the room announces after commit, with ids only."""

from __future__ import annotations

from django.dispatch import Signal

organization_changed = Signal()  # sent with: organization_id
