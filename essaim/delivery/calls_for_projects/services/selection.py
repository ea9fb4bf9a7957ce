"""The selection prepared: files taken in, interests found and declared, allowances, marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions_selection as permissions
from essaim.delivery.calls_for_projects import queries as room_queries
from essaim.delivery.calls_for_projects.allowance_guards import ask_guards
from essaim.delivery.calls_for_projects.models import (
    Allowance,
    Application,
    Call,
    Interest,
    MemberTie,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.states import (
    APPLICATION_MOVES,
    SELECTION_MOVES,
    FileOutcome,
    InterestKind,
    SelectionState,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields
from essaim.steering.committees import services as committees
from essaim.steering.committees.links import SeatActor
from essaim.steering.committees.models import Mandate, Seat, Session
from essaim.steering.committees.states import PointKind, SessionState

ALLOWANCE_FIELDS = frozenset({"year", "aid_type", "territory", "amount_cents", "act"})


class NoFileWaits(Exception):
    """No file of the call is ready: there is nothing to select from."""


class BeyondAllowance(Exception):
    """What is granted already is more than the allowance would be."""


def locked_selection(selection: SelectionSession) -> SelectionSession:
    """Lock a selection session, and return it as it is now: whoever grants from it waits for the others."""
    rows = SelectionSession.objects.select_for_update(of=("self",)).select_related("call", "session__body")
    return rows.get(pk=selection.pk)


def locked_file(file: SelectionFile) -> SelectionFile:
    """Lock a selection, then one of its files; return the file as it is now."""
    selection = locked_selection(file.selection)
    found: SelectionFile = queries.file_rows(selection).select_for_update(of=("self",)).get(pk=file.pk)
    found.selection = selection
    return found


@transaction.atomic
def prepare_selection(*, call: Call, session: Session, actor: User, now: datetime) -> SelectionSession:
    """
    Prepare the selection of a call at a session of the selection body, with exactly the complete files since the last one.

    Those are the files marked ready, and those deferred before; each becomes a point of the agenda, named by its reference.

    :raises NotAllowed: if the actor is not of the team, or the session has opened
    :raises NoFileWaits: if no file is ready
    :raises ValidationError: if a selection of the call is under way, or the session serves for another
    """
    selection = SelectionSession(call=call, session=session, taken_at=now)
    require(permissions.can_take_files(actor, selection))
    write_new(selection, "selection.prepared", actor=actor, now=now)
    if not _take(locked_selection(selection), actor, now):
        raise NoFileWaits
    return selection


@transaction.atomic
def take_files(*, selection: SelectionSession, actor: User, now: datetime) -> int:
    """
    Take in the files that became ready since, until the session opens; asked twice, the second time takes nothing.

    :returns: how many are taken
    :raises NotAllowed: if the actor is not of the team, or the session has opened
    """
    selection = locked_selection(selection)
    require(permissions.can_take_files(actor, selection))
    count = _take(selection, actor, now)
    if count:
        write_fields(
            selection, "selection.files_taken", {"taken_at": now}, actor=actor, now=now, details={"files": count}
        )
    return count


def _take(selection: SelectionSession, actor: User, now: datetime) -> int:
    waiting = queries.waiting_for(selection.call).select_for_update(of=("self",))
    files = [_take_one(selection, application, actor, now) for application in waiting]
    _find_interests(selection, files, actor, now)
    return len(files)


def _take_one(selection: SelectionSession, application: Application, actor: User, now: datetime) -> SelectionFile:
    _found, judgement = room_queries.verdict_on(application, today=selection.session.day)
    limits = judgement.limits
    with translation.override(settings.LANGUAGE_CODE):
        details = _("Read, marked and decided on the page of the selection.")
    point = committees.add_point(
        session=selection.session,
        actor=actor,
        now=now,
        title=application.reference,
        kind=PointKind.DISCUSSION,
        details=details,
    )
    file = SelectionFile(
        selection=selection,
        application=application,
        point=point,
        requested_cents=application.requested_cents,
        ceiling_cents=0 if limits.cap_cents == 0 else limits.ceiling_cents,
        share_cents=limits.share_cents,
    )
    write_new(file, "selection_file.taken", actor=actor, now=now)
    state = APPLICATION_MOVES.target("present", application.state)
    write_fields(application, "application.presented", {"state": state}, actor=actor, now=now)
    return file


@transaction.atomic
def find_interests(*, selection: SelectionSession, actor: User, now: datetime) -> int:
    """
    Look in the records again for what ties the members of the day to who applies.

    :returns: how many interests were found that were not known
    :raises NotAllowed: if the actor is not of the team, or the selection is decided
    """
    selection = locked_selection(selection)
    require(permissions.can_change_selection(actor, selection))
    return _find_interests(selection, list(queries.file_rows(selection)), actor, now)


def _find_interests(selection: SelectionSession, files: list[SelectionFile], actor: Actor, now: datetime) -> int:
    found = queries.interests_found(files, selection)
    known = set(Interest.objects.filter(file__in=files).values_list("file", "seat"))
    count = 0
    for file in files:
        for interest in found[file.pk]:
            if (file.pk, interest.seat_id) not in known:
                seat = Seat.objects.get(pk=interest.seat_id)
                _bar(file, seat, interest.kind, _said(interest.kind), actor, now, verb="interest.found")
                count += 1
    return count


def _said(kind: InterestKind) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return str(kind.label)


def _bar(
    file: SelectionFile, seat: Seat, kind: InterestKind, reason: str, actor: Actor, now: datetime, *, verb: str
) -> Interest:
    interest = Interest(file=file, seat=seat, kind=kind, reason=reason, found_at=now)
    return write_new(interest, verb, actor=actor, now=now, reason=reason)


@transaction.atomic
def declare_interest(
    *, file: SelectionFile, seat: Seat, actor: User, now: datetime, reason: str, kind: str = InterestKind.OTHER
) -> Interest:
    """
    Say that a seat keeps out of a file. From then on its members neither read, mark nor discuss it; their marks count no longer.

    :param reason: what the minutes say; it names nobody
    :raises NotAllowed: if the actor neither holds the seat nor is of the team, or the session is over
    :raises ValidationError: if it keeps out already, or nothing is said of why
    """
    file = locked_file(file)
    require(permissions.can_declare_interest(actor, file, seat.pk))
    return _bar(file, seat, InterestKind(kind), reason.strip(), actor, now, verb="interest.declared")


@transaction.atomic
def declare_interest_by_link(
    *, file: SelectionFile, mandate: Mandate, now: datetime, reason: str, kind: str = InterestKind.OTHER
) -> Interest:
    """
    Say that the seat of a member without an account, known by their personal link, keeps out of a file.

    :param reason: what the minutes say; it names nobody
    :raises NotAllowed: if the mandate does not sit that day, keeps out already, or the session is over
    :raises ValidationError: if nothing is said of why
    """
    file = locked_file(file)
    require(permissions.can_declare_interest_by_link(mandate, file))
    actor, why = SeatActor(mandate), reason.strip()
    return _bar(file, mandate.seat, InterestKind(kind), why, actor, now, verb="interest.declared")


@transaction.atomic
def declare_tie(
    *,
    mandate: Mandate,
    organization: Organization,
    actor: User,
    now: datetime,
    kind: str,
    note: str = "",
) -> MemberTie:
    """
    Write an interest that a member declares in a structure; it is found again at each selection.

    :raises NotAllowed: if the actor is neither this member nor of the team
    :raises ValidationError: if it is declared already
    """
    if mandate.person_id != actor.pk:
        require(permissions.can_run_selection(actor))
    tie = MemberTie(mandate=mandate, organization=organization, kind=kind, note=note.strip(), declared_at=now)
    return write_new(tie, "member_tie.declared", actor=actor, now=now)


def write_withdrawals(selection: SelectionSession, files: list[SelectionFile], actor: User, now: datetime) -> None:
    """Have the body write in its minutes who kept out of which file; what is written already stays."""
    if selection.session.state not in {SessionState.CONVENED, SessionState.OPEN}:
        return
    for file in files:
        there = set(file.point.withdrawals.values_list("seat", flat=True))
        for interest in file.interests.all():
            if interest.seat_id not in there:
                committees.declare_withdrawal(
                    point=file.point, seat=interest.seat, actor=actor, now=now, reason=interest.reason
                )


@transaction.atomic
def add_allowance(*, selection: SelectionSession, actor: User, now: datetime, **values: object) -> Allowance:
    """
    Say what a selection may grant for a year, whole, or for a type of aid or a territory, by which act.

    :param values: among ALLOWANCE_FIELDS
    :raises NotAllowed: if the actor is not of the team, or the selection is decided
    :raises ValidationError: if a value does not hold, or there is one for this already
    :raises BeyondAllowance: if more is granted of it already
    """
    selection = locked_selection(selection)
    require(permissions.can_change_selection(actor, selection))
    refuse_other_fields(values, ALLOWANCE_FIELDS)
    allowance = write_new(Allowance(selection=selection, **values), "allowance.added", actor=actor, now=now)
    _refuse_overrun(selection)
    return allowance


@transaction.atomic
def update_allowance(*, allowance: Allowance, actor: User, now: datetime, reason: str, amount_cents: int) -> Allowance:
    """
    Correct the amount of an allowance, saying why; never under what is granted of it.

    :raises NotAllowed: if the actor is not of the team, or the selection is decided
    :raises BeyondAllowance: if more is granted of it already
    :raises AllowanceRefused: if a room above does not hold so much
    """
    selection = locked_selection(allowance.selection)
    require(permissions.can_change_selection(actor, selection))
    allowance = Allowance.objects.select_for_update(of=("self",)).select_related("territory").get(pk=allowance.pk)
    write_fields(allowance, "allowance.updated", {"amount_cents": amount_cents}, actor=actor, now=now, reason=reason)
    _refuse_overrun(selection)
    ask_guards(allowance)
    return allowance


def _refuse_overrun(selection: SelectionSession) -> None:
    if any(line.left_cents < 0 for line in queries.allowance_lines(selection)):
        raise BeyondAllowance


@transaction.atomic
def score_file(
    *, file: SelectionFile, seat: Seat, actor: User, now: datetime, marks: Mapping[int, int | None], comment: str = ""
) -> None:
    """
    Mark a file by criterion, for the seat one holds; marks are written anew until the file is decided.

    :param marks: by the id of the criterion; None takes a mark back
    :raises NotAllowed: if the actor does not hold the seat that day, or keeps out of the file
    :raises ValidationError: if a mark is not on the scale of its criterion
    """
    file = locked_file(file)
    require(permissions.can_score(actor, file))
    if seat.pk not in queries.seats_held(actor, file.selection):
        require(permissions.not_own_seat())
    _score(file, seat, marks, comment, actor=actor, now=now)


@transaction.atomic
def score_file_by_link(
    *, file: SelectionFile, mandate: Mandate, now: datetime, marks: Mapping[int, int | None], comment: str = ""
) -> None:
    """
    Mark a file by criterion for the seat of a member without an account, known by their personal link.

    :param marks: by the id of the criterion; None takes a mark back
    :raises NotAllowed: if the mandate does not sit that day, or its seat keeps out of the file
    :raises ValidationError: if a mark is not on the scale of its criterion
    """
    file = locked_file(file)
    require(permissions.can_score_by_link(mandate, file))
    _score(file, mandate.seat, marks, comment, actor=SeatActor(mandate), now=now)


def _score(
    file: SelectionFile, seat: Seat, marks: Mapping[int, int | None], comment: str, *, actor: Actor, now: datetime
) -> None:
    there = queries.marks_of(file, seat.pk)
    criteria = {row.pk: row for row in queries.criteria_of(file.application)}
    for pk, mark in marks.items():
        score = there.get(pk)
        if pk not in criteria:
            raise ValidationError(_("This criterion is of another edition."))
        if mark is None:
            if score is not None:
                record("score.taken_back", actor=actor, target=score, at=now)
                score.delete()
        elif score is None:
            score = Score(file=file, seat=seat, criterion=criteria[pk], mark=mark, comment=comment, scored_at=now)
            write_new(score, "score.given", actor=actor, now=now)
        elif (score.mark, score.comment) != (mark, comment):
            score.criterion, score.file = criteria[pk], file
            values = {"mark": mark, "comment": comment, "scored_at": now}
            write_fields(score, "score.changed", values, actor=actor, now=now)


@transaction.atomic
def cancel_selection(*, selection: SelectionSession, actor: User, now: datetime, reason: str) -> SelectionSession:
    """
    Cancel a selection under way: its files are deferred, and wait for the next one.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is decided or cancelled
    :raises ValidationError: if nothing is said of why
    """
    selection = locked_selection(selection)
    state = SELECTION_MOVES.target("cancel", selection.state)
    require(permissions.can_change_selection(actor, selection))
    for file in queries.file_rows(selection).select_for_update(of=("self",)):
        application = Application.objects.select_for_update(of=("self",)).get(pk=file.application_id)
        outcome = FileOutcome.WITHDRAWN
        if "defer" in APPLICATION_MOVES.names_from(application.state):
            outcome = FileOutcome.DEFERRED
            moved = {"state": APPLICATION_MOVES.target("defer", application.state)}
            write_fields(application, "application.deferred", moved, actor=actor, now=now, reason=reason)
        values: dict[str, object] = {
            "outcome": outcome,
            "nature": "",
            "granted_cents": None,
            "cited": [{"code": "", "title": reason}] if outcome == FileOutcome.DEFERRED else [],
            "reason": reason,
            "frozen_at": now,
        }
        write_fields(file, "selection_file.deferred", values, actor=actor, now=now, reason=reason)
    ended = {"state": SelectionState(state), "cancel_reason": reason.strip()}
    return write_fields(selection, "selection.cancelled", ended, actor=actor, now=now, reason=reason)


def forget_notes(*, person: User, now: datetime) -> None:
    """Erase what a person wrote of the interests they declared; that they keep out of a file stays with its decision."""
    MemberTie.objects.filter(mandate__person=person).update(note="")
