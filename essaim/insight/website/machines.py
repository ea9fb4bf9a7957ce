"""What machines read first: the map of the pages, what robots may visit, whom to tell of a weakness."""

from __future__ import annotations

from datetime import timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from essaim.ecosystem.directory.queries import sitemap_count
from essaim.ecosystem.events.queries import events_visible_to
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.territory.queries import communes
from essaim.insight.dashboard.queries.plan_state import plan_asked
from essaim.insight.website import pages, queries
from essaim.steering.action_plan.queries import public_addresses

SECURITY_TXT_DAYS = 180


@login_not_required
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page: of the site, plans, actions, acts, structures, gatherings and communes. Source: sitemaps.org, 0.9."""
    addresses = [
        *(page.url for page in pages.site_pages()),
        *public_addresses(),
        *(found.get_absolute_url() for found in organizations_for_choice()),
        *(found.get_absolute_url() for found in events_visible_to(AnonymousUser())),
        *(reverse("territory:commune", args=[found.code]) for found in communes(today=timezone.localdate())),
    ]
    lines = [f"<url><loc>{escape(request.build_absolute_uri(address))}</loc></url>" for address in addresses]
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "\n".join(lines)
        + "\n</urlset>\n"
    )
    return HttpResponse(body, content_type="application/xml; charset=utf-8")


@login_not_required
def robots(request: HttpRequest) -> HttpResponse:
    """Let robots visit everything public, but for searches and files, which would have them go round in circles."""
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('website:search')}",
        "Disallow: /*export=",
        "Disallow: /*sort=",
        f"Sitemap: {request.build_absolute_uri(reverse('website:sitemap_xml'))}",
        *(
            f"Sitemap: {request.build_absolute_uri(reverse('directory:sitemap', args=[number + 1]))}"
            for number in range(sitemap_count())
        ),
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@login_not_required
def security(request: HttpRequest) -> HttpResponse:
    """
    Say whom to tell of a weakness: the contact of the authority, else the form that takes questions.

    Source: RFC 9116.
    """
    today = timezone.localdate()
    plan = plan_asked(queries.PUBLIC, "", today=today)
    page = reverse("action_plan:ask_plan", args=[plan.slug]) if plan is not None else reverse("website:help")
    contact = settings.ESSAIM_SECURITY_CONTACT or request.build_absolute_uri(page)
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=SECURITY_TXT_DAYS)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: fr, en",
        f"Canonical: {request.build_absolute_uri(reverse('website:security_txt'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
