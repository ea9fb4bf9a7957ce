"""Registers the room: its menu entries, files, reminders, duties, thread, and what it hangs on other pages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EmploymentConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.delivery.employment"
    label = "employment"
    verbose_name = pgettext_lazy("room", "Posts supported")

    def ready(self) -> None:
        """Add the menu entries, and tell the rooms below what this one knows."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .aids import register_acts
        from .attachments import register_attachments
        from .handover import register_duties
        from .personal import register_personal_data
        from .reminders import register_rules
        from .thread import register_thread

        register_acts()
        register_attachments()
        register_duties()
        register_personal_data()
        register_rules()
        register_thread()
        posts = pgettext_lazy("panel", "Posts supported")
        hang(Panel("organizations.organization", "employment:organization_panel", posts, 40))
        hang(Panel("action_plan.action", "employment:action_panel", posts, 40))
        add(Entry("policy", pgettext_lazy("menu", "Posts supported"), "employment:totals", 50))
