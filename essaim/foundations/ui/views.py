"""Pages of the frame itself: errors, the choice of theme and language, the gallery of the kit."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import Truncator
from django.views.decorators.http import require_POST

from . import gallery as gallery_examples
from . import thread
from .theme import COOKIE, THEMES

YEAR_SECONDS = 365 * 24 * 3600
CRUMB_WORDS = 8
API_PREFIX = "/api/"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that went stale and keep what the person can do next in sight."""
    return render(request, "ui/errors/csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404 in our own frame; in JSON to a program that mistook an address of the read API."""
    if request.path.startswith(API_PREFIX):
        return JsonResponse({"detail": "nothing has this address; see /api/v1/openapi.json"}, status=404)
    return render(request, "ui/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a page that needs nothing that may be broken."""
    return render(request, "ui/errors/500.html", status=500)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=False)
    return HttpResponseRedirect(target if is_ours else "/")


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme chosen, or forget it when the device decides."""
    response = _back(request)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(COOKIE, theme, max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(COOKIE)
    return response


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the language chosen."""
    response = _back(request)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, samesite="Lax", httponly=True
        )
    return response


@login_not_required
def kit(request: HttpRequest) -> HttpResponse:
    """Show every component of the kit, in the demo and to people who signed in."""
    if not (settings.ESSAIM_DEMO or request.user.is_authenticated):
        raise Http404
    return render(request, "ui/kit.html", gallery_examples.examples())


@login_not_required
def thread_walk(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Show what led to a thing and what became of it, as far as the reader may see."""
    try:
        found = thread.walk(kind, key, request.user)
    except LookupError:
        raise Http404 from None
    if key != found.start.shown_key:
        # An older address.
        return redirect("ui:thread", kind, found.start.shown_key, permanent=True)
    context = {
        "crumbs": [(Truncator(found.start.title).words(CRUMB_WORDS), found.start.url)],
        "start": found.start,
        "kind": thread.kinds()[kind],
        "before": _by_kind(found.before),
        "after": _by_kind(found.after),
        "is_cut": found.is_cut,
    }
    return render(request, "ui/thread.html", context)


def _by_kind(steps: Sequence[thread.Step]) -> list[tuple[thread.Kind, list[thread.Step]]]:
    """Group what a walk met by kind, along the thread, in the order of time; what has no day comes last."""
    groups = [(kind, [step for step in steps if step.bead.kind == name]) for name, kind in thread.kinds().items()]
    return [
        (kind, sorted(found, key=lambda step: (step.bead.dated is None, step.bead.dated, step.bead.title)))
        for kind, found in groups
        if found
    ]
