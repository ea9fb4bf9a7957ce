"""Agendas of other sites: read, seen event by event, applied, taken back within thirty days."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.events import permissions, queries
from essaim.ecosystem.events.agenda_reading import AgendaOutcome, EventDiff, as_fields, texts_of
from essaim.ecosystem.events.models import AgendaImport, AgendaImportRow, Event, EventOrigin
from essaim.ecosystem.events.states import AGENDA_IMPORT_MOVES, EventKind, EventState
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.decisions import require

from .programme import corrected
from .seats import locked


class GatheringsChangedSince(Exception):
    """What would be written is no longer what was shown: look again, then confirm."""


class NothingToBringIn(Exception):
    """The gatherings already say what the agenda says."""


class AgendaUndoExpired(Exception):
    """An agenda is taken back within thirty days, or never."""


class NothingTakenBack(Exception):
    """Every row was changed again since, or something depends on it: nothing was taken back."""


def _locked(agenda: AgendaImport) -> AgendaImport:
    # There is no row to lock yet for an event met for the first time: one agenda is applied or taken back at a time.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('events.agendas'))")
    return AgendaImport.objects.select_for_update(of=("self",)).get(pk=agenda.pk)


@transaction.atomic
def prepare_agenda(
    *,
    actor: User | SystemActor,
    events: Sequence[Mapping[str, object]],
    name: str,
    now: datetime,
    kind: str = EventKind.MEETING,
) -> AgendaImport:
    """
    Keep what an agenda says, to be looked at before anything is written.

    :param events: what read_agenda() gave, or what the address did
    :param name: the file, or the address without what opens it
    :param kind: what a gathering is when its keywords do not say it
    :raises NotAllowed: if the actor is neither of the team nor a command
    """
    require(permissions.can_bring_in_agendas(actor))
    agenda = AgendaImport(
        name=name[:300],
        digest=hashlib.sha256(json.dumps(events, sort_keys=True).encode()).hexdigest(),
        content=list(events),
        kind=kind,
        author=None if isinstance(actor, SystemActor) else actor,
        prepared_at=now,
    )
    return write_new(agenda, "agenda.prepared", actor=actor, now=now)


@transaction.atomic
def apply_agenda(
    *,
    agenda: AgendaImport,
    actor: User | SystemActor,
    fingerprint: str,
    now: datetime,
    is_announced: bool = False,
) -> AgendaImport:
    """
    Write exactly what was shown; events that cannot be read are left out, as was shown too.

    :param fingerprint: that of the differences shown
    :param is_announced: whether everybody reads new gatherings at once; else they are drafts
    :raises NotAllowed: if the actor is neither of the team nor a command
    :raises IllegalMove: if it was applied already
    :raises NothingToBringIn: if no event changes anything
    :raises GatheringsChangedSince: if the gatherings changed since it was shown
    """
    agenda = _locked(agenda)
    require(permissions.can_bring_in_agendas(actor))
    state = AGENDA_IMPORT_MOVES.target("apply", agenda.state)
    diff = queries.agenda_diff(agenda, today=timezone.localdate(now))
    if not diff.changes:
        raise NothingToBringIn
    if diff.fingerprint != fingerprint:
        raise GatheringsChangedSince
    rows = []
    for row in diff.changes:
        if row.outcome == AgendaOutcome.NEW:
            rows.append(_write_new(agenda, row, actor=actor, now=now, is_announced=is_announced))
        else:
            rows.append(_write_changes(agenda, row, actor=actor, now=now))
    AgendaImportRow.objects.bulk_create(rows)
    values = {"state": state, "applied_at": now}
    return write_fields(agenda, "agenda.applied", values, actor=actor, now=now, details={"rows": len(rows)})


def _write_new(
    agenda: AgendaImport, row: EventDiff, *, actor: User | SystemActor, now: datetime, is_announced: bool
) -> AgendaImportRow:
    life = {"state": EventState.PUBLISHED, "published_at": now} if is_announced else {}
    fields = as_fields(row.values)
    event = write_new(
        Event(slug=queries.free_slug(f"{row.title}-{row.values['starts_on'][:4]}"), **fields, **life),
        "event.created",
        actor=actor,
        now=now,
        details={"from": row.identity},
    )
    if is_announced:
        record("event.published", actor=actor, target=event, at=now)
    origin = EventOrigin(event=event, identity=row.identity, values=dict(row.told), seen_at=now)
    write_new(origin, "origin.written", actor=actor, now=now)
    return AgendaImportRow(
        agenda_import=agenda, number=row.number, event_pk=event.pk, title=event.title, after=texts_of(event)
    )


def _write_changes(
    agenda: AgendaImport, row: EventDiff, *, actor: User | SystemActor, now: datetime
) -> AgendaImportRow:
    assert row.event is not None
    event = locked(row.event)
    origin = EventOrigin.objects.select_for_update(of=("self",)).get(event=event)
    before = {name: text for name, text in texts_of(event).items() if name in row.values}
    known_before = dict(origin.values)
    event = corrected(event, as_fields(row.values), actor=actor, now=now, reason=agenda.name[:300])
    write_fields(origin, "origin.written", {"values": dict(row.told), "seen_at": now}, actor=actor, now=now)
    return AgendaImportRow(
        agenda_import=agenda,
        number=row.number,
        event_pk=event.pk,
        title=event.title,
        before=before,
        after={name: text for name, text in texts_of(event).items() if name in row.values},
        known_before=known_before,
    )


@transaction.atomic
def undo_agenda(*, agenda: AgendaImport, actor: User, now: datetime, reason: str = "") -> AgendaImport:
    """
    Put each gathering back as it was before an agenda, and remove those it wrote if nothing hangs on them.

    A gathering that was changed again since is left as it is, and keeps the reason why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not applied, or taken back already
    :raises AgendaUndoExpired: after thirty days
    :raises NothingTakenBack: if no row can be taken back any more
    """
    agenda = _locked(agenda)
    require(permissions.can_write_events(actor))
    state = AGENDA_IMPORT_MOVES.target("undo", agenda.state)
    if agenda.undoable_until is None or now >= agenda.undoable_until:
        raise AgendaUndoExpired
    pks = list(agenda.rows.values_list("event_pk", flat=True))
    list(Event.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    found = queries.agenda_undo_rows(agenda)
    kept = [undo for undo in found if not _undo(undo, actor=actor, now=now, reason=reason or agenda.name[:300])]
    if len(kept) == len(found):
        raise NothingTakenBack
    values = {"state": state, "undone_at": now}
    return write_fields(agenda, "agenda.undone", values, actor=actor, now=now, reason=reason)


def _undo(undo: queries.AgendaUndo, *, actor: User, now: datetime, reason: str) -> bool:
    """Take one row back, or write why it is left; tell whether it was taken back."""
    obstacle = undo.obstacle
    if not obstacle and undo.event is not None:
        origin = EventOrigin.objects.select_for_update(of=("self",)).get(event=undo.event)
        try:
            with transaction.atomic():
                if undo.row.before is not None:
                    corrected(undo.event, as_fields(undo.row.before), actor=actor, now=now, reason=reason)
                    values = {"values": undo.row.known_before or {}}
                    write_fields(origin, "origin.written", values, actor=actor, now=now, reason=reason)
                else:
                    record("event.removed", actor=actor, target=undo.event, at=now, reason=reason)
                    origin.delete()
                    undo.event.delete()
        except ProtectedError:
            obstacle = _("People registered, or other pages name it.")
        else:
            return True
    undo.row.kept_because = obstacle
    undo.row.save(update_fields=["kept_because"])
    return False
