"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.demo"
    label = "demo"
    verbose_name = _("Demonstration")
