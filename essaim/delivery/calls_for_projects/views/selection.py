"""Pages of the selection that are read: sessions, one with its files and money, a file, sheets and letters, projects supported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions_selection as permissions
from essaim.delivery.calls_for_projects import tables_selection as tables
from essaim.delivery.calls_for_projects.content import content_of
from essaim.delivery.calls_for_projects.models import (
    Application,
    DecisionLetter,
    Score,
    SelectionFile,
    SelectionSession,
)
from essaim.delivery.calls_for_projects.permissions import writes_application
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.sheet_selection import letter_pdf, sheet_pdf
from essaim.delivery.calls_for_projects.states import DECIDED, SELECTION_MOVES, SelectionState
from essaim.foundations.accounts.permissions import has_role, is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import Decision, deny, require
from essaim.foundations.territory import queries as territory
from essaim.foundations.territory.maps import commune_map
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.maps import ABSENT, PLAIN, Key, Map
from essaim.foundations.ui.writing import Crumbs, Door
from essaim.steering.committees.states import SessionState

from .applications import application_for
from .finding import calls_crumb


def selection_for(request: HttpRequest, pk: int) -> SelectionSession:
    """
    Find a selection session that the person of the request reads.

    :raises NotAllowed: if they do not
    """
    found = get_object_or_404(queries.selection_rows(), pk=pk)
    require(permissions.can_read_selection(person_of(request), found))
    return found


def file_for(request: HttpRequest, pk: int) -> SelectionFile:
    """
    Find a file that the person of the request reads.

    :raises NotAllowed: if they do not, or keep out of it: by a link or by its very address
    """
    row = get_object_or_404(SelectionFile.objects.select_related("selection"), pk=pk)
    found = queries.file_rows(row.selection).get(pk=pk)
    require(permissions.can_read_file(person_of(request), found))
    return found


def selections_crumb() -> tuple[str, str]:
    """Return the way back to the selection sessions."""
    return _("Selection sessions"), reverse("calls_for_projects:selection_list")


def selection_crumbs(selection: SelectionSession) -> Crumbs:
    """Return the way back to a selection session."""
    return selections_crumb(), (str(selection), selection.get_absolute_url())


def file_crumbs(file: SelectionFile) -> Crumbs:
    """Return the way back to a file before a session."""
    return *selection_crumbs(file.selection), (str(file), file.get_absolute_url())


def selection_list(request: HttpRequest) -> HttpResponse:
    """List the selection sessions: all for the team and evaluators, their own for the members of bodies."""
    person = person_of(request)
    sees_all = is_staff_member(person) or has_role(person, RoleKind.EVALUATOR)
    if not permissions.may_see_selections(person):
        require(deny(_("The files of a selection are for the members of the body and the team.")))
    decision = permissions.can_run_selection(person)
    door = Door(_("Prepare a selection"), reverse("calls_for_projects:selection_create"), decision, "primary")
    return list_page(
        request,
        template="calls_for_projects/selection_list.html",
        table_class=tables.SelectionTable,
        filterset_class=tables.SelectionFilter,
        rows=queries.selections_visible_to(person, sees_all=sees_all),
        file_name="selections",
        context={"crumbs": (calls_crumb(),), "doors": [door] if decision else []},
    )


def selection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a selection: its money at this moment, its files with their marks and decisions, what comes next."""
    person, found = person_of(request), selection_for(request, pk)
    own_seats = set(queries.seats_held(person, found))
    files = list(queries.files_to_count(found))
    kept_out = [file for file in files if any(row.seat_id in own_seats for row in file.interests.all())]
    shown = [file for file in files if file not in kept_out]
    reads_marks = _reads_marks(request, found)
    request.grades = queries.grades_of(shown) if reads_marks else {}  # type: ignore[attr-defined]
    rows = queries.files_to_list(found).exclude(pk__in=[file.pk for file in kept_out])
    is_team = is_staff_member(person)
    return list_page(
        request,
        template="calls_for_projects/selection.html",
        table_class=tables.FileTable,
        filterset_class=tables.FileFilter,
        rows=rows,
        file_name=f"selection-{found.call.slug}-{found.session.day.isoformat()}",
        exclude=() if reads_marks else ("grade",),
        context={
            "selection": found,
            "crumbs": (calls_crumb(), selections_crumb()),
            "lines": queries.allowance_lines(found, files=files),
            "axes": _axes(queries.granted_by_axis(files)),
            "kept_out": kept_out,
            "interests": [row for file in files for row in file.interests.all()] if is_team else (),
            "is_team": is_team,
            "undecided": sum(not file.outcome for file in files),
            "doors": _doors(request, found),
            "can_change": bool(permissions.can_change_selection(person, found)),
        },
    )


def _reads_marks(request: HttpRequest, found: SelectionSession) -> bool:
    person = person_of(request)
    return _shows_marks(found, is_inside=is_staff_member(person) or has_role(person, RoleKind.EVALUATOR))


def _shows_marks(found: SelectionSession, *, is_inside: bool) -> bool:
    """Members read the marks of others once the body sits, so that nobody marks by the marks of others."""
    return is_inside or found.session.state not in {SessionState.PLANNED, SessionState.CONVENED}


def _axes(lines: Sequence[queries.AxisLine]) -> list[tuple[str, list[queries.AxisLine]]]:
    labels = {"aid_type": _("By type of aid"), "territory": _("By territory"), "year": _("By year")}
    return [
        (label, [line for line in lines if line.axis == axis])
        for axis, label in labels.items()
        if any(line.axis == axis for line in lines)
    ]


def _doors(request: HttpRequest, found: SelectionSession) -> list[Door]:
    person = person_of(request)
    if not permissions.can_run_selection(person):
        return []
    names = SELECTION_MOVES.names_from(found.state)
    change = permissions.can_change_selection(person, found)
    doors: list[tuple[str, str, Decision, str, bool]] = [
        (
            _("Freeze the decisions"),
            "selection_freeze",
            permissions.can_freeze(person, found),
            "primary",
            "freeze" in names,
        ),
        (
            _("Write and send the letters"),
            "selection_notify",
            permissions.can_notify(person, found),
            "primary",
            found.state == SelectionState.FROZEN,
        ),
        (_("Give an allowance"), "allowance_add", change, "outline", found.is_under_way),
        (
            _("Take in new files"),
            "selection_take",
            permissions.can_take_files(person, found),
            "outline",
            found.is_under_way,
        ),
        (_("Look for interests again"), "selection_interests", change, "outline", found.is_under_way),
        (_("Write a declared interest"), "tie_declare", change, "outline", found.is_under_way),
        (_("Cancel this selection"), "selection_cancel", change, "quiet", "cancel" in names),
    ]
    return [
        Door(label, reverse(f"calls_for_projects:{name}", args=[found.pk]), decision, look)
        for label, name, decision, look, is_shown in doors
        if is_shown
    ]


def selection_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed in a selection."""
    found = selection_for(request, pk)
    return history_page(
        request,
        found,
        title=str(found),
        crumbs=selection_crumbs(found),
        shows_names=is_staff_member(request.user),
    )


@dataclass(frozen=True, slots=True)
class SeatMarks:
    """The marks that one seat gave to a file."""

    seat: str
    marks: list[tuple[str, int]]
    comment: str


def selection_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a file to who decides on it: what is asked for, what limits it, its marks, its decision."""
    person, found = person_of(request), file_for(request, pk)
    is_inside = is_staff_member(person) or has_role(person, RoleKind.EVALUATOR)
    context = {
        **file_context(found, seats=list(queries.seats_held(person, found.selection)), is_inside=is_inside),
        "crumbs": selection_crumbs(found.selection),
        "doors": _file_doors(request, found),
        "letter": DecisionLetter.objects.filter(file=found).select_related("file__application").first(),
    }
    return render(request, "calls_for_projects/selection_file.html", context)


def file_context(found: SelectionFile, *, seats: Sequence[int], is_inside: bool) -> dict[str, object]:
    """
    Return what the page of a file shows to who decides on it, with an account or by a link.

    :param seats: those its reader holds: until the body sits they see no other marks
    :param is_inside: whether the reader is of the team or an evaluator
    """
    grades = queries.grades_of([found])
    scores = found.scores.select_related("seat__college", "criterion").order_by("seat", "criterion__position", "pk")
    if not _shows_marks(found.selection, is_inside=is_inside):
        scores = scores.filter(seat__in=seats)
        grades = {}
    return {
        "file": found,
        "application": found.application,
        "communes": found.application.communes.all(),
        "content": content_of(found.application),
        "note": queries.note_of(found.application),
        "opinions": queries.opinions_on(found.application),
        "grade": tables.grade_in_words(grades.get(found.pk, queries.NO_GRADE)),
        "seats": _by_seat(scores),
        "interests": found.interests.all(),
        "criteria": queries.criteria_of(found.application),
        "reads_application": is_inside,
    }


def _by_seat(scores: Iterable[Score]) -> list[SeatMarks]:
    found: dict[int, SeatMarks] = {}
    for score in scores:
        row = found.setdefault(score.seat_id, SeatMarks(str(score.seat), [], score.comment))
        row.marks.append((score.criterion.title, score.mark))
    return list(found.values())


def _file_doors(request: HttpRequest, found: SelectionFile) -> list[Door]:
    person = person_of(request)
    is_team = bool(permissions.can_run_selection(person))
    seats = list(queries.seats_held(person, found.selection))
    out = _("Keep somebody out of it") if is_team else _("I keep out of it")
    interest = permissions.can_declare_interest(person, found, seats[0] if seats else 0)
    is_open = found.selection.is_under_way
    doors: list[tuple[str, str, Decision, str, bool]] = [
        (_("Write the decision"), "file_decide", permissions.can_decide(person, found), "primary", is_team and is_open),
        (_("Mark this file"), "file_score", permissions.can_score(person, found), "primary", bool(seats) and is_open),
        (_("Sheet of two pages (PDF)"), "selection_sheet", permissions.can_read_file(person, found), "outline", True),
        (out, "interest_declare", interest, "outline", is_open and (bool(seats) or is_team)),
    ]
    return [
        Door(label, reverse(f"calls_for_projects:{name}", args=[found.pk]), decision, look)
        for label, name, decision, look, is_shown in doors
        if is_shown
    ]


def selection_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the sheet of a file, two pages, to who decides on it."""
    return sheet_answer(file_for(request, pk))


def sheet_answer(found: SelectionFile) -> HttpResponse:
    """Answer the sheet of a file as a PDF."""
    authority = territory.authority(today=timezone.localdate())
    content = sheet_pdf(found, author=authority.name if authority else found.selection.session.body.name)
    return _pdf(content, f"fiche-{found}")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def decision_letter(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Give the letter that tells a decision, as it was written."""
    found = get_object_or_404(
        DecisionLetter.objects.select_related("file__application"), file=pk, file__application__reference=reference
    )
    require(permissions.can_read_letter(person_of(request), found))
    return _pdf(letter_pdf(found), f"decision-{reference}")


def application_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on the page of an application what the selection made of it: to who carries it, once letters are sent."""
    person = person_of(request)
    row = get_object_or_404(Application, pk=pk)
    found = application_for(request, row.reference)
    sees_work = is_staff_member(person) or has_role(person, RoleKind.EVALUATOR)
    files = [
        file
        for file in queries.files_of_application(found)
        if sees_work or (writes_application(person, found) and hasattr(file, "letter"))
    ]
    context = {"application": found, "files": files, "sees_work": sees_work, "decided": DECIDED}
    template = "partials/_selection.html" if request.headers.get("HX-Request") else "selection_panel.html"
    return render(request, f"calls_for_projects/{template}", context)


def _map() -> Map:
    """Map how many projects are supported in each commune, the main one of each project."""
    counts = queries.supported_by_commune()
    address = reverse("calls_for_projects:supported_list")
    return commune_map(
        territory.communes(today=timezone.localdate()),
        title=_("Projects supported, by commune"),
        description=_(
            "Each commune with the number of projects supported there; a project counts in its main commune."
        ),
        fill=lambda commune: PLAIN if counts.get(commune.code) else ABSENT,
        note=lambda commune: str(counts.get(commune.code, 0)),
        note_word=_("Projects supported"),
        legend=[Key(PLAIN, _("one project or more")), Key(ABSENT, _("none yet"))],
        url=lambda commune: f"{address}?commune={commune.code}" if counts.get(commune.code) else "",
    )


@login_not_required
def supported_list(request: HttpRequest) -> HttpResponse:
    """List the projects supported, for everybody: decided for good, those who carry them told."""
    return list_page(
        request,
        template="calls_for_projects/supported_list.html",
        table_class=tables.SupportedTable,
        filterset_class=tables.SupportedFilter,
        rows=queries.decided_files(),
        file_name="projets-soutenus",
        context={"crumbs": (calls_crumb(),), "map": _map()},
    )
