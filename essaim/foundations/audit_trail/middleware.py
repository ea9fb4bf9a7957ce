"""
Ties every change made by a request to the person who made it.

When support looks through somebody else's eyes, an upper room puts the support person in request.seen_by.
"""

from __future__ import annotations

from collections.abc import Callable

import pghistory
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class ActorMiddleware:
    """Opens the audit context of a request that may write; reading requests cost nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the context of the person signed in, if any."""
        if request.method in SAFE_METHODS:
            return self.get_response(request)
        metadata = {"path": request.path}
        person = getattr(request, "seen_by", None) or getattr(request, "user", None)
        if person is not None and person.is_authenticated:
            metadata |= {
                "actor_id": person.audit_id,
                "actor_label": person.audit_label,
                "actor_role": person.audit_role,
            }
        if hasattr(request, "seen_by"):
            metadata["on_behalf_of"] = getattr(request.user, "audit_label", "")
        with pghistory.context(**metadata):
            return self.get_response(request)
