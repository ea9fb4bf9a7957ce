"""Registers the room and its menu entries."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SireneConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.sirene"
    label = "sirene"
    verbose_name = _("Business register")

    def ready(self) -> None:
        """Add the menu entries, and say what is kept of people."""
        from essaim.foundations.accounts.permissions import is_staff_member
        from essaim.foundations.ui.navigation import Entry, add

        from .personal import register_personal_data

        register_personal_data()
        add(Entry("office", _("Business register"), "sirene:snapshot_list", 70, is_staff_member))
        add(Entry("footer", _("Perimeter of the ESS"), "sirene:perimeter_list", 56))
