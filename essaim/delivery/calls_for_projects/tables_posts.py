"""The list of the posts that an application proposes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from essaim.delivery.employment.models import Post
from essaim.foundations.ui.lists import Table, state_cell

from .models import Application
from .queries.posts import ProposedPost


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    label: str
    effect: str
    share: Decimal | None
    post: Post | None
    url: str


def line_of(row: ProposedPost, application: Application) -> Line:
    """Make a row of a proposed post."""
    url = reverse("calls_for_projects:post_accept", args=[application.reference, row.line, row.place])
    return Line(
        label=row.label,
        effect=str(row.effect.label),
        share=row.full_time_share,
        post=row.accepted.post if row.accepted else None,
        url="" if row.accepted else url,
    )


class ProposedPostTable(Table):
    """Posts that an application proposes."""

    caption = _("Proposed posts")
    label = tables.Column(verbose_name=_("post"), orderable=False)
    effect = tables.Column(verbose_name=pgettext_lazy("of a post", "effect"), orderable=False)
    share = tables.Column(verbose_name=_("share of a full time (%)"), default="", orderable=False)
    post = tables.Column(verbose_name=pgettext_lazy("of a proposal", "became"), empty_values=(), orderable=False)
    tools = tables.Column(verbose_name=_("answer"), empty_values=(), orderable=False, exclude_from_export=True)

    def render_post(self, record: Line) -> str:
        """Lead to the post it became."""
        if record.post is None:
            return state_cell(gettext("waits for an answer"), "warn")
        return format_html('<a href="{}">{}</a>', record.post.get_absolute_url(), record.post)

    def value_post(self, record: Line) -> str:
        """Name the post it became."""
        return str(record.post) if record.post else gettext("waits for an answer")

    def render_tools(self, record: Line) -> str:
        """Offer to accept it."""
        if not record.url:
            return ""
        return format_html(
            '<a class="btn btn-outline btn-sm" href="{}">{}<span class="visually-hidden"> – {}</span></a>',
            record.url,
            gettext("Accept…"),
            record.label,
        )
