"""Reads of the trail: what happened to a thing, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from .models import Entry


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as shown: labels for choices and for what a key points to."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one operation changed in one object."""

    at: datetime
    kind: str
    verb: str
    actor_label: str
    actor_role: str
    reason: str
    fields: tuple[FieldChange, ...]


def changes_of(target: models.Model, *, since: datetime | None = None, until: datetime | None = None) -> list[Change]:
    """
    List what changed in a tracked object, oldest first, with who and why; since <= moment < until.

    A change made by raw SQL has no person: it is listed with an empty actor, never hidden.
    """
    event_model = target.pgh_event_model  # type: ignore[attr-defined]
    events = list(event_model.objects.filter(pgh_obj_id=target.pk).order_by("pgh_id"))
    entries = {
        entry.context_id: entry
        for entry in Entry.objects.filter(
            target_model=target._meta.label_lower,
            target_id=str(target.pk),
            context_id__in=[event.pgh_context_id for event in events if event.pgh_context_id],
        ).order_by("pk")
    }
    fields = _shown_fields(target, event_model)
    names = _names_of_keys(fields, events)
    changes = []
    before: Any = None
    for event in events:
        is_wanted = (since is None or event.pgh_created_at >= since) and (until is None or event.pgh_created_at < until)
        if is_wanted:
            context = event.pgh_context or {}
            entry = entries.get(event.pgh_context_id)
            changes.append(
                Change(
                    at=event.pgh_created_at,
                    kind=event.pgh_label,
                    verb=entry.verb if entry else "",
                    actor_label=entry.actor_label if entry else context.get("actor_label", ""),
                    actor_role=entry.actor_role if entry else context.get("actor_role", ""),
                    reason=entry.reason if entry else context.get("reason", ""),
                    fields=tuple(_differences(fields, names, before, event)),
                )
            )
        before = event
    return changes


def entries_about(target: models.Model) -> models.QuerySet[Entry]:
    """Return the operations on one object, latest first."""
    return Entry.objects.filter(target_model=target._meta.label_lower, target_id=str(target.pk))


def _shown_fields(target: models.Model, event_model: type[models.Model]) -> list[models.Field[Any, Any]]:
    kept = {field.name for field in event_model._meta.concrete_fields}
    return [field for field in target._meta.concrete_fields if field.name in kept and not field.primary_key]


def _names_of_keys(fields: Iterable[models.Field[Any, Any]], events: Iterable[Any]) -> dict[tuple[str, object], str]:
    """Read in one query per foreign key the names of everything the events pointed to."""
    names: dict[tuple[str, object], str] = {}
    for field in fields:
        if isinstance(field, models.ForeignKey):
            keys = {getattr(event, field.attname) for event in events} - {None}
            for found in field.remote_field.model._base_manager.filter(pk__in=keys):
                names[field.name, found.pk] = str(found)
    return names


def _differences(
    fields: Iterable[models.Field[Any, Any]], names: dict[tuple[str, object], str], before: object, after: object
) -> Iterable[FieldChange]:
    for field in fields:
        old = getattr(before, field.attname, None)
        new = getattr(after, field.attname, None)
        if old != new and not (before is None and new in (None, "", [], {})):
            yield FieldChange(field.name, str(field.verbose_name), _shown(field, names, old), _shown(field, names, new))


def _shown(field: models.Field[Any, Any], names: dict[tuple[str, object], str], value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.name, value), f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
