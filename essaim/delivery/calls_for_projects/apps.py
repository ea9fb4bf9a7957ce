"""Registers the room: its menu entry, its part of the thread, what it hangs on the pages of actions."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class CallsForProjectsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.delivery.calls_for_projects"
    label = "calls_for_projects"
    verbose_name = pgettext_lazy("room", "Calls for projects")

    def ready(self) -> None:
        """Add the menu entry, name what is on the thread, and hang the panel."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .attachments import register_subjects
        from .handover import register_duties
        from .holdings import register_holdings
        from .kinds import register_kinds
        from .permissions import can_list_applications, can_read_opinion_list
        from .personal import register_personal_data
        from .thread import register_thread

        register_thread()
        register_kinds()
        register_subjects()
        register_duties()
        register_holdings()
        register_personal_data()
        carried = pgettext_lazy("panel", "Calls that carry it out")
        hang(Panel("action_plan.action", "calls_for_projects:action_panel", carried, 30))
        asked = pgettext_lazy("panel", "Applications to calls for projects")
        hang(Panel("organizations.organization", "calls_for_projects:organization_panel", asked, 40))
        hang(Panel("action_plan.action", "calls_for_projects:action_applications_panel", asked, 31))
        add(Entry("projects", pgettext_lazy("menu", "Calls for projects"), "calls_for_projects:call_list", 10))
        files, opinions = pgettext_lazy("menu", "Applications"), pgettext_lazy("menu", "Opinions of communes")
        own = pgettext_lazy("menu", "My applications")
        add(Entry("office", files, "calls_for_projects:application_list", 30, shown_to=can_list_applications))
        add(Entry("office", opinions, "calls_for_projects:opinion_list", 31, shown_to=can_read_opinion_list))
        add(Entry("personal", own, "calls_for_projects:own_list", 30, shown_to=_is_signed_in))


def _is_signed_in(person: Any) -> bool:
    return bool(person.is_authenticated)
