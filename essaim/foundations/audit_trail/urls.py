"""Addresses of the journal."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "audit_trail"
urlpatterns = [
    path("journal/", views.entry_list, name="entry_list"),
    path("journal/<int:pk>/", views.entry, name="entry"),
]
