"""The room's part of the thread: an action leads to posts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.foundations.primitives.identifiers import row_numbers
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.thread import Bead, Kind, Strand, add_kind, add_strand

from . import queries
from .models import Post, PostAid


def register_thread() -> None:
    """Name what the room holds, and what it follows."""
    add_kind(Kind("post", _("posts supported"), 75, _posts))
    add_strand(Strand("action", "post", Post.objects.counted, "action_id", "pk"))
    add_strand(Strand("act", "post", _aids_by_act, "key", "post_id"))


def _aids_by_act() -> Any:
    return PostAid.objects.filter(kind="act", post__in=Post.objects.counted())


def _posts(person: Any, keys: Collection[str]) -> Iterable[Bead]:
    is_inside = queries.reads_everything(person)
    for row in queries.post_rows(person).filter(pk__in=row_numbers(keys)):
        told = {"effect": row.get_effect_display(), "structure": row.organization.short_name}
        title = f"{row.label}, {row.organization.short_name}" if is_inside else gettext("Post at %(structure)s") % told
        url = (
            row.get_absolute_url()
            if is_inside
            else f"{reverse('employment:post_list')}?q={row.organization.short_name}"
        )
        yield Bead(
            "post",
            str(row.pk),
            title,
            url,
            f"{row.get_effect_display()}, {row.get_status_display()}".lower(),
            day_in_words(row.starts_on) if is_inside else str(row.starts_on.year),
            row.starts_on,
            row.source,
        )
