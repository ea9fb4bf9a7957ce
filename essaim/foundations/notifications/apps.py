"""Registers the room, its menu entry and what it keeps of people."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.notifications"
    label = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Add the entry that counts unread messages on every page, and say what is kept of people."""
        from essaim.foundations.accounts.personal_data import PersonalData, register
        from essaim.foundations.ui.navigation import Entry, add

        from . import services
        from .queries import unread_count

        add(Entry("personal", _("Notifications"), "notifications:inbox", 10, badge=unread_count))
        register(
            PersonalData(
                kind="notifications",
                label=_("Messages and reminders"),
                purpose=_("To tell you what is yours to do."),
                retention=_("A year for each message; all of it is erased on request once the account is closed."),
                export=services.export_messages,
                erase=services.erase_messages,
            )
        )
