"""
The personal links of members without an account: whoever holds one sits for that mandate in that session.

A link is signed, never stored: it follows from the session, the mandate and its address, and tells nothing of what its
reader does. Another address, or none, puts an end to those sent before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from . import queries
from .models import Mandate, Session

SALT = "committees.seat"
View = Callable[..., HttpResponse]


class BadLink(Exception):
    """This link was not made here, only a part of it was copied, or the mandate or its address changed since."""


@dataclass(frozen=True, slots=True)
class SeatActor:
    """A member without an account, as the trail names them: by their seat, since their name can be erased."""

    mandate: Mandate

    @property
    def audit_id(self) -> str:
        """The mandate."""
        return f"mandate:{self.mandate.pk}"

    @property
    def audit_label(self) -> str:
        """The seat."""
        return str(self.mandate)

    @property
    def audit_role(self) -> str:
        """In what quality they act."""
        return str(self.mandate.seat.college)


def _signer(mandate: Mandate) -> signing.Signer:
    return signing.Signer(salt=f"{SALT}:{mandate.email}")


def token_of(mandate: Mandate, session: Session) -> str:
    """Return the token that stands for a mandate in a session."""
    return _signer(mandate).sign(f"{session.pk}.{mandate.pk}")


def seat_of(token: str) -> tuple[Mandate, Session]:
    """
    Find the mandate and the session a token stands for.

    :raises BadLink: if it stands for none
    """
    pair = token.partition(":")[0].split(".")
    if len(pair) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 18 for part in pair):
        raise BadLink
    session = Session.objects.select_related("body").filter(pk=int(pair[0])).first()
    if session is None:
        raise BadLink
    mandate = queries.mandates_on(session.body, session.day).filter(pk=int(pair[1]), person=None).first()
    if mandate is None or not mandate.email:
        raise BadLink
    try:
        _signer(mandate).unsign(token)
    except signing.BadSignature:
        raise BadLink from None
    return mandate, session


def path_of(mandate: Mandate, session: Session) -> str:
    """Return the path of the page of a mandate in a session."""
    return reverse("committees:seat", args=[token_of(mandate, session)])


def by_link(view: View) -> View:
    """Open a page to who holds a personal link: no account is asked for, nothing is kept in caches or search engines."""

    @login_not_required
    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, **arguments: Any) -> HttpResponse:
        try:
            mandate, session = seat_of(token)
        except BadLink:
            raise Http404 from None
        answer = view(request, mandate, session, **arguments)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        # The address of the page lets its reader act: it is told to nobody.
        answer["Referrer-Policy"] = "no-referrer"
        return answer

    return opened
