"""One lock a grant: whatever touches its money waits for it, so that nothing is counted while it changes."""

from __future__ import annotations

from essaim.delivery.funding.models import Grant


def locked(grant: Grant) -> Grant:
    """Lock a grant until the end of the transaction, and read it again."""
    rows = Grant.objects.select_for_update(of=("self",)).select_related(
        "action__plan", "envelope", "act", "edition", "application"
    )
    return rows.get(pk=grant.pk)
