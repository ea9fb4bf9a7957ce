"""Consultations and their calendar: prepared, opened, closed, answered."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from essaim.ecosystem.events.models import Event
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.consultations import permissions, queries
from essaim.steering.consultations.models import Consultation, DeclaredParticipation, Meeting, Phase, SourceStatement
from essaim.steering.consultations.states import CONSULTATION_MOVES

from .mailing import tell_answered

EDITABLE = frozenset({"title", "summary", "question", "plan", "source", "moderation_rules", "moderation_days"})
PHASE_EDITABLE = frozenset(
    {
        "title",
        "kind",
        "audiences",
        "starts_on",
        "ends_on",
        "takes_contributions",
        "opening_rules",
        "planned",
        "source",
        "outcome",
        "outcome_source",
    }
)


class NothingToOpen(Exception):
    """A consultation says what it asks and has a calendar before it opens."""


class SummaryMissing(Exception):
    """A consultation closes with a summary of what was said."""


class AnswersMissing(Exception):
    """Some contributions or issues have no answer yet; count tells how many."""

    def __init__(self, count: int) -> None:
        """Keep their number."""
        super().__init__(str(count))
        self.count = count


class ContributionsToRead(Exception):
    """Some contributions were neither published nor hidden; count tells how many."""

    def __init__(self, count: int) -> None:
        """Keep their number."""
        super().__init__(str(count))
        self.count = count


def locked(consultation: Consultation) -> Consultation:
    """Return a consultation locked until the end of the transaction."""
    return Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)


@transaction.atomic
def create_consultation(*, actor: User, now: datetime, **values: object) -> Consultation:
    """
    Prepare a consultation, as a draft that the team alone reads.

    :param values: slug, title, summary, question, plan, source, moderation_rules, moderation_days
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its short name is taken
    """
    require(permissions.can_write_consultations(actor))
    refuse_other_fields(values, EDITABLE | {"slug"})
    return write_new(Consultation(**values), "consultation.created", actor=actor, now=now)


@transaction.atomic
def update_consultation(
    *, consultation: Consultation, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Consultation:
    """
    Correct what is written of a consultation, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValueError: if another field is given
    """
    refuse_other_fields(values, EDITABLE)
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    refuse_stale(consultation, values, version)
    return write_fields(consultation, "consultation.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def open_consultation(*, consultation: Consultation, actor: User, opened_on: date, now: datetime) -> Consultation:
    """
    Open a consultation to the public.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not a draft
    :raises NothingToOpen: if it does not say what it asks, or has no phase
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    state = CONSULTATION_MOVES.target("open", consultation.state)
    if not (consultation.question or consultation.summary) or not consultation.phases.exists():
        raise NothingToOpen
    values = {"state": state, "opened_on": opened_on}
    return write_fields(consultation, "consultation.opened", values, actor=actor, now=now)


@transaction.atomic
def close_consultation(
    *, consultation: Consultation, actor: User, closed_on: date, summary: str, now: datetime
) -> Consultation:
    """
    Close a consultation with a summary of what was said; nobody contributes any more.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not open
    :raises SummaryMissing: if there is no summary
    :raises ValidationError: if the day is before its opening
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    state = CONSULTATION_MOVES.target("close", consultation.state)
    if not summary.strip():
        raise SummaryMissing
    values = {"state": state, "closed_on": closed_on, "closing_summary": summary.strip()}
    return write_fields(consultation, "consultation.closed", values, actor=actor, now=now)


@transaction.atomic
def reopen_consultation(*, consultation: Consultation, actor: User, reason: str, now: datetime) -> Consultation:
    """
    Open again a consultation that was closed too early, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not closed, or its answers are published
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    values = {"state": CONSULTATION_MOVES.target("reopen", consultation.state), "closed_on": None}
    return write_fields(consultation, "consultation.reopened", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def publish_answers(
    *, consultation: Consultation, actor: User, answered_on: date, now: datetime, lists_missing: bool = False
) -> Consultation:
    """
    Publish what became of everything that was said; authors who left an address are told of their answer after commit.

    :param lists_missing: publish although some have no answer: they are then listed as missing, in public
    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not closed
    :raises ContributionsToRead: if some contributions were never read
    :raises AnswersMissing: if some have no answer and they are not to be listed
    :raises ValidationError: if the day is before its closing
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    state = CONSULTATION_MOVES.target("publish_answers", consultation.state)
    coverage = queries.coverage(consultation)
    if coverage.unread_count:
        raise ContributionsToRead(coverage.unread_count)
    if coverage.missing_count and not lists_missing:
        raise AnswersMissing(coverage.missing_count)
    consultation = write_fields(
        consultation,
        "consultation.answered",
        {"state": state, "answered_on": answered_on},
        actor=actor,
        now=now,
        details={"missing": coverage.missing_count},
    )
    tell_answered(consultation.contributions.all())
    return consultation


@transaction.atomic
def add_phase(*, consultation: Consultation, actor: User, now: datetime, **values: object) -> Phase:
    """
    Add a step to the calendar.

    :param values: number and the fields of PHASE_EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if its number is taken, or its days are in the wrong order
    """
    consultation = locked(consultation)
    require(permissions.can_write_consultations(actor))
    refuse_other_fields(values, PHASE_EDITABLE | {"number"})
    return write_new(Phase(consultation=consultation, **values), "phase.added", actor=actor, now=now)


@transaction.atomic
def update_phase(
    *, phase: Phase, actor: User, now: datetime, reason: str = "", version: str = "", **values: object
) -> Phase:
    """
    Correct a step of the calendar, or say what happened in it.

    :raises NotAllowed: if the actor is not of the team
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises ValidationError: if its days are in the wrong order
    """
    refuse_other_fields(values, PHASE_EDITABLE)
    phase = Phase.objects.select_for_update(of=("self",)).get(pk=phase.pk)
    require(permissions.can_write_consultations(actor))
    refuse_stale(phase, values, version)
    return write_fields(phase, "phase.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def add_meeting(*, phase: Phase, event: Event, actor: User, now: datetime) -> Meeting:
    """
    Say that a gathering is held in a phase; who registers and who comes is kept by the gathering.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is in this phase already
    """
    phase = Phase.objects.select_for_update(of=("self",)).get(pk=phase.pk)
    require(permissions.can_write_consultations(actor))
    return write_new(Meeting(phase=phase, event=event), "meeting.added", actor=actor, now=now)


@transaction.atomic
def remove_meeting(*, meeting: Meeting, actor: User, now: datetime, reason: str) -> None:
    """
    Take a gathering out of a phase, saying why; the gathering itself stays.

    :raises NotAllowed: if the actor is not of the team
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    require(permissions.can_write_consultations(actor))
    record("meeting.removed", actor=actor, target=meeting, at=now, reason=reason)
    meeting.delete()


@transaction.atomic
def add_statement(*, consultation: Consultation, actor: User, now: datetime, **values: object) -> SourceStatement:
    """
    Write what a source says, in its words; a source that says otherwise is added beside, nothing is chosen between them.

    :param values: topic, wording, note, source
    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_write_consultations(actor))
    statement = SourceStatement(consultation=consultation, **values)
    return write_new(statement, "statement.added", actor=actor, now=now)


@transaction.atomic
def declare_participation(
    *, consultation: Consultation, actor: User, now: datetime, **values: object
) -> DeclaredParticipation:
    """
    Write a number of participants that a source declares.

    :param values: about, wording, count, is_about, source
    :raises NotAllowed: if the actor is not of the team
    """
    require(permissions.can_write_consultations(actor))
    declared = DeclaredParticipation(consultation=consultation, **values)
    return write_new(declared, "participation.declared", actor=actor, now=now)
