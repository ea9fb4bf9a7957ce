"""What those who carry an application do besides writing it: co-writers, pieces, commitment, confirmation."""

from __future__ import annotations

import hashlib
import secrets
from calendar import monthrange
from datetime import date, datetime
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.delivery.calls_for_projects import permissions, queries
from essaim.delivery.calls_for_projects.attachments import KIND
from essaim.delivery.calls_for_projects.kinds import APPLICANT
from essaim.delivery.calls_for_projects.models import (
    Application,
    ApplicationPiece,
    Commitment,
    Confirmation,
    CoWriter,
    RequiredPiece,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.services import AlreadyKept, deposit_document
from essaim.foundations.notifications.services import write_to
from essaim.foundations.primitives.actors import Actor, SystemActor
from essaim.foundations.primitives.decisions import require

from .applications import digest_of, locked_application

# The text that associations and foundations sign; source: decree 2021-1947 of 31 December 2021.
COMMITMENT_TEXT = "décret n° 2021-1947"
PURPOSE = gettext_lazy("Piece of an application to a call for projects")


class LinkUnknown(Exception):
    """No invitation, confirmation or opinion has this link, or it was used or taken back."""


def token_digest(token: str) -> str:
    """Return what is kept of a link: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite_cowriter(*, application: Application, email: str, actor: User, now: datetime) -> CoWriter:
    """
    Invite somebody to write an application: a link is sent to their address, and opens it to the account that follows it.

    :raises NotAllowed: if the actor does not carry it, or it is not written any more
    :raises ValidationError: if the address is no address, or is invited already
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    token = secrets.token_urlsafe(24)
    row = CoWriter(
        application=application,
        email=email.strip().lower(),
        token_digest=token_digest(token),
        invited_by=actor,
        invited_at=now,
    )
    write_new(row, "cowriter.invited", actor=actor, now=now)
    title = application.label
    write_to(
        address=row.email,
        kind=APPLICANT,
        subject=lambda: _("You are invited to write an application: %(title)s") % {"title": title},
        body=lambda: (
            _(
                "%(name)s invites you to write the application “%(title)s” together. Open the page below with your account; "
                "you can open one there."
            )
            % {"name": actor.full_name, "title": title}
        ),
        url=reverse("calls_for_projects:cowriter_join", args=[token]),
        now=now,
        key=f"cowriter:{row.pk}",
    )
    return row


def cowriter_of(token: str) -> CoWriter:
    """
    Find the invitation of a link.

    :raises LinkUnknown: if there is none that waits
    """
    rows = CoWriter.objects.select_related("application__call", "invited_by")
    found = rows.filter(token_digest=token_digest(token), ended_at=None, joined_at=None).first()
    if found is None:
        raise LinkUnknown
    return found


@transaction.atomic
def join_as_cowriter(*, token: str, actor: User, now: datetime) -> CoWriter:
    """
    Write an application with its author from now on, by the link that was sent.

    :raises LinkUnknown: if the link was used or taken back
    """
    row = CoWriter.objects.select_for_update(of=("self",)).get(pk=cowriter_of(token).pk)
    require(permissions.can_apply(actor))
    values = {"person": actor, "joined_at": now, "token_digest": ""}
    return write_fields(row, "cowriter.joined", values, actor=actor, now=now)


@transaction.atomic
def end_cowriter(*, cowriter: CoWriter, actor: User, now: datetime) -> CoWriter:
    """
    End what a co-writer may do; what they wrote stays, with who wrote it.

    :raises NotAllowed: if the actor does not carry the application
    """
    application = locked_application(cowriter.application)
    require(permissions.can_withdraw_application(actor, application))
    row = CoWriter.objects.select_for_update(of=("self",)).get(pk=cowriter.pk)
    values = {"ended_at": now, "token_digest": ""}
    return write_fields(row, "cowriter.ended", values, actor=actor, now=now)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def give_piece(
    *,
    application: Application,
    required: RequiredPiece,
    actor: User,
    now: datetime,
    content: IO[bytes] | None = None,
    file_name: str = "",
    dated_on: date | None = None,
    absence_reason: str = "",
    reused: ApplicationPiece | None = None,
) -> ApplicationPiece:
    """
    Give a piece: a file, the same one given before by the structure, or why it is not there yet.

    Without any of them, the date alone of a piece that is there is corrected.

    :raises NotAllowed: if the actor does not carry the application, or it is not written any more
    :raises FileRefused: if the file is not of an accepted kind or is too large
    :raises ValidationError: if nothing is given, its date is to come or missing, or it is no longer valid
    """
    require(permissions.can_write_application(actor, application))
    today = timezone.localdate(now)
    before = application.pieces.filter(code=required.code).select_related("document").first()
    document: Document | None = before.document if before else None
    if reused is not None:
        wanted = {
            row.required.code: row.reusable for row in queries.pieces_wanted(application, person=actor, today=today)
        }
        found = wanted.get(required.code)
        if found is None or found.pk != reused.pk:
            raise ValidationError({"reused": _("This piece was not given before, or is no longer valid.")})
        document, dated_on = reused.document, reused.dated_on
    elif content is None and not absence_reason and document is None:
        raise ValidationError({"file": _("Give the document, or say why it is not there yet.")})
    if dated_on is not None and dated_on > today:
        raise ValidationError({"dated_on": _("The date written on the document is to come.")})
    if (content is not None or reused is not None) and required.valid_months and dated_on is None:
        raise ValidationError({"dated_on": _("Give the date written on the document: it is valid for a time only.")})
    valid_until = months_later(dated_on, required.valid_months) if dated_on and required.valid_months else None
    if valid_until is not None and valid_until < today:
        raise ValidationError({"dated_on": _("This document is too old: give a more recent one.")})
    if content is not None:
        document = _deposit(application, required, actor=actor, content=content, file_name=file_name, now=now)
    return _write_piece(
        application,
        required,
        actor=actor,
        now=now,
        document=None if absence_reason else document,
        dated_on=dated_on,
        valid_until=valid_until,
        absence_reason=absence_reason.strip(),
        reused_from=reused or (before.reused_from if before and content is None else None),
    )


def _deposit(
    application: Application, required: RequiredPiece, *, actor: User, content: IO[bytes], file_name: str, now: datetime
) -> Document:
    try:
        return deposit_document(
            subject_kind=KIND,
            subject_id=str(application.pk),
            actor=actor,
            content=content,
            file_name=file_name,
            title=required.title,
            purpose=str(PURPOSE),
            now=now,
        )
    except AlreadyKept as kept:
        return kept.document


@transaction.atomic
def _write_piece(
    application: Application, required: RequiredPiece, *, actor: User, now: datetime, **values: object
) -> ApplicationPiece:
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    values |= {"title": required.title, "given_at": now}
    row = ApplicationPiece.objects.select_for_update(of=("self",)).filter(application=application, code=required.code)
    if before := row.first():
        return write_fields(before, "application_piece.given", values, actor=actor, now=now)
    new = ApplicationPiece(application=application, code=required.code, **values)
    return write_new(new, "application_piece.given", actor=actor, now=now)


@transaction.atomic
def sign_commitment(
    *,
    application: Application,
    actor: User,
    now: datetime,
    signatory_name: str = "",
    signatory_quality: str = "",
    exemption: str = "",
) -> Commitment:
    """
    Sign the republican commitment, or say on which ground it is deemed met.

    :raises NotAllowed: if the actor does not carry the application, or it is not written any more
    :raises ValidationError: if neither who signs nor a ground is said
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    values = {
        "text_version": COMMITMENT_TEXT,
        "exemption": exemption,
        "signatory_name": signatory_name.strip(),
        "signatory_quality": signatory_quality.strip(),
        "person": actor,
        "signed_at": now,
    }
    if before := Commitment.objects.filter(application=application).first():
        return write_fields(before, "commitment.signed", values, actor=actor, now=now)
    return write_new(Commitment(application=application, **values), "commitment.signed", actor=actor, now=now)


@transaction.atomic
def confirm_application(
    *, application: Application, actor: User, now: datetime, name: str, quality: str
) -> Confirmation:
    """
    Confirm an application as its legal representative, who is the person acting.

    :raises NotAllowed: if the actor does not carry it, or it is not written any more
    :raises ValidationError: if name or quality is missing
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    values = {
        "name": name.strip(),
        "quality": quality.strip(),
        "email": "",
        "token_digest": "",
        "asked_by": actor,
        "asked_at": now,
        "confirmed_at": now,
        "by_link": False,
        "digest": digest_of(application),
    }
    return _write_confirmation(application, values, "confirmation.given", actor=actor, now=now)


@transaction.atomic
def ask_confirmation(
    *, application: Application, actor: User, now: datetime, name: str, quality: str, email: str
) -> Confirmation:
    """
    Ask the legal representative to confirm an application: a link is sent to their address.

    :raises NotAllowed: if the actor does not carry it, or it is not written any more
    :raises ValidationError: if name, quality or address is missing
    """
    application = locked_application(application)
    require(permissions.can_write_application(actor, application))
    if not email.strip():
        raise ValidationError({"email": _("Give the address of the legal representative.")})
    token = secrets.token_urlsafe(24)
    values = {
        "name": name.strip(),
        "quality": quality.strip(),
        "email": email.strip().lower(),
        "token_digest": token_digest(token),
        "asked_by": actor,
        "asked_at": now,
        "confirmed_at": None,
        "by_link": False,
        "digest": "",
    }
    row = _write_confirmation(application, values, "confirmation.asked", actor=actor, now=now)
    title = application.label
    write_to(
        address=row.email,
        kind=APPLICANT,
        subject=lambda: _("Your confirmation is asked for: %(title)s") % {"title": title},
        body=lambda: (
            _(
                "%(name)s has written the application “%(title)s” for your structure and asks you, as its legal "
                "representative, to read and confirm it. It is filed only once you have."
            )
            % {"name": actor.full_name, "title": title}
        ),
        url=reverse("calls_for_projects:confirmation_by_link", args=[token]),
        now=now,
        key=f"confirmation:{row.pk}:{now.isoformat()}",
    )
    return row


def _write_confirmation(
    application: Application, values: dict[str, object], verb: str, *, actor: Actor, now: datetime
) -> Confirmation:
    if before := Confirmation.objects.filter(application=application).first():
        return write_fields(before, verb, values, actor=actor, now=now)
    return write_new(Confirmation(application=application, **values), verb, actor=actor, now=now)


def confirmation_of_link(token: str) -> Confirmation:
    """
    Find the confirmation that a link asks for.

    :raises LinkUnknown: if there is none that waits
    """
    rows = Confirmation.objects.select_related("application__call", "application__edition__call", "application__form")
    found = rows.filter(token_digest=token_digest(token), confirmed_at=None).first()
    if found is None:
        raise LinkUnknown
    return found


@transaction.atomic
def confirm_by_link(*, token: str, now: datetime) -> Confirmation:
    """
    Confirm an application by the link sent to the legal representative, who needs no account.

    :raises LinkUnknown: if the link was used, or asked again since
    """
    row = confirmation_of_link(token)
    application = locked_application(row.application)
    row = Confirmation.objects.select_for_update(of=("self",)).get(pk=row.pk)
    values = {"confirmed_at": now, "by_link": True, "token_digest": "", "digest": digest_of(application)}
    actor = SystemActor("legal representative")
    with acting(actor):
        return write_fields(row, "confirmation.given", values, actor=actor, now=now)


@transaction.atomic
def hand_over(*, application: Application, successor: User, actor: User, now: datetime, reason: str) -> Application:
    """
    Give an application that somebody who leaves carries to another; the trail keeps who wrote what before.

    :raises NotAllowed: if the actor does not manage people
    """
    application = locked_application(application)
    require(permissions.can_appraise(actor))
    values = {"author": successor}
    return write_fields(application, "application.handed_over", values, actor=actor, now=now, reason=reason)
