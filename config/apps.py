"""Registers the commands that belong to no room, and introduces rooms that stand side by side to one another."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The configuration as Django knows it."""

    name = "config"
    label = "config"
    verbose_name = "Essaim"

    def ready(self) -> None:
        """Give accounts the names of what roles are held for: territory, beside it, knows them."""
        from django.utils import timezone

        from essaim.foundations.accounts.scopes import ScopeNames, register
        from essaim.foundations.accounts.states import ScopeKind
        from essaim.foundations.territory import queries

        def authority() -> list[tuple[str, str]]:
            found = queries.authority(today=timezone.localdate())
            return [(found.siren, found.name)] if found else []

        def communes() -> list[tuple[str, str]]:
            return [(commune.code, commune.name) for commune in queries.communes(today=timezone.localdate())]

        register(ScopeKind.AUTHORITY, ScopeNames(lambda codes: dict(authority()), authority))
        register(ScopeKind.COMMUNE, ScopeNames(queries.commune_names, communes))
