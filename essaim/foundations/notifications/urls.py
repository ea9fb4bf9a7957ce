"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from . import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.inbox, name="inbox"),
    path("notifications/tout-lu/", views.read_all, name="read_all"),
    path("notifications/rappels/", views.reminders, name="reminders"),
    path("notifications/preferences/", views.preferences, name="preferences"),
    path("notifications/<int:pk>/", views.notification, name="notification"),
    path("notifications/<int:pk>/lu/", views.read, name="read"),
]
