"""The posts that an application proposes: one by one from its lines, with what they became."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import Any

from django.db.models import QuerySet

from essaim.delivery.calls_for_projects.models import AcceptedPost, Application
from essaim.delivery.calls_for_projects.schema import POSTS
from essaim.delivery.calls_for_projects.states import ApplicationState
from essaim.delivery.employment.models import Post
from essaim.delivery.employment.states import Effect

GRANTED = ApplicationState.GRANTED
CENT = Decimal("0.01")
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class ProposedPost:
    """
    A post that an application proposes; accepted is what it became, if it did.

    line, place: where it stands in the table, from 1; count: how many posts the line tells.
    full_time_share: its part of the full-time equivalent of the line, in per cent; None when the line gives more than whole posts.
    """

    line: int
    place: int
    count: int
    title: str
    effect: Effect
    full_time_share: Decimal | None
    accepted: AcceptedPost | None = None

    @property
    def label(self) -> str:
        """What is done there, with its place when the line tells several."""
        return f"{self.title} ({self.place}/{self.count})" if self.count > 1 else self.title


def proposed_posts(application: Application) -> list[ProposedPost]:
    """Return the posts that an application proposes, in the order of its lines, one for each of the people a line tells."""
    rows = application.accepted_posts.select_related("post__organization", "accepted_by")
    accepted = {(row.line, row.place): row for row in rows}
    lines = application.values().get(POSTS) or ()
    return [
        ProposedPost(
            number, place, count, str(line["title"]), Effect(line["kind"]), share, accepted.get((number, place))
        )
        for number, line in enumerate(lines, start=1)
        for count, share in [_shared(line)]
        for place in range(1, count + 1)
    ]


def _shared(line: dict[str, Any]) -> tuple[int, Decimal | None]:
    """
    Tell how many posts a line stands for, and the share of a full time of each.

    Without a headcount: as many as the full-time equivalent needs, one at least.
    """
    etp = Decimal(str(line["etp"]))
    count = int(line.get("headcount") or max(1, ceil(etp)))
    share = (etp * WHOLE / count).quantize(CENT, ROUND_HALF_UP)
    return count, share if 0 < share <= WHOLE else None


def find_proposed(application: Application, line: int, place: int) -> ProposedPost | None:
    """Return one of the posts that an application proposes; None when no line tells it."""
    return next((row for row in proposed_posts(application) if (row.line, row.place) == (line, place)), None)


def posts_it_may_be(application: Application) -> QuerySet[Post]:
    """Return the posts of the structure that count and that no line of the application became yet: one of them may be proposed."""
    taken = AcceptedPost.objects.filter(application=application).values("post")
    rows = Post.objects.counted().filter(organization=application.organization_id).exclude(pk__in=taken)
    return rows.order_by("starts_on", "pk")


def still_proposed(rows: Iterable[ProposedPost]) -> list[ProposedPost]:
    """Keep the posts that wait for an answer."""
    return [row for row in rows if row.accepted is None]


def granted_by_reference(references: Iterable[str]) -> QuerySet[Application]:
    """Return the granted applications among some, by their references."""
    rows = Application.objects.filter(reference__in=list(references), state=GRANTED)
    return rows.select_related("call", "organization")


def granted_for_choice() -> QuerySet[Application]:
    """Return the granted applications, the latest first."""
    return Application.objects.filter(state=GRANTED).order_by("-filed_at", "-pk")
