"""What happened, for the rooms above."""

from __future__ import annotations

from django.dispatch import Signal

plan_adopted = Signal()  # sent with: plan_id
action_ended = Signal()  # sent with: action_id
