"""Looking at a post again is a duty: when who does it leaves, somebody else takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.handover import Duty, Handover, register
from essaim.foundations.accounts.models import User

from . import queries, services


def posts_followed(person: User) -> Sequence[Duty]:
    """List the posts somebody looks at again."""
    return [Duty(str(row.pk), str(row), row.get_absolute_url()) for row in queries.posts_followed_by(person)]


def transfer(*, key: str, person: User, successor: User, actor: User, now: datetime, reason: str) -> None:
    """Hand one of them over."""
    post = queries.posts_followed_by(person).get(pk=key)
    services.give_post(post=post, successor=successor, actor=actor, now=now, reason=reason)


def register_duties() -> None:
    """Register the posts people follow; called when the room starts."""
    register(Handover("employment.post", _("Posts followed"), posts_followed, transfer))
