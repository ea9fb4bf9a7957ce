"""Who may open each URL of the register of stakes."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model, QuerySet

from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.ui.access import PUBLIC, Access
from essaim.steering.action_plan.models import Action, Plan

from .equity_rules import MeetingState, StakeState
from .models import EquityMovement, EquityStake, GeneralMeeting, StakeRepresentative

TEAM = "officer|administrator"
OFFICE = "officer|administrator|elected_official|evaluator"
BOTH = ("GET", "POST")
LATE = "Leads back when its time has passed."
SHOWN = "Figures: the office."


def _first(rows: QuerySet[Model]) -> Mapping[str, object]:
    found = rows.order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _held() -> Mapping[str, object]:
    return _first(EquityStake.objects.filter(state=StakeState.HELD))


def _planned() -> Mapping[str, object]:
    return _first(EquityStake.objects.filter(state=StakeState.PLANNED))


def _movement() -> Mapping[str, object]:
    return _first(EquityMovement.objects.filter(corrects__isnull=True, corrections__isnull=True))


def _representative() -> Mapping[str, object]:
    return _first(StakeRepresentative.objects.filter(ends_on__isnull=True))


def _meeting() -> Mapping[str, object]:
    return _first(GeneralMeeting.objects.filter(state=MeetingState.CALLED))


def _cooperative() -> Mapping[str, object]:
    found = EquityStake.objects.order_by("pk").first()
    return {"pk": found.organization_id} if found else _first(Organization.objects.all())


def _action() -> Mapping[str, object]:
    return _first(Action.objects.filter(plan__in=Plan.objects.public()))


EQUITY: dict[str, Access] = {
    "funding:stake_list": Access(OFFICE),
    "funding:stake": Access(OFFICE, sample=_held),
    "funding:stake_history": Access(OFFICE, sample=_held),
    "funding:stake_meeting": Access(OFFICE, sample=_meeting),
    "funding:organization_stakes": Access(PUBLIC, sample=_cooperative, note=SHOWN),
    "funding:action_stakes": Access(PUBLIC, sample=_action, note=SHOWN),
    "funding:stake_create": Access(TEAM, methods=BOTH),
    "funding:stake_edit": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "funding:stake_abandon": Access(TEAM, sample=_planned, methods=BOTH, note=LATE),
    "funding:stake_end": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "funding:movement_add": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "funding:movement_take_back": Access(TEAM, sample=_movement, methods=BOTH, note=LATE),
    "funding:public_share_add": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "funding:representative_add": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "funding:representative_end": Access(TEAM, sample=_representative, methods=BOTH, note=LATE),
    "funding:meeting_add": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
    "funding:meeting_hold": Access(TEAM, sample=_meeting, methods=BOTH, note=LATE),
    "funding:meeting_cancel": Access(TEAM, sample=_meeting, methods=BOTH, note=LATE),
    "funding:valuation_add": Access(TEAM, sample=_held, methods=BOTH, note=LATE),
}
