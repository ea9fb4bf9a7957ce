"""Posts from the forecast to the proof, the aids they owe something to, and the same one written twice."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.employment import aids, permissions
from essaim.delivery.employment.models import Post, PostAid
from essaim.delivery.employment.states import POST_MOVES, Channel, PostStatus
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

# Fields that a correction changes, in the order of the form; the status, its day and its evidence change by moves only.
EDITABLE = (
    "label",
    "contract",
    "is_insertion",
    "full_time_share",
    "commune_code",
    "starts_on",
    "last_on",
    "effect",
    "baseline_on",
    "baseline_headcount",
    "channel",
    "through",
    "action",
    "source",
)


def locked(post: Post) -> Post:
    """Read a post again, under a lock until the end of the transaction."""
    return Post.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)


@transaction.atomic
def create_post(*, organization: Organization, actor: User, now: datetime, label: str, **values: object) -> Post:
    """
    Write a post that is planned; it is declared, then verified, once something tells it.

    :param values: among EDITABLE
    :raises NotAllowed: if the actor is not of the team
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_write_posts(actor))
    refuse_other_fields(values, EDITABLE)
    post = Post(
        organization=organization,
        label=" ".join(label.split()),
        status_on=timezone.localdate(now),
        followed_by=actor,
        **values,
    )
    return write_new(post, "post.created", actor=actor, now=now)


@transaction.atomic
def update_post(*, post: Post, actor: User, now: datetime, reason: str, version: str = "", **values: object) -> Post:
    """
    Correct a post, saying why; an aid given to its own structure keeps it direct.

    :raises NotAllowed: if the actor is not of the team, or the post counts no longer
    :raises ChangedMeanwhile: if somebody else changed these fields since
    :raises ValidationError: if a value does not hold
    """
    post = locked(post)
    require(permissions.can_change_post(actor, post))
    refuse_other_fields(values, EDITABLE)
    refuse_stale(post, values, version)
    if values.get("channel") == Channel.INDIRECT and post.aids.filter(channel=Channel.DIRECT).exists():
        raise ValidationError({"channel": _("An aid given to its own structure is attached to it: it is direct.")})
    return write_fields(post, "post.updated", values, actor=actor, now=now, reason=reason)


def _move(
    post: Post, move: str, actor: User, now: datetime, values: dict[str, object], *, verb: str, reason: str = ""
) -> Post:
    post = locked(post)
    # The table first: a stale page is told that the post moved on.
    status = POST_MOVES.target(move, post.status)
    require(permissions.can_move_post(actor, post, move))
    return write_fields(post, verb, {**values, "status": status}, actor=actor, now=now, reason=reason)


@transaction.atomic
def declare_post(
    *,
    post: Post,
    actor: User,
    now: datetime,
    day: date,
    evidence: str,
    baseline_on: date | None = None,
    baseline_headcount: int | None = None,
) -> Post:
    """
    Say that the structure declares a post, by what document, and against what baseline unless it is written already.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not planned
    :raises ValidationError: without evidence, or without a baseline
    """
    values: dict[str, object] = {"status_on": _past(day, now), "evidence": evidence.strip()}
    if baseline_on is not None or baseline_headcount is not None:
        values |= {"baseline_on": baseline_on, "baseline_headcount": baseline_headcount}
    return _move(post, "declare", actor, now, values, verb="post.declared")


@transaction.atomic
def verify_post(*, post: Post, actor: User, now: datetime, day: date, evidence: str) -> Post:
    """
    Say that the team saw the proof of a post.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not declared
    :raises ValidationError: without evidence
    """
    values: dict[str, object] = {"status_on": _past(day, now), "evidence": evidence.strip()}
    return _move(post, "verify", actor, now, values, verb="post.verified")


@transaction.atomic
def contest_post(*, post: Post, actor: User, now: datetime, reason: str) -> Post:
    """
    Say that the proof of a post does not hold: it is only declared again.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not verified
    """
    values: dict[str, object] = {"status_on": timezone.localdate(now)}
    return _move(post, "contest", actor, now, values, verb="post.contested", reason=reason)


@transaction.atomic
def withdraw_post(*, post: Post, actor: User, now: datetime, reason: str) -> Post:
    """
    Take out of every total a post that never came, or was written by mistake. One that came and ended stays: give its last day.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it was withdrawn already
    """
    values: dict[str, object] = {"status_on": timezone.localdate(now), "withdraw_reason": reason.strip()}
    return _move(post, "withdraw", actor, now, values, verb="post.withdrawn", reason=reason)


def _past(day: date, now: datetime) -> date:
    if day > timezone.localdate(now):
        raise ValidationError({"day": _("This day has not come yet.")})
    return day


@transaction.atomic
def attach_aid(*, post: Post, actor: User, now: datetime, kind: str, key: str, channel: str) -> PostAid:
    """
    Say that a post owes something to an aid; as soon as one was given to its own structure, it is direct (rule J8).

    Several aids on a post count one post (rule J7).

    :param kind: as a room registered it (aids.register)
    :raises NotAllowed: if the actor is not of the team, or the post counts no longer
    :raises UnknownAid: if there is no such aid that the actor may read
    :raises ValidationError: if it is attached already
    """
    post = locked(post)
    require(permissions.can_change_post(actor, post))
    if (kind, key) not in aids.find(actor, [(kind, key)]):
        raise aids.UnknownAid(f"{kind}:{key}")
    aid = write_new(PostAid(post=post, kind=kind, key=key, channel=channel), "post_aid.attached", actor=actor, now=now)
    if channel == Channel.DIRECT and post.channel != Channel.DIRECT:
        write_fields(post, "post.made_direct", {"channel": Channel.DIRECT}, actor=actor, now=now)
    return aid


@transaction.atomic
def detach_aid(*, aid: PostAid, actor: User, now: datetime, reason: str) -> None:
    """
    Take back an aid that was attached by mistake, saying why; the channel of the post is corrected apart.

    :raises NotAllowed: if the actor is not of the team, or the post counts no longer
    """
    post = locked(aid.post)
    require(permissions.can_change_post(actor, post))
    record("post_aid.detached", actor=actor, target=aid, at=now, reason=reason)
    aid.delete()


@transaction.atomic
def merge_posts(*, kept: Post, duplicate: Post, actor: User, now: datetime, reason: str) -> Post:
    """
    Say that two posts are one: the one kept takes the aids of the other, and is direct as soon as one of them is (rule J8).

    The surer status of the two is not taken over: the evidence is read again by whoever verifies.

    :raises NotAllowed: if the actor is not of the team, or these are not two posts of one structure that both count
    """
    rows = Post.objects.select_for_update(of=("self",)).select_related("organization")
    found = {row.pk: row for row in rows.filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")}
    kept, duplicate = found[kept.pk], found[duplicate.pk]
    require(permissions.can_merge_posts(actor, kept, duplicate))
    there = {(aid.kind, aid.key): aid for aid in kept.aids.all()}
    for aid in duplicate.aids.order_by("pk"):
        same = there.get((aid.kind, aid.key))
        if same is None:
            new = PostAid(post=kept, kind=aid.kind, key=aid.key, channel=aid.channel)
            write_new(new, "post_aid.attached", actor=actor, now=now, reason=reason)
        elif aid.channel == Channel.DIRECT and same.channel != Channel.DIRECT:
            write_fields(same, "post_aid.made_direct", {"channel": Channel.DIRECT}, actor=actor, now=now, reason=reason)
    write_fields(duplicate, "post.merged", {"merged_into": kept}, actor=actor, now=now, reason=reason)
    values: dict[str, object] = {}
    if Channel.DIRECT in {kept.channel, duplicate.channel}:
        values["channel"] = Channel.DIRECT
    if kept.through_id is None and duplicate.through_id is not None:
        values["through"] = duplicate.through
    if kept.status == PostStatus.PLANNED and kept.baseline_on is None and duplicate.baseline_on is not None:
        values |= {"baseline_on": duplicate.baseline_on, "baseline_headcount": duplicate.baseline_headcount}
    return write_fields(kept, "post.took_over", values, actor=actor, now=now, reason=reason) if values else kept
