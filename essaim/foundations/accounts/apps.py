"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Add the menu entry, and let the team read the journal of operations."""
        from essaim.foundations.audit_trail.permissions import let_read
        from essaim.foundations.ui.navigation import Entry, add

        from .permissions import can_read_people, is_staff_member

        add(Entry("office", _("People"), "accounts:people_list", 80, can_read_people))
        let_read(is_staff_member)
