"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.steering.consultations"
    label = "consultations"
    verbose_name = _("Consultations")
