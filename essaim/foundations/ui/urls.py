"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("apparence/", views.choose_theme, name="choose_theme"),
    path("langue/", views.choose_language, name="choose_language"),
    path("fil/<slug:kind>/<path:key>/", views.thread_walk, name="thread"),
    path("kit/", views.kit, name="kit"),
]
