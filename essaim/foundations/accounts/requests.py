"""The person behind a request, where the page is closed to anybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
