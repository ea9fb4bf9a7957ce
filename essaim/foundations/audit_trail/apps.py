"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditTrailConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.audit_trail"
    label = "audit_trail"
    verbose_name = _("Audit trail")
