"""Registers the room, and what it attaches to structures."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.ecosystem.events"
    label = "events"
    verbose_name = _("Gatherings")

    def ready(self) -> None:
        """Add the menu entry, and tell the rooms below what this one knows: what structures hold, gatherings on the thread."""
        from essaim.foundations.ui.navigation import Entry, add

        from .attachments import register_holdings
        from .thread import register_thread

        register_holdings()
        register_thread()
        add(Entry("participation", _("Agenda"), "events:event_list", 20))
