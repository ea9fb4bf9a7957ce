"""Whom the room reminds: who follows a post, when it is to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from essaim.foundations.notifications.rules import Due, ReminderRule, register
from essaim.foundations.ui.dates import day_in_words

from . import queries


def _say(words: object, **values: object) -> object:
    """Make a lazy text, filled in the language of who reads it."""

    def said() -> str:
        shown = {name: day_in_words(value) if isinstance(value, date) else value for name, value in values.items()}
        return str(words) % shown

    return lazy(said, str)()


def _follow_ups(now: datetime) -> Iterator[Due]:
    for post, months in queries.posts_to_follow():
        if not post.followed_by.is_active:
            continue
        day = post.follow_up_on(months.value)
        values = {"label": post.label, "structure": post.organization.short_name, "day": day, "months": months.value}
        yield Due(
            post.followed_by,
            f"post:{post.pk}:{months.value}",
            day,
            _say(_("Does this post exist still? %(label)s, %(structure)s"), **values),
            _say(_("It is to be looked at again %(months)s months after its first day, on %(day)s."), **values),
            post.get_absolute_url(),
            _("It stops when it is said how the post was found, when it has ended, or is given to somebody else."),
        )


def register_rules() -> None:
    """Register the rule; called when the room starts."""
    register(
        ReminderRule(
            "employment.follow_up",
            _("Posts to be looked at again"),
            _("Who follows a post is asked, 6, 12 and 24 months after its first day, whether it exists still."),
            _follow_ups,
            every=30,
            maximum=3,
        )
    )
