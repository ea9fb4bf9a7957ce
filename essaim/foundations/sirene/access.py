"""Who may open each address of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .models import PerimeterEdition, Snapshot

TEAM = "officer|administrator"
DRAFT = "figures rest on the other editions: they do not change"


def _snapshot() -> Mapping[str, object]:
    found = Snapshot.objects.order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _edition() -> Mapping[str, object]:
    found = PerimeterEdition.objects.settled().order_by("number").first()
    return {"number": found.number if found else 0}


ACCESS: dict[str, Access] = {
    "sirene:snapshot_list": Access(TEAM),
    "sirene:snapshot": Access(TEAM, sample=_snapshot),
    "sirene:accept": Access("administrator", sample=_snapshot, methods=("POST",), note="only one that waits"),
    "sirene:set_aside": Access("administrator", sample=_snapshot, methods=("POST",), note="only one in service"),
    "sirene:take_back": Access("administrator", sample=_snapshot, methods=("POST",), note="only one set aside"),
    "sirene:perimeter_list": Access(PUBLIC, note="a draft: the team only"),
    "sirene:perimeter": Access(PUBLIC, sample=_edition, note="a draft: the team only"),
    "sirene:write_edition": Access("administrator", methods=("GET", "POST"), note="one draft at a time"),
    "sirene:place_category": Access("administrator", sample=_edition, methods=("POST",), note=DRAFT),
    "sirene:exclude_activity": Access("administrator", sample=_edition, methods=("POST",), note=DRAFT),
    "sirene:include_activity": Access("administrator", sample=_edition, methods=("POST",), note=DRAFT),
    "sirene:put_in_force": Access("administrator", sample=_edition, methods=("POST",), note=DRAFT),
}
