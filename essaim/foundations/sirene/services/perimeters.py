"""Writes the next edition of the perimeter, puts it in force, and reads snapshots again with it."""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import making, permissions, register
from essaim.foundations.sirene.models import PerimeterActivity, PerimeterCategory, PerimeterEdition, Snapshot
from essaim.foundations.sirene.queries.preview import tables_of
from essaim.foundations.sirene.states import PERIMETER_MOVES, SnapshotState

from .judging import keep_verdicts, published_before
from .loading import enter, new_name


@transaction.atomic
def write_edition(*, actor: User, name: str, source: str, now: datetime) -> PerimeterEdition:
    """
    Start the next edition of the perimeter: a draft that holds what the one in force holds.

    :raises NotAllowed: if the actor is not an administrator, or a draft exists
    :raises ValidationError: if it has no name or no source, or no edition is in force
    """
    require(permissions.can_write_edition(actor))
    last = PerimeterEdition.objects.in_force().first()
    if last is None:
        raise ValidationError(_("No edition is in force yet: load the register first."))
    number = (PerimeterEdition.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = write_new(
        PerimeterEdition(number=number, name=name.strip(), source=source.strip()),
        "perimeter.drafted",
        actor=actor,
        now=now,
    )
    categories, activities = list(last.categories.all()), list(last.activities.all())
    for category in categories:
        category.pk, category.edition = None, edition
    for activity in activities:
        activity.pk, activity.edition = None, edition
    PerimeterCategory.objects.bulk_create(categories)
    PerimeterActivity.objects.bulk_create(activities)
    return edition


def _writable(edition: PerimeterEdition, actor: User) -> PerimeterEdition:
    held = PerimeterEdition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    require(permissions.can_change_edition(actor, held))
    return held


@transaction.atomic
def place_category(
    *, edition: PerimeterEdition, actor: User, code: str, values: Mapping[str, object], now: datetime
) -> PerimeterCategory:
    """
    Give a legal category its place in a draft, or add it.

    :param values: label, family, confidence, in_insee, in_statutory, source
    :raises NotAllowed: if the actor is not an administrator, or the edition is no draft
    :raises ValidationError: if a field does not hold
    """
    held = _writable(edition, actor)
    row = held.categories.filter(code=code).first()
    if row is None:
        return write_new(
            PerimeterCategory(edition=held, code=code, **values), "perimeter.changed", actor=actor, now=now
        )
    return write_fields(row, "perimeter.changed", dict(values), actor=actor, now=now)


@transaction.atomic
def exclude_activity(
    *, edition: PerimeterEdition, actor: User, values: Mapping[str, object], now: datetime
) -> PerimeterActivity:
    """
    Put activities outside the field in a draft.

    :param values: nomenclature, code_from, code_to, label, confidence, source
    :raises NotAllowed: if the actor is not an administrator, or the edition is no draft
    :raises ValidationError: if a field does not hold
    """
    held = _writable(edition, actor)
    return write_new(PerimeterActivity(edition=held, **values), "perimeter.changed", actor=actor, now=now)


@transaction.atomic
def include_activity(*, edition: PerimeterEdition, actor: User, activity: PerimeterActivity, now: datetime) -> None:
    """
    Take activities back into the field in a draft.

    :raises NotAllowed: if the actor is not an administrator, or the edition is no draft
    """
    held = _writable(edition, actor)
    row = held.activities.get(pk=activity.pk)
    record("perimeter.changed", actor=actor, target=held, at=now, details={"back in the field": str(row)})
    row.delete()


@transaction.atomic
def put_in_force(*, edition: PerimeterEdition, actor: User, starts_on: date, now: datetime) -> PerimeterEdition:
    """
    Put a draft in force from a day; the edition before it ends there. Snapshots are read again with it by a command.

    :raises NotAllowed: if the actor is not an administrator, or it is no draft
    :raises ValidationError: if it would start before the edition it replaces
    """
    held = PerimeterEdition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    require(permissions.can_put_in_force(actor, held))
    for last in PerimeterEdition.objects.in_force().select_for_update(of=("self",)):
        if last.starts_on and last.starts_on >= starts_on:
            raise ValidationError({"starts_on": _("An edition must start after the one it replaces.")})
        ended = {"state": PERIMETER_MOVES.target("replace", last.state), "ends_on": starts_on}
        write_fields(last, "perimeter.replaced", ended, actor=actor, now=now)
    values = {"state": PERIMETER_MOVES.target("put_in_force", held.state), "starts_on": starts_on}
    return write_fields(held, "perimeter.put_in_force", values, actor=actor, now=now)


def reclassify(*, snapshot: Snapshot, actor: Actor, now: datetime) -> Snapshot:
    """
    Read a snapshot again with the edition in force: a new one, beside the first, which stays as it was published.

    :raises NotAllowed: if the actor is not a command
    :raises ValidationError: if it was already read with this edition
    """
    require(permissions.can_load(actor))
    edition = PerimeterEdition.objects.in_force().get()
    if Snapshot.objects.ready().filter(vintage=snapshot.vintage, perimeter=edition).exists():
        raise ValidationError(_("This month was already read with the edition in force."))
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="loading-", dir=register.folder()) as scratch:
        beside = Path(scratch) / f"{uuid.uuid4().hex}.part"
        count, has_history = making.reclassify(
            beside, register.folder() / snapshot.file, tables_of(edition), scratch=Path(scratch)
        )
        keep_verdicts(
            beside,
            vintage=snapshot.vintage,
            lists=list(snapshot.lists),
            scratch=Path(scratch),
            before=published_before(
                vintage=snapshot.vintage,
                perimeter=edition.number,
                headcount_year=snapshot.headcount_year,
                is_generated=snapshot.is_generated,
            ),
        )
        made = Snapshot(
            vintage=snapshot.vintage,
            perimeter=edition,
            state=SnapshotState.READY,
            is_generated=snapshot.is_generated,
            has_history=has_history,
            lists=snapshot.lists,
            headcount_year=snapshot.headcount_year,
            ess_count=count,
            rows=snapshot.rows,
            sources=snapshot.sources,
            checks=snapshot.checks,
            loaded_at=now,
            loaded_by=actor.audit_label,
            file=new_name(snapshot.vintage, edition),
        )
        return enter(made, beside, actor=actor, now=now, seconds=time.monotonic() - started)
