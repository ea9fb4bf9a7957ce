"""What a letter says of a decision, in the words of a public authority; kept as it was written."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.dates import day_in_words

from .models import Parameter, SelectionFile
from .states import Certainty, FileOutcome, GrantNature, Topic


def letter_content(file: SelectionFile, *, day: date) -> dict[str, Any]:
    """
    Return the content of a letter, in the language in force; who applied is addressed, nobody of the body is named.

    What the edition does not say of an appeal, the letter does not make up: it is left to the service to add.
    """
    application, session = file.application, file.selection.session
    authority = territory.authority(today=day)
    name = authority.name if authority else ""
    said = {
        "project": application.label,
        "call": application.call.name,
        "body": session.body.name,
        "day": day_in_words(session.day),
        "filed": day_in_words(application.filed_on) if application.filed_on else "",
    }
    return {
        "authority": name,
        "day": day.isoformat(),
        "dated": day_in_words(day),
        "to": [
            text for text in (application.carrier, application.signatory_name, application.signatory_quality) if text
        ],
        "reference": application.reference,
        "subject": _subject(file, said),
        "greeting": _("Dear Sir or Madam,"),
        "paragraphs": _paragraphs(file, said),
        "cited": [row["title"] for row in file.cited if row["title"]],
        "help": _help(file),
        "closing": _closing(file, name),
        "words": {
            "reference": _("Reference:"),
            "subject": _("Subject:"),
            "cited": _("Criteria on which the decision rests:"),
            "help": _("What help there is next:"),
        },
    }


def _subject(file: SelectionFile, said: dict[str, str]) -> str:
    return {
        FileOutcome.GRANTED: _("call for projects “%(call)s” – your project is selected"),
        FileOutcome.REFUSED: _("call for projects “%(call)s” – your project is not selected"),
        FileOutcome.DEFERRED: _("call for projects “%(call)s” – your application is deferred"),
    }[FileOutcome(file.outcome)] % said


def _paragraphs(file: SelectionFile, said: dict[str, str]) -> list[str]:
    opening = _(
        "You filed on %(filed)s, under the call for projects “%(call)s”, an application for the project “%(project)s”. "
        "It was examined by %(body)s on %(day)s."
    )
    found = [opening % said]
    match FileOutcome(file.outcome):
        case FileOutcome.GRANTED if file.nature == GrantNature.SUBSIDY:
            amount = format_euros(file.granted_cents or 0)
            found.append(
                _(
                    "I have the pleasure of informing you that your project is selected, for a subsidy of %(amount)s "
                    "for the year %(year)s."
                )
                % {"amount": amount, "year": file.year}
            )
            found.append(
                _(
                    "This decision takes effect once the act that commits the money is enforceable, and the payment follows "
                    "the agreement that will be put to your signature. The subsidy serves only the project it is granted for."
                )
            )
        case FileOutcome.GRANTED:
            asked = ", ".join(file.application.non_financial_in_words).lower()
            found.append(
                _(
                    "I have the pleasure of informing you that your project is selected, for the help other than money that "
                    "you asked for: %(asked)s."
                )
                % {"asked": asked}
            )
        case FileOutcome.REFUSED:
            found.append(_("I regret to inform you that your project could not be selected, for the following reason."))
        case _:
            found.append(
                _(
                    "The examination of your application is deferred to a following session, for the following reason. You have "
                    "nothing to file again; the service will tell you what it expects of you."
                )
            )
    if file.reason:
        found.append(file.reason)
    return found


def _help(file: SelectionFile) -> list[str]:
    call = file.application.call
    lines = [line.strip() for line in file.next_help.splitlines() if line.strip()]
    if call.contact:
        lines.append(_("To talk about it: %(contact)s") % {"contact": call.contact})
    return lines


def _closing(file: SelectionFile, authority: str) -> list[str]:
    found = []
    rows = Parameter.objects.filter(edition=file.application.edition_id, topic=Topic.APPEAL)
    appeal = rows.exclude(certainty=Certainty.UNKNOWN).order_by("position", "pk").first()
    if file.outcome != FileOutcome.GRANTED and appeal is not None:
        found.append(appeal.text)
    found.append(_("Yours faithfully,"))
    found.append(
        _("For the authority, %(authority)s") % {"authority": authority} if authority else _("For the authority")
    )
    return found
