"""Registers the room and its menu entry."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Add the menu entry."""
        from essaim.foundations.accounts.permissions import is_staff_member
        from essaim.foundations.ui.navigation import Entry, add

        add(Entry("office", _("Documents"), "documents:document_list", 60, is_staff_member))
