"""Registers the room, its menu entry and its panel."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DashboardConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.dashboard"
    label = "dashboard"
    verbose_name = _("Dashboard")

    def ready(self) -> None:
        """Add the menu entry, hang the plan on the pages of communes and bodies on those of consultations."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .permissions import has_a_cockpit

        add(Entry("office", pgettext_lazy("menu", "Dashboard"), "dashboard:home", 1, has_a_cockpit))
        hang(Panel("territory.commune", "dashboard:commune_panel", _("The plan in this commune")))
        hang(Panel("consultations.consultation", "dashboard:consultation_panel", _("The bodies it met")))
