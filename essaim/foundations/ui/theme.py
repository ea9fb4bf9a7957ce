"""Light, dark, or as the device says: a choice kept in a cookie, so that it works without JavaScript."""

from __future__ import annotations

from django.http import HttpRequest

COOKIE = "essaim_theme"
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Return "light" or "dark" if the reader chose one, else an empty text: the device decides."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""
