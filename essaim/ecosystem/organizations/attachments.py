"""Structures have documents: statutes, reports, agreements, read by the team and by those who speak for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.documents.subjects import Subject, register
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions, queries
from .models import Organization

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person


KIND = "organizations.organization"


def _find(object_id: str) -> Organization | None:
    return Organization.objects.filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _can_read(person: Person, object_id: str) -> Decision:
    """Structures are public, and so are their public documents."""
    return ALLOW if _find(object_id) else _gone()


def _can_write(person: Person, object_id: str) -> Decision:
    """Let the team attach documents."""
    found = _find(object_id)
    return permissions.can_update_organization(person, found) if found else _gone()


def _url(object_id: str) -> str:
    return Organization.objects.get(pk=object_id).get_absolute_url()


def _private_ids(person: Person) -> Collection[str] | None:
    """Let the team read everything private, and somebody what is of the structures they speak for."""
    if is_staff_member(person):
        return None
    if not person.is_authenticated or not has_role(person, RoleKind.ORGANIZATION_MEMBER):
        return ()
    found = queries.organizations_of(person, today=timezone.localdate())
    return {str(pk) for pk in found.values_list("pk", flat=True)}


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    return {str(row.pk): row.name for row in Organization.objects.filter(pk__in=object_ids)}


def register_subjects() -> None:
    """Register what has documents; called when the room starts."""
    register(
        Subject(
            kind=KIND,
            label=pgettext_lazy("legal person", "Structure"),
            can_read=_can_read,
            can_write=_can_write,
            url=_url,
            private_ids=_private_ids,
            names=_names,
        )
    )
