"""Reads of the selection: what waits for it, interests, marks and their dispersion, what is left of each allowance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from essaim.delivery.calls_for_projects.models import (
    Allowance,
    Application,
    AppraisalNote,
    Call,
    Criterion,
    Interest,
    MemberTie,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.models.applications import ApplicationQuerySet
from essaim.delivery.calls_for_projects.states import (
    ApplicationState,
    FileOutcome,
    InterestKind,
    OpinionState,
    SelectionState,
)
from essaim.ecosystem.organizations.models import Representation
from essaim.steering.committees.models import Mandate, Session
from essaim.steering.committees.queries import mandates_on, seats_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from essaim.foundations.accounts.models import User

    Person = User | AnonymousUser


def selection_rows() -> QuerySet[SelectionSession]:
    """Return every selection session, the latest first, with how many files it has and how many are granted."""
    return (
        SelectionSession.objects.select_related("call", "session__body")
        .annotate(file_count=Count("files"), granted_count=Count("files", filter=Q(files__outcome=FileOutcome.GRANTED)))
        .order_by("-session__day", "-pk")
    )


def selections_visible_to(person: Person, *, sees_all: bool) -> QuerySet[SelectionSession]:
    """Return the selection sessions of a person: all, or those of the bodies where they hold or held a seat."""
    rows = selection_rows()
    if sees_all:
        return rows
    if not person.is_authenticated:
        return rows.none()
    held = Mandate.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=OuterRef("session__day")),
        person=person,
        seat__college__body=OuterRef("session__body"),
        starts_on__lte=OuterRef("session__day"),
    )
    return rows.filter(Exists(held))


def waiting_for(call: Call) -> ApplicationQuerySet:
    """Return exactly what the next selection of a call takes: files ready, and those deferred, in the order of their filing."""
    rows: ApplicationQuerySet = (
        Application.objects.with_names()
        .filter(call=call, state__in=[ApplicationState.READY, ApplicationState.DEFERRED])
        .order_by("filed_at", "pk")
    )
    return rows


def file_rows(selection: SelectionSession) -> QuerySet[SelectionFile]:
    """Return the files of a selection in the order of its agenda, with what a page names."""
    return (
        SelectionFile.objects.filter(selection=selection)
        .select_related(
            "selection__session__body",
            "selection__call",
            "point",
            "application__organization",
            "application__territory",
            "application__edition__call",
            "application__form",
        )
        .prefetch_related(Prefetch("interests", Interest.objects.select_related("seat__college")))
        .order_by("point__position", "pk")
    )


def files_to_count(selection: SelectionSession) -> QuerySet[SelectionFile]:
    """Return the files of a selection in the order of its agenda, with no more than what is counted of them, and interests."""
    return (
        SelectionFile.objects.filter(selection=selection)
        .select_related("application__territory")
        .only(
            *("outcome", "granted_cents", "year", "application__reference"),
            *("application__edition", "application__aid_type", "application__territory__name"),
        )
        .prefetch_related(Prefetch("interests", Interest.objects.select_related("seat__college")))
        .order_by("point__position", "pk")
    )


def files_to_list(selection: SelectionSession) -> QuerySet[SelectionFile]:
    """Return the files of a selection in the order of its agenda, with no more than what a list says of each."""
    return (
        SelectionFile.objects.filter(selection=selection)
        .select_related("application__organization", "application__territory")
        .only(
            *("requested_cents", "ceiling_cents", "share_cents", "outcome", "granted_cents", "application__reference"),
            *("application__title", "application__applicant_name", "application__organization__name"),
            *("application__aid_type", "application__territory__name"),
        )
        .order_by("point__position", "pk")
    )


def seats_held(person: Person, selection: SelectionSession) -> dict[int, Mandate]:
    """Return the seats a person holds on the day of a selection, with their mandates."""
    if not person.is_authenticated:
        return {}
    session = selection.session
    return {row.seat_id: row for row in seats_of(person, session.body, session.day)}


def barred(person: Person, file: SelectionFile) -> bool:
    """Tell whether a person keeps out of a file: a seat they hold has an interest in it."""
    seats = seats_held(person, file.selection)
    return bool(seats) and any(row.seat_id in seats for row in file.interests.all())


def bars_seat(file: SelectionFile, seat_id: int) -> bool:
    """Tell whether a seat keeps out of a file: an interest of it is recorded."""
    return any(row.seat_id == seat_id for row in file.interests.all())


def files_of_session(session: Session) -> QuerySet[SelectionFile]:
    """Return the files that a session of a body sits on, in the order of its agenda, those of a cancelled selection left out."""
    rows = SelectionFile.objects.filter(selection__session=session).exclude(selection__state=SelectionState.CANCELLED)
    return (
        rows.select_related("selection", "point", "application__organization")
        .prefetch_related("interests")
        .order_by("point__position", "pk")
    )


def files_marked_by(seat_id: int, files: Iterable[SelectionFile]) -> set[int]:
    """Tell which of some files a seat gave a mark to, by their ids."""
    rows = Score.objects.filter(seat=seat_id, file__in=[file.pk for file in files])
    return set(rows.values_list("file", flat=True))


@dataclass(frozen=True, slots=True)
class FoundInterest:
    """What the records say ties a member to who applies; the reason is what the minutes will say, and names nobody."""

    seat_id: int
    kind: InterestKind


def interests_found(files: Sequence[SelectionFile], selection: SelectionSession) -> dict[int, list[FoundInterest]]:
    """
    Find what ties the members of the day to who applies, in the records; one line for each seat of a file, the first found.

    They sit for the structure, speak for it today or did, declared an interest in it, or wrote the application.
    """
    session = selection.session
    mandates = list(mandates_on(session.body, session.day))
    organizations = {file.application.organization_id for file in files} - {None}
    people = {row.person_id for row in mandates if row.person_id}
    speaks: dict[int, set[int]] = defaultdict(set)
    for organization, person in Representation.objects.filter(
        organization__in=organizations, person__in=people
    ).values_list("organization", "person"):
        speaks[person].add(organization)
    ties: dict[int, dict[int, InterestKind]] = defaultdict(dict)
    for tie in MemberTie.objects.filter(mandate__in=mandates).order_by("pk"):
        ties[tie.mandate_id].setdefault(tie.organization_id, InterestKind(tie.kind))
    found: dict[int, list[FoundInterest]] = {}
    for file in files:
        by_seat: dict[int, InterestKind] = {}
        for mandate in mandates:
            kind = _tie(mandate, file.application, speaks, ties)
            if kind is not None:
                by_seat.setdefault(mandate.seat_id, kind)
        found[file.pk] = [FoundInterest(seat, kind) for seat, kind in by_seat.items()]
    return found


def _tie(
    mandate: Mandate,
    application: Application,
    speaks: Mapping[int, set[int]],
    ties: Mapping[int, Mapping[int, InterestKind]],
) -> InterestKind | None:
    organization = application.organization_id
    if mandate.person_id is not None and application.author_id == mandate.person_id:
        return InterestKind.APPLICANT
    if organization is None:
        return None
    if mandate.organization_id == organization:
        return InterestKind.SEAT
    if mandate.person_id is not None and organization in speaks.get(mandate.person_id, ()):
        return InterestKind.SPEAKS
    return ties.get(mandate.pk, {}).get(organization)


@dataclass(frozen=True, slots=True)
class Grade:
    """
    The marks of a file brought together.

    mean: weighted, from 0 to 100, over the seats that marked every criterion; deviation: how far those seats are from one
    another (standard deviation); lowest, highest: the two ends. None as long as nobody marked all. started: seats that
    have still to finish.
    """

    seats: int
    started: int
    mean: float | None
    deviation: float | None
    lowest: float | None
    highest: float | None


NO_GRADE = Grade(0, 0, None, None, None, None)


def weighted(marks: Mapping[int, int], criteria: Sequence[Criterion]) -> Decimal | None:
    """
    Return the weighted mark of a seat, from 0 to 100: each mark over the highest of its scale, times its weight.

    None unless every criterion is marked.
    """
    if not criteria or any(row.pk not in marks for row in criteria):
        return None
    weight = sum(row.weight for row in criteria)
    points = sum(
        (Decimal(marks[row.pk]) / Decimal(row.mark_max) * row.weight for row in criteria if row.mark_max), Decimal(0)
    )
    return points / weight * 100


def grades_of(files: Iterable[SelectionFile]) -> dict[int, Grade]:
    """Bring together the marks of some files; two queries. Marks of a seat barred afterwards count no longer."""
    files = list(files)
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    editions = {file.application.edition_id for file in files}
    for row in Criterion.objects.filter(edition__in=editions).order_by("position", "pk"):
        criteria[row.edition_id].append(row)
    marks: dict[int, dict[int, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    scores = Score.objects.filter(file__in=[file.pk for file in files]).order_by("pk")
    for file, seat, criterion, mark in scores.values_list("file", "seat", "criterion", "mark"):
        marks[file][seat][criterion] = mark
    return {file.pk: _grade(file, marks[file.pk], criteria[file.application.edition_id]) for file in files}


def _grade(file: SelectionFile, marks: Mapping[int, Mapping[int, int]], criteria: Sequence[Criterion]) -> Grade:
    barred_seats = {row.seat_id for row in file.interests.all()}
    found = [weighted(by_criterion, criteria) for seat, by_criterion in marks.items() if seat not in barred_seats]
    whole = [float(value) for value in found if value is not None]
    if not whole:
        return Grade(0, len(found), None, None, None, None)
    return Grade(len(whole), len(found) - len(whole), fmean(whole), pstdev(whole), min(whole), max(whole))


def criteria_of(application: Application) -> list[Criterion]:
    """List the scoring grid of the edition of an application."""
    return list(Criterion.objects.filter(edition=application.edition_id).order_by("position", "pk"))


def marks_of(file: SelectionFile, seat_id: int) -> dict[int, Score]:
    """Return the marks that a seat gave to a file, by criterion."""
    return {row.criterion_id: row for row in Score.objects.filter(file=file, seat=seat_id).order_by("pk")}


def citable(application: Application) -> list[tuple[str, str]]:
    """List what a decision can cite: the criteria of the edition, then its rules, by code and title."""
    criteria = [(row.code, row.title) for row in criteria_of(application)]
    rules = application.edition.rules.order_by("position", "pk").values_list("code", "wording")
    return [*criteria, *((code, wording[:120]) for code, wording in rules)]


@dataclass(frozen=True, slots=True)
class AllowanceLine:
    """An allowance, what is granted of it at this moment, and what is left."""

    allowance: Allowance
    used_cents: int

    @property
    def left_cents(self) -> int:
        """What can still be granted."""
        return self.allowance.amount_cents - self.used_cents


def allowance_lines(
    selection: SelectionSession, *, but: int = 0, files: Iterable[SelectionFile] | None = None
) -> list[AllowanceLine]:
    """
    List the allowances of a selection with what is granted of each.

    :param but: a file left out, whose decision is about to be written anew
    :param files: those of the selection with their applications, from who read them already
    """
    if files is None:
        files = SelectionFile.objects.filter(selection=selection).select_related("application")
    rows = [
        (file.year, file.application.aid_type, file.application.territory_id, file.granted_cents)
        for file in files
        if file.outcome == FileOutcome.GRANTED and file.granted_cents and file.pk != but
    ]
    allowances = selection.allowances.select_related("act", "territory").order_by("year", "aid_type", "territory", "pk")
    return [
        AllowanceLine(
            allowance,
            sum(
                cents or 0
                for year, aid_type, territory, cents in rows
                if allowance.covers(year=year, aid_type=aid_type, territory_id=territory)
            ),
        )
        for allowance in allowances
    ]


@dataclass(frozen=True, slots=True)
class AxisLine:
    """What is granted along one axis at this moment: a type of aid, a territory or a year."""

    axis: str
    label: str
    count: int
    cents: int


def granted_by_axis(files: Iterable[SelectionFile]) -> list[AxisLine]:
    """Add up what is granted by type of aid, by territory and by year, from the files of a page."""
    sums: dict[tuple[str, str], list[int]] = {}
    for file in files:
        if file.outcome != FileOutcome.GRANTED or not file.granted_cents:
            continue
        application = file.application
        for axis, label in (
            ("aid_type", str(application.get_aid_type_display())),
            ("territory", str(application.territory.name if application.territory else "")),
            ("year", str(file.year)),
        ):
            found = sums.setdefault((axis, label), [0, 0])
            found[0] += 1
            found[1] += file.granted_cents
    return [AxisLine(axis, label, count, cents) for (axis, label), (count, cents) in sorted(sums.items())]


def files_of_application(application: Application) -> QuerySet[SelectionFile]:
    """Return an application's files before selection sessions, the latest first."""
    return (
        SelectionFile.objects.filter(application=application)
        .select_related("selection__session__body", "selection__call", "letter")
        .order_by("-selection__session__day", "-pk")
    )


def ties_of(selection: SelectionSession) -> QuerySet[MemberTie]:
    """Return the interests that the members of the day declared."""
    session = selection.session
    return (
        MemberTie.objects.filter(mandate__in=mandates_on(session.body, session.day).values("pk"))
        .select_related("mandate__seat__college", "organization")
        .order_by("mandate__seat__college__position", "mandate__seat__number", "pk")
    )


def calls_waiting() -> QuerySet[Call]:
    """Return the calls where files wait for the selection, and none is under way."""
    waiting = Application.objects.filter(
        call=OuterRef("pk"), state__in=[ApplicationState.READY, ApplicationState.DEFERRED]
    )
    under_way = SelectionSession.objects.filter(call=OuterRef("pk"), state=SelectionState.PREPARED)
    return Call.objects.filter(Exists(waiting)).exclude(Exists(under_way)).order_by("name", "pk")


def decided_files() -> QuerySet[SelectionFile]:
    """Return the files that were decided for good and whose letters were sent: what is public of the selection."""
    return (
        SelectionFile.objects.filter(selection__state=SelectionState.NOTIFIED, outcome=FileOutcome.GRANTED)
        .select_related(
            "application__organization",
            "application__territory",
            "application__edition__call",
            "selection__session",
        )
        .prefetch_related("application__communes")
        .order_by("-selection__session__day", "pk")
    )


def files_with_words(rows: QuerySet[SelectionFile], text: str) -> QuerySet[SelectionFile]:
    """Keep the files whose project or structure holds every word."""
    for word in text.split():
        rows = rows.filter(
            Q(application__title__icontains=word)
            | Q(application__applicant_name__icontains=word)
            | Q(application__organization__name__icontains=word)
        )
    return rows


def ties_data(person: User) -> list[dict[str, object]]:
    """Return the interests that a person declared, as JSON can hold them, for the file of what is kept of them."""
    rows = MemberTie.objects.filter(mandate__person=person).select_related(
        "mandate__seat__college__body", "organization"
    )
    return [
        {
            "body": row.mandate.seat.college.body.name,
            "organization": row.organization.name,
            "kind": row.kind,
            "note": row.note,
            "declared_at": row.declared_at.isoformat(),
        }
        for row in rows.order_by("declared_at", "pk")
    ]


def communes_supported(rows: QuerySet[SelectionFile]) -> list[tuple[str, str]]:
    """List the main communes of some projects supported, as code and name."""
    found = rows.filter(application__communes__position=0).order_by("application__communes__name")
    return list(found.values_list("application__communes__code", "application__communes__name").distinct())


def supported_by_commune() -> dict[str, int]:
    """Count the projects supported by their main commune."""
    rows = decided_files().order_by().filter(application__communes__position=0)
    return dict(rows.values_list("application__communes__code").annotate(count=Count("pk")))


@dataclass(frozen=True, slots=True)
class OpinionShown:
    """An opinion of a commune or a partner, as the body reads it: whose, what it says or where it stands, its words."""

    name: str
    said: str
    tone: str
    text: str


def note_of(application: Application) -> AppraisalNote | None:
    """Return what the officer wrote of an application for the selection body."""
    return AppraisalNote.objects.filter(application=application).first()


def opinions_on(application: Application) -> list[OpinionShown]:
    """List the opinions asked about an application, of communes then of partners; two queries."""
    communes = application.commune_opinions.exclude(state=OpinionState.WITHDRAWN).order_by("commune_name", "pk")
    partners = application.partner_opinions.exclude(state=OpinionState.WITHDRAWN).order_by("partner", "pk")
    return [
        *(OpinionShown(row.commune_name, row.in_words, row.tone, row.text) for row in communes),
        *(OpinionShown(row.partner, row.in_words, row.tone, row.text) for row in partners),
    ]
