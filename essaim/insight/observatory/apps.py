"""Registers the room: its menu entry, its part of the thread, what it hangs on other pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ObservatoryConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.observatory"
    label = "observatory"
    verbose_name = pgettext_lazy("room", "Observatory")

    def ready(self) -> None:
        """Add the menu entry, and tell the rooms below what this one knows."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .thread import register_thread

        register_thread()
        hang(Panel("action_plan.action", "observatory:action_panel", pgettext_lazy("panel", "What measures it"), 60))
        hang(Panel("territory.commune", "observatory:commune_panel", pgettext_lazy("panel", "The ESS here"), 50))
        add(Entry("actors", pgettext_lazy("menu", "Observatory"), "observatory:explorer", 10))
