"""Those who carry an application, and those who appraise it, are told on their page and by mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects.kinds import APPLICANT, DESK
from essaim.delivery.calls_for_projects.models import Application, Call
from essaim.foundations.accounts.models import User
from essaim.foundations.notifications.models import Letter
from essaim.foundations.notifications.services import notify, write_to

Words = Callable[[], str]
ACCOUNT_KEY = "account:"
LINKS_PER_HOUR_MAX = 120


def carriers_of(application: Application) -> list[User]:
    """Return who is told about an application: its author, then those who write it with them."""
    rows = application.cowriters.filter(joined_at__isnull=False, ended_at=None).select_related("person")
    return [application.author, *(row.person for row in rows if row.person is not None)]


def tell_carriers(application: Application, *, subject: Words, body: Words, now: datetime, key: str) -> None:
    """Tell those who carry an application."""
    for person in carriers_of(application):
        notify(
            recipient=person,
            kind=APPLICANT,
            subject=subject,
            body=body,
            url=application.get_absolute_url(),
            now=now,
            key=f"application:{application.pk}:{key}:{person.pk}",
        )


def tell_officer(application: Application, *, subject: Words, body: Words, now: datetime, key: str) -> None:
    """Tell the officer who appraises an application, if there is one."""
    if application.officer is None:
        return
    notify(
        recipient=application.officer,
        kind=DESK,
        subject=subject,
        body=body,
        url=application.get_absolute_url(),
        now=now,
        key=f"application:{application.pk}:{key}:{application.officer.pk}",
    )


class TooManyLinks(Exception):
    """More links were asked for in an hour than people ask for: the sender is asked to come back later."""


def send_account_link(*, address: str, call: Call, url: str, now: datetime, key: str) -> None:
    """
    Write to somebody who wants to write an application and has no account; once per key.

    :param key: begins with ACCOUNT_KEY
    :raises TooManyLinks: beyond a hundred and twenty an hour over the whole site
    """
    recent = Letter.objects.filter(key__startswith=ACCOUNT_KEY, created_at__gt=now - timedelta(hours=1))
    if recent.count() >= LINKS_PER_HOUR_MAX:
        raise TooManyLinks
    name = call.name
    write_to(
        address=address,
        kind=APPLICANT,
        subject=lambda: _("Write your application: %(call)s") % {"call": name},
        body=lambda: (
            _(
                "You asked to write an application to “%(call)s”. The page below opens your account and starts your draft; it "
                "is good for 48 hours. If it was not you, do nothing: no account is made."
            )
            % {"call": name}
        ),
        url=url,
        now=now,
        key=key,
    )
