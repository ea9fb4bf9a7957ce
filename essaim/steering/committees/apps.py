"""Registers the room: menu entries, names of bodies, duties, files, messages, personal data, panels, thread."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommitteesConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.steering.committees"
    label = "committees"
    verbose_name = _("Committees")

    def ready(self) -> None:
        """Add the menu entries, and tell the rooms below what this one knows."""
        from essaim.foundations.accounts import personal_data
        from essaim.foundations.accounts.scopes import ScopeNames, register
        from essaim.foundations.accounts.states import ScopeKind
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from . import queries, services
        from .attachments import register_subjects
        from .handover import register_duties
        from .holdings import register_holdings
        from .kinds import register_kinds
        from .permissions import can_run_bodies, may_sit
        from .thread import register_thread

        register(ScopeKind.BODY, ScopeNames(queries.names_by_slug, queries.choices_by_slug))
        register_duties()
        register_holdings()
        register_subjects()
        register_kinds()
        register_thread()
        hang(Panel("action_plan.action", "committees:action_panel", _("Opinions and decisions")))
        hang(Panel("action_plan.act", "committees:act_panel", _("Opinions and decisions")))
        personal_data.register(
            personal_data.PersonalData(
                kind="mandates",
                label=_("Seats you hold or held on bodies, and the gender you declared"),
                purpose=_("To convene those who sit, to say who sat on a day, and to count the balance of a body."),
                retention=_("Mandates are kept with the body; the gender is erased with your account."),
                export=queries.mandates_data,
                erase=services.forget_gender,
            )
        )
        add(Entry("actors", pgettext_lazy("committees", "Bodies"), "committees:body_list", 45))
        add(Entry("office", _("Requests for opinions"), "committees:request_list", 45, can_run_bodies))
        add(Entry("personal", _("My sessions"), "committees:own_sessions", 5, may_sit))
