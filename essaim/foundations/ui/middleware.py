"""Turns a refused permission into a page that says why, and a stale move into one that says what happened."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from essaim.foundations.primitives.decisions import NotAllowed
from essaim.foundations.primitives.transitions import IllegalMove


class RefusalMiddleware:
    """Answers 403 with the reason to NotAllowed, and 409 to IllegalMove."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; refusals come back through process_exception."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer the two refusals that every room may raise; leave the rest to Django."""
        if isinstance(exception, NotAllowed):
            return render(request, "ui/errors/403.html", {"reason": exception.reason}, status=403)
        if isinstance(exception, IllegalMove):
            return render(request, "ui/errors/409.html", status=409)
        return None
