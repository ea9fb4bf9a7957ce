"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.demo"
    label = "demo"
    verbose_name = _("Demonstration")

    def ready(self) -> None:
        """Show the accounts and the mails of the demonstration, there only."""
        if not settings.ESSAIM_DEMO:
            return
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        hang(Panel("accounts.sign_in", "demo:sign_in_panel", _("Accounts of the demonstration")))
        add(Entry("footer", _("Accounts of the demonstration"), "demo:account_list", 90))
        add(Entry("footer", _("Mails of the demonstration"), "demo:mail_list", 91))
