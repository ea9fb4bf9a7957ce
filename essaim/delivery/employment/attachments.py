"""What is tied to posts and structures: the files that prove a post, the posts that move with a merged record."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.ecosystem.organizations.holdings import Holding
from essaim.ecosystem.organizations.holdings import register as register_holding
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields
from essaim.foundations.documents.subjects import Subject, register
from essaim.foundations.primitives.decisions import Decision, deny
from essaim.foundations.primitives.identifiers import row_numbers

from . import permissions, queries
from .models import Post

if TYPE_CHECKING:
    from essaim.foundations.documents.subjects import Person

KIND = "employment.post"


def _find(object_id: str) -> Post | None:
    return Post.objects.filter(pk__in=row_numbers([object_id])).first()


def _gone() -> Decision:
    return deny(_("What this document is attached to does not exist."))


def _can_read(person: Person, object_id: str) -> Decision:
    found = _find(object_id)
    return permissions.can_read_details(person, found) if found else _gone()


def _can_write(person: Person, object_id: str) -> Decision:
    found = _find(object_id)
    return permissions.can_change_post(person, found) if found else _gone()


def _url(object_id: str) -> str:
    return Post.objects.get(pk=object_id).get_absolute_url()


def _private_ids(person: Person) -> Collection[str] | None:
    """Let those inside read every proof; nobody else: pay slips and contracts name people."""
    return None if queries.reads_everything(person) else ()


def _names(object_ids: Collection[str]) -> Mapping[str, str]:
    rows = Post.objects.filter(pk__in=object_ids).select_related("organization")
    return {str(row.pk): str(row) for row in rows}


def _count_posts(organization: Organization) -> int:
    return Post.objects.filter(Q(organization=organization) | Q(through=organization)).count()


def _move_posts(*, duplicate: Organization, kept: Organization, actor: User, now: datetime, reason: str) -> None:
    """Move the posts; one that went through the other of the two records is a direct one of the structure."""
    rows = Post.objects.select_for_update(of=("self",)).select_related("organization", "through")
    for row in rows.filter(Q(organization=duplicate) | Q(through=duplicate)).order_by("pk"):
        values: dict[str, object] = {}
        if row.organization == duplicate:
            values["organization"] = kept
        if row.through == duplicate:
            values["through"] = kept
        if (values.get("organization") or row.organization) == (values.get("through") or row.through):
            values |= {"through": None, "channel": "direct"}
        write_fields(row, "post.moved", values, actor=actor, now=now, reason=reason)


def register_attachments() -> None:
    """Register what has files, and what moves with a structure; called when the room starts."""
    register(Subject(KIND, gettext_lazy("Post"), _can_read, _can_write, _url, _private_ids, _names))
    register_holding(Holding("employment.post", gettext_lazy("Posts"), _count_posts, _move_posts))
