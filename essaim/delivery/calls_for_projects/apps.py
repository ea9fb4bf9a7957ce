"""Registers the room: its menu entry, its part of the thread, what it hangs on the pages of actions."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CallsForProjectsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.delivery.calls_for_projects"
    label = "calls_for_projects"
    verbose_name = pgettext_lazy("room", "Calls for projects")

    def ready(self) -> None:
        """Add the menu entry, name what is on the thread, and hang the panel."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .thread import register_thread

        register_thread()
        carried = pgettext_lazy("panel", "Calls that carry it out")
        hang(Panel("action_plan.action", "calls_for_projects:action_panel", carried, 30))
        add(Entry("projects", pgettext_lazy("menu", "Calls for projects"), "calls_for_projects:call_list", 10))
