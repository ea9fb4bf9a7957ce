"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from essaim.foundations.ui.access import PUBLIC, Access
from essaim.steering.action_plan.models import Action, Plan

from .links import token_of
from .models import (
    Amendment,
    Consultation,
    Contribution,
    DiscussedText,
    Grouping,
    GroupMember,
    Issue,
    Phase,
    Proposal,
    Question,
    Questionnaire,
    Reply,
    Theme,
    WorkingGroup,
)
from .queries import results
from .states import ConsultationState, ModerationState, QuestionnaireState

Arguments = Callable[[], Mapping[str, object]]
TEAM = "officer|administrator"
BOTH = ("GET", "POST")
DRAFTS = "A draft is read by the team alone."
NONE = {"slug": "none"}


def _consultation(*states: str) -> Arguments:
    def sample() -> Mapping[str, object]:
        rows = Consultation.objects.exclude(state=ConsultationState.DRAFT)
        row = (rows.filter(state__in=states) if states else rows).order_by("pk").first()
        return {"slug": row.slug} if row else NONE

    return sample


def _issue() -> Mapping[str, object]:
    row = Issue.objects.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "code": row.code} if row else {**NONE, "code": "none"}


def _contribution() -> Mapping[str, object]:
    rows = Contribution.objects.filter(state=ModerationState.PUBLISHED)
    row = rows.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "number": row.number} if row else {**NONE, "number": 0}


def _moderated() -> Mapping[str, object]:
    return {**_contribution(), "move": "hide"}


def _grouped() -> Mapping[str, object]:
    rows = Grouping.objects.filter(contribution__state=ModerationState.PUBLISHED)
    row = rows.select_related("contribution__consultation", "issue").order_by("pk").first()
    if row is None:
        return {**NONE, "number": 0, "code": "none"}
    contribution = row.contribution
    return {"slug": contribution.consultation.slug, "number": contribution.number, "code": row.issue.code}


def _group() -> Mapping[str, object]:
    row = WorkingGroup.objects.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "number": row.number} if row else {**NONE, "number": 0}


def _member() -> Mapping[str, object]:
    row = GroupMember.objects.select_related("group__consultation").order_by("pk").first()
    if row is None:
        return {**NONE, "number": 0, "pk": 0}
    return {"slug": row.group.consultation.slug, "number": row.group.number, "pk": row.pk}


def _proposal() -> Mapping[str, object]:
    row = Proposal.objects.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "number": row.number} if row else {**NONE, "number": 0}


def _phase() -> Mapping[str, object]:
    row = Phase.objects.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "number": row.number} if row else {**NONE, "number": 0}


def _theme() -> Mapping[str, object]:
    row = Theme.objects.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "code": row.code} if row else {**NONE, "code": "none"}


def _text() -> Mapping[str, object]:
    row = DiscussedText.objects.select_related("consultation").order_by("pk").first()
    return {"slug": row.consultation.slug, "number": row.number} if row else {**NONE, "number": 0}


def _questionnaire(*states: str) -> Arguments:
    def sample() -> Mapping[str, object]:
        rows = Questionnaire.objects.select_related("consultation").exclude(consultation__state=ConsultationState.DRAFT)
        row = rows.filter(state__in=states).order_by("pk").first()
        return {"slug": row.consultation.slug, "number": row.number} if row else {**NONE, "number": 0}

    return sample


def _question() -> Mapping[str, object]:
    rows = Question.objects.filter(questionnaire__state=QuestionnaireState.DRAFT)
    row = rows.select_related("questionnaire__consultation").order_by("pk").first()
    if row is None:
        return {**NONE, "number": 0, "question": 0}
    found = row.questionnaire
    return {"slug": found.consultation.slug, "number": found.number, "question": row.number}


def _moved_question() -> Mapping[str, object]:
    return {**_question(), "move": "up"}


def _told_results() -> Mapping[str, object]:
    rows = Questionnaire.objects.exclude(consultation__state=ConsultationState.DRAFT)
    told = [row for row in rows.select_related("consultation").order_by("pk") if results(row).is_shown]
    found = {"slug": told[0].consultation.slug, "number": told[0].number} if told else {**NONE, "number": 0}
    return {**found, "form": "csv"}


def _moved_questionnaire() -> Mapping[str, object]:
    return {**_questionnaire(QuestionnaireState.OPEN)(), "move": "close"}


def _reply() -> Mapping[str, object]:
    rows = Reply.objects.exclude(questionnaire__consultation__state=ConsultationState.DRAFT)
    row = rows.order_by("pk").first()
    return {"token": token_of(row) if row else "none"}


def _amendment() -> Mapping[str, object]:
    row = Amendment.objects.select_related("text__consultation").order_by("pk").first()
    if row is None:
        return {**NONE, "number": 0, "amendment": 0, "move": "adopt"}
    text = row.text
    return {"slug": text.consultation.slug, "number": text.number, "amendment": row.number, "move": "adopt"}


def _tracking() -> Mapping[str, object]:
    rows = Contribution.objects.exclude(consultation__state=ConsultationState.DRAFT)
    row = rows.order_by("pk").first()
    return {"number": row.tracking_number if row else "none"}


def _action() -> Mapping[str, object]:
    row = Action.objects.filter(plan__in=Plan.objects.public()).order_by("pk").first()
    return {"pk": row.pk if row else 0}


def _plan() -> Mapping[str, object]:
    row = Plan.objects.public().order_by("pk").first()
    return {"pk": row.pk if row else 0}


READING: dict[str, Access] = {
    "consultations:consultation_list": Access(PUBLIC),
    "consultations:consultation": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:consultation_history": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:issue_list": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:issue": Access(PUBLIC, sample=_issue, note=DRAFTS),
    "consultations:amend_by_link": Access(PUBLIC, methods=BOTH, note="Whoever holds the link of an invitation."),
    "consultations:contribution_list": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:contribution": Access(PUBLIC, sample=_contribution, note="One waiting is read by the team alone."),
    "consultations:group": Access(PUBLIC, sample=_group, note=DRAFTS),
    "consultations:proposal_list": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:proposal": Access(PUBLIC, sample=_proposal, note=DRAFTS),
    "consultations:questionnaire": Access(
        PUBLIC, sample=_questionnaire(QuestionnaireState.OPEN), methods=BOTH, note="A draft is read by the team alone."
    ),
    "consultations:questionnaire_results": Access(
        PUBLIC, sample=_told_results, note="Once results are told: closed and of five people or more when anonymous."
    ),
    "consultations:reply": Access(
        PUBLIC, sample=_reply, methods=BOTH, note="Whoever holds the link given with the answers."
    ),
    "consultations:text": Access(PUBLIC, sample=_text, note=DRAFTS),
    "consultations:restitution": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:restitution_pdf": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:restitution_odt": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "consultations:contribute": Access(
        PUBLIC, sample=_consultation(ConsultationState.OPEN), methods=BOTH, note="Leads back when it takes none."
    ),
    "consultations:tracking_search": Access(PUBLIC),
    "consultations:tracking": Access(PUBLIC, sample=_tracking, methods=BOTH, note="Whoever has the number."),
    "consultations:action_panel": Access(PUBLIC, sample=_action),
    "consultations:plan_panel": Access(PUBLIC, sample=_plan),
    "api-1:consultations": Access(PUBLIC),
    "api-1:consultation": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
    "api-1:consultation_issues": Access(PUBLIC, sample=_consultation(), note=DRAFTS),
}

OPEN_OR_CLOSED = _consultation(ConsultationState.OPEN, ConsultationState.CLOSED)
LEADS_BACK = "Leads back when the state does not allow it."


def _team(sample: Arguments | None = None, *, methods: tuple[str, ...] = BOTH, note: str = "") -> Access:
    return Access(TEAM, sample=sample, methods=methods, note=note)


WRITING: dict[str, Access] = {
    "consultations:consultation_create": _team(),
    "consultations:consultation_edit": _team(_consultation()),
    "consultations:consultation_open": _team(_consultation(), note=LEADS_BACK),
    "consultations:consultation_close": _team(_consultation(ConsultationState.OPEN), note=LEADS_BACK),
    "consultations:consultation_reopen": _team(_consultation(ConsultationState.CLOSED), note=LEADS_BACK),
    "consultations:consultation_publish": _team(_consultation(ConsultationState.CLOSED), note=LEADS_BACK),
    "consultations:phase_create": _team(_consultation()),
    "consultations:phase_edit": _team(_phase),
    "consultations:meeting_add": _team(_phase),
    "consultations:statement_create": _team(_consultation()),
    "consultations:declared_create": _team(_consultation()),
    "consultations:contribution_enter": _team(OPEN_OR_CLOSED),
    "consultations:import_sheet": _team(OPEN_OR_CLOSED),
    "consultations:sheet": _team(methods=("GET",)),
    "consultations:sheet_undo": _team(methods=("POST",)),
    "consultations:import_model": _team(OPEN_OR_CLOSED, methods=("GET",)),
    "consultations:contribution_moderate": _team(_moderated, note=LEADS_BACK),
    "consultations:next_to_read": _team(_consultation(), methods=("GET",)),
    "consultations:theme_create": _team(_consultation()),
    "consultations:theme_edit": _team(_theme),
    "consultations:grouping": _team(_consultation()),
    "consultations:next_to_answer": _team(_consultation(), methods=("GET",)),
    "consultations:issue_create": _team(_consultation()),
    "consultations:issue_edit": _team(_issue),
    "consultations:issue_close": _team(_issue, methods=("GET",)),
    "consultations:issue_answer": _team(_issue),
    "consultations:contribution_answer": _team(_contribution, note=LEADS_BACK),
    "consultations:contribution_close": _team(_contribution, methods=("GET",)),
    "consultations:contribution_sort": _team(_contribution, methods=("POST",), note=LEADS_BACK),
    "consultations:contribution_group": _team(_grouped, methods=("POST",)),
    "consultations:contribution_ungroup": _team(_grouped),
    "consultations:group_create": _team(_consultation()),
    "consultations:group_edit": _team(_group),
    "consultations:member_create": _team(_group),
    "consultations:member_end": _team(_member),
    "consultations:group_session_add": _team(_group),
    "consultations:group_session_remove": _team(),
    "consultations:output_create": _team(_group),
    "consultations:proposal_create": _team(_consultation()),
    "consultations:proposal_edit": _team(_proposal),
    "consultations:proposal_retain": _team(_proposal, note=LEADS_BACK),
    "consultations:proposal_aside": _team(_proposal, note=LEADS_BACK),
    "consultations:proposal_again": _team(_proposal, note=LEADS_BACK),
    "consultations:questionnaire_create": _team(_consultation()),
    "consultations:question_create": _team(_questionnaire(QuestionnaireState.DRAFT), note=LEADS_BACK),
    "consultations:questionnaire_edit": _team(_questionnaire(QuestionnaireState.DRAFT), note=LEADS_BACK),
    "consultations:question_edit": _team(_question, note=LEADS_BACK),
    "consultations:question_move": _team(_moved_question, methods=("POST",), note=LEADS_BACK),
    "consultations:questionnaire_move": _team(_moved_questionnaire, methods=("POST",), note=LEADS_BACK),
    "consultations:text_create": _team(_consultation()),
    "consultations:amendment_invite": _team(_text),
    "consultations:invitation_end": _team(),
    "consultations:amendment_create": _team(_text),
    "consultations:amendment_decide": _team(_amendment, note=LEADS_BACK),
}

ACCESS: dict[str, Access] = {**READING, **WRITING}
