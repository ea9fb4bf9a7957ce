"""What the room reminds people of: an opinion that is awaited from their commune, a list of what is missing to be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.foundations.notifications.rules import Due, ReminderRule, register
from essaim.foundations.ui.dates import day_in_words

from . import queries
from .models import CommuneOpinion, MissingRequest
from .states import OPINIONS_OPEN, OpinionState

AHEAD = timedelta(days=7)
EVERY, TWICE = 4, 2


def _say(words: Callable[[], str], values: Mapping[str, object]) -> object:
    """Say something later, in the language of who reads it."""
    return lazy(lambda: words() % values, str)()


def opinions_awaited(now: datetime) -> Iterator[Due]:
    """List the opinions that are awaited from communes, for each of their referents."""
    today = timezone.localdate(now)
    rows = CommuneOpinion.objects.filter(state=OpinionState.ASKED, application__state__in=OPINIONS_OPEN)
    for row in rows.select_related("application").order_by("pk"):
        values = {"title": row.application.title, "commune": row.commune_name, "day": day_in_words(row.due_on)}
        for person in queries.referents_of(row.commune_code, today=today):
            yield Due(
                person,
                f"commune_opinion:{row.pk}",
                row.due_on - AHEAD,
                _say(lambda: gettext("The opinion of %(commune)s is still awaited: %(title)s"), values),
                _say(
                    lambda: gettext(
                        "The opinion of %(commune)s on the project “%(title)s” is awaited until %(day)s. After that day its "
                        "silence is recorded; it may still be given until the decision."
                    ),
                    values,
                ),
                reverse("calls_for_projects:commune_opinion", args=[row.pk]),
                _("It stops when the opinion is given, or once its silence is recorded."),
            )


def lists_to_answer(now: datetime) -> Iterator[Due]:
    """List what is missing in applications and still to be given, for who wrote them."""
    rows = MissingRequest.objects.filter(answered_at=None, application__state="incomplete")
    for row in rows.select_related("application__author").order_by("pk"):
        values = {"reference": row.application.reference, "day": day_in_words(row.due_on)}
        yield Due(
            row.application.author,
            f"missing:{row.pk}",
            row.due_on - AHEAD,
            _say(lambda: gettext("Your application is still to be completed: %(reference)s"), values),
            _say(
                lambda: gettext("Something is still missing in the application %(reference)s: give it by %(day)s."),
                values,
            ),
            row.application.get_absolute_url(),
            _("It stops when the application is sent back, withdrawn, or no longer awaited."),
        )


def register_rules() -> None:
    """Register what people are reminded of; called when the room starts."""
    register(
        ReminderRule(
            "calls_for_projects.opinion_awaited",
            _("Opinion awaited from a commune"),
            _("Tells the referents of a commune whose opinion is awaited, 7 days before its day, then 3 days before."),
            opinions_awaited,
            every=EVERY,
            maximum=TWICE,
        )
    )
    register(
        ReminderRule(
            "calls_for_projects.list_to_answer",
            _("Application to complete"),
            _("Tells who applied that something is still missing, 7 days before the day, then 3 days before."),
            lists_to_answer,
            every=EVERY,
            maximum=TWICE,
        )
    )
