"""Reads of the trail: what happened to a thing, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pghistory.core
from django.apps import apps
from django.db import connection, models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.foundations.ui.dates import day_in_words

from .models import Entry, Link

CHANGES_MAX = 200


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, as shown: labels for choices and for what a key points to, days in words."""

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


def changes_of(
    target: models.Model,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    is_for_programs: bool = False,
) -> list[Change]:
    """
    List what changed in a tracked object, oldest first, with who and why; since <= moment < until.

    A change made by raw SQL has no person: it is listed with an empty actor, never hidden.

    :param is_for_programs: write days, moments, numbers and yes or no as ISO 8601 and JSON do, not in words
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
                    fields=tuple(_differences(fields, names, before, event, is_for_programs=is_for_programs)),
                )
            )
        before = event
    return changes


def entries_about(target: models.Model) -> models.QuerySet[Entry]:
    """Return the operations on one object, latest first."""
    return Entry.objects.filter(target_model=target._meta.label_lower, target_id=str(target.pk))


def _shown_fields(
    target: models.Model | type[models.Model], event_model: type[models.Model]
) -> list[models.Field[Any, Any]]:
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
    fields: Iterable[models.Field[Any, Any]],
    names: dict[tuple[str, object], str],
    before: object,
    after: object,
    *,
    is_for_programs: bool = False,
) -> Iterable[FieldChange]:
    write = _for_programs if is_for_programs else _in_words
    for field in fields:
        old = getattr(before, field.attname, None)
        new = getattr(after, field.attname, None)
        if old != new and not (before is None and new in (None, "", [], {})):
            shown = (_named(field, names, value) or write(value) for value in (old, new))
            yield FieldChange(field.name, str(field.verbose_name), *shown)


def _named(field: models.Field[Any, Any], names: dict[tuple[str, object], str], value: object) -> str:
    """Name what a key points to, or a choice; an empty text for a value that has no name of its own."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return names.get((field.name, value), f"#{value}")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return ""


def _in_words(value: object) -> str:
    """Write a value for the reader of a page, in their language and time zone."""
    match value:
        case None:
            return ""
        case bool():
            return pgettext("value of a field", "yes") if value else pgettext("value of a field", "no")
        case datetime():
            moment = timezone.localtime(value) if timezone.is_aware(value) else value
            return _("%(day)s at %(time)s") % {
                "day": day_in_words(moment, "j F Y"),
                "time": date_format(moment, "H:i"),
            }
        case date():
            return day_in_words(value, "j F Y")
        case list() | tuple():
            return ", ".join(_in_words(part) for part in value)
        case dict():
            return ", ".join(f"{name}: {_in_words(part)}" for name, part in value.items())
    return str(localize(value))


def _for_programs(value: object) -> str:
    """Write a value for a program: ISO 8601, true or false."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case list() | tuple() | dict():
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What one operation did to one object: its kind, its name as it is now, and the fields it changed."""

    kind: str
    label: str
    event: str
    fields: tuple[FieldChange, ...]


def objects_changed_by(entry: Entry) -> list[ObjectChange]:
    """
    List the objects an operation inserted, changed or deleted, with their fields before and after.

    Operations of one request share its context: what they changed is listed with each. At most 200 objects.
    """
    if entry.context_id is None:
        return []
    keys_by_model: dict[type[models.Model], list[str]] = {}
    for model, key in _keys_in_context(entry.context_id):
        keys_by_model.setdefault(model, []).append(key)
    changes = []
    for event_model, keys in keys_by_model.items():
        events: list[Any] = list(
            event_model._default_manager.filter(pgh_obj_id__in=keys).order_by("pgh_obj_id", "pgh_id")
        )
        tracked_model = event_model.pgh_tracked_model  # type: ignore[attr-defined]
        fields = _shown_fields(tracked_model, event_model)
        names = _names_of_keys(fields, events)
        labels = {str(row.pk): str(row) for row in tracked_model._base_manager.filter(pk__in=keys)}
        before: Any = None
        for event in events:
            earlier = before if before is not None and before.pgh_obj_id == event.pgh_obj_id else None
            if event.pgh_context_id == entry.context_id:
                differences = () if event.pgh_label == "delete" else tuple(_differences(fields, names, earlier, event))
                name = str(tracked_model._meta.verbose_name)
                changes.append(
                    ObjectChange(
                        kind=name[:1].upper() + name[1:],
                        label=labels.get(str(event.pgh_obj_id), f"#{event.pgh_obj_id}"),
                        event=event.pgh_label,
                        fields=differences,
                    )
                )
            before = event
    return changes


def _keys_in_context(context_id: UUID) -> Iterable[tuple[type[models.Model], str]]:
    """Find in one query which objects have an event of a context, over all histories."""
    event_models = sorted(pghistory.core.event_models(), key=lambda model: model._meta.db_table)
    quote = connection.ops.quote_name
    parts = [
        f"SELECT {number} AS place, pgh_obj_id::text AS key FROM {quote(model._meta.db_table)} WHERE pgh_context_id = %s"  # noqa: S608
        for number, model in enumerate(event_models)
    ]
    sql = f"SELECT DISTINCT place, key FROM ({' UNION ALL '.join(parts)}) found ORDER BY place, key LIMIT {CHANGES_MAX}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [context_id] * len(parts))
        rows = cursor.fetchall()
    return [(event_models[place], key) for place, key in rows]


@dataclass(frozen=True, slots=True)
class SealedLink:
    """A link as shown: its place in the chain, its hash, the hash before it, and when it was sealed."""

    place: int
    hash: str
    previous_hash: str
    sealed_at: datetime


def link_of(entry: Entry) -> SealedLink | None:
    """Return the link that seals an operation; None if there is none, which verification reports."""
    found = Link.objects.filter(source=Entry._meta.db_table, source_id=str(entry.pk)).first()
    return SealedLink(found.pk, found.hash, found.previous_hash, found.sealed_at) if found else None


def end_of_chain() -> SealedLink | None:
    """Return the last link of the chain; None if nothing was ever written."""
    found = Link.objects.order_by("-pk").first()
    return SealedLink(found.pk, found.hash, found.previous_hash, found.sealed_at) if found else None


def address_of_target(entry: Entry) -> str:
    """Return the address of what an operation touched, if it still exists and has a page; else an empty text."""
    try:
        model = apps.get_model(entry.target_model)
    except (LookupError, ValueError):
        return ""
    if not hasattr(model, "get_absolute_url"):
        return ""
    found = model._base_manager.filter(pk=entry.target_id).first()
    return str(found.get_absolute_url()) if found is not None else ""


def entries_between(
    *, since: datetime | None = None, until: datetime | None = None, app_label: str = ""
) -> models.QuerySet[Entry]:
    """Return the operations of a period, latest first: since <= moment < until; on one room's objects only, if named."""
    entries = Entry.objects.all()
    if since is not None:
        entries = entries.filter(at__gte=since)
    if until is not None:
        entries = entries.filter(at__lt=until)
    if app_label:
        entries = entries.filter(target_model__startswith=f"{app_label}.")
    return entries.order_by("-at", "-pk")
