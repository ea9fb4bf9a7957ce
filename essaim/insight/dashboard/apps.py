"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.dashboard"
    label = "dashboard"
    verbose_name = _("Dashboard")
