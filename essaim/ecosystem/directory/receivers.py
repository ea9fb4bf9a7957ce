"""What the room does when a record changes below it."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from essaim.ecosystem.organizations.signals import organization_changed

from .services import refresh_listings


@receiver(organization_changed, dispatch_uid="directory.listing")
def make_the_line_again(organization_id: int, **_kwargs: Any) -> None:
    """Make the line of a record again once its change is committed."""
    refresh_listings([organization_id], today=timezone.localdate())
