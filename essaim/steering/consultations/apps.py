"""Registers the room: its part of the thread, what it hangs on the pages of the plan, what it holds of structures."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.steering.consultations"
    label = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        """Hang the panels, name what is on the thread, and tell the rooms below what this one knows."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .attachments import register_subjects
        from .holdings import register_holdings
        from .thread import register_thread

        register_thread()
        register_holdings()
        register_subjects()
        asked = _("Who asked for this?")
        hang(Panel("action_plan.action", "consultations:action_panel", asked, 10))
        hang(Panel("action_plan.plan", "consultations:plan_panel", asked, 10))
        add(Entry("participation", _("Consultations"), "consultations:consultation_list", 10))
        add(Entry("footer", _("Follow a contribution"), "consultations:tracking_search", 61))
