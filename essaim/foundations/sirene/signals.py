"""What the room tells those above."""

from __future__ import annotations

from django.dispatch import Signal

# Sent with: snapshot_id. A snapshot came into service.
snapshot_served = Signal()
