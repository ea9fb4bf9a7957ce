"""Registers the room: its menu entry, its part of the thread, what it hangs on pages below, what it holds of other rooms."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy, pgettext_lazy


class FundingConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.delivery.funding"
    label = "funding"
    verbose_name = pgettext_lazy("room", "Grants and payments")

    def ready(self) -> None:
        """Tell the rooms below what this one knows."""
        from essaim.delivery.calls_for_projects.allowance_guards import register as register_guard
        from essaim.foundations.notifications.kinds import Kind, register
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .attachments import register_attachments
        from .equity_attachments import register_equity
        from .permissions import can_read_money
        from .personal import register_personal_data
        from .services import refuse_beyond_envelope
        from .thread import register_thread

        register_attachments()
        register_personal_data()
        reports = gettext_lazy("Financial reports")
        ends = pgettext_lazy("kind of message", "Agreements that end soon")
        register(Kind("funding.end", ends, gettext_lazy("A grant ends within sixty days.")))
        register(Kind("funding.report", reports, gettext_lazy("A financial report is due soon, or late.")))
        register_thread()
        register_equity()
        money = pgettext_lazy("panel", "Committed and paid")
        hang(Panel("action_plan.action", "funding:action_panel", money, 40))
        hang(Panel("action_plan.plan_budget", "funding:plan_panel", money, 10))
        hang(
            Panel(
                "organizations.organization",
                "funding:organization_panel",
                pgettext_lazy("panel", "Grants received"),
                40,
            )
        )
        aids = pgettext_lazy("panel", "Aids and ceilings")
        hang(Panel("calls_for_projects.application", "funding:application_panel", aids, 40, can_read_money))
        grant = pgettext_lazy("panel", "Grant")
        hang(Panel("calls_for_projects.application", "funding:application_grant_panel", grant, 45))
        allowances = gettext_lazy("Envelopes of its allowances")
        hang(Panel("calls_for_projects.selection", "funding:selection_panel", allowances, 40, can_read_money))
        register_guard(refuse_beyond_envelope)
        add(Entry("projects", pgettext_lazy("menu", "Grants"), "funding:grant_list", 40))
