"""{% documents kind pk %}: the documents of a thing, with the form to attach one for those who may."""

from __future__ import annotations

from typing import Any

from django import template

from essaim.foundations.documents import permissions, queries
from essaim.foundations.documents.forms import DepositForm

register = template.Library()


@register.inclusion_tag("documents/partials/_documents.html", takes_context=True)
def documents(context: dict[str, Any], kind: str, object_id: object, *, is_compact: bool = False) -> dict[str, object]:
    """
    Show the documents of a thing on its own page.

    The page has decided that the person may read the thing, so that its public documents follow; private ones and
    the form are decided here, by what the room of the thing registered. One query for somebody without account.

    :param is_compact: for a thing among others on its page: no frame, and nothing at all where there is nothing
    :raises UnknownSubject: if no room registered this kind of thing: a mistake of the template
    """
    request = context["request"]
    person, object_id = request.user, str(object_id)
    reads_private = permissions.can_read_private(person, kind, object_id)
    may_deposit = permissions.can_deposit(person, kind, object_id)
    return {
        "documents": queries.shown_documents(kind, object_id, with_private=bool(reads_private)),
        "reads_private": reads_private,
        # A page may show the documents of several things: the fields of each form have their own names on it.
        "form": DepositForm(prefix="document", auto_id=f"id_{object_id}_%s") if may_deposit else None,
        "kind": kind,
        "is_compact": is_compact,
        "object_id": object_id,
        "csrf_token": context.get("csrf_token"),
    }
