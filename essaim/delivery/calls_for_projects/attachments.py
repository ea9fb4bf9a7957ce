"""Applications have files, all private: read by those who carry it and the team, given by those who carry it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.documents.subjects import Subject, register
from essaim.foundations.primitives.decisions import Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions, queries
from .models import Application

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person

KIND = "calls_for_projects.application"


def _find(object_id: str) -> Application | None:
    return Application.objects.filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _can_read(person: Person, object_id: str) -> Decision:
    found = _find(object_id)
    return permissions.can_read_application(person, found) if found else _gone()


def _can_write(person: Person, object_id: str) -> Decision:
    found = _find(object_id)
    return permissions.can_write_application(person, found) if found else _gone()


def _url(object_id: str) -> str:
    return reverse("calls_for_projects:application", args=[Application.objects.get(pk=object_id).reference])


def _private_ids(person: Person) -> Collection[str] | None:
    rows = queries.applications_visible_to(person, today=timezone.localdate())
    return {str(pk) for pk in rows.order_by().values_list("pk", flat=True)}


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(row.pk): row.reference for row in Application.objects.filter(pk__in=object_ids)}


def register_subjects() -> None:
    """Register what has files; called when the room starts."""
    register(
        Subject(
            kind=KIND,
            label=pgettext_lazy("to a call", "Application"),
            can_read=_can_read,
            can_write=_can_write,
            url=_url,
            private_ids=_private_ids,
            names=_names,
        )
    )
