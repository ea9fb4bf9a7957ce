"""The room's part of the thread: an act founds an edition of a call, which carries out actions and takes applications."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries
from .models import Application, Edition, EditionAction, SelectionFile


def register_thread() -> None:
    """Name what the room holds, and what it follows."""
    add_kind(Kind("edition", _("editions of calls for projects"), 65, _editions))
    add_strand(Strand("act", "edition", Edition.objects.all, "founding_act__key", "pk"))
    add_strand(Strand("action", "edition", EditionAction.objects.all, "action_id", "edition_id"))
    add_kind(Kind("application", pgettext_lazy("to a call", "applications"), 70, _applications))
    add_strand(Strand("session", "application", _decided, "selection__session_id", "application__reference"))
    add_strand(Strand("edition", "application", Application.objects.filed, "edition_id", "reference"))


def _decided() -> QuerySet[SelectionFile]:
    return SelectionFile.objects.filter(frozen_at__isnull=False)


def _editions(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 19]
    for row in queries.editions_visible_to(person).filter(pk__in=numbers).order_by("pk"):
        yield Bead(
            "edition",
            str(row.pk),
            str(row),
            row.get_absolute_url(),
            row.get_state_display(),
            when=row.when,
            dated=row.starts_on,
            source=str(row.source or ""),
        )


def _applications(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    rows = queries.applications_visible_to(person, today=timezone.localdate()).filter(filed_at__isnull=False)
    for row in rows.filter(reference__in=list(keys)).order_by("pk"):
        yield Bead(
            "application",
            row.reference,
            row.label,
            row.get_absolute_url(),
            row.get_state_display(),
            when=row.carrier,
            dated=row.filed_on,
        )
