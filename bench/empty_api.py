"""Addresses with an API operation that does nothing, to compare others with: the same frame, the same middleware."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI, Schema

from config import urls as house

api = NinjaAPI(urls_namespace="bench-empty", docs_url=None)


class Nothing(Schema):
    """What an operation that does nothing takes."""

    as_of: str | None = None


@api.post("/nothing", auth=None)
def nothing(request: HttpRequest, facts: Nothing) -> dict[str, str]:
    """Read a small body, and answer."""
    return {"verdict": "nothing"}


def _patterns() -> list[object]:
    from django.contrib.auth.decorators import login_not_required

    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        login_not_required(pattern.callback)
    return [path("bench/", (patterns, app_name, namespace)), *house.urlpatterns]


urlpatterns = _patterns()
handler404, handler500 = house.handler404, house.handler500
