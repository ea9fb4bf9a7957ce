"""Makes a model keep its history: every insertion, change and deletion, raw SQL included, sealed in the hash chain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, overload

import pghistory
import pgtrigger
from django.db import models

from .registry import quicken

quicken()
ModelClass = TypeVar("ModelClass", bound=type[models.Model])

SEAL_NAME = "seal"


def seal() -> pgtrigger.Trigger:
    """Build the trigger that adds each new row of a table to the hash chain, in the same transaction."""
    return pgtrigger.Trigger(
        name=SEAL_NAME,
        operation=pgtrigger.Insert,
        when=pgtrigger.After,
        declare=[("zone", "text"), ("payload", "jsonb")],
        # Moments must read the same whatever the zone of the session that writes them.
        func="""
            zone := current_setting('TimeZone');
            PERFORM set_config('TimeZone', 'UTC', true);
            payload := to_jsonb(NEW);
            PERFORM set_config('TimeZone', zone, true);
            PERFORM audit_trail_seal(TG_TABLE_NAME::text, coalesce(payload ->> 'pgh_id', payload ->> 'id'), payload);
            RETURN NULL;
        """,
    )


@overload
def tracked(model: ModelClass, /) -> ModelClass: ...
@overload
def tracked(*, exclude: list[str] | None = None) -> Callable[[ModelClass], ModelClass]: ...


def tracked(
    model: ModelClass | None = None, /, *, exclude: list[str] | None = None
) -> ModelClass | Callable[[ModelClass], ModelClass]:
    """
    Decorate a model so that its history is kept, field by field, by database triggers.

    :param exclude: fields left out of the history, such as a password hash or a stored cache
    """

    def decorate(decorated: ModelClass) -> ModelClass:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=exclude,
            append_only=True,
            obj_field=pghistory.ObjForeignKey(related_name="+"),
            context_field=pghistory.ContextJSONField(),
            context_id_field=pghistory.ContextUUIDField(),
            meta={"triggers": [seal()]},
        )(decorated)

    return decorate if model is None else decorate(model)
