"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActionPlanConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.steering.action_plan"
    label = "action_plan"
    verbose_name = _("Action plan")
