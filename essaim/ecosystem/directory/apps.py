"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.ecosystem.directory"
    label = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        """Add the menu entry, follow the records below, and say what moves with a record."""
        from essaim.ecosystem.organizations import confirmations
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from . import queries, receivers  # noqa: F401 - connects them
        from .attachments import register_holdings
        from .permissions import can_moderate
        from .reminders import register_kinds

        register_holdings()
        confirmations.register(queries.confirmed_days)
        register_kinds()
        add(Entry("office", _("Proposed corrections"), "directory:suggestion_list", 62, shown_to=can_moderate))
        add(Entry("office", _("Structures said to be missing"), "directory:addition_list", 64, shown_to=can_moderate))
        add(Entry("office", _("Demands to speak for a structure"), "directory:claim_list", 63, shown_to=can_moderate))
        add(Entry("actors", _("Directory"), "directory:listing_list", 30))
        hang(Panel("organizations.organization", "directory:organization_panel", _("In the directory"), order=10))
