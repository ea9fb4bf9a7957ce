"""What the page frame needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import navigation, notices
from .theme import theme_of


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame its own values: the demo's banner, the theme, the menus of the person who reads."""
    if not hasattr(request, "user"):
        return {"is_demo": settings.ESSAIM_DEMO, "theme": ""}
    personal = navigation.entries("personal", request) if request.user.is_authenticated else []
    return {
        "is_demo": settings.ESSAIM_DEMO,
        "theme": theme_of(request),
        "notices": notices.shown(request),
        "menu_groups": navigation.groups(request),
        "main_menu": navigation.entries("main", request),
        "office_menu": navigation.entries("office", request) if request.user.is_authenticated else [],
        "personal_menu": personal,
        "personal_count": lambda: sum(entry.count for entry in personal),
        "footer_menu": navigation.entries("footer", request),
    }
