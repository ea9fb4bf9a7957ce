"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from .views import public

app_name = "organizations"

reading = [
    path("structures/", public.organization_list, name="organization_list"),
    path("structures/<slug:key>/", public.organization, name="organization"),
    path("structures/<slug:key>/historique/", public.organization_history, name="organization_history"),
]

urlpatterns = [*reading]
