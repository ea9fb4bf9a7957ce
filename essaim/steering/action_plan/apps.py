"""Registers the room and its menu entries."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionPlanConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.steering.action_plan"
    label = "action_plan"
    verbose_name = _("Action plan")

    def ready(self) -> None:
        """Add the menu entries, and tell the rooms below what this one knows: documents, reminders, duties, thread."""
        from essaim.foundations.ui.navigation import Entry, add
        from essaim.foundations.ui.panels import Panel, hang

        from .attachments import register_subjects
        from .handover import register_duties
        from .permissions import can_answer_feedback, can_exchange_plans
        from .reminders import register_rules
        from .thread import register_thread

        register_subjects()
        register_rules()
        register_duties()
        register_thread()
        hang(Panel("events.event", "action_plan:gathering_panel", _("Actions of the plan")))
        add(Entry("policy", _("Plans"), "action_plan:plan_list", 10))
        add(Entry("policy", _("Acts"), "action_plan:act_list", 20))
        add(Entry("policy", _("Lineage"), "action_plan:lineage", 30))
        add(Entry("policy", _("Figures"), "action_plan:figure_list", 40))
        add(Entry("office", _("Actions"), "action_plan:action_list", 30))
        add(Entry("office", _("Residents' questions"), "action_plan:feedback_list", 40, can_answer_feedback))
        add(Entry("office", _("Plans of other authorities"), "action_plan:plan_exchange", 70, can_exchange_plans))
        add(Entry("footer", _("Policies crossed"), "action_plan:policy_list", 45))
        add(Entry("footer", _("Sources"), "action_plan:source_list", 50))
        add(Entry("footer", _("Follow a question"), "action_plan:tracking", 60))
