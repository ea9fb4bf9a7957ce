"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import Access

from .models import Entry

TEAM = "officer|administrator"


def _latest() -> Mapping[str, object]:
    row = Entry.objects.first()
    return {"pk": row.pk if row else 0}


ACCESS: dict[str, Access] = {
    "audit_trail:entry_list": Access(TEAM),
    "audit_trail:entry": Access(TEAM, sample=_latest),
}
