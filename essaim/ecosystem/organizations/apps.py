"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.ecosystem.organizations"
    label = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        """Add the menu entry, and tell the rooms below what this one knows: names, documents, duties, personal data."""
        from essaim.foundations.accounts import personal_data
        from essaim.foundations.accounts.scopes import ScopeNames, register
        from essaim.foundations.accounts.states import ScopeKind
        from essaim.foundations.ui.navigation import Entry, add

        from . import queries, receivers  # noqa: F401 - receivers listen from their import on
        from .attachments import register_subjects
        from .handover import register_duties

        register(ScopeKind.ORGANIZATION, ScopeNames(queries.names_by_key, queries.spoken_for_choices))
        register_duties()
        register_subjects()
        personal_data.register(
            personal_data.PersonalData(
                kind="representations",
                label=_("Structures you speak for, and in what quality"),
                purpose=_("To know who speaks for a structure, and since when."),
                retention=_("Kept with the structure; once your account is erased, nothing in it names you."),
                export=queries.representations_data,
            )
        )
        add(Entry("actors", _("Structures"), "organizations:organization_list", 40))
