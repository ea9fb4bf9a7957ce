"""Reads of posts: who may read which, what they amount to, what is to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import organizations_of
from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.texts import fold
from essaim.foundations.territory import queries as territory
from essaim.steering.action_plan.models import Action

from .models import FollowUp, Post, PostAid, PostQuerySet
from .states import COUNTED, PROVEN, Channel, Effect, FollowUpMonth, PostStatus, ToldBy

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser

# Who follows the policy from inside.
INSIDE = (RoleKind.OFFICER, RoleKind.ADMINISTRATOR, RoleKind.ELECTED_OFFICIAL, RoleKind.EVALUATOR)
# What stands in an address for what has no territory, or no action.
NONE = "aucun"
YES, NO = "oui", "non"


def reads_everything(person: Person) -> bool:
    """Tell whether a person reads all of every post: the team, elected officials, evaluators."""
    return has_role(person, *INSIDE)


def posts_visible_to(person: Person) -> PostQuerySet:
    """
    Return the posts a person may see in lists and totals.

    Those inside see all, a structure all of its own; everybody sees those that count and rest on evidence.
    """
    if reads_everything(person):
        return Post.objects.all()
    seen = Q(status__in=PROVEN, merged_into__isnull=True)
    if has_role(person, RoleKind.ORGANIZATION_MEMBER):
        own = organizations_of(person, today=timezone.localdate())  # type: ignore[arg-type]
        seen |= Q(organization__in=own.values("pk"))
    return Post.objects.filter(seen)


def post_rows(person: Person) -> PostQuerySet:
    """Return the posts that count and that a person may see, the latest first, with what lists show."""
    return (
        posts_visible_to(person)
        .counted()
        .select_related("organization", "through", "action__plan")
        .order_by("-starts_on", "-pk")
    )


def posts_of_organization(organization: Organization, person: Person) -> PostQuerySet:
    """Return the posts of a structure that count and that a person may see."""
    return post_rows(person).filter(organization=organization)


def posts_of_aid(kind: str, key: str) -> PostQuerySet:
    """Return the posts that owe something to an aid and that count."""
    return (
        Post.objects.counted()
        .filter(Exists(PostAid.objects.filter(post=OuterRef("pk"), kind=kind, key=key)))
        .order_by("-starts_on", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Total:
    """
    How many posts there are of one status, effect and channel; insertion posts apart when is_insertion is known.

    axis, axis_label: the year, territory or action they are of; empty when all are together.
    headcount and etp, present and present_etp: posts, and their full-time equivalent: all, and those of today.
    Such totals are never added to one another (rules J4 and J6).
    """

    status: PostStatus
    effect: Effect
    channel: Channel
    is_insertion: bool | None
    axis: str
    axis_label: str
    headcount: int
    etp: Decimal
    present: int
    present_etp: Decimal
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """The filters of the list of posts that opens exactly those counted."""
        return urlencode(self.filters)

    @property
    def present_query(self) -> str:
        """The filters of the list that opens exactly those present today."""
        return urlencode({**self.filters, "present": YES})


def etp_of(shares: Decimal | None) -> Decimal:
    """Return the full-time equivalent of summed shares, which are in per cent, exactly."""
    return (shares or Decimal(0)) / 100


def totals(rows: PostQuerySet, by: ToldBy, *, today: date, with_insertion: bool) -> list[Total]:
    """
    Count posts by status, effect and channel, insertion posts apart, along an axis; nothing is summed across them.

    :param rows: posts that count (post_rows)
    :param with_insertion: whether the reader may know which are insertion posts
    """
    raw = {
        ToldBy.WHOLE: (),
        ToldBy.YEAR: ("starts_on__year",),
        ToldBy.TERRITORY: ("commune_code",),
        ToldBy.ACTION: ("action_id",),
    }[by]
    names = ["status", "effect", "channel", *(["is_insertion"] if with_insertion else []), *raw]
    is_present = Q(starts_on__lte=today) & (Q(last_on__isnull=True) | Q(last_on__gte=today))
    counted = (
        rows.order_by()
        .values(*names)
        .annotate(
            heads=Count("pk"),
            shares=Sum("full_time_share"),
            present=Count("pk", filter=is_present),
            present_shares=Sum("full_time_share", filter=is_present),
        )
    )
    axis_of, labels = _axis(by, today=today)
    sums: dict[tuple[Any, ...], list[Any]] = defaultdict(lambda: [0, Decimal(0), 0, Decimal(0)])
    for row in counted:
        axis = axis_of(row[raw[0]]) if raw else ""
        found = sums[row["status"], row["effect"], row["channel"], row.get("is_insertion"), axis]
        found[0] += row["heads"]
        found[1] += row["shares"] or 0
        found[2] += row["present"]
        found[3] += row["present_shares"] or 0
    return sorted(
        (_total(by, key, values, labels) for key, values in sums.items()),
        key=_order(list(labels)),
    )


def _total(by: ToldBy, key: tuple[Any, ...], values: Sequence[Any], labels: Mapping[str, str]) -> Total:
    status, effect, channel, is_insertion, axis = key
    filters = {"status": status, "effect": effect, "channel": channel}
    if is_insertion is not None:
        filters["insertion"] = YES if is_insertion else NO
    if by != ToldBy.WHOLE:
        filters[by.value] = axis
    return Total(
        PostStatus(status),
        Effect(effect),
        Channel(channel),
        is_insertion,
        axis,
        labels.get(axis, axis),
        values[0],
        etp_of(values[1]),
        values[2],
        etp_of(values[3]),
        filters,
    )


def _order(axes: Sequence[str]) -> Any:
    """Order totals along their axis, then from the surest status."""
    place = {axis: number for number, axis in enumerate(axes)}
    effects, channels = list(Effect), list(Channel)
    return lambda total: (
        place.get(total.axis, len(place)),
        total.axis,
        COUNTED.index(total.status),
        effects.index(total.effect),
        channels.index(total.channel),
        bool(total.is_insertion),
    )


def _axis(by: ToldBy, *, today: date) -> tuple[Any, dict[str, str]]:
    """Return how the value of a row is put on an axis, and what the places of that axis are called, in their order."""
    if by == ToldBy.TERRITORY:
        zones = territory.territoires(today=today)
        zone_of = {code: zone.code for zone in zones for code in zone.commune_codes}
        labels = {zone.code: zone.name for zone in zones} | {NONE: _("no territory, or commune not known")}
        return (lambda code: zone_of.get(code, NONE)), labels
    if by == ToldBy.ACTION:
        rows = Action.objects.filter(Exists(Post.objects.filter(action=OuterRef("pk")))).select_related("plan")
        found = rows.order_by("-plan__starts_on", "number")
        labels = {str(row.pk): action_name(row) for row in found} | {NONE: _("no action of a plan")}
        return (lambda pk: str(pk) if pk else NONE), labels
    return (lambda year: str(year)), {}


def action_name(action: Action) -> str:
    """Name an action in a line, with its plan."""
    return f"{action.plan.slug}, {action.number} – {action.title}"[:120]


def years_of(rows: PostQuerySet) -> list[str]:
    """List the years in which posts start, the latest first."""
    return [str(year) for year in sorted(set(rows.order_by().values_list("starts_on__year", flat=True)), reverse=True)]


def actions_with_posts() -> list[tuple[str, str]]:
    """List the actions that posts are tied to, as id and name."""
    return list(_axis(ToldBy.ACTION, today=timezone.localdate())[1].items())


def likely_same(post: Post) -> PostQuerySet:
    """Return the posts of the same structure that could be this one written twice: near in time, or of the same label."""
    rows = Post.objects.counted().filter(organization=post.organization_id).exclude(pk=post.pk)
    label = fold(post.label)
    near = [
        row.pk for row in rows if fold(row.label) == label or abs((row.starts_on - post.starts_on).days) <= NEAR_DAYS
    ]
    return rows.filter(pk__in=near).order_by("starts_on", "pk")


NEAR_DAYS = 92


@dataclass(frozen=True, slots=True)
class Term:
    """A term at which a post is looked at: its day, and how it was found, None as long as nobody did."""

    months: int
    label: str
    day: date
    follow_up: FollowUp | None
    is_due: bool


def terms_of(post: Post, *, today: date) -> list[Term]:
    """List the terms of a post; those after its end are not to be looked at."""
    found = {row.months: row for row in post.follow_ups.order_by("months")}
    terms = []
    for months in FollowUpMonth:
        day = post.follow_up_on(months.value)
        follow_up = found.get(months.value)
        ended = post.last_on is not None and post.last_on < day
        if follow_up is not None or not ended:
            terms.append(Term(months.value, str(months.label), day, follow_up, day <= today and follow_up is None))
    return terms


def posts_to_follow() -> Iterable[tuple[Post, FollowUpMonth]]:
    """Go through the posts that count, rest on evidence and have a term that nobody looked at, those to come included."""
    rows = Post.objects.counted().filter(status__in=PROVEN)
    rows = rows.select_related("organization", "followed_by").prefetch_related("follow_ups").order_by("pk")
    for row in rows:
        done = {found.months for found in row.follow_ups.all()}
        for months in FollowUpMonth:
            ended = row.last_on is not None and row.last_on < row.follow_up_on(months.value)
            if months.value not in done and not ended:
                yield row, months


def posts_followed_by(person: User) -> QuerySet[Post]:
    """Return the posts that count and that somebody looks at again."""
    return Post.objects.counted().filter(followed_by=person).select_related("organization").order_by("starts_on", "pk")
