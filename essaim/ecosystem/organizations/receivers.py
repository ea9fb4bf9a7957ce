"""What the room does when a month of the register comes into service below it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.sirene.signals import snapshot_served

from .queries import NothingToCompare
from .services import compare_with_register


@receiver(snapshot_served, dispatch_uid="organizations.register")
def compare_at_once(snapshot_id: int, **_kwargs: Any) -> None:
    """Compare the records with the newest month, without waiting for the night."""
    try:
        compare_with_register(actor=SystemActor("organizations register"), now=timezone.now())
    except NothingToCompare:
        # The command that loads a register before the authority is set has nothing to compare it with: the night tells.
        return
