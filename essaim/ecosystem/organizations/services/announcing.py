"""Says to the rooms above, once it is committed, that a record is no longer what it was."""

from __future__ import annotations

from django.db import transaction

from essaim.ecosystem.organizations import signals
from essaim.ecosystem.organizations.models import Organization


def announce(organization_id: int) -> None:
    """Announce after commit that a record, its statuses or its establishments changed."""
    transaction.on_commit(
        lambda: signals.organization_changed.send(Organization, organization_id=organization_id), robust=True
    )
