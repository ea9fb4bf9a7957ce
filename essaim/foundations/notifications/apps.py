"""Registers the room and its menu entry."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Add the entry that counts unread messages on every page."""
        from essaim.foundations.ui.navigation import Entry, add

        from .queries import unread_count

        add(Entry("personal", _("Notifications"), "notifications:inbox", 10, badge=unread_count))
