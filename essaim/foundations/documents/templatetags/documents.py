"""
The documents of a thing, with the form to attach one for those who may: {% documents kind pk %}.

Of several things on one page: {% documents_by_thing kind ids as files %}, then {% documents_listed files|item:thing.pk %}.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from essaim.foundations.documents import permissions, queries
from essaim.foundations.documents.forms import DepositForm

register = template.Library()


@register.inclusion_tag("documents/partials/_documents.html", takes_context=True)
def documents(context: dict[str, Any], kind: str, object_id: object) -> dict[str, object]:
    """
    Show the documents of a thing on its own page.

    The page has decided that the person may read the thing, so that its public documents follow; private ones and
    the form are decided here, by what the room of the thing registered. One query for somebody without account.

    :raises UnknownSubject: if no room registered this kind of thing: a mistake of the template
    """
    request = context["request"]
    person, object_id = request.user, str(object_id)
    reads_private = permissions.can_read_private(person, kind, object_id)
    may_deposit = permissions.can_deposit(person, kind, object_id)
    return {
        "documents": queries.shown_documents(kind, object_id, with_private=bool(reads_private)),
        "reads_private": reads_private,
        # Its fields have names of their own: the page may have other forms.
        "form": DepositForm(prefix="document", auto_id=f"id_{object_id}_%s") if may_deposit else None,
        "kind": kind,
        "object_id": object_id,
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag(takes_context=True)
def documents_by_thing(
    context: dict[str, Any], kind: str, object_ids: Iterable[object]
) -> dict[object, queries.DocumentsOfThing]:
    """
    Find the documents of the things of a page, by their id as given, under the same rules, however many they are at once.

    Three queries where the room of the things says of many at once who may write (Subject.writable_ids).

    :raises UnknownSubject: if no room registered this kind of thing: a mistake of the template
    """
    person, ids = context["request"].user, {str(object_id): object_id for object_id in object_ids}
    found = queries.documents_of_things(
        kind,
        ids,
        private=permissions.private_among(person, kind, ids),
        writable=permissions.writable_among(person, kind, ids),
    )
    return {ids[key]: files for key, files in found.items()}


@register.inclusion_tag("documents/partials/_listed.html")
def documents_listed(files: queries.DocumentsOfThing) -> dict[str, object]:
    """List the documents of one thing among others; nothing where there are none."""
    return {"documents": files.documents, "reads_private": files.reads_private}
