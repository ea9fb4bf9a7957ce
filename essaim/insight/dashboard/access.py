"""Who may open each page of the room."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.territory.queries import communes
from essaim.foundations.ui.access import PUBLIC, SIGNED_IN, Access
from essaim.steering.action_plan.queries import open_tasks
from essaim.steering.consultations.models import Consultation
from essaim.steering.consultations.states import ConsultationState

OFFICE = f"{RoleKind.OFFICER.value}|{RoleKind.ADMINISTRATOR.value}"


def _home_of(kind: RoleKind) -> str:
    """Who may open the home of a role: who holds it, and the team."""
    return f"{kind.value}|{OFFICE}"


def _commune() -> Mapping[str, object]:
    return {"code": communes(today=timezone.localdate())[0].code}


def _consultation() -> Mapping[str, object]:
    row = Consultation.objects.exclude(state=ConsultationState.DRAFT).order_by("pk").first()
    return {"slug": row.slug if row else "none"}


def _task() -> Mapping[str, object]:
    task = open_tasks().first()
    return {"pk": task.pk if task else 0}


ACCESS: dict[str, Access] = {
    "dashboard:home": Access(SIGNED_IN, note="leads to the home of the first role held"),
    "dashboard:officer": Access(OFFICE),
    "dashboard:elected": Access(_home_of(RoleKind.ELECTED_OFFICIAL)),
    "dashboard:body": Access(_home_of(RoleKind.BODY_MEMBER)),
    "dashboard:organization": Access(_home_of(RoleKind.ORGANIZATION_MEMBER)),
    "dashboard:evaluator": Access(_home_of(RoleKind.EVALUATOR)),
    "dashboard:support": Access(_home_of(RoleKind.SUPPORT)),
    "dashboard:commune": Access(PUBLIC, sample=_commune),
    "dashboard:commune_panel": Access(PUBLIC, sample=_commune),
    "dashboard:consultation_panel": Access(PUBLIC, sample=_consultation, note="a draft is read by the team alone"),
    "dashboard:action_rows": Access(PUBLIC),
    "dashboard:milestone_rows": Access(PUBLIC),
    "dashboard:commune_rows": Access(PUBLIC),
    "dashboard:budget_rows": Access(PUBLIC),
    "dashboard:override_rows": Access(PUBLIC),
    "dashboard:task_rows": Access(SIGNED_IN, note="own tasks only, everybody's for the team"),
    "dashboard:task_finish": Access(
        OFFICE, methods=("POST",), sample=_task, note="also the pilot and the deputies of its action"
    ),
    "dashboard:question_rows": Access(_home_of(RoleKind.ELECTED_OFFICIAL)),
    "dashboard:session_rows": Access(SIGNED_IN, note="those where one sits, all of them for the team"),
    "dashboard:vote_rows": Access(SIGNED_IN, note="one's own"),
    "dashboard:decision_rows": Access(SIGNED_IN, note="those of one's bodies, all of them for the team"),
    "dashboard:contribution_rows": Access(OFFICE),
    "dashboard:consultation_rows": Access(OFFICE),
    "dashboard:change_rows": Access(OFFICE),
}
