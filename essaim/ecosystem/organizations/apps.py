"""Registers the room: the names of what roles are held for."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.ecosystem.organizations"
    label = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        """Tell the rooms below what this one knows: names, documents and duties."""
        from essaim.foundations.accounts.scopes import ScopeNames, register
        from essaim.foundations.accounts.states import ScopeKind

        from . import queries
        from .attachments import register_subjects
        from .handover import register_duties

        register(ScopeKind.ORGANIZATION, ScopeNames(queries.names_by_key, queries.choices_by_key))
        register_duties()
        register_subjects()
