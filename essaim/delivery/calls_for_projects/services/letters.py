"""Letters that tell decisions: written once, kept as they were written, sent once."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.delivery.calls_for_projects import permissions_selection as permissions
from essaim.delivery.calls_for_projects.letter import letter_content
from essaim.delivery.calls_for_projects.models import DecisionLetter, SelectionFile, SelectionSession
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.states import SELECTION_MOVES, FileOutcome
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.notifications.services import notify, write_to
from essaim.foundations.primitives.decisions import require

from .selection import locked_selection

KIND = "calls_for_projects.decision"


@transaction.atomic
def notify_selection(*, selection: SelectionSession, actor: User, now: datetime) -> list[DecisionLetter]:
    """
    Write the letter of each file decided, and send it to who wrote the application and to the legal representative.

    Asked again, it gives back the letters that were written, and sends none a second time.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if the decisions are not frozen
    """
    selection = locked_selection(selection)
    state = SELECTION_MOVES.target("notify", selection.state)
    require(permissions.can_notify(actor, selection))
    rows = queries.file_rows(selection).exclude(outcome=FileOutcome.WITHDRAWN)
    letters = [_letter(file, actor, now) for file in rows.select_related("application__author")]
    if selection.notified_at is None:
        values = {"state": state, "notified_at": now}
        write_fields(selection, "selection.notified", values, actor=actor, now=now, details={"letters": len(letters)})
    return letters


def _letter(file: SelectionFile, actor: User, now: datetime) -> DecisionLetter:
    letter = DecisionLetter.objects.filter(file=file).first()
    if letter is None:
        with translation.override(settings.LANGUAGE_CODE):
            content = letter_content(file, day=timezone.localdate(now))
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        letter = DecisionLetter(file=file, content=content, digest=digest, written_at=now)
        write_new(letter, "decision_letter.written", actor=actor, now=now)
    _send(file, letter, now)
    return letter


def _send(file: SelectionFile, letter: DecisionLetter, now: datetime) -> None:
    """Tell who wrote the application, with the letter one link away, and the representative by mail; each once."""
    application = file.application
    url = letter.get_absolute_url()
    notify(
        recipient=application.author,
        kind=KIND,
        subject=partial(_subject, application.reference),
        body=gettext_lazy("The selection body decided on your application. The letter is on its page."),
        url=url,
        now=now,
        key=f"{KIND}:{file.pk}:author",
    )
    address = application.signatory_email
    if address and address.lower() != application.author.email.lower():
        write_to(
            address=address,
            kind=KIND,
            subject=partial(_subject, application.reference),
            body=partial(_as_text, letter),
            url=url,
            now=now,
            key=f"{KIND}:{file.pk}:signatory",
        )


def _subject(reference: str) -> str:
    return _("Decision on the application %(reference)s") % {"reference": reference}


def _as_text(letter: DecisionLetter) -> str:
    content = letter.content
    lines = [content["greeting"], *content["paragraphs"]]
    if content["cited"]:
        lines.append("\n".join([content["words"]["cited"], *(f"– {title}" for title in content["cited"])]))
    if content["help"]:
        lines.append("\n".join([content["words"]["help"], *content["help"]]))
    return "\n\n".join([*lines, *content["closing"]])
