"""Registers the commands that belong to no room: serve, backup, restore, messages."""

from __future__ import annotations

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The configuration as Django knows it."""

    name = "config"
    label = "config"
    verbose_name = "Essaim"
