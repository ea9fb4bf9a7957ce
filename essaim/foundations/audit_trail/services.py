"""Writes operations in the trail, alone or together with the row that they change."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from essaim.foundations.primitives.actors import Actor

from .models import Entry

Row = TypeVar("Row", bound=models.Model)


@contextlib.contextmanager
def acting(actor: Actor, *, reason: str = "", **details: str) -> Iterator[None]:
    """
    Tie every change made inside the block to a person or a task, and to each other.

    Requests are already inside such a block (ActorMiddleware); commands and scheduled tasks open their own.
    """
    metadata = {
        "actor_id": actor.audit_id,
        "actor_label": actor.audit_label,
        "actor_role": actor.audit_role,
        **({"reason": reason} if reason else {}),
        **details,
    }
    with pghistory.context(**metadata):
        yield
    if not hasattr(pghistory.runtime._tracker, "value") and connection.in_atomic_block:
        # The context lives until the end of the transaction: what comes later in it is somebody else's.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_id', '', true), "
                "set_config('pghistory.context_metadata', '', true)"
            )


def record(
    verb: str,
    *,
    actor: Actor,
    target: models.Model,
    at: datetime,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> Entry:
    """
    Write one operation in the append-only trail, in the transaction of the change itself.

    :param verb: object and past participle, such as "action.closed"
    :param details: what a reader would miss otherwise, as JSON; field changes are kept by the history already
    """
    context = getattr(pghistory.runtime._tracker, "value", None)
    return Entry.objects.create(
        at=at,
        verb=verb,
        actor_id=actor.audit_id,
        actor_label=actor.audit_label[:200],
        actor_role=actor.audit_role[:200],
        on_behalf_of=(context.metadata.get("on_behalf_of", "") if context else "")[:200],
        target_model=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        reason=reason,
        details=dict(details or {}),
        context_id=context.id if context else None,
    )


def check_row(row: models.Model) -> None:
    """
    Check a row as its full_clean does, asking the database once for all check constraints, which mostly hold.

    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    try:
        _check_fields(row)
        is_right = all(_holds(model, row, constraints) for model, constraints in row.get_constraints())
    except ValidationError:
        is_right = False
    if not is_right:
        # The long way: it tells all that is wrong together.
        row.full_clean()


def _check_fields(row: models.Model) -> None:
    """
    Check the fields of a row, itself and its uniqueness; not again, by a query each, that the rows it refers to exist.

    A row that was read a moment ago exists, and the database refuses a reference to one that does not.

    :raises ValidationError: if something does not hold; only the first kind of flaw is told
    """
    row.clean_fields(exclude=set(_references_read(row)))
    row.clean()
    row.validate_unique()


def _references_read(row: models.Model) -> Iterator[str]:
    """Name the references of a row to rows that were read from the database, of any kind that the field admits."""
    for field in row._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.is_cached(row) and not field.get_limit_choices_to():
            other = field.get_cached_value(row)
            if other is not None and not other._state.adding:
                yield field.name


def _holds(model: type[models.Model], row: models.Model, constraints: Sequence[models.BaseConstraint]) -> bool:
    """
    Tell whether the constraints of a model hold for a row as it is, all its check constraints asked for at once.

    :raises ValidationError: if another kind of constraint does not hold
    """
    _check_others(model, row, constraints)
    checks = [found for found in constraints if isinstance(found, models.CheckConstraint)]
    if not checks:
        return True
    # As Django's own check constraints ask, one at a time.
    against = row._get_field_expression_map(meta=model._meta)  # type: ignore[attr-defined]
    return bool(models.Q(*(found.condition for found in checks)).check(against))


def _check_others(model: type[models.Model], row: models.Model, constraints: Sequence[models.BaseConstraint]) -> None:
    """
    Check constraints other than check constraints.

    :raises ValidationError: if one does not hold
    """
    for constraint in constraints:
        if not isinstance(constraint, models.CheckConstraint):
            constraint.validate(model, row)


def write_new(
    row: Row,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> Row:
    """
    Check a new row against its fields and constraints, write it, and record the operation.

    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    try:
        _check_fields(row)
        for model, constraints in row.get_constraints():
            _check_others(model, row, constraints)
        # Check constraints are left to the table that holds them: asking beforehand took a third of the time of a writing.
        with transaction.atomic():
            row.save(force_insert=True)
    except (ValidationError, IntegrityError):
        # The long way: it tells all that is wrong together, in words.
        row.full_clean()
        raise
    record(verb, actor=actor, target=row, at=now, reason=reason, details=details)
    return row


def write_fields(
    row: Row,
    verb: str,
    values: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> Row:
    """
    Change some fields of a locked row, check the whole of it, write only them, and record the operation.

    :raises ValidationError: with the messages of the fields and constraints that do not hold
    """
    for name, value in values.items():
        setattr(row, name, value)
    check_row(row)
    row.save(update_fields=list(values))
    record(verb, actor=actor, target=row, at=now, reason=reason, details=details)
    return row
