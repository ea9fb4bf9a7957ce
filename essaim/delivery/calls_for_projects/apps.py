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
        from .permissions_selection import may_see_selections
        from .personal import register_personal_data
        from .posts_aid import register_aid
        from .reminders import register_rules
        from .selection_room import register_selection
        from .thread import register_thread

        register_thread()
        register_selection()
        register_aid()
        register_kinds()
        register_subjects()
        register_duties()
        register_holdings()
        register_personal_data()
        register_rules()
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

        add(Entry("projects", pgettext_lazy("menu", "Projects supported"), "calls_for_projects:supported_list", 40))
        sessions = pgettext_lazy("menu", "Selection sessions")
        add(Entry("projects", sessions, "calls_for_projects:selection_list", 50, may_see_selections))
        funnel = pgettext_lazy("menu", "From asked to supported")
        add(Entry("office", funnel, "calls_for_projects:funnel", 55, can_list_applications))
        to_mark = pgettext_lazy("panel", "Files to read and mark")
        hang(Panel("committees.seat", "calls_for_projects:seat_panel", to_mark, 10))
        before = pgettext_lazy("panel", "Before the selection body")
        hang(Panel("calls_for_projects.application", "calls_for_projects:application_selection_panel", before, 20))


def _is_signed_in(person: Any) -> bool:
    return bool(person.is_authenticated)
