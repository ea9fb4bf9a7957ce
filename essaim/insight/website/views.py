"""The public pages."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from essaim.foundations.accounts.personal_data import all_kinds
from essaim.foundations.territory.queries import authority
from essaim.insight.dashboard.queries.plan_state import plan_asked
from essaim.insight.observatory.queries import observed_territory
from essaim.insight.website import pages, queries
from essaim.insight.website.holdings import HOLDINGS
from essaim.insight.website.search import KINDS
from essaim.insight.website.search import search as find
from essaim.steering.action_plan.status_rule import RULE

CHANGES_SHOWN = 60


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the policy of the day to somebody who knows nothing of it."""
    today = timezone.localdate()
    return render(request, "website/home.html", {"home": queries.home_page(today=today), "today": today})


@login_not_required
def understand(request: HttpRequest) -> HttpResponse:
    """Say what the social and solidarity economy is, with sources."""
    return render(request, "website/understand.html", {"authority": authority(today=timezone.localdate())})


@login_not_required
def search(request: HttpRequest) -> HttpResponse:
    """Search plans, actions, acts, figures, communes and pages; accents and capitals do not matter."""
    text = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("dans", "")
    hits = find(text, today=timezone.localdate(), person=request.user) if text else []
    counts = {name: sum(hit.kind == name for hit in hits) for name in KINDS}
    context = {
        "text": text,
        "kind": kind if kind in KINDS else "",
        "hits": [hit for hit in hits if not kind or kind not in KINDS or hit.kind == kind],
        "total": len(hits),
        "kinds": [(name, str(label), counts[name]) for name, label in KINDS.items() if counts[name]],
    }
    return render(request, "website/search.html", context)


@login_not_required
def data(request: HttpRequest) -> HttpResponse:
    """Say what can be downloaded or read by programs, with examples that work."""
    context = {
        "plan": plan_asked(queries.PUBLIC, "", today=timezone.localdate()),
        "territory": observed_territory(today=timezone.localdate()),
        "licence": settings.ESSAIM_DATA_LICENCE,
        "licence_url": settings.ESSAIM_DATA_LICENCE_URL,
        "origin": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "website/data.html", context)


@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Answer the questions people have."""
    context = {"plan": plan_asked(queries.PUBLIC, "", today=timezone.localdate())}
    return render(request, "website/help.html", context)


@login_not_required
def status_rule(request: HttpRequest) -> HttpResponse:
    """Show the rule by which the status of an action is derived."""
    return render(request, "website/status_rule.html", {"rule": RULE})


@login_not_required
def changes(request: HttpRequest) -> HttpResponse:
    """Show the latest changes in the policy, without names."""
    return render(request, "website/changes.html", {"changes": queries.public_changes(limit=CHANGES_SHOWN)})


@login_not_required
def legal_notice(request: HttpRequest) -> HttpResponse:
    """Say who publishes and who hosts the site; what the authority has not said yet is marked so."""
    context = {
        "authority": authority(today=timezone.localdate()),
        "publisher": settings.ESSAIM_PUBLISHER,
        "director": settings.ESSAIM_PUBLICATION_DIRECTOR,
        "hosting_provider": settings.ESSAIM_HOSTING_PROVIDER,
        "licence": settings.ESSAIM_DATA_LICENCE,
        "licence_url": settings.ESSAIM_DATA_LICENCE_URL,
    }
    return render(request, "website/legal_notice.html", context)


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Declare the state of accessibility as it is."""
    context = {"plan": plan_asked(queries.PUBLIC, "", today=timezone.localdate())}
    return render(request, "website/accessibility.html", context)


@login_not_required
def personal_data(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, why, and for how long, room by room."""
    context = {
        "holdings": HOLDINGS,
        "kinds": all_kinds(),
        "authority": authority(today=timezone.localdate()),
        "officer": settings.ESSAIM_DATA_PROTECTION_OFFICER,
        "plan": plan_asked(queries.PUBLIC, "", today=timezone.localdate()),
    }
    return render(request, "website/personal_data.html", context)


@login_not_required
def site_map(request: HttpRequest) -> HttpResponse:
    """List all the public pages by subject, with every plan."""
    plans = queries.plans_visible_to(queries.PUBLIC)
    return render(request, "website/site_map.html", {"subjects": pages.by_subject(), "plans": plans})
