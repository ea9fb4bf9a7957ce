"""Agreements that end soon: those who follow the money are told, while there is time to prolong one or to ask for its balance."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.funding import queries
from essaim.delivery.funding.models import Grant
from essaim.foundations.notifications.services import notify
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words

DAYS_BEFORE_END = 60


def remind_ends(*, actor: SystemActor, now: datetime, days: int = DAYS_BEFORE_END) -> int:
    """
    Tell those who say that services are done of the grants that bind and end within sixty days.

    :returns: how many messages were written; each last day is told once, and again if an amendment puts it off
    """
    today, count = timezone.localdate(now), 0
    certifiers = queries.certifiers()
    for grant in queries.grants_ending(since=today, until=today + timedelta(days=days)):
        for person in certifiers:
            notify(
                recipient=person,
                kind="funding.end",
                subject=lambda row=grant: _("Agreement that ends soon: %(grant)s") % {"grant": row},
                body=lambda row=grant: _body(row),
                url=grant.get_absolute_url(),
                now=now,
                key=f"funding.end:{grant.pk}:{grant.last_on.isoformat()}:{person.pk}",
            )
            count += 1
    return count


def _body(grant: Grant) -> str:
    told = {"day": day_in_words(grant.last_on), "left": format_euros(grant.cash_cents - grant.paid_cents)}
    return (
        _(
            "Its last day is %(day)s, and %(left)s of it are not paid yet: prolong it by an amendment, or prepare its end."
        )
        % told
    )
