"""Those who sit are told, each in their way: on their page and by mail, or by a letter with their personal link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from essaim.foundations.accounts.models import User
from essaim.foundations.notifications.services import notify, write_to
from essaim.steering.committees import queries
from essaim.steering.committees.links import path_of
from essaim.steering.committees.models import Mandate, Session

Words = str | Callable[[], str]


def tell_members(
    session: Session, *, kind: str, subject: Words, body: Words, url: str, now: datetime, key: str
) -> None:
    """Tell everybody who sits on the day of a session: those without an account at the address they gave, if they did."""
    for member in queries.members_to_tell(session):
        notify(recipient=member, kind=kind, subject=subject, body=body, url=url, now=now, key=f"{key}:{member.pk}")
    write_to_seats(
        session, queries.members_to_write_to(session), kind=kind, subject=subject, body=body, now=now, key=key
    )


def tell_author(
    session: Session,
    author: User | Mandate | None,
    *,
    kind: str,
    subject: Words,
    body: Words,
    url: str,
    now: datetime,
    key: str,
) -> None:
    """Tell who proposed or asked something: on their page, or at the address of their mandate if there is still one."""
    if isinstance(author, Mandate):
        reached = [author] if author.email else []
        write_to_seats(session, reached, kind=kind, subject=subject, body=body, now=now, key=key)
    elif author is not None:
        notify(recipient=author, kind=kind, subject=subject, body=body, url=url, now=now, key=key)


def write_to_seats(
    session: Session, mandates: Iterable[Mandate], *, kind: str, subject: Words, body: Words, now: datetime, key: str
) -> None:
    """Write to members without an account, each with their own link."""
    for mandate in mandates:
        write_to(
            address=mandate.email,
            kind=kind,
            subject=subject,
            body=body,
            url=path_of(mandate, session),
            now=now,
            key=f"{key}:mandate:{mandate.pk}",
        )
