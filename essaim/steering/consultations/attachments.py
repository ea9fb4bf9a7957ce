"""Working groups have files: public ones are read with the group, the others by the team, which attaches them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.documents.subjects import Subject, register
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions, queries
from .models import WorkingGroup

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person

KIND = "consultations.group"


def _can_read(person: Person, object_id: str) -> Decision:
    """Let everybody read what is public of the group of a consultation they may read."""
    consultations = queries.consultations_visible_to(person)
    rows = WorkingGroup.objects.filter(pk__in=row_numbers([object_id]), consultation__in=consultations)
    return ALLOW if rows.exists() else deny(_("What this document is attached to does not exist."))


def _can_write(person: Person, object_id: str) -> Decision:
    decision = _can_read(person, object_id)
    return permissions.can_write_consultations(person) if decision else decision


def _url(object_id: str) -> str:
    return WorkingGroup.objects.select_related("consultation").get(pk=object_id).get_absolute_url()


def _private_ids(person: Person) -> Collection[str] | None:
    return None if is_staff_member(person) else ()


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(row.pk): str(row) for row in WorkingGroup.objects.filter(pk__in=object_ids)}


def register_subjects() -> None:
    """Register what has files; called when the room starts."""
    register(
        Subject(
            kind=KIND,
            label=gettext_lazy("Working group"),
            can_read=_can_read,
            can_write=_can_write,
            url=_url,
            private_ids=_private_ids,
            names=_names,
        )
    )
