"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SireneConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.sirene"
    label = "sirene"
    verbose_name = _("Business register")
