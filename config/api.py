"""The read API: every room's router under /api/v1/, described at /api/v1/openapi.json."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI

from config.settings.rooms import ROOMS

api = NinjaAPI(
    title="Essaim",
    version="1",
    description="Read access to the public policy: every page's machine-readable twin.",
    urls_namespace="api-1",
    docs_url=None,
)

for _room in ROOMS:
    if find_spec(f"{_room}.api"):
        api.add_router("", import_module(f"{_room}.api").router)


def urls() -> tuple[list[URLPattern | URLResolver], str, str]:
    """Return the addresses of the API, open to people who are not signed in: each operation says who may ask by its auth."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            login_not_required(pattern.callback)
    return patterns, app_name, namespace
