"""What the page frame needs on every page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Give the frame its own values: whether this is the demo."""
    return {"is_demo": settings.ESSAIM_DEMO}
