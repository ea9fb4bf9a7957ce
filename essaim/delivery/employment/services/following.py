"""Posts looked at again after 6, 12 and 24 months, and who looks."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.employment import permissions
from essaim.delivery.employment.models import FollowUp, Post
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require

from .posts import locked


@transaction.atomic
def follow_up_post(
    *,
    post: Post,
    actor: User,
    now: datetime,
    months: int,
    is_present: bool,
    evidence: str,
    last_on: date | None = None,
    note: str = "",
) -> FollowUp:
    """
    Say how a post was found some months after its first day; one that ended stays among those created (rule J9).

    :param last_on: its last day, when it exists no longer and none was known
    :raises NotAllowed: if the actor is not of the team, the term has not come, or the post counts no longer
    :raises ValidationError: without evidence, a second time, or if it ended and its last day is not given
    """
    post = locked(post)
    today = timezone.localdate(now)
    require(permissions.can_follow_up(actor, post, months, today=today))
    if not is_present and last_on is None and post.last_on is None:
        raise ValidationError({"last_on": _("Give the last day of a post that exists no longer.")})
    if last_on is not None and is_present:
        raise ValidationError({"last_on": _("It exists still: leave the last day empty.")})
    if last_on is not None and last_on > today:
        raise ValidationError({"last_on": _("This day has not come yet.")})
    follow_up = FollowUp(
        post=post,
        months=months,
        checked_on=today,
        is_present=is_present,
        evidence=evidence.strip(),
        note=note.strip(),
    )
    write_new(follow_up, "post.followed_up", actor=actor, now=now)
    if last_on is not None:
        write_fields(post, "post.ended", {"last_on": last_on}, actor=actor, now=now)
    return follow_up


@transaction.atomic
def give_post(*, post: Post, successor: User, actor: User, now: datetime, reason: str) -> Post:
    """
    Give the following of a post to somebody else of the team.

    :raises NotAllowed: if the actor or the successor is not of the team
    """
    post = locked(post)
    require(permissions.can_write_posts(actor))
    require(permissions.can_write_posts(successor))
    return write_fields(post, "post.given", {"followed_by": successor}, actor=actor, now=now, reason=reason)
