"""Editions: drafted, written, brought into force, closed; the actions they carry out."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions
from essaim.delivery.calls_for_projects.models import Call, Edition, EditionAction, ExampleFile
from essaim.delivery.calls_for_projects.queries.editions import PARTS
from essaim.delivery.calls_for_projects.states import EDITION_MOVES, EditionState
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale
from essaim.steering.action_plan.models import Action

from .calls import locked_call, locked_edition
from .forms import publish

EDITION_FIELDS = frozenset(
    {
        "title",
        "starts_on",
        "ends_on",
        "dates_certainty",
        "dates_note",
        "summary",
        "pass_mark",
        "founding_act",
        "source",
        "source_note",
    }
)
COPIED = ("summary", "pass_mark", "founding_act_id", "source_id", "source_note")


class NotReady(Exception):
    """An edition lacks what it needs to rule anything; its text says what."""


@transaction.atomic
def create_edition(*, call: Call, actor: User, now: datetime, code: str, **values: object) -> Edition:
    """
    Draft an edition from nothing.

    :param values: among EDITION_FIELDS; title at least
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a value does not hold, or the code is taken
    """
    call = locked_call(call)
    require(permissions.can_write_calls(actor))
    refuse_other_fields(values, EDITION_FIELDS)
    return write_new(Edition(call=call, code=code, **values), "edition.prepared", actor=actor, now=now)


@transaction.atomic
def draft_from(*, edition: Edition, actor: User, now: datetime, code: str, title: str) -> Edition:
    """
    Draft a new edition from another of the same call, with every part and example of it, its days left open.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if the code is taken
    """
    edition = locked_edition(edition)
    require(permissions.can_write_calls(actor))
    draft = Edition(
        call=edition.call,
        code=code,
        title=title,
        drafted_from=edition,
        **{name: getattr(edition, name) for name in COPIED},
    )
    draft = write_new(
        draft, "edition.prepared", actor=actor, now=now, details={"from": edition.code, "from_id": edition.pk}
    )
    copied: tuple[type[models.Model], ...] = (*PARTS, EditionAction, ExampleFile)
    for model in copied:
        _copy(model, edition, draft)
    return draft


def _copy(model: type[models.Model], edition: Edition, draft: Edition) -> None:
    """Copy the rows of one kind, in their order; the history keeps each."""
    rows = list(model._default_manager.filter(edition=edition).order_by("pk"))
    for row in rows:
        row.pk = None
        row._state.adding = True
        row.edition = draft  # type: ignore[attr-defined]
        row.save(force_insert=True)


@transaction.atomic
def update_edition(
    *, edition: Edition, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Edition:
    """
    Write a draft.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among EDITION_FIELDS
    :raises NotAllowed: if the actor is not of the team, or it is no draft
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ValidationError: if a value does not hold
    """
    edition = locked_edition(edition)
    require(permissions.can_write_edition(actor, edition))
    refuse_other_fields(values, EDITION_FIELDS)
    refuse_stale(edition, values, version)
    return write_fields(edition, "edition.updated", values, actor=actor, now=now, reason=reason)


@transaction.atomic
def start_edition(*, edition: Edition, actor: User, now: datetime, starts_on: date, reason: str = "") -> Edition:
    """
    Bring a draft into force from a day on; the edition that had no end ends on that day.

    Its questions become the first version of its form.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is no draft
    :raises NotReady: if it has no rule
    :raises ValidationError: if another edition rules some of its days
    """
    edition = locked_edition(edition)
    require(permissions.can_write_calls(actor))
    state = EDITION_MOVES.target("start", edition.state)
    if not edition.rules.exists():
        raise NotReady(_("It has no rule: whoever applies would be eligible."))
    publish(edition, actor=actor, now=now, number=1)
    for before in Edition.objects.select_for_update(of=("self",)).filter(
        call=edition.call, state=EditionState.IN_FORCE, ends_on__isnull=True, starts_on__lt=starts_on
    ):
        write_fields(before, "edition.ended", {"ends_on": starts_on}, actor=actor, now=now, reason=reason)
    values = {"state": state, "starts_on": starts_on}
    edition = write_fields(edition, "edition.started", values, actor=actor, now=now, reason=reason)
    for before in Edition.objects.select_for_update(of=("self",)).filter(
        call=edition.call, state=EditionState.IN_FORCE, ends_on=starts_on, ends_on__lte=timezone.localdate(now)
    ):
        _close(before, actor=actor, now=now, reason=reason)
    return edition


@transaction.atomic
def close_edition(
    *, edition: Edition, actor: User | SystemActor, now: datetime, ends_on: date, reason: str = ""
) -> Edition:
    """
    Close an edition: from ends_on on nothing is filed under it; what was filed before keeps its rules.

    :raises NotAllowed: if the actor may not
    :raises IllegalMove: if it is not in force
    :raises ValidationError: if the day is not after its first, or is to come
    """
    edition = locked_edition(edition)
    require(permissions.can_close_edition(actor, edition, today=timezone.localdate(now)))
    EDITION_MOVES.target("close", edition.state)
    if ends_on > timezone.localdate(now):
        raise ValidationError({"ends_on": _("Close it on that day, or draft the edition that follows it.")})
    edition.ends_on = ends_on
    return _close(edition, actor=actor, now=now, reason=reason)


def _close(edition: Edition, *, actor: User | SystemActor, now: datetime, reason: str) -> Edition:
    values = {"state": EDITION_MOVES.target("close", edition.state), "ends_on": edition.ends_on}
    return write_fields(edition, "edition.closed", values, actor=actor, now=now, reason=reason)


def close_ended_editions(*, actor: SystemActor, now: datetime) -> int:
    """Close the editions whose last day is past, every night; return how many."""
    today = timezone.localdate(now)
    rows = Edition.objects.filter(state=EditionState.IN_FORCE, ends_on__lte=today).select_related("call")
    count = 0
    for row in rows.order_by("pk"):
        assert row.ends_on is not None
        close_edition(edition=row, actor=actor, now=now, ends_on=row.ends_on)
        count += 1
    return count


@transaction.atomic
def link_action(*, edition: Edition, actor: User, now: datetime, action: Action) -> EditionAction:
    """
    Say that an edition carries out an action of a plan; said of any edition, since it changes none of its rules.

    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if it is said already
    """
    edition = locked_edition(edition)
    require(permissions.can_write_calls(actor))
    return write_new(EditionAction(edition=edition, action=action), "edition.linked", actor=actor, now=now)


@transaction.atomic
def unlink_action(*, link: EditionAction, actor: User, now: datetime, reason: str) -> None:
    """
    Take back that an edition carries out an action, saying why.

    :raises NotAllowed: if the actor is not of the team
    """
    edition = locked_edition(link.edition)
    require(permissions.can_write_calls(actor))
    record("edition.unlinked", actor=actor, target=edition, at=now, reason=reason, details={"action": str(link)})
    link.delete()
