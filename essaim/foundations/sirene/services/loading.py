"""Loads a month of the register: makes a file beside those in service, checks it, and only then lets it serve."""

from __future__ import annotations

import dataclasses
import tempfile
import time
import uuid
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.foundations.audit_trail.services import acting, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import files, making, permissions, register
from essaim.foundations.sirene.checks import Before, Check, Weight, check
from essaim.foundations.sirene.models import PerimeterEdition, Snapshot
from essaim.foundations.sirene.queries.preview import tables_of
from essaim.foundations.sirene.signals import snapshot_served
from essaim.foundations.sirene.states import SNAPSHOT_MOVES, SnapshotState

from .judging import Judging, keep_verdicts, published_before
from .reference import first_edition

REPLACED = "replaced by a later load of the same month"


class LoadRefused(Exception):
    """A load was refused; what was in service still is. The text says what is wrong, for people."""


def load_snapshot(
    *,
    folder: Path,
    actor: Actor,
    now: datetime,
    vintage: date | None = None,
    progress: making.Progress | None = None,
    told: files.Told | None = None,
    judging: Judging | None = None,
) -> Snapshot:
    """
    Load a month from a folder. It serves at once if its checks hold, waits for a person if one asks for it.

    Long, and outside any transaction until the end: whatever happens before leaves what is in service as it was.

    :param vintage: first day of the month; by default what the folder says
    :param judging: told which rule or layer statistical secrecy is judged by
    :raises NotAllowed: if the actor is not a command
    :raises FolderRefused: if a file or a column is missing
    :raises LoadRefused: if a check refuses what was read
    """
    require(permissions.can_load(actor))
    started = time.monotonic()
    edition = first_edition(actor=actor, now=now)
    name = f"{uuid.uuid4().hex}.part"
    with tempfile.TemporaryDirectory(prefix="loading-", dir=register.folder()) as scratch:
        held = files.look_into(folder, scratch=Path(scratch), vintage=vintage, told=told)
        beside = Path(scratch) / name
        facts = making.make(beside, held, tables_of(edition), scratch=Path(scratch), progress=progress)
        checks = check(facts, _before(held))
        refused = [done.found for done in checks if done.weight == Weight.REFUSED]
        if refused:
            raise LoadRefused(_("Nothing was loaded: %(why)s.") % {"why": "; ".join(refused)})
        keep_verdicts(
            beside,
            vintage=held.vintage,
            lists=[kind.value for kind in held.lists],
            scratch=Path(scratch),
            before=published_before(
                vintage=held.vintage,
                perimeter=edition.number,
                headcount_year=facts.headcount_year,
                is_generated=held.is_generated,
            ),
            progress=judging,
        )
        snapshot = _described(held, facts, checks, edition, actor, now)
        snapshot.file = new_name(held.vintage, edition)
        return enter(snapshot, beside, actor=actor, now=now, seconds=time.monotonic() - started)


def _described(
    held: files.Folder,
    facts: making.Facts,
    checks: list[Check],
    edition: PerimeterEdition,
    actor: Actor,
    now: datetime,
) -> Snapshot:
    """Write down what is known of a snapshot, before it has a file."""
    waits = any(done.weight == Weight.WAITS for done in checks)
    return Snapshot(
        vintage=held.vintage,
        perimeter=edition,
        state=SnapshotState.HELD if waits else SnapshotState.READY,
        is_generated=held.is_generated,
        has_history=held.has_history,
        lists={kind.value: found.sha256 for kind, found in held.lists.items()},
        headcount_year=facts.headcount_year,
        ess_count=facts.ess_count,
        rows=facts.rows,
        sources=[
            {"name": name, "sha256": found.sha256, "size": found.size_bytes}
            for name, found in [(file.value, found) for file, found in held.files.items()]
            + [(kind.csv, found) for kind, found in held.lists.items()]
        ],
        checks=[dataclasses.asdict(done) for done in checks],
        loaded_at=now,
        loaded_by=actor.audit_label,
    )


def _before(held: files.Folder) -> Before | None:
    """Find the snapshot in service that is nearest before the month loaded, or of that month."""
    rows = Snapshot.objects.ready().filter(is_generated=held.is_generated, vintage__lte=held.vintage)
    last = rows.first()
    return Before(last.rows, last.ess_count) if last else None


def new_name(vintage: date, edition: PerimeterEdition) -> str:
    """Name the file of a snapshot, as no other is named."""
    return f"{vintage:%Y-%m}-p{edition.number}-{uuid.uuid4().hex[:8]}.duckdb"


def enter(snapshot: Snapshot, beside: Path, *, actor: Actor, now: datetime, seconds: float) -> Snapshot:
    """Put a file that was made at its place, then its row; the snapshot it replaces is set aside in the same moment."""
    snapshot.sha256 = files.sha256_of(beside)
    snapshot.size_bytes = beside.stat().st_size
    snapshot.seconds = round(seconds, 1)
    place = register.folder() / snapshot.file
    beside.chmod(0o600)
    beside.replace(place)
    try:
        with transaction.atomic(), acting(actor):
            if snapshot.state == SnapshotState.READY:
                set_aside_others(snapshot, actor=actor, now=now)
            write_new(snapshot, "snapshot.loaded", actor=actor, now=now, details={"state": snapshot.state})
            announce(snapshot)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return snapshot


def set_aside_others(snapshot: Snapshot, *, actor: Actor, now: datetime) -> None:
    """Set aside what a snapshot replaces: the one in service of the same month and perimeter."""
    others = Snapshot.objects.ready().filter(vintage=snapshot.vintage, perimeter=snapshot.perimeter)
    for other in others.exclude(pk=snapshot.pk).select_for_update(of=("self",)):
        state = SNAPSHOT_MOVES.target("set_aside", other.state)
        write_fields(
            other, "snapshot.set_aside", {"state": state, "reason": REPLACED}, actor=actor, now=now, reason=REPLACED
        )


def announce(snapshot: Snapshot) -> None:
    """Tell the rooms above, once it is written, that a snapshot came into service."""
    if snapshot.state == SnapshotState.READY:
        transaction.on_commit(lambda: snapshot_served.send(sender=Snapshot, snapshot_id=snapshot.pk))
