"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .models import (
    CandidatePair,
    EssStatus,
    Establishment,
    Merger,
    Organization,
    RegisterDecision,
    RegisterFinding,
    Representation,
)
from .states import StatusState

NAMES = "Names of people are shown to the team and to those who speak for the structure."


def _organization() -> Mapping[str, object]:
    row = Organization.objects.current().order_by("pk").first()
    return {"key": row.key if row else "none"}


READING: dict[str, Access] = {
    "organizations:organization_list": Access(PUBLIC),
    "organizations:organization": Access(PUBLIC, sample=_organization, note=NAMES),
    "organizations:organization_history": Access(PUBLIC, sample=_organization, note=NAMES),
}


def _two() -> Mapping[str, object]:
    keys = list(Organization.objects.current().order_by("pk").values_list("key", flat=True)[:2])
    return {"key": keys[0], "duplicate_key": keys[1]} if len(keys) > 1 else {"key": "none", "duplicate_key": "none"}


def _held() -> Mapping[str, object]:
    row = Representation.objects.filter(organization__merged_into__isnull=True).order_by("pk").first()
    return {"key": row.organization.key, "grant_id": row.grant_id} if row else {"key": "none", "grant_id": 0}


TEAM = "officer|administrator"
BOTH = ("GET", "POST")

WRITING: dict[str, Access] = {
    "organizations:choices": Access(TEAM),
    "organizations:organization_create": Access(TEAM, methods=BOTH),
    "organizations:organization_edit": Access(TEAM, sample=_organization, methods=BOTH),
    "organizations:organization_merge": Access(TEAM, sample=_organization),
    "organizations:merge_preview": Access(TEAM, sample=_two, methods=BOTH),
    "organizations:representative_name": Access(TEAM, sample=_organization, methods=BOTH),
    "organizations:representative_invite": Access(TEAM, sample=_organization, methods=BOTH),
    "organizations:representative_end": Access(
        TEAM, sample=_held, methods=BOTH, note="Leads back when it ended before."
    ),
}


def _status(**conditions: object) -> Mapping[str, object]:
    rows = EssStatus.objects.filter(organization__merged_into__isnull=True, **conditions)
    row = rows.select_related("organization").order_by("pk").first()
    return {"key": row.organization.key, "pk": row.pk} if row else {"key": "none", "pk": 0}


def _pending() -> Mapping[str, object]:
    return _status(state=StatusState.PENDING)


def _kept_status() -> Mapping[str, object]:
    return _status(state=StatusState.HELD, ends_on__isnull=True)


def _place() -> Mapping[str, object]:
    rows = Establishment.objects.filter(organization__merged_into__isnull=True, ends_on__isnull=True)
    row = rows.select_related("organization").order_by("pk").first()
    return {"key": row.organization.key, "pk": row.pk} if row else {"key": "none", "pk": 0}


STATUSES: dict[str, Access] = {
    "organizations:status_add": Access(TEAM, sample=_organization, methods=BOTH),
    "organizations:status_grant": Access(TEAM, sample=_pending, methods=BOTH),
    "organizations:status_refuse": Access(TEAM, sample=_pending, methods=BOTH),
    "organizations:status_withdraw": Access(TEAM, sample=_kept_status, methods=BOTH),
    "organizations:status_end": Access(TEAM, sample=_kept_status, methods=BOTH),
    "organizations:status_confirm": Access(TEAM, sample=_kept_status, methods=BOTH),
    "organizations:establishment_add": Access(TEAM, sample=_organization, methods=BOTH),
    "organizations:establishment_edit": Access(TEAM, sample=_place, methods=BOTH),
    "organizations:establishment_close": Access(TEAM, sample=_place, methods=BOTH),
}


def _pair() -> Mapping[str, object]:
    row = CandidatePair.objects.order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _merger() -> Mapping[str, object]:
    row = Merger.objects.order_by("pk").first()
    return {"pk": row.pk if row else 0}


DUPLICATES: dict[str, Access] = {
    "organizations:pair_list": Access(TEAM),
    "organizations:pair_search": Access(TEAM, methods=("POST",)),
    "organizations:pair": Access(TEAM, sample=_pair, methods=BOTH),
    "organizations:pair_again": Access(TEAM, sample=_pair, methods=("POST",)),
    "organizations:merger_undo": Access(TEAM, sample=_merger, methods=BOTH, note="Leads back when it cannot be."),
}

SHEETS: dict[str, Access] = {
    "organizations:sheet_list": Access(TEAM, methods=BOTH),
    "organizations:sheet": Access(TEAM),
    "organizations:sheet_apply": Access(TEAM, methods=("POST",)),
    "organizations:sheet_undo": Access(TEAM, methods=("POST",)),
}


def _unit() -> Mapping[str, object]:
    row = RegisterFinding.objects.waiting().order_by("pk").first()
    return {"siren": row.siren if row else "000000000"}


def _decision() -> Mapping[str, object]:
    row = RegisterDecision.objects.order_by("-pk").first()
    return {"pk": row.pk if row else 0}


REGISTER: dict[str, Access] = {
    "organizations:finding_list": Access(TEAM),
    "organizations:finding_compare": Access(TEAM, methods=("POST",)),
    "organizations:finding_bulk": Access(TEAM, methods=BOTH),
    "organizations:register_unit": Access(TEAM, sample=_unit, methods=BOTH),
    "organizations:decision_list": Access(TEAM),
    "organizations:decision": Access(TEAM, sample=_decision, methods=BOTH),
}

MACHINES: dict[str, Access] = {
    "api-1:organizations": Access(PUBLIC),
    "api-1:organization": Access(PUBLIC, sample=_organization),
}

ACCESS: dict[str, Access] = {**READING, **WRITING, **STATUSES, **DUPLICATES, **SHEETS, **REGISTER, **MACHINES}
