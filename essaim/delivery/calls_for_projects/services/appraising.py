"""What the team does with applications: given to an officer, marked, one list of what is missing, note, ready."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, queries
from essaim.delivery.calls_for_projects.models import (
    Application,
    AppraisalNote,
    Check,
    MissingRequest,
)
from essaim.delivery.calls_for_projects.models.appraising import DAYS_TO_MEND
from essaim.delivery.calls_for_projects.states import (
    APPLICATION_MOVES,
    ApplicationState,
    OpinionState,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.versions import refuse_other_fields

from .applications import NotFileable, digest_of, locked_application, name_in_search, problems_before_filing
from .asking import stop_asking
from .telling import tell_carriers, tell_officer

# A draft that nobody wrote in for so long is closed and emptied.
DRAFTS_KEPT = timedelta(days=731)
NOTE_FIELDS = frozenset({"strengths", "concerns", "proposal", "proposed_cents"})


class NotReadyForCommittee(Exception):
    """An application has a point that is not settled: lacks says which ones."""

    def __init__(self, lacks: Sequence[str]) -> None:
        """Keep what is not settled."""
        super().__init__(" ".join(lacks))
        self.lacks = tuple(lacks)


@transaction.atomic
def name_structure(*, application: Application, actor: User, now: datetime, organization: Organization) -> Application:
    """
    Say which record an application that was written by hand is about, so that its structure has one record in all rooms.

    What was written stays as it was filed; the name of the record is shown.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is a draft, which those who write it tie themselves
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    if application.filed_at is None:
        raise ValidationError({"organization": _("It is not filed yet: those who write it name its structure.")})
    application.organization = organization
    name_in_search(application)
    values = {"organization": organization, "search_key": application.search_key}
    details = {"structure": organization.key}
    return write_fields(application, "application.structure_named", values, actor=actor, now=now, details=details)


@transaction.atomic
def assign_officer(*, application: Application, actor: User, now: datetime, officer: User) -> Application:
    """
    Give an application to an officer, who is told.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if who is named is not of the team
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    if not permissions.can_appraise(officer):
        raise ValidationError({"officer": _("Somebody of the authority's team appraises applications.")})
    details = {"officer": officer.pk}
    application = write_fields(
        application, "application.assigned", {"officer": officer}, actor=actor, now=now, details=details
    )
    if officer.pk != actor.pk:
        told = {"reference": application.reference, "title": application.title}
        tell_officer(
            application,
            subject=lambda: _("An application is given to you: %(reference)s") % told,
            body=lambda: _("You appraise the application “%(title)s” (%(reference)s).") % told,
            now=now,
            key=f"assigned:{now.isoformat()}",
        )
    return application


@transaction.atomic
def mark(
    *,
    application: Application,
    actor: User,
    now: datetime,
    marks: Iterable[tuple[str, str, str, bool, str]],
) -> list[Check]:
    """
    Mark answers and pieces one by one: right, or to be mended and how.

    :param marks: each kind, code, words shown, whether it is right, what to mend
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if something is to be mended without saying how
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    written = []
    known = queries.checks_of(application)
    for kind, code, label, is_right, note in marks:
        before = known.get((kind, code))
        values = {"label": label[:300], "is_right": is_right, "note": "" if is_right else note.strip()}
        if before and all(getattr(before, name) == value for name, value in values.items()):
            continue
        values |= {"checked_by": actor, "checked_at": now}
        if before:
            for name, value in values.items():
                setattr(before, name, value)
            before.full_clean()
            before.save(update_fields=list(values))
            written.append(before)
        else:
            row = Check(application=application, kind=kind, code=code, **values)
            row.full_clean()
            row.save(force_insert=True)
            written.append(row)
    if written:
        details = {"marks": len(written), "to_mend": sum(not row.is_right for row in written)}
        record("application.marked", actor=actor, target=application, at=now, details=details)
    return written


@transaction.atomic
def ask_for_missing(
    *, application: Application, actor: User, now: datetime, message: str = "", due_on: date | None = None
) -> MissingRequest:
    """
    Send who applied the one list of what is marked to be mended; the clock stops until it is answered.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not filed, or was found complete already
    :raises ValidationError: if nothing is marked to be mended, or the day is past
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    state = APPLICATION_MOVES.target("ask_for_missing", application.state)
    today = timezone.localdate(now)
    due_on = due_on or today + DAYS_TO_MEND
    wrong = Check.objects.filter(application=application, is_right=False).order_by("pk")
    items = [{"kind": row.kind, "code": row.code, "label": row.label, "note": row.note} for row in wrong]
    if not items:
        raise ValidationError(_("Nothing is marked to be mended: mark answers and pieces first."))
    if due_on < today:
        raise ValidationError({"due_on": _("This day is past.")})
    row = MissingRequest(
        application=application, items=items, message=message.strip(), sent_by=actor, sent_at=now, due_on=due_on
    )
    application = write_fields(application, "application.incomplete", {"state": state}, actor=actor, now=now)
    write_new(row, "missing_request.sent", actor=actor, now=now, details={"count": len(items)})
    told = {"reference": application.reference, "day": day_in_words(due_on)}
    lines = "\n".join(f"– {item['label']} : {item['note']}" for item in items)
    tell_carriers(
        application,
        subject=lambda: _("Something is missing in your application: %(reference)s") % told,
        body=lambda: "\n\n".join(
            text
            for text in (
                _(
                    "Here is all that is missing in the application %(reference)s. Complete it by %(day)s on its page; "
                    "meanwhile, the days of appraisal are not counted."
                )
                % told,
                lines,
                row.message,
            )
            if text
        ),
        now=now,
        key=f"missing:{row.pk}",
    )
    return row


@transaction.atomic
def give_missing(*, application: Application, actor: User, now: datetime) -> Application:
    """
    Send back an application with what was asked for; the clock starts again.

    :raises NotAllowed: if the actor does not carry it
    :raises IllegalMove: if nothing was asked for
    :raises NotFileable: naming what is still missing
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    state = APPLICATION_MOVES.target("give_missing", application.state)
    if problems := problems_before_filing(application, today=timezone.localdate(now)):
        raise NotFileable(problems)
    details = {"sha256": digest_of(application)}
    values = {"state": state, "saved_at": now}
    application = write_fields(application, "application.given_back", values, actor=actor, now=now, details=details)
    for row in MissingRequest.objects.select_for_update(of=("self",)).filter(application=application, answered_at=None):
        row.answered_at = now
        row.save(update_fields=["answered_at"])
    told = {"reference": application.reference}
    tell_officer(
        application,
        subject=lambda: _("An application comes back: %(reference)s") % told,
        body=lambda: _("What was missing in the application %(reference)s was given.") % told,
        now=now,
        key=f"back:{now.isoformat()}",
    )
    return application


@transaction.atomic
def declare_complete(*, application: Application, actor: User, now: datetime) -> Application:
    """
    Say that an application has all that it must have.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was not filed, or something is asked for
    :raises NotReadyForCommittee: if something is marked to be mended
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    values = {"state": APPLICATION_MOVES.target("declare_complete", application.state), "completed_at": now}
    if lacks := _wrong(application):
        raise NotReadyForCommittee(lacks)
    application = write_fields(application, "application.complete", values, actor=actor, now=now)
    told = {"reference": application.reference, "title": application.title}
    tell_carriers(
        application,
        subject=lambda: _("Your application is complete: %(reference)s") % told,
        body=lambda: _("The application “%(title)s” (%(reference)s) is complete: it is now appraised.") % told,
        now=now,
        key="complete",
    )
    return application


def _wrong(application: Application) -> list[str]:
    rows = Check.objects.filter(application=application, is_right=False).order_by("pk")
    return [_("To be mended: %(label)s") % {"label": row.label} for row in rows]


@transaction.atomic
def declare_inadmissible(*, application: Application, actor: User, now: datetime, reason: str) -> Application:
    """
    Say that an application cannot be received, and by which rule.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not on the desk
    :raises ValidationError: if no reason is given
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    state = APPLICATION_MOVES.target("declare_inadmissible", application.state)
    values = {"state": state, "ended_at": now, "end_reason": reason.strip()}
    application = write_fields(application, "application.inadmissible", values, actor=actor, now=now, reason=reason)
    stop_asking(application, actor=actor, now=now)
    told = {"reference": application.reference, "title": application.title, "reason": application.end_reason}
    tell_carriers(
        application,
        subject=lambda: _("Your application cannot be received: %(reference)s") % told,
        body=lambda: (
            _(
                "The application “%(title)s” (%(reference)s) cannot be received.\n\n%(reason)s\n\nThe page of the call says "
                "whom to contact and which help there is."
            )
            % told
        ),
        now=now,
        key="inadmissible",
    )
    return application


def lacks_before_committee(application: Application, *, today: date) -> list[str]:
    """List the points to settle before an application goes to the committee."""
    lacks = _wrong(application)
    if not AppraisalNote.objects.filter(application=application).exists():
        lacks.append(_("The note of appraisal is not written."))
    lacks += [
        _("The opinion of %(commune)s is awaited until %(day)s.")
        % {"commune": row.commune_name, "day": day_in_words(row.due_on)}
        for row in application.commune_opinions.filter(state=OpinionState.ASKED, due_on__gte=today)
    ]
    return lacks


@transaction.atomic
def mark_ready(*, application: Application, actor: User, now: datetime) -> Application:
    """
    Say that an application is appraised: the next session of the selection body takes it.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not complete
    :raises NotReadyForCommittee: if a point is not settled
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    values = {"state": APPLICATION_MOVES.target("mark_ready", application.state), "ready_at": now}
    if lacks := lacks_before_committee(application, today=timezone.localdate(now)):
        raise NotReadyForCommittee(lacks)
    return write_fields(application, "application.ready", values, actor=actor, now=now)


@transaction.atomic
def take_back(*, application: Application, actor: User, now: datetime, reason: str) -> Application:
    """
    Take an application back from those that wait for the committee, saying why: it is appraised again.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it does not wait for the committee
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    values = {"state": APPLICATION_MOVES.target("take_back", application.state), "ready_at": None}
    return write_fields(application, "application.taken_back", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def write_note(*, application: Application, actor: User, now: datetime, **values: object) -> AppraisalNote:
    """
    Write the note of appraisal.

    :param values: among NOTE_FIELDS
    :raises NotAllowed: if the actor is not of the team, or the application is decided
    :raises ValidationError: if nothing is proposed
    """
    application = locked_application(application)
    require(permissions.can_write_note(actor, application))
    refuse_other_fields(values, NOTE_FIELDS)
    values |= {"written_by": actor, "written_at": now}
    before = AppraisalNote.objects.select_for_update(of=("self",)).filter(application=application).first()
    if before:
        return write_fields(before, "appraisal_note.written", values, actor=actor, now=now)
    return write_new(AppraisalNote(application=application, **values), "appraisal_note.written", actor=actor, now=now)


@transaction.atomic
def move_applications(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Give the applications of a structure to the record it is merged into."""
    rows = Application.objects.select_for_update(of=("self",)).filter(organization=duplicate)
    for row in rows.select_related("edition", "form").order_by("pk"):
        write_fields(row, "application.moved", {"organization": kept}, actor=actor, now=now, reason=reason)


def forget_old_drafts(*, actor: SystemActor, now: datetime) -> int:
    """Close, every night, the drafts that nobody wrote in for two years, and erase what they held; return how many."""
    rows = Application.objects.filter(state=ApplicationState.DRAFT, saved_at__lt=now - DRAFTS_KEPT)
    count = 0
    for found in rows.order_by("pk"):
        with transaction.atomic():
            row = locked_application(found)
            if not row.is_draft:
                continue
            emptied = dict.fromkeys(
                ("summary", "non_financial_note", "signatory_name", "signatory_quality", "signatory_email"), ""
            )
            values = {**emptied, "answers": {}, "facts": {}, "ended_at": now}
            values["state"] = APPLICATION_MOVES.target("withdraw", row.state)
            write_fields(row, "application.forgotten", values, actor=actor, now=now)
        count += 1
    return count
