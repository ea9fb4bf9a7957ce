"""The roots of every room, and the machine-readable twin."""

from __future__ import annotations

from importlib.util import find_spec

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from config import api
from config.settings.rooms import ROOMS

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", login_not_required(RedirectView.as_view(pattern_name="api-1:openapi-json")), name="api_root"),
    path("api/v1/", api.urls()),
    path("compte/", include("essaim.foundations.accounts.sign_in_urls")),
    *(path("", include(f"{room}.urls")) for room in reversed(ROOMS) if find_spec(f"{room}.urls")),
]

handler404 = "essaim.foundations.ui.views.page_not_found"
handler500 = "essaim.foundations.ui.views.server_error"
