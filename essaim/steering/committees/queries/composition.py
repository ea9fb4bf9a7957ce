"""Bodies, the rules of a day, and who sits on a day, past or to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from essaim.foundations.accounts.models import User
from essaim.steering.committees.assembly import ProxyRule
from essaim.steering.committees.models import Body, BodyRules, College, Mandate, Seat, Session, in_force
from essaim.steering.committees.states import HELD, TO_COME, Gender, MandateQuality, SeatStatus, Threshold

# How long the address of a member without an account is kept after their mandate, in days.
ADDRESS_KEPT_DAYS = 365


def bodies_for_choice() -> QuerySet[Body]:
    """Return every body, by name: the choices of another room's form."""
    return Body.objects.order_by("name", "pk")


def names_by_slug(slugs: Collection[str]) -> Mapping[str, str]:
    """Return the names of bodies by short name; unknown ones are left out."""
    return dict(Body.objects.filter(slug__in=slugs).values_list("slug", "name"))


def choices_by_slug() -> list[tuple[str, str]]:
    """List the short names of bodies with their names, for whoever types one."""
    return list(bodies_for_choice().values_list("slug", "name"))


def body_rows(*, today: date) -> QuerySet[Body]:
    """Return the bodies with seat_count (existing on a day), held_count, next_day and last_day of their sessions."""
    seats = Seat.objects.filter(in_force(today), college__body=OuterRef("pk"))
    held = Mandate.objects.held_on(today).filter(seat__college__body=OuterRef("pk"), quality=MandateQuality.TITULAR)
    sessions = Session.objects.filter(body=OuterRef("pk")).order_by().values("body")
    coming = sessions.filter(day__gte=today, state__in=TO_COME)
    past = sessions.filter(state__in=HELD)
    return Body.objects.annotate(
        seat_count=Subquery(seats.order_by().values("college__body").annotate(n=Count("pk")).values("n")),
        held_count=Subquery(held.order_by().values("seat__college__body").annotate(n=Count("pk")).values("n")),
        next_day=Subquery(coming.annotate(found=Min("day")).values("found")),
        last_day=Subquery(past.annotate(found=Max("day")).values("found")),
    ).order_by("name", "pk")


def rules_on(body: Body, day: date) -> BodyRules | None:
    """Return the rules a body sits under on a day; None if none were written for it."""
    return BodyRules.objects.filter(body=body, starts_on__lte=day).order_by("-starts_on").first()


def college_quorums(rules: BodyRules) -> dict[int, str]:
    """Return the quorum of each college that has one under some rules, in the order of the colleges."""
    rows = rules.college_quorums.exclude(threshold=Threshold.NONE).order_by("college__position", "college")
    return {row.college_id: row.threshold for row in rows}


def quorum_is_waived(session: Session, rules: BodyRules | None) -> bool:
    """Tell whether a session sits whatever its number: convened a second time, where the rules of its day say so."""
    return session.second_of_id is not None and rules is not None and rules.waives_quorum_at_second


def proxy_rule(rules: BodyRules | None) -> ProxyRule:
    """Return what some rules say of proxies; without rules, there are none."""
    if rules is None:
        return ProxyRule()
    return ProxyRule(rules.proxies_max, rules.proxies_within_college)


def mandates_on(body: Body, day: date) -> QuerySet[Mandate]:
    """Return the mandates in force on a day, of seats that exist that day, titulars first."""
    seats = Seat.objects.filter(in_force(day), college__body=body)
    rows = Mandate.objects.held_on(day).filter(seat__in=seats)
    rows = rows.select_related("seat__college", "person", "organization")
    return rows.order_by("seat__college__position", "seat__college", "seat__number", "-quality", "pk")


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """A seat on a day; ended_on is the last day known of an expired mandate (excluded)."""

    seat: Seat
    status: SeatStatus
    titular: Mandate | None
    substitute: Mandate | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ShownCollege:
    """A college on a day, with its seats in their order."""

    college: College
    seats: tuple[ShownSeat, ...]

    @property
    def held_count(self) -> int:
        """How many of its seats have a titular."""
        return sum(seat.status == SeatStatus.HELD for seat in self.seats)


@dataclass(frozen=True, slots=True)
class ShownComposition:
    """
    Who sits on a day.

    genders: how many titulars declared what, as (label, count), those of nobody left out.
    """

    day: date
    colleges: tuple[ShownCollege, ...]
    genders: tuple[tuple[str, int], ...]

    @property
    def seats(self) -> tuple[ShownSeat, ...]:
        """Every seat, in the order of the colleges."""
        return tuple(seat for college in self.colleges for seat in college.seats)

    @property
    def counts(self) -> dict[str, int]:
        """How many seats are held, expired and vacant."""
        found = Counter(str(seat.status) for seat in self.seats)
        return {str(status): found[status] for status in SeatStatus}


def composition(body: Body, day: date) -> ShownComposition:
    """Return who sits on a day, past or to come, from the dated rows alone; four queries."""
    colleges = list(College.objects.filter(in_force(day), body=body).order_by("position", "pk"))
    rows = Seat.objects.filter(in_force(day), college__in=colleges)
    seats = list(rows.select_related("college").order_by("number", "pk"))
    held: dict[tuple[int, str], Mandate] = {(row.seat_id, row.quality): row for row in mandates_on(body, day)}
    before = dict(
        Mandate.objects.filter(seat__in=seats, quality=MandateQuality.TITULAR, ends_on__lte=day)
        .order_by()
        .values("seat")
        .annotate(last=Max("ends_on"))
        .values_list("seat", "last")
    )
    shown: dict[int, list[ShownSeat]] = {college.pk: [] for college in colleges}
    for seat in seats:
        titular = held.get((seat.pk, MandateQuality.TITULAR))
        ended_on = None if titular else before.get(seat.pk)
        status = SeatStatus.HELD if titular else SeatStatus.EXPIRED if ended_on else SeatStatus.VACANT
        substitute = held.get((seat.pk, MandateQuality.SUBSTITUTE))
        shown[seat.college_id].append(ShownSeat(seat, status, titular, substitute, ended_on))
    declared = Counter(row.gender for (_seat, quality), row in held.items() if quality == MandateQuality.TITULAR)
    genders = [(str(Gender(value).label), declared[value]) for value in (*Gender.values[1:], "") if declared[value]]
    return ShownComposition(
        day, tuple(ShownCollege(college, tuple(shown[college.pk])) for college in colleges), tuple(genders)
    )


def seats_of(person: User, body: Body, day: date) -> list[Mandate]:
    """List the mandates a person holds in a body on a day."""
    return list(mandates_on(body, day).filter(person=person))


def is_member(person: User, body: Body, day: date) -> bool:
    """Tell whether a person holds a seat of a body on a day, as titular or substitute."""
    return Mandate.objects.held_on(day).filter(person=person, seat__college__body=body).exists()


def mandates_of(person: User, *, today: date) -> QuerySet[Mandate]:
    """Return what a person holds on a day or will later: their duties."""
    rows = Mandate.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=today), person=person)
    return rows.select_related("seat__college__body", "organization").order_by("seat__college__body__name", "pk")


def sits_elsewhere(body: Body, person: User, *, starts_on: date, ends_on: date | None) -> bool:
    """Tell whether a person holds a seat of a body on some of these days already: one person, one voice."""
    rows = Mandate.objects.filter(person=person, seat__college__body=body)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=starts_on))
    return (rows.filter(starts_on__lt=ends_on) if ends_on else rows).exists()


def addresses_too_old(today: date) -> QuerySet[Mandate]:
    """Return the mandates that ended a year ago or more and still have an address."""
    return Mandate.objects.filter(ends_on__lte=today - timedelta(days=ADDRESS_KEPT_DAYS)).exclude(email="")


def mandates_data(person: User) -> list[dict[str, object]]:
    """Return the seats a person holds or held, as JSON can hold them, for the file of what is kept of them."""
    rows = Mandate.objects.filter(person=person).select_related("seat__college__body", "organization")
    return [
        {
            "body": row.seat.college.body.name,
            "college": row.seat.college.name,
            "quality": row.quality,
            "organization": row.organization.name if row.organization else None,
            "gender": row.gender or None,
            "from": row.starts_on.isoformat(),
            "until": row.ends_on.isoformat() if row.ends_on else None,
        }
        for row in rows.order_by("starts_on", "pk")
    ]
