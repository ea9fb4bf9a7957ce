"""Registers the room, its menu entry and what it keeps of people."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Add the menu entry, and say what is kept of people."""
        from essaim.foundations.accounts.permissions import is_staff_member
        from essaim.foundations.accounts.personal_data import PersonalData, register
        from essaim.foundations.ui.navigation import Entry, add

        from .queries import deposits_of

        add(Entry("office", _("Documents"), "documents:document_list", 60, is_staff_member))
        register(
            PersonalData(
                kind="documents",
                label=_("Documents deposited"),
                purpose=_("To know who deposited which file, and when."),
                retention=_(
                    "As long as the document; the name goes when the account is erased, the file follows its own day."
                ),
                export=deposits_of,
            )
        )
