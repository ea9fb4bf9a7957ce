"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditTrailConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.audit_trail"
    label = "audit_trail"
    verbose_name = _("Audit trail")

    def ready(self) -> None:
        """Add the menu entry."""
        from essaim.foundations.ui.navigation import Entry, add

        from .permissions import can_read_trail

        add(Entry("office", _("Journal of operations"), "audit_trail:entry_list", 90, can_read_trail))
