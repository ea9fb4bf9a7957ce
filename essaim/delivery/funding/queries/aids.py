"""
The aid register of a structure: what counts against a ceiling on a day, what is left, what a grant would change.

Ceilings count over the three years that end on the day of grant, for the structure and those that count as one with it
that day: what was given to them before they were linked counts too (regulation (EU) 2023/2831, mergers and
acquisitions). The threshold of agreements counts the grants of the authority alone, over the calendar year of the act.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from essaim.delivery.funding.limits import LAW, Limit, three_years_before
from essaim.delivery.funding.models import (
    AidLine,
    AlarmResolution,
    Grant,
    GrantShare,
    LimitRule,
    Undertaking,
    UndertakingMember,
)
from essaim.delivery.funding.states import CEILING_OF, GIVEN, Instrument, LimitCode, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind


def limit_on(code: str, day: date) -> Limit | None:
    """Return the limit that applies on a day: the authority's own, else the texts'; None if nothing known does."""
    rows = LimitRule.objects.filter(code=code, starts_on__lte=day)
    own = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day)).order_by("-starts_on").first()
    if own is not None:
        return _as_limit(own)
    return next((limit for limit in LAW if limit.code == code and limit.holds_on(day)), None)


def _as_limit(row: LimitRule) -> Limit:
    return Limit(LimitCode(row.code), row.cents, row.starts_on, row.ends_on, row.source, note=row.note)


def all_limits() -> list[Limit]:
    """List every limit: the authority's own, then the texts', each kind in the order of time."""
    own = [_as_limit(row) for row in LimitRule.objects.order_by("code", "-starts_on", "pk")]
    return [*own, *LAW]


def linked_with(organization: Organization, *, on: date) -> Collection[int]:
    """Return the keys of the structures that count as one with this one on a day, itself included."""
    still = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    rows = UndertakingMember.objects.filter(still, starts_on__lte=on)
    group = rows.filter(organization=organization).values("undertaking")
    return {organization.pk, *rows.filter(undertaking__in=group).values_list("organization_id", flat=True)}


@dataclass(frozen=True, slots=True)
class CountedLine:
    """An aid that counts: who gave it, to whom, when, how much in cents, where it was read, where it leads."""

    giver: str
    organization: str
    granted_on: date
    cents: int
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class AidWindow:
    """What counts against a ceiling on a day; limit is None where no ceiling is known that day."""

    regime: Regime
    limit: Limit | None
    first_day: date
    last_day: date
    lines: tuple[CountedLine, ...]
    total_cents: int

    @property
    def left_cents(self) -> int | None:
        """What may still be given under the ceiling; below zero beyond it."""
        return None if self.limit is None else self.limit.cents - self.total_cents


def aid_window(organization: Organization, regime: Regime, *, on: date, without: Grant | None = None) -> AidWindow:
    """
    Count what was given to a structure under a regime over the three years that end on a day, in five queries.

    :param without: a grant that is left out: the one that is looked at
    """
    first = three_years_before(on)
    linked = linked_with(organization, on=on)
    shares = GrantShare.objects.filter(
        organization_id__in=linked,
        grant__state__in=GIVEN,
        grant__regime=regime,
        grant__granted_on__gte=first,
        grant__granted_on__lte=on,
    ).select_related("grant", "organization")
    if without is not None:
        shares = shares.exclude(grant=without)
    aids = AidLine.objects.filter(
        organization_id__in=linked, regime=regime, granted_on__gte=first, granted_on__lte=on
    ).select_related("organization")
    lines = [
        CountedLine(
            "",
            share.organization.name,
            share.grant.granted_on,
            share.cents,
            str(share.grant),
            share.grant.get_absolute_url(),
        )
        for share in shares
        if share.grant.granted_on is not None
    ]
    lines += [
        CountedLine(row.giver, row.organization.name, row.granted_on, row.cents, row.source, row.get_absolute_url())
        for row in aids
    ]
    lines.sort(key=lambda line: (line.granted_on, line.giver, line.cents), reverse=True)
    limit = limit_on(CEILING_OF[regime], on)
    return AidWindow(regime, limit, first, on, tuple(lines), sum(line.cents for line in lines))


def year_total_cents(organization: Organization, year: int, *, without: Grant | None = None) -> int:
    """Add up what the authority gave a structure by acts of a calendar year, in cash and in kind."""
    rows = GrantShare.objects.filter(organization=organization, grant__state__in=GIVEN, grant__granted_on__year=year)
    if without is not None:
        rows = rows.exclude(grant=without)
    return rows.aggregate(cents=Sum("cents"))["cents"] or 0


@dataclass(frozen=True, slots=True)
class Alarm:
    """
    What a grant would bring a structure to, against a limit; amounts in cents.

    is_over: beyond the limit. is_blocking: so that the grant is not given before it is resolved.
    """

    organization: Organization
    limit: Limit
    before_cents: int
    own_cents: int
    is_blocking: bool
    resolution: AlarmResolution | None

    @property
    def total_cents(self) -> int:
        """What the structure comes to, the grant included."""
        return self.before_cents + self.own_cents

    @property
    def is_over(self) -> bool:
        """Whether that is beyond the limit."""
        return self.total_cents > self.limit.cents

    @property
    def left_cents(self) -> int:
        """What would be left under the limit; below zero beyond it."""
        return self.limit.cents - self.total_cents

    @property
    def is_open(self) -> bool:
        """Whether it must still be resolved before the grant is given."""
        return self.is_blocking and self.is_over and self.resolution is None


def alarms_of(grant: Grant, *, on: date) -> Sequence[Alarm]:
    """
    Look at what a grant would bring each structure to if it was given on a day, whether or not it goes beyond a limit.

    A resolution counts for the very total it was written of.
    """
    made = list(AlarmResolution.objects.filter(grant=grant).order_by("pk"))
    found = []
    for share in grant.shares.select_related("organization").order_by("pk"):
        for limit, before, is_blocking in _against(grant, share, on):
            total = before + share.cents
            resolution = next(
                (
                    row
                    for row in reversed(made)
                    if (row.organization_id, row.code, row.total_cents) == (share.organization_id, limit.code, total)
                ),
                None,
            )
            found.append(Alarm(share.organization, limit, before, share.cents, is_blocking, resolution))
    return found


def _against(grant: Grant, share: GrantShare, on: date) -> list[tuple[Limit, int, bool]]:
    """Return the limits a share is looked at against, what counts before it, and whether going beyond blocks."""
    found = []
    if grant.regime != Regime.NONE:
        window = aid_window(share.organization, Regime(grant.regime), on=on, without=grant)
        if window.limit is not None:
            found.append((window.limit, window.total_cents, True))
    threshold = limit_on(LimitCode.AGREEMENT, on)
    # Public bodies are not private ones: the threshold is not theirs.
    if threshold is not None and share.organization.kind != OrganizationKind.PUBLIC_BODY:
        before = year_total_cents(share.organization, on.year, without=grant)
        found.append((threshold, before, grant.instrument == Instrument.ACT_ALONE))
    return found


def aid_lines() -> QuerySet[AidLine]:
    """Return the aids of other bodies, the latest first."""
    return AidLine.objects.select_related("organization").order_by("-granted_on", "-pk")


@dataclass(frozen=True, slots=True)
class YearReceived:
    """What the authority gave a structure by acts of a year, in cents, and in how many grants."""

    year: int
    cents: int
    count: int


def received_by_year(organization: Organization) -> list[YearReceived]:
    """Add up what the authority gave a structure, year by year, the latest first."""
    found: dict[int, list[int]] = {}
    rows = GrantShare.objects.filter(organization=organization, grant__state__in=GIVEN)
    for day, cents in rows.order_by().values_list("grant__granted_on", "cents"):
        if day is not None:
            found.setdefault(day.year, []).append(cents)
    return [YearReceived(year, sum(cents), len(cents)) for year, cents in sorted(found.items(), reverse=True)]


def membership_of(organization: Organization, *, on: date) -> UndertakingMember | None:
    """Return the single undertaking a structure is of on a day, with why."""
    rows = UndertakingMember.objects.filter(organization=organization, starts_on__lte=on)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).select_related("undertaking").first()


def undertaking_rows() -> QuerySet[UndertakingMember]:
    """Return the structures of single undertakings, by undertaking."""
    rows = UndertakingMember.objects.select_related("undertaking", "organization")
    return rows.order_by("undertaking__name", "starts_on", "pk")


def undertakings_for_choice() -> QuerySet[Undertaking]:
    """Return the single undertakings, by name."""
    return Undertaking.objects.order_by("name", "pk")
