"""The posts that a granted application proposes, accepted one by one into those of its structure."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions
from essaim.delivery.calls_for_projects.models import AcceptedPost, Application
from essaim.delivery.calls_for_projects.posts_aid import KIND
from essaim.delivery.calls_for_projects.queries.posts import ProposedPost, find_proposed, posts_it_may_be
from essaim.delivery.employment import services as employment
from essaim.delivery.employment.models import Post, PostAid
from essaim.delivery.employment.states import Channel
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_new
from essaim.foundations.primitives.decisions import require

from .applications import locked_application


def _waiting(application: Application, line: int, place: int, actor: User) -> tuple[Application, ProposedPost]:
    application = locked_application(application)
    require(permissions.can_accept_posts(actor, application))
    found = find_proposed(application, line, place)
    if found is None:
        raise ValidationError(_("The application proposes no such post."))
    if found.accepted is not None:
        raise ValidationError(_("This post is accepted already."))
    return application, found


@transaction.atomic
def accept_new_post(
    *,
    application: Application,
    line: int,
    place: int,
    actor: User,
    now: datetime,
    day: date,
    evidence: str,
    baseline_on: date,
    baseline_headcount: int,
    **values: object,
) -> AcceptedPost:
    """
    Write a proposed post as a new one of the structure, declared, that owes something to the application.

    :param values: of the post: label, contract, full_time_share, starts_on, commune_code...
    :raises NotAllowed: if the actor is not of the team, or the application is not granted to a record
    :raises ValidationError: if no line tells it, it is accepted already, or a value does not hold
    """
    application, found = _waiting(application, line, place, actor)
    assert application.organization is not None
    post = employment.create_post(
        organization=application.organization,
        actor=actor,
        now=now,
        effect=found.effect,
        channel=Channel.DIRECT,
        source=application.reference,
        **values,  # type: ignore[arg-type]
    )
    post = employment.declare_post(
        post=post,
        actor=actor,
        now=now,
        day=day,
        evidence=evidence,
        baseline_on=baseline_on,
        baseline_headcount=baseline_headcount,
    )
    return _accept(application, found, post, actor, now)


@transaction.atomic
def accept_known_post(
    *, application: Application, line: int, place: int, post: Post, actor: User, now: datetime
) -> AcceptedPost:
    """
    Say that a proposed post is one of the structure that is known already: it owes something to this too, and counts once.

    :raises NotAllowed: if the actor is not of the team, or the application is not granted to a record
    :raises ValidationError: if no line tells it, it is accepted already, or the post is another structure's or another line's
    """
    application, found = _waiting(application, line, place, actor)
    if not posts_it_may_be(application).filter(pk=post.pk).exists():
        raise ValidationError(_("This post is of another structure, counts no longer, or answers another line."))
    return _accept(application, found, post, actor, now)


def _accept(application: Application, found: ProposedPost, post: Post, actor: User, now: datetime) -> AcceptedPost:
    key = application.reference
    if not PostAid.objects.filter(post=post, kind=KIND, key=key).exists():
        employment.attach_aid(post=post, actor=actor, now=now, kind=KIND, key=key, channel=Channel.DIRECT)
    row = AcceptedPost(
        application=application, line=found.line, place=found.place, post=post, accepted_by=actor, accepted_at=now
    )
    return write_new(row, "accepted_post.accepted", actor=actor, now=now)
