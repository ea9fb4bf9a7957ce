"""The person behind a request, where the page is closed to anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest

if TYPE_CHECKING:
    from .models import User


def person_of(request: HttpRequest) -> User:
    """
    Return the person signed in.

    Closed pages pass LoginRequiredMiddleware first, so that nobody else reaches a view that calls this.

    :raises LookupError: if nobody is signed in, which only a page left open by mistake can meet
    """
    if not request.user.is_authenticated:
        raise LookupError
    return request.user


def real_person(request: HttpRequest) -> User:
    """
    Return the person who holds the session: support, when they look through somebody else's eyes.

    :raises LookupError: if nobody is signed in
    """
    seen_by: User | None = getattr(request, "seen_by", None)
    return seen_by or person_of(request)


def confirm_identity(request: HttpRequest) -> None:
    """
    Ask again for a password or second factor before something sensitive, unless it was given a short while ago.

    Somebody who has neither, and signs in with codes only, is let through: their code is as fresh as their session.

    :raises ReauthenticationRequired: which the sign-in library turns into its page, then resumes the request
    """
    raise_if_reauthentication_required(request, app="allauth.account")
