"""Pages of the frame itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that went stale and keep what the person can do next in sight."""
    return render(request, "ui/errors/csrf.html", status=403)
