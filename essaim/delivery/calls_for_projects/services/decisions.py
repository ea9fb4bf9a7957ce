"""What a selection session decides: amounts within each limit and each allowance, then frozen for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions_selection as permissions
from essaim.delivery.calls_for_projects.models import Application, SelectionFile, SelectionSession
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.states import (
    APPLICATION_MOVES,
    MOVE_OF_OUTCOME,
    SELECTION_MOVES,
    ApplicationState,
    FileOutcome,
    GrantNature,
)
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.money import format_euros
from essaim.steering.committees import services as committees
from essaim.steering.committees.queries import assembly_of, quorum_of

from .selection import locked_file, locked_selection, write_withdrawals


class AmountTooHigh(Exception):
    """An amount is beyond what was asked for, the ceiling or the share of the budget; limit_cents is the lowest of them."""

    def __init__(self, limit_cents: int) -> None:
        """Keep the limit."""
        super().__init__(str(limit_cents))
        self.limit_cents = limit_cents


class AllowanceExceeded(Exception):
    """An amount is beyond what is left of an allowance."""

    def __init__(self, name: str, left_cents: int) -> None:
        """Keep which one, and what is left."""
        super().__init__(name)
        self.name = name
        self.left_cents = left_cents


class NoAllowance(Exception):
    """No allowance of the selection covers a grant of this year, type of aid and territory."""


class Undecided(Exception):
    """Some files are not decided: references names them."""

    def __init__(self, references: Sequence[str]) -> None:
        """Keep which ones."""
        super().__init__(", ".join(references))
        self.references = tuple(references)


class NoQuorum(Exception):
    """The body, or a college of it, is not there in sufficient number for a file: reference says which."""

    def __init__(self, reference: str) -> None:
        """Keep which one."""
        super().__init__(reference)
        self.reference = reference


@transaction.atomic
def decide_file(
    *,
    file: SelectionFile,
    actor: User,
    now: datetime,
    outcome: str,
    nature: str = "",
    granted_cents: int | None = None,
    year: int | None = None,
    cited: Sequence[str] = (),
    reason: str = "",
    next_help: str = "",
) -> SelectionFile:
    """
    Write what the session decides on a file; it is written anew until the decisions are frozen.

    Whoever decides on another file of the same session waits: two grants cannot both take what is left of an allowance.

    :param year: of the money, for a subsidy
    :param cited: codes of criteria or rules of the edition
    :raises NotAllowed: if the actor is not of the team, keeps out of the file, or the session is not open
    :raises AmountTooHigh: beyond what was asked for, the ceiling or the share of the budget
    :raises NoAllowance: if no money was voted for it
    :raises AllowanceExceeded: beyond what is left of an allowance
    :raises ValidationError: if a refusal cites nothing, or a code is not of the edition
    """
    file = locked_file(file)
    require(permissions.can_decide(actor, file))
    if outcome not in MOVE_OF_OUTCOME:
        raise ValidationError({"outcome": _("Grant, refuse or defer.")})
    is_money = outcome == FileOutcome.GRANTED and nature == GrantNature.SUBSIDY
    if is_money and (not granted_cents or not year):
        raise ValidationError({"granted_cents": _("A subsidy has an amount and a year.")})
    if is_money and file.requested_cents is None:
        raise ValidationError({"granted_cents": _("No money was asked for.")})
    if outcome == FileOutcome.GRANTED and nature == GrantNature.IN_KIND and not file.application.non_financial:
        raise ValidationError({"nature": _("No help other than money was asked for.")})
    if is_money:
        _require_money(file, granted_cents or 0, year)
    titles = dict(queries.citable(file.application))
    if unknown := [code for code in cited if code not in titles]:
        raise ValidationError({"cited": _("The edition has no criterion or rule %(code)s.") % {"code": unknown[0]}})
    values = {
        "outcome": outcome,
        "nature": nature if outcome == FileOutcome.GRANTED else "",
        "granted_cents": granted_cents if is_money else None,
        "year": year if is_money else None,
        "cited": [{"code": code, "title": titles[code]} for code in cited],
        "reason": reason.strip(),
        "next_help": next_help.strip(),
    }
    return write_fields(file, "selection_file.decided", values, actor=actor, now=now)


def _require_money(file: SelectionFile, cents: int, year: int | None) -> None:
    """
    Keep an amount within what limits the file and what the session may grant.

    :raises AmountTooHigh: with the lowest limit
    :raises NoAllowance: if none covers it
    :raises AllowanceExceeded: with the first one that would be overrun
    """
    if file.at_most_cents is not None and cents > file.at_most_cents:
        raise AmountTooHigh(file.at_most_cents)
    application = file.application
    lines = [
        line
        for line in queries.allowance_lines(file.selection, but=file.pk)
        if line.allowance.covers(year=year, aid_type=application.aid_type, territory_id=application.territory_id)
    ]
    if not lines:
        raise NoAllowance
    for line in lines:
        if cents > line.left_cents:
            raise AllowanceExceeded(str(line.allowance), line.left_cents)


@transaction.atomic
def freeze_selection(*, selection: SelectionSession, actor: User, now: datetime) -> SelectionSession:
    """
    Freeze every decision of a session under its quorum: applications move on, the minutes are written, nothing changes any more.

    Files that who applied withdrew meanwhile are closed as such.

    :raises NotAllowed: if the actor is not of the team, or the session is not open
    :raises IllegalMove: if it is decided or cancelled
    :raises Undecided: if a file is not decided
    :raises NoQuorum: if too few members are there, those who keep out of a file left out
    """
    selection = locked_selection(selection)
    state = SELECTION_MOVES.target("freeze", selection.state)
    require(permissions.can_freeze(actor, selection))
    files = list(queries.file_rows(selection).select_for_update(of=("self",)))
    rows = Application.objects.select_for_update(of=("self",)).select_related("edition__call", "form")
    applications = {row.pk: row for row in rows.filter(pk__in=[file.application_id for file in files])}
    gone = {pk for pk, row in applications.items() if row.state == ApplicationState.WITHDRAWN}
    undecided = [str(file) for file in files if not file.outcome and file.application_id not in gone]
    if undecided:
        raise Undecided(undecided)
    write_withdrawals(selection, files, actor, now)
    _require_quorum(selection, files)
    for file in files:
        _freeze(file, applications[file.application_id], actor, now, is_gone=file.application_id in gone)
    values = {"state": state, "frozen_at": now, "digest": digest_of(files)}
    return write_fields(selection, "selection.frozen", values, actor=actor, now=now, details={"files": len(files)})


def _require_quorum(selection: SelectionSession, files: Sequence[SelectionFile]) -> None:
    assembly = assembly_of(selection.session)
    for file in files:
        out = frozenset(row.seat_id for row in file.interests.all())
        lines = quorum_of(selection.session, replace(assembly, withdrawn=out))
        if not all(line.is_reached for line in lines):
            raise NoQuorum(str(file))


def _freeze(file: SelectionFile, application: Application, actor: User, now: datetime, *, is_gone: bool) -> None:
    if is_gone:
        values = {
            "outcome": FileOutcome.WITHDRAWN,
            "nature": "",
            "granted_cents": None,
            "year": None,
            "frozen_at": now,
        }
        write_fields(file, "selection_file.frozen", values, actor=actor, now=now)
    else:
        move = MOVE_OF_OUTCOME[FileOutcome(file.outcome)]
        target = APPLICATION_MOVES.target(move, application.state)
        verb = {"grant": "application.granted", "refuse": "application.refused", "defer": "application.deferred"}[move]
        write_fields(application, verb, {"state": target}, actor=actor, now=now)
        write_fields(file, "selection_file.frozen", {"frozen_at": now}, actor=actor, now=now)
    with translation.override(settings.LANGUAGE_CODE):
        said = decision_in_words(file)
    committees.write_discussion(point=file.point, actor=actor, now=now, discussion=said)


def decision_in_words(file: SelectionFile) -> str:
    """Say a decision as the minutes do: what, how much, on which criteria; never who applied nor why it was refused."""
    said = [_("Decision: %(outcome)s.") % {"outcome": file.get_outcome_display()}]
    if file.granted_cents:
        said.append(
            _("Subsidy: %(amount)s (%(year)s).") % {"amount": format_euros(file.granted_cents), "year": file.year}
        )
    elif file.nature == GrantNature.IN_KIND:
        said.append(_("Help other than money."))
    titles = [row["title"] for row in file.cited if row["title"]]
    if titles:
        said.append(_("Criteria cited: %(titles)s.") % {"titles": "; ".join(titles)})
    return " ".join(said)


def digest_of(files: Sequence[SelectionFile]) -> str:
    """Return the SHA-256 of what was decided, whatever the order of the files."""
    rows = sorted(
        [
            str(file),
            file.outcome,
            file.nature,
            file.granted_cents,
            file.year,
            file.cited,
            file.reason,
            file.next_help,
        ]
        for file in files
    )
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
