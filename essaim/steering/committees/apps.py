"""Registers the room: names of bodies, duties, files, messages, panels."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteesConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.steering.committees"
    label = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        """Tell the rooms below what this one knows."""
        from essaim.foundations.accounts.scopes import ScopeNames, register
        from essaim.foundations.accounts.states import ScopeKind
        from essaim.foundations.ui.panels import Panel, hang

        from . import queries
        from .attachments import register_subjects
        from .handover import register_duties
        from .holdings import register_holdings
        from .kinds import register_kinds
        from .thread import register_thread

        register(ScopeKind.BODY, ScopeNames(queries.names_by_slug, queries.choices_by_slug))
        register_duties()
        register_holdings()
        register_subjects()
        register_kinds()
        register_thread()
        hang(Panel("action_plan.action", "committees:action_panel", _("Opinions and decisions")))
        hang(Panel("action_plan.act", "committees:act_panel", _("Opinions and decisions")))
