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
        """Tell the rooms below what this one knows: what moves when two structures are merged, gatherings on the thread."""
        from .attachments import register_holdings
        from .thread import register_thread

        register_holdings()
        register_thread()
