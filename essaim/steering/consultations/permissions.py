"""Who may read, write, contribute to, moderate and answer a consultation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .states import (
    AMENDMENT_MOVES,
    CONSULTATION_MOVES,
    MODERATION_MOVES,
    PROPOSAL_MOVES,
    QUESTIONNAIRE_MOVES,
    ConsultationState,
    ModerationState,
    QuestionnaireState,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    from .models import Amendment, AmendmentInvitation, Consultation, Contribution, Proposal, Questionnaire

    Person = User | AnonymousUser


def can_write_consultations(person: Person) -> Decision:
    """Tell whether a person may prepare consultations, sort what is said and answer: the team."""
    if is_staff_member(person):
        return ALLOW
    return deny(_("Only the authority's team runs consultations."))


def can_read_consultation(person: Person, consultation: Consultation) -> Decision:
    """Tell whether a person may read a consultation: everybody, unless it is a draft."""
    if consultation.state != ConsultationState.DRAFT or is_staff_member(person):
        return ALLOW
    return deny(_("This consultation is a draft: only the authority's team reads it."))


def can_move_consultation(person: Person, consultation: Consultation, move: str) -> Decision:
    """Tell whether a person may open, close, reopen a consultation, or publish its answers."""
    decision = can_write_consultations(person)
    if decision and move not in CONSULTATION_MOVES.names_from(consultation.state):
        return deny(_("A consultation in the state “%s” does not allow it.") % consultation.get_state_display())
    return decision


def can_contribute(consultation: Consultation, *, today: date) -> Decision:
    """Tell whether anybody may contribute online on a day: while it is open, during a phase that takes contributions."""
    if consultation.state == ConsultationState.DRAFT:
        return deny(_("This consultation is not open yet."))
    if consultation.state != ConsultationState.OPEN:
        return deny(_("This consultation is closed: what was said, and what became of it, stays here."))
    phases = [phase for phase in consultation.phases.all() if phase.takes_contributions]
    if any(phase.covers(today) for phase in phases):
        return ALLOW
    if any(phase.starts_on is not None and phase.starts_on > today for phase in phases):
        return deny(_("Contributions are not open yet: the calendar says from which day."))
    return deny(_("No phase takes contributions online today: the calendar says which did."))


def can_enter_contributions(person: Person, consultation: Consultation) -> Decision:
    """Tell whether a person may enter what was said on paper or in a meeting: the team, until answers are published."""
    if consultation.state == ConsultationState.DRAFT:
        return deny(_("Open the consultation first."))
    if consultation.state == ConsultationState.ANSWERED:
        return deny(_("Answers are published: what comes now belongs to another consultation."))
    return can_write_consultations(person)


def can_moderate(person: Person, contribution: Contribution, move: str) -> Decision:
    """Tell whether a person may publish, hide or show again a contribution, or uphold that it stays hidden: the team."""
    decision = can_write_consultations(person)
    if decision and move not in MODERATION_MOVES.names_from(contribution.state):
        return deny(_("A contribution in the state “%s” does not allow it.") % contribution.get_state_display())
    return can_read_again(person, contribution) if move in {"restore", "uphold"} else decision


def can_read_again(person: Person, contribution: Contribution) -> Decision:
    """Tell whether a person may end the hiding of a contribution: the team; a second reading, whoever did not give the first."""
    is_asked = contribution.state == ModerationState.APPEALED
    if is_asked and contribution.hidden_by_id is not None and contribution.hidden_by_id == person.pk:
        return deny(_("You hid this text: somebody else of the team gives the second reading."))
    return can_write_consultations(person)


def can_read_text(person: Person, contribution: Contribution) -> Decision:
    """Tell whether a person reads the text of a contribution: everybody once published, the team always."""
    if contribution.state == ModerationState.PUBLISHED or is_staff_member(person):
        return ALLOW
    if contribution.state == ModerationState.RECEIVED:
        return deny(_("This contribution is waiting to be read."))
    return deny(_("This contribution is hidden: its place is kept, with the reason."))


def can_read_author(person: Person, contribution: Contribution) -> Decision:
    """Tell whether a person reads who wrote: the team, and everybody when the author agreed and the text is published."""
    if is_staff_member(person) or (contribution.shows_name and contribution.is_readable):
        return ALLOW
    return deny(_("The author did not ask to be named."))


def can_sort(person: Person, contribution: Contribution) -> Decision:
    """Tell whether a person may sort a contribution into themes and issues: the team, what everybody reads."""
    if contribution.state != ModerationState.PUBLISHED:
        return deny(_("Publish it first: only what everybody reads is sorted and answered."))
    return can_write_consultations(person)


def can_move_proposal(person: Person, proposal: Proposal, move: str) -> Decision:
    """Tell whether a person may keep a proposal as an action, set it aside or study it again: the team."""
    decision = can_write_consultations(person)
    if decision and move not in PROPOSAL_MOVES.names_from(proposal.state):
        return deny(_("A proposal in the state “%s” does not allow it.") % proposal.get_state_display())
    return decision


def can_amend(invitation: AmendmentInvitation) -> Decision:
    """Tell whether an invitation still lets amend its text: until it ends, and while the consultation has no answers."""
    if invitation.ended_at is not None:
        return deny(_("This invitation has ended: ask who invited you."))
    if invitation.text.consultation.state not in {ConsultationState.OPEN, ConsultationState.CLOSED}:
        return deny(_("This text is not amended at the moment."))
    return ALLOW


def can_decide_amendment(person: Person, amendment: Amendment, move: str) -> Decision:
    """Tell whether a person may adopt, refuse or withdraw an amendment: the team."""
    decision = can_write_consultations(person)
    if decision and move not in AMENDMENT_MOVES.names_from(amendment.state):
        return deny(_("An amendment in the state “%s” does not allow it.") % amendment.get_state_display())
    return decision


def can_write_questions(person: Person, questionnaire: Questionnaire) -> Decision:
    """Tell whether a person may add questions: the team, before the questionnaire opens."""
    if questionnaire.state != QuestionnaireState.DRAFT:
        return deny(_("The questionnaire was opened: its questions no longer change."))
    return can_write_consultations(person)


def can_move_questionnaire(person: Person, questionnaire: Questionnaire, move: str) -> Decision:
    """Tell whether a person may open or close a questionnaire: the team."""
    decision = can_write_consultations(person)
    if decision and move not in QUESTIONNAIRE_MOVES.names_from(questionnaire.state):
        return deny(_("A questionnaire in the state “%s” does not allow it.") % questionnaire.get_state_display())
    return decision


def can_reply(questionnaire: Questionnaire) -> Decision:
    """Tell whether anybody may answer a questionnaire: while it is open, of a consultation that everybody reads."""
    if questionnaire.consultation.state == ConsultationState.DRAFT:
        return deny(_("This consultation is not open yet."))
    if questionnaire.state == QuestionnaireState.DRAFT:
        return deny(_("This questionnaire is not open yet."))
    if questionnaire.state == QuestionnaireState.CLOSED:
        return deny(_("This questionnaire is closed."))
    return ALLOW
