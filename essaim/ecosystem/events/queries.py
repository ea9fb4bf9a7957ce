"""Reads of gatherings, of seats, and of who came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Avg, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.text import slugify
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import organizations_for_choice
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.primitives.texts import fold, sort_key
from essaim.foundations.territory import queries as territory

from .agenda_reading import AgendaDiff, Known, Reader, identity_of, texts_of
from .models import (
    SLUG_LENGTH_MAX,
    AgendaImport,
    AgendaImportRow,
    Attendance,
    DeclaredParticipation,
    Event,
    EventOrigin,
    EventQuerySet,
    Lead,
    LeadQuerySet,
    Rating,
    Registration,
    RegistrationQuerySet,
    Speaker,
)
from .openagenda import OWN_KEY, own_host
from .states import SEATED, EventState, LeadState, RegistrationState, Satisfaction

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser

# After that, a gathering that took place and was not closed is said to be late.
CLOSE_WITHIN = timedelta(days=15)
# Under that many answers, nothing is told of what they say: somebody could be recognised (capability 26 of the plan).
RATING_COUNT_MIN = 5


def events_visible_to(person: Person) -> EventQuerySet:
    """Return the gatherings a person may read: the team reads drafts, everybody the rest."""
    return Event.objects.all() if is_staff_member(person) else Event.objects.public()


def free_slug(text: str) -> str:
    """Make from a text a short name that no gathering has: "assises-2026", then "assises-2026-2"."""
    base = slugify(fold(text).replace("'", " "))[: SLUG_LENGTH_MAX - 5].strip("-") or "rendez-vous"
    taken = set(Event.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def events_for_choice() -> EventQuerySet:
    """Return the gatherings another room may tie something to, the latest first."""
    return Event.objects.exclude(state=EventState.CANCELLED).order_by("-starts_on", "title", "pk")


def event_of(slug: str) -> Event:
    """
    Return a gathering by its short name.

    :raises Event.DoesNotExist: if there is none
    """
    return Event.objects.get(slug=slug)


def with_seats(rows: EventQuerySet) -> EventQuerySet:
    """Add how many seats are taken (taken_count), how many wait (waiting_count) and came (came_count, None if not counted)."""
    taken = Count("registrations", filter=Q(registrations__state__in=SEATED), distinct=True)
    waiting = Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING), distinct=True)
    came = (
        Attendance.objects.filter(event=OuterRef("pk"))
        .values("event")
        .annotate(count=Sum("people_count"))
        .values("count")
    )
    return rows.annotate(taken_count=taken, waiting_count=waiting, came_count=Subquery(came))


def with_changed_at(rows: EventQuerySet) -> EventQuerySet:
    """Add when each was last written (changed_at), as its history has it."""
    written = Event.pgh_event_model.objects.filter(pgh_obj=OuterRef("pk")).order_by("-pgh_id")  # type: ignore[attr-defined]
    return rows.annotate(changed_at=Subquery(written.values("pgh_created_at")[:1]))


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of a gathering; capacity and free are None when they are not counted. in_line: confirmed, waiting."""

    capacity: int | None
    taken: int
    in_line: int

    @property
    def free(self) -> int | None:
        """How many seats nobody holds."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    @property
    def is_full(self) -> bool:
        """Whether who comes now waits."""
        return self.free == 0


def seats_of(event: Event) -> Seats:
    """Count the seats of a gathering as they are now."""
    counts = Registration.objects.filter(event=event).aggregate(
        taken=Count("pk", filter=Q(state__in=SEATED)),
        in_line=Count("pk", filter=Q(state=RegistrationState.WAITING, confirmed_at__isnull=False)),
    )
    return Seats(event.capacity, counts["taken"], counts["in_line"])


@dataclass(frozen=True, slots=True)
class CameFrom:
    """A structure and how many of its people came; key is empty for one that has no record here."""

    key: str
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class CountedAttendance:
    """
    Who came, as counted here: people, and distinct structures.

    unsaid: people whose structure was not said. registered, absent: confirmed registrants, and those of them whose
    code was not seen; both None where nobody was checked in by code, since nothing is known then.
    """

    people: int
    organizations: int
    unsaid: int
    by_organization: tuple[CameFrom, ...]
    registered: int | None
    absent: int | None


def attendance_of(event: Event) -> CountedAttendance:
    """Count who came to a gathering; a structure written by hand counts with the record of the same name."""
    rows = Attendance.objects.filter(event=event).select_related("organization__merged_into").order_by("pk")
    people: dict[str, int] = {}
    names: dict[str, tuple[str, str]] = {}
    total = unsaid = by_code = 0
    for row in rows:
        total += row.people_count
        by_code += row.registration_id is not None
        record = row.organization
        if record is not None:
            record = record.merged_into or record
        name = record.name if record else row.organization_name
        if not name:
            unsaid += row.people_count
            continue
        same = fold(name)
        people[same] = people.get(same, 0) + row.people_count
        if same not in names or record is not None:
            names[same] = (record.key if record else "", name)
    came = [CameFrom(*names[same], count) for same, count in people.items()]
    seated = Registration.objects.filter(
        event=event, state=RegistrationState.REGISTERED, confirmed_at__isnull=False
    ).count()
    return CountedAttendance(
        people=total,
        organizations=len(came),
        unsaid=unsaid,
        by_organization=tuple(sorted(came, key=lambda row: (-row.people, sort_key(row.name)))),
        registered=seated if by_code else None,
        absent=seated - by_code if by_code else None,
    )


def declared_of(event: Event) -> QuerySet[DeclaredParticipation]:
    """Return what sources declare of a gathering, and of the whole it is a part of."""
    return (
        DeclaredParticipation.objects.filter(Q(event=event) | Q(event=event.parent_id))
        .select_related("event")
        .order_by("event_id", "pk")
    )


def registration_rows(event: Event) -> RegistrationQuerySet:
    """Return the registrations of a gathering in the order they arrived, with whether the person came (came)."""
    came = Exists(Attendance.objects.filter(registration=OuterRef("pk")))
    return (
        Registration.objects.filter(event=event)
        .select_related("organization")
        .annotate(came=came)
        .order_by("received_at", "pk")
    )


def expected_of(event: Event) -> RegistrationQuerySet:
    """Return those who confirmed and have a seat, whose names are still kept."""
    rows = Registration.objects.filter(
        event=event, state=RegistrationState.REGISTERED, confirmed_at__isnull=False, erased_at__isnull=True
    )
    return rows.select_related("organization").order_by("received_at", "pk")


def parts_of(event: Event, person: Person) -> Sequence[Event]:
    """Return the parts of a gathering that a person may read, in the order of the programme, with their speakers."""
    rows = events_visible_to(person).filter(parent=event)
    return list(with_seats(rows).prefetch_related("speakers__organization").order_by(*PROGRAMME))


PROGRAMME = ("starts_on", "starts_time", "position", "pk")


def parts_without_report(event: Event) -> Sequence[Event]:
    """List the parts that took place and have no report yet, in the order of the programme."""
    rows = event.parts.filter(state__in=[EventState.PUBLISHED, EventState.HELD, EventState.CLOSED], report="")
    return list(rows.order_by(*PROGRAMME))


def events_to_close(*, today: date) -> EventQuerySet:
    """Return the gatherings that took place more than fifteen days ago and were not closed, the oldest first."""
    rows = Event.objects.filter(state__in=[EventState.PUBLISHED, EventState.HELD])
    return rows.past(today - CLOSE_WITHIN).order_by("starts_on", "pk")


def registrations_to_erase(*, today: date) -> list[Registration]:
    """List the registrations whose names and addresses are no longer to be kept."""
    rows = Registration.objects.filter(erased_at__isnull=True, event__starts_on__lt=today).select_related("event")
    return [row for row in rows.order_by("event", "pk") if row.event.erase_on <= today]


def received_since(moment: datetime) -> int:
    """Count the registrations received over the whole site since a moment."""
    return Registration.objects.filter(received_at__gt=moment).count()


def communes_named() -> list[tuple[str, str]]:
    """List the communes where announced gatherings are, as code and name, in French order."""
    rows = Event.objects.public().exclude(commune_code="")
    return territory.communes_named(rows.values_list("commune_code", flat=True).distinct())


def sections_of(event: Event) -> list[dict[str, object]]:
    """
    Return what proceedings are made of: the report of a closed gathering, then of its closed parts, in their order.

    A structure keeps the name it had; speakers are one line each.
    """
    parts = event.parts.filter(state=EventState.CLOSED).prefetch_related("speakers__organization").order_by(*PROGRAMME)
    whole = [event] if event.state == EventState.CLOSED else []
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "kind": row.kind,
            "track": row.track,
            "speakers": [speaker_line(speaker) for speaker in row.speakers.all()],
            "report": row.report,
            "outcome": row.outcome,
        }
        for row in (*whole, *parts)
        if row.report
    ]


def speaker_line(speaker: Speaker) -> str:
    """Return a speaker in one line: name, quality, structure, subject."""
    organization = speaker.organization.name if speaker.organization else ""
    return ", ".join(text for text in (speaker.name, speaker.role, organization, speaker.subject) if text)


def organization_named(text: str) -> Organization | None:
    """Return the one record in use that has exactly this name or acronym; None if there is none, or several."""
    found = list(organizations_for_choice().filter(Q(name__iexact=text) | Q(acronym__iexact=text))[:2])
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Ratings:
    """
    What those who came thought, all together.

    count: how many answered. The rest is None, and distribution empty, under five answers: how satisfied and how useful
    on average (1 to 5), how many met somebody to work with, and how many gave each answer, from wholly to not at all.
    """

    count: int
    overall: float | None = None
    usefulness: float | None = None
    met: int | None = None
    distribution: tuple[tuple[str, int], ...] = ()

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers to tell of them."""
        return self.overall is not None


def ratings_of(event: Event) -> Ratings:
    """Sum up what those who came to a gathering thought, once five answered."""
    rows = Rating.objects.filter(event=event)
    found = rows.aggregate(
        count=Count("pk"),
        mean_overall=Avg("overall"),
        mean_usefulness=Avg("usefulness"),
        met=Count("pk", filter=Q(has_met=True)),
        **{f"of_{value}": Count("pk", filter=Q(overall=value)) for value in Satisfaction.values},
    )
    if found["count"] < RATING_COUNT_MIN:
        return Ratings(found["count"])
    return Ratings(
        count=found["count"],
        overall=float(found["mean_overall"]),
        usefulness=float(found["mean_usefulness"]),
        met=found["met"],
        distribution=tuple((str(answer.label), found[f"of_{answer.value}"]) for answer in reversed(Satisfaction)),
    )


def comments_of(event: Event) -> list[str]:
    """List the comments about a gathering in no order that tells who wrote when, once five answered."""
    rows = Rating.objects.filter(event=event)
    if rows.count() < RATING_COUNT_MIN:
        return []
    return sorted(rows.exclude(comment="").values_list("comment", flat=True), key=sort_key)


def to_ask_for_ratings(event: Event) -> RegistrationQuerySet:
    """Return the registrants to ask what they thought: those checked in, or all who had a seat when no code was seen."""
    seated = expected_of(event).filter(mail_due="")
    came = seated.filter(attendance__isnull=False)
    return came if came.exists() else seated


def comments_to_erase(*, today: date) -> list[Rating]:
    """List the appreciations whose comment is no longer to be kept."""
    rows = Rating.objects.exclude(comment="").filter(event__starts_on__lt=today).select_related("event")
    return [row for row in rows.order_by("event", "pk") if row.event.erase_on <= today]


def lead_rows() -> LeadQuerySet:
    """Return the contacts made at gatherings, the latest first."""
    return Lead.objects.select_related("event", "organization", "other").order_by("-noted_on", "-pk")


def events_with_leads() -> list[tuple[str, str]]:
    """List the gatherings where contacts were made, as short name and title, the latest first."""
    rows = Event.objects.filter(Exists(Lead.objects.filter(event=OuterRef("pk")))).order_by("-starts_on", "pk")
    return list(rows.values_list("slug", "title"))


@dataclass(frozen=True, slots=True)
class LeadCounts:
    """How many contacts were made, are followed still, and were concluded."""

    noted: int
    followed: int
    concluded: int


def leads_of(event: Event) -> LeadCounts:
    """Count the contacts made at a gathering."""
    found = Lead.objects.filter(event=event).aggregate(
        noted=Count("pk"),
        followed=Count("pk", filter=Q(state__in=[LeadState.NOTED, LeadState.IN_TOUCH])),
        concluded=Count("pk", filter=Q(state=LeadState.CONCLUDED)),
    )
    return LeadCounts(**found)


def agendas_shown() -> QuerySet[AgendaImport]:
    """Return the agendas brought in, the latest first, without what was read in them."""
    return AgendaImport.objects.select_related("author").defer("content")


def agenda_diff(agenda: AgendaImport, *, today: date) -> AgendaDiff:
    """Say what an agenda would do to the gatherings as they are now."""
    identities = {identity_of(event) for event in agenda.content}
    origins = EventOrigin.objects.filter(identity__in=identities).select_related("event")
    known = {row.identity: Known(row.event, row.values) for row in origins}
    slugs = [identity.rpartition("/")[2] for identity in identities if identity.startswith(f"{OWN_KEY}:")]
    own = Event.objects.filter(slug__in=slugs, origin__isnull=True).order_by().values_list("slug", flat=True)
    names = {commune.code: commune.name for commune in territory.communes(today=today)}
    reader = Reader(known, own_host=own_host(), own_slugs=set(own), communes=names, kind=agenda.kind)
    return reader.read(agenda.content)


@dataclass(frozen=True, slots=True)
class AgendaUndo:
    """What taking back would do to one row: nothing if there is an obstacle, else remove it or put it back."""

    row: AgendaImportRow
    event: Event | None
    obstacle: str

    @property
    def is_removal(self) -> bool:
        """Tell whether the row wrote the gathering, which is then removed."""
        return self.row.before is None


def agenda_undo_rows(agenda: AgendaImport) -> list[AgendaUndo]:
    """Say row by row what taking an agenda back would do now."""
    rows = list(agenda.rows.all())
    events = Event.objects.select_related("origin").in_bulk([row.event_pk for row in rows])
    return [AgendaUndo(row, found := events.get(row.event_pk), _undo_obstacle(row, found)) for row in rows]


def _undo_obstacle(row: AgendaImportRow, event: Event | None) -> str:
    if event is None:
        return _("It is no longer there.")
    if event.state not in {EventState.DRAFT, EventState.PUBLISHED}:
        return _("It took place, or was cancelled, since.")
    now = texts_of(event)
    if any(now[name] != text for name, text in row.after.items()):
        return _("It was changed again since.")
    return ""
