"""A person's calendar feed: opened with a secret that is shown once, and closed."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.steering.action_plan import permissions, queries
from essaim.steering.action_plan.models import CalendarFeed

TOKEN_BYTES = 32


class FeedClosed(Exception):
    """The feed was closed already, or another took its place."""


@transaction.atomic
def open_feed(*, person: User, actor: User, now: datetime) -> tuple[CalendarFeed, str]:
    """
    Open a feed for a person and return it with its secret, which is kept nowhere; the feed before is closed.

    :raises NotAllowed: if the actor is somebody else
    """
    # The person's row is locked, so that two clicks cannot both find no feed.
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    require(permissions.can_open_feed(actor, person))
    for before in CalendarFeed.objects.filter(person=person, revoked_at__isnull=True):
        write_fields(before, "feed.revoked", {"revoked_at": now}, actor=actor, now=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed = CalendarFeed(person=person, token_digest=queries.digest_of_token(token), created_at=now)
    return write_new(feed, "feed.opened", actor=actor, now=now), token


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, actor: User, now: datetime) -> CalendarFeed:
    """
    Close a feed for good: its address answers nothing any more.

    :raises NotAllowed: if the actor is somebody else
    :raises FeedClosed: if it was closed already
    """
    feed = CalendarFeed.objects.select_for_update(of=("self",)).select_related("person").get(pk=feed.pk)
    require(permissions.can_open_feed(actor, feed.person))
    if feed.revoked_at is not None:
        raise FeedClosed
    return write_fields(feed, "feed.revoked", {"revoked_at": now}, actor=actor, now=now)
