"""Registers the room and its menu entries."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class WebsiteConfig(AppConfig):
    """The room as Django knows it."""

    name = "essaim.insight.website"
    label = "website"
    verbose_name = _("Website")

    def ready(self) -> None:
        """Add the menu entries."""
        from essaim.foundations.ui.navigation import Entry, add

        add(Entry("main", pgettext_lazy("menu", "Search"), "website:search", 90))
        add(Entry("footer", pgettext_lazy("menu", "Help"), "website:help", 10))
        add(Entry("footer", pgettext_lazy("menu", "Data and API"), "website:data", 20))
        # The home page says in sight whether the site conforms (law 2005-102 of 11 February 2005, art. 47).
        add(Entry("footer", pgettext_lazy("menu", "Accessibility: not compliant"), "website:accessibility", 70))
        add(Entry("footer", pgettext_lazy("menu", "Personal data"), "website:personal_data", 80))
        add(Entry("footer", pgettext_lazy("menu", "Legal notice"), "website:legal_notice", 90))
        add(Entry("footer", pgettext_lazy("menu", "Site map"), "website:site_map", 100))
