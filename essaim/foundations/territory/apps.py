"""Registers the room and its menu entries."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TerritoryConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.territory"
    label = "territory"
    verbose_name = _("Territory")

    def ready(self) -> None:
        """Add the menu entries."""
        from essaim.foundations.ui.navigation import Entry, add

        add(Entry("actors", _("Territories"), "territory:territoire_list", 50))
        add(Entry("footer", _("Zonings"), "territory:zoning_list", 55))
