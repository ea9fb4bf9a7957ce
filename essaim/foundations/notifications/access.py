"""Who may open each address of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import Access

from .models import Notification

OWN = "own messages only: somebody else's do not exist for the person"


def _a_message() -> Mapping[str, object]:
    """Return some message of the demonstration."""
    found = Notification.objects.order_by("pk").first()
    return {"pk": found.pk if found else 0}


ACCESS: dict[str, Access] = {
    "notifications:inbox": Access("signed_in", note=OWN),
    "notifications:read_all": Access("signed_in", methods=("POST",), note=OWN),
    "notifications:reminders": Access("signed_in", note=OWN),
    "notifications:preferences": Access("signed_in", methods=("GET", "POST"), note=OWN),
    "notifications:notification": Access("signed_in", sample=_a_message, note=OWN),
    "notifications:read": Access("signed_in", sample=_a_message, methods=("POST",), note=OWN),
}
