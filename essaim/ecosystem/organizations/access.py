"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .models import Organization

NAMES = "Names of people are shown to the team and to those who speak for the structure."


def _organization() -> Mapping[str, object]:
    row = Organization.objects.current().order_by("pk").first()
    return {"key": row.key if row else "none"}


READING: dict[str, Access] = {
    "organizations:organization_list": Access(PUBLIC),
    "organizations:organization": Access(PUBLIC, sample=_organization, note=NAMES),
    "organizations:organization_history": Access(PUBLIC, sample=_organization, note=NAMES),
}

ACCESS: dict[str, Access] = {**READING}
