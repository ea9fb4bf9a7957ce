"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebsiteConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.website"
    label = "website"
    verbose_name = _("Website")
