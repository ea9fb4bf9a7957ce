"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model, QuerySet

from essaim.delivery.calls_for_projects.access import carried_by_no_role
from essaim.delivery.calls_for_projects.models import Allowance, Application, SelectionSession
from essaim.foundations.ui.access import PUBLIC, Access
from essaim.steering.action_plan.models import Action, Plan

from .equity_access import EQUITY
from .models import (
    Agreement,
    AidFile,
    AidLine,
    Certification,
    Clause,
    Condition,
    Delegation,
    Envelope,
    EnvelopeDraw,
    FinanceFile,
    Grant,
    GrantShare,
    Instalment,
    Payment,
    Report,
    UndertakingMember,
)
from .states import GIVEN, AgreementState, ConditionKind, FileState, GrantState, ReportState

Sample = Mapping[str, object]
TEAM = "officer|administrator"
OFFICE = "officer|administrator|elected_official|evaluator"
APPLICATION_READERS = "officer|administrator|evaluator"
BOTH = ("GET", "POST")
POST = ("POST",)
LATE = "Leads back when its time has passed, or to whom has no delegation of signature."


def _first(rows: QuerySet[Model]) -> Sample:
    found = rows.order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _given() -> Sample:
    return _first(Grant.objects.filter(state__in=GIVEN))


def _running() -> Sample:
    return _first(Grant.objects.filter(state=GrantState.GRANTED))


def _draft() -> Sample:
    return _first(Grant.objects.filter(state=GrantState.DRAFT))


def _share() -> Sample:
    return _first(GrantShare.objects.filter(grant__state=GrantState.DRAFT))


def _envelope() -> Sample:
    return _first(Envelope.objects.all())


def _agreement() -> Sample:
    return _first(Agreement.objects.all())


def _agreement_draft() -> Sample:
    return _first(Agreement.objects.filter(state=AgreementState.DRAFT))


def _agreement_sent() -> Sample:
    return _first(Agreement.objects.filter(state=AgreementState.SENT))


def _clause() -> Sample:
    return _first(Clause.objects.filter(agreement__state=AgreementState.DRAFT))


def _instalment() -> Sample:
    return _first(Instalment.objects.filter(grant__state=GrantState.GRANTED, grant__bound_on__isnull=False))


def _planned() -> Sample:
    return _first(Instalment.objects.filter(grant__state=GrantState.DRAFT))


def _condition() -> Sample:
    rows = Condition.objects.filter(instalment__grant__state=GrantState.GRANTED, met_on__isnull=True)
    return _first(rows.exclude(kind__in=[ConditionKind.SIGNED, ConditionKind.DAY]))


def _condition_planned() -> Sample:
    return _first(Condition.objects.filter(instalment__grant__state=GrantState.DRAFT))


def _certification() -> Sample:
    return _first(Certification.objects.filter(instalment__grant__state=GrantState.GRANTED))


def _payment() -> Sample:
    return _first(Payment.objects.filter(corrects__isnull=True))


def _delegation() -> Sample:
    return _first(Delegation.objects.filter(ends_on__isnull=True))


def _action() -> Sample:
    return _first(Action.objects.filter(plan__in=Plan.objects.public()))


def _plan() -> Sample:
    return _first(Plan.objects.public())


def _structure() -> Sample:
    found = GrantShare.objects.select_related("organization").order_by("pk").first()
    return {"key": found.organization.key if found else "none"}


def _organization() -> Sample:
    found = GrantShare.objects.order_by("pk").first()
    return {"pk": found.organization_id if found else 0}


def _alarm() -> Sample:
    found = GrantShare.objects.filter(grant__state=GrantState.DRAFT).order_by("pk").first()
    if found is None:
        return {"pk": 0, "organization_pk": 0, "code": "de_minimis"}
    return {"pk": found.grant_id, "organization_pk": found.organization_id, "code": "de_minimis"}


def _aid() -> Sample:
    return _first(AidLine.objects.filter(corrects__isnull=True))


def _member() -> Sample:
    return _first(UndertakingMember.objects.filter(ends_on__isnull=True))


def _application() -> Sample:
    return _first(carried_by_no_role(Application.objects.exclude(filed_at__isnull=True)))


READING: dict[str, Access] = {
    "funding:grant_list": Access(PUBLIC, note="Those that were given; the office reads drafts."),
    "funding:grant": Access(PUBLIC, sample=_given, note="Instalments: the office and who speaks for the beneficiary."),
    "funding:grant_history": Access(PUBLIC, sample=_given),
    "funding:action_panel": Access(PUBLIC, sample=_action),
    "funding:plan_panel": Access(PUBLIC, sample=_plan),
    "funding:agreement": Access(OFFICE, sample=_agreement, note="And who speaks for the beneficiary."),
    "funding:agreement_pdf": Access(OFFICE, sample=_agreement, note="And who speaks for the beneficiary."),
    "funding:envelope_list": Access(OFFICE),
    "funding:envelope": Access(OFFICE, sample=_envelope),
    "funding:payment_list": Access(OFFICE),
    "funding:delegation_list": Access(OFFICE),
}


def _aid_file(*states: str) -> Sample:
    return _first(AidFile.objects.filter(state__in=states or list(FileState)))


AIDS: dict[str, Access] = {
    "funding:aid_list": Access(OFFICE),
    "funding:aids": Access(OFFICE, sample=_structure, note="And who speaks for the structure."),
    "funding:aid_add": Access(TEAM, sample=_structure, methods=BOTH),
    "funding:aid_correct": Access(TEAM, sample=_aid, methods=BOTH),
    "funding:aid_file_list": Access(TEAM, methods=BOTH),
    "funding:aid_file": Access(TEAM, sample=_aid_file),
    "funding:aid_file_apply": Access(TEAM, sample=lambda: _aid_file("prepared"), methods=POST, note=LATE),
    "funding:aid_file_undo": Access(TEAM, sample=lambda: _aid_file("applied"), methods=POST, note=LATE),
    "funding:undertaking_list": Access(OFFICE),
    "funding:structure_link": Access(TEAM, methods=BOTH),
    "funding:structure_unlink": Access(TEAM, sample=_member, methods=BOTH, note=LATE),
    "funding:limit_list": Access(OFFICE),
    "funding:limit_set": Access("administrator", methods=BOTH),
    "funding:alarm_resolve": Access(TEAM, sample=_alarm, methods=BOTH, note=LATE),
    "funding:organization_panel": Access(PUBLIC, sample=_organization),
    "funding:application_panel": Access(OFFICE, sample=_application),
    "funding:application_grant": Access(TEAM, sample=_application, methods=BOTH, note=LATE),
    "funding:application_grant_panel": Access(APPLICATION_READERS, sample=_application, note="And its authors."),
}


def _report(*states: str) -> Sample:
    return _first(Report.objects.filter(state__in=states or list(ReportState)))


FOLLOW_UP: dict[str, Access] = {
    "funding:report_list": Access(OFFICE),
    "funding:report": Access(OFFICE, sample=_report, note="And who speaks for the beneficiary."),
    "funding:report_expect": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:report_receive": Access(TEAM, sample=lambda: _report("expected"), methods=BOTH, note=LATE),
    "funding:report_accept": Access(TEAM, sample=lambda: _report("received"), methods=BOTH, note=LATE),
    "funding:report_send_back": Access(TEAM, sample=lambda: _report("received"), methods=BOTH, note=LATE),
    "funding:repayment_ask": Access(TEAM, sample=lambda: _report("accepted"), methods=BOTH, note=LATE),
    "funding:contract_record": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:breach": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:publication": Access(OFFICE),
    "funding:publish": Access(TEAM, methods=POST),
    "funding:publisher": Access("administrator", methods=BOTH),
    "funding:open_data": Access(PUBLIC, note="Grants that were published."),
}


def _file(*states: str) -> Sample:
    return _first(FinanceFile.objects.filter(state__in=states or list(FileState)))


FINANCE: dict[str, Access] = {
    "funding:reconciliation": Access(OFFICE),
    "funding:finance_file_list": Access(TEAM, methods=BOTH),
    "funding:finance_file": Access(TEAM, sample=_file),
    "funding:finance_file_apply": Access(TEAM, sample=lambda: _file("prepared"), methods=POST, note=LATE),
    "funding:finance_file_undo": Access(TEAM, sample=lambda: _file("applied"), methods=POST, note=LATE),
}

WRITING: dict[str, Access] = {
    "funding:envelope_create": Access(TEAM, methods=BOTH),
    "funding:envelope_vote": Access(TEAM, sample=_envelope, methods=BOTH),
    "funding:allowance_draw": Access(TEAM, sample=lambda: _first(Allowance.objects.all()), methods=BOTH, note=LATE),
    "funding:allowance_release": Access(
        TEAM, sample=lambda: _first(EnvelopeDraw.objects.all()), methods=BOTH, note=LATE
    ),
    "funding:selection_panel": Access(OFFICE, sample=lambda: _first(SelectionSession.objects.all())),
    "funding:grant_create": Access(TEAM, methods=BOTH),
    "funding:grant_edit": Access(TEAM, sample=_draft, methods=BOTH, note=LATE),
    "funding:share_add": Access(TEAM, sample=_draft, methods=BOTH, note=LATE),
    "funding:share_remove": Access(TEAM, sample=_share, methods=POST),
    "funding:grant_give": Access(TEAM, sample=_draft, methods=BOTH, note=LATE),
    "funding:grant_abandon": Access(TEAM, sample=_draft, methods=BOTH, note=LATE),
    "funding:grant_close": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:grant_stop": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:grant_commit": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:agreement_create": Access(TEAM, sample=_running, methods=BOTH, note=LATE),
    "funding:clause_add": Access(TEAM, sample=_agreement_draft, methods=BOTH, note=LATE),
    "funding:clause_edit": Access(TEAM, sample=_clause, methods=BOTH, note=LATE),
    "funding:clause_remove": Access(TEAM, sample=_clause, methods=POST, note=LATE),
    "funding:agreement_send": Access(TEAM, sample=_agreement_draft, methods=POST),
    "funding:agreement_take_back": Access(TEAM, sample=_agreement_sent, methods=POST),
    "funding:agreement_sign": Access(TEAM, sample=_agreement_sent, methods=BOTH, note=LATE),
    "funding:agreement_abandon": Access(TEAM, sample=_agreement_sent, methods=BOTH, note=LATE),
    "funding:instalment_add": Access(TEAM, sample=_draft, methods=BOTH, note=LATE),
    "funding:instalment_edit": Access(TEAM, sample=_planned, methods=BOTH, note=LATE),
    "funding:instalment_remove": Access(TEAM, sample=_planned, methods=POST),
    "funding:condition_add": Access(TEAM, sample=_planned, methods=BOTH, note=LATE),
    "funding:condition_meet": Access(TEAM, sample=_condition, methods=BOTH, note=LATE),
    "funding:condition_remove": Access(TEAM, sample=_condition_planned, methods=POST),
    "funding:certify": Access(TEAM, sample=_instalment, methods=BOTH, note=LATE),
    "funding:certification_take_back": Access(TEAM, sample=_certification, methods=BOTH, note=LATE),
    "funding:order": Access(TEAM, sample=_instalment, methods=BOTH, note=LATE),
    "funding:payment_correct": Access(TEAM, sample=_payment, methods=BOTH, note=LATE),
    "funding:delegation_add": Access("administrator", methods=BOTH),
    "funding:delegation_end": Access("administrator", sample=_delegation, methods=BOTH, note=LATE),
}

MACHINES: dict[str, Access] = {
    "api-1:grants": Access(PUBLIC),
    "api-1:grant": Access(PUBLIC, sample=_given),
}

ACCESS: dict[str, Access] = {**READING, **AIDS, **FINANCE, **FOLLOW_UP, **WRITING, **MACHINES, **EQUITY}
