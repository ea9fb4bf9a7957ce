"""The state of a plan in one sentence, made of its figures. Pure: counts in, words out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.foundations.ui.dates import day_in_words


def state_of_plan(statuses: Iterable[str], *, starts_on: date, ends_on: date, today: date) -> str:
    """
    Say where a plan stands: its term, then how its actions go, best first; statuses that no action has are not named.

    :param statuses: the status of each action, as ActionStatus values
    :param ends_on: the day after its last day
    """
    counts = Counter(statuses)
    total = sum(counts.values())
    last_day = day_in_words(ends_on - timedelta(days=1), "j F Y")
    if today < starts_on:
        term = _("The plan starts on %(day)s.") % {"day": day_in_words(starts_on, "j F Y")}
    elif today >= ends_on:
        term = _("The plan ended on %(day)s.") % {"day": last_day}
    else:
        term = _("The plan runs until %(day)s.") % {"day": last_day}
    if not total:
        return f"{term} {_('It has no action yet.')}"
    parts = [
        words % {"count": counts[status]}
        for status, words in (
            ("done", ngettext("%(count)s is done", "%(count)s are done", counts["done"])),
            ("on_track", ngettext("%(count)s is on track", "%(count)s are on track", counts["on_track"])),
            ("at_risk", ngettext("%(count)s is at risk", "%(count)s are at risk", counts["at_risk"])),
            ("late", ngettext("%(count)s is late", "%(count)s are late", counts["late"])),
            (
                "not_started",
                ngettext("%(count)s has not started", "%(count)s have not started", counts["not_started"]),
            ),
            ("no_data", ngettext("%(count)s has no data", "%(count)s have no data", counts["no_data"])),
        )
        if counts[status]
    ]
    subject = ngettext("Of its %(total)s action", "Of its %(total)s actions", total) % {"total": total}
    return _("%(term)s %(subject)s, %(parts)s.") % {
        "term": term,
        "subject": subject,
        "parts": get_text_list(parts, _("and")),
    }
