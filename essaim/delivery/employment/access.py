"""Who may open each URL of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .models import Post, PostAid
from .states import PostStatus

Sample = Mapping[str, object]


def _of(row: Post | None) -> Sample:
    return {"pk": row.pk if row else 0}


def _in(*statuses: str) -> Post | None:
    return Post.objects.counted().filter(status__in=statuses).order_by("pk").first()


def _any() -> Sample:
    return _of(Post.objects.counted().order_by("pk").first())


def _planned() -> Sample:
    return _of(_in(PostStatus.PLANNED))


def _declared() -> Sample:
    return _of(_in(PostStatus.DECLARED))


def _verified() -> Sample:
    return _of(_in(PostStatus.VERIFIED))


def _aid() -> Sample:
    found = PostAid.objects.order_by("pk").first()
    return {"pk": found.post_id, "aid_id": found.pk} if found else {"pk": 0, "aid_id": 0}


def _term() -> Sample:
    found = _in(PostStatus.VERIFIED, PostStatus.DECLARED)
    return {"pk": found.pk if found else 0, "months": 6}


def _organization() -> Sample:
    found = Post.objects.order_by("pk").first()
    return {"pk": found.organization_id if found else 0}


def _action() -> Sample:
    found = Post.objects.filter(action__isnull=False).order_by("pk").first()
    return {"pk": found.action_id if found else 0}


BOTH = ("GET", "POST")
TEAM = "officer|administrator"
INSIDE = "officer|administrator|elected_official|evaluator"
OWN = "Those who speak for its structure too."
LATE = "Leads back when its time has passed."
SHOWN = "The public sees those that rest on evidence, without what could point to a person."

ACCESS: dict[str, Access] = {
    "employment:post_list": Access(PUBLIC, note=SHOWN),
    "employment:totals": Access(PUBLIC, note=SHOWN),
    "employment:organization_panel": Access(PUBLIC, sample=_organization, note=SHOWN),
    "employment:action_panel": Access(PUBLIC, sample=_action, note=SHOWN),
    "employment:post": Access(INSIDE, sample=_any, note=OWN),
    "employment:post_history": Access(INSIDE, sample=_any, note=OWN),
    "employment:post_create": Access(TEAM, methods=BOTH),
    "employment:post_edit": Access(TEAM, sample=_any, methods=BOTH, note=LATE),
    "employment:post_declare": Access(TEAM, sample=_planned, methods=BOTH, note=LATE),
    "employment:post_verify": Access(TEAM, sample=_declared, methods=BOTH, note=LATE),
    "employment:post_contest": Access(TEAM, sample=_verified, methods=BOTH, note=LATE),
    "employment:post_withdraw": Access(TEAM, sample=_any, methods=BOTH, note=LATE),
    "employment:post_merge": Access(TEAM, sample=_any, methods=BOTH, note=LATE),
    "employment:aid_attach": Access(TEAM, sample=_any, methods=BOTH, note=LATE),
    "employment:aid_detach": Access(TEAM, sample=_aid, methods=BOTH, note=LATE),
    "employment:follow_up": Access(TEAM, sample=_term, methods=BOTH, note=LATE),
    "api-1:posts": Access(PUBLIC, note=SHOWN),
    "api-1:post_totals": Access(PUBLIC, note=SHOWN),
}
