"""Registers the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.foundations.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
