"""The journal of operations, and one operation with the field changes it made and the link that seals it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page

from . import permissions, queries, tables
from .models import Entry
from .wording import actor_in_words, done_in_words, kind_in_words


def entry_list(request: HttpRequest) -> HttpResponse:
    """List the operations, with search, filters and export."""
    require(permissions.can_read_trail(request.user))
    return list_page(
        request,
        template="audit_trail/entry_list.html",
        table_class=tables.EntryTable,
        filterset_class=tables.EntryFilter,
        rows=Entry.objects.all(),
        file_name="journal",
        context={"chain": queries.end_of_chain()},
    )


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one operation: who, what, when, why, what it changed field by field, and its place in the chain."""
    require(permissions.can_read_trail(request.user))
    found = get_object_or_404(Entry, pk=pk)
    context = {
        "entry": found,
        "who": actor_in_words(found.actor_id, found.actor_label),
        "done": done_in_words(found.verb),
        "kind": kind_in_words(found.target_model),
        "target_url": queries.address_of_target(found),
        "objects": queries.objects_changed_by(found),
        "link": queries.link_of(found),
    }
    return render(request, "audit_trail/entry.html", context)
