"""The Atom feed of what changed in the policy, for those who follow it without an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.insight.website import queries

CHANGES_IN_FEED = 40


@login_not_required
def policy_changes(request: HttpRequest) -> HttpResponse:
    """Answer the latest changes as an Atom feed; roles are named, people are not."""
    found = queries.public_changes(limit=CHANGES_IN_FEED)
    feed = Atom1Feed(
        title=_("What changed in the policy"),
        link=request.build_absolute_uri(reverse("website:changes")),
        description=_("The latest changes in the policy for the social and solidarity economy."),
        language=get_language(),
        feed_url=request.build_absolute_uri(),
    )
    for change in found:
        feed.add_item(
            title=f"{change.words}{_(': ')}{change.target}",
            link=request.build_absolute_uri(change.url),
            description=change.reason or change.subject,
            unique_id=f"tag:{request.get_host().partition(':')[0]},{change.at:%Y-%m-%d}:change:{change.key}",
            pubdate=change.at,
            updateddate=change.at,
            author_name=change.actor_role or _("the authority"),
        )
    if not found:
        feed.latest_post_date = timezone.now  # type: ignore[method-assign]
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
