"""Pages of the selection for members without an account, by their personal link: the files, one file, its sheet, marks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.delivery.calls_for_projects import permissions_selection as permissions
from essaim.delivery.calls_for_projects.forms.selection import OwnInterestForm, ScoreForm
from essaim.delivery.calls_for_projects.models import SelectionFile
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.foundations.primitives.decisions import ALLOW, require
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write
from essaim.steering.committees import links
from essaim.steering.committees.links import by_link
from essaim.steering.committees.models import Mandate, Session

from .selection import file_context, sheet_answer


def _here(mandate: Mandate, session: Session, name: str = "seat_selection", **arguments: object) -> str:
    token = links.token_of(mandate, session)
    return reverse(f"calls_for_projects:{name}", kwargs={"token": token, **arguments})


def _crumbs(mandate: Mandate, session: Session, file: SelectionFile | None = None) -> Crumbs:
    label = _("Session of %(day)s") % {"day": day_in_words(session.day)}
    crumbs = ((label, links.path_of(mandate, session)), (pgettext("of a selection", "Files"), _here(mandate, session)))
    return crumbs if file is None else (*crumbs, (str(file), _here(mandate, session, "seat_file", pk=file.pk)))


def _file(mandate: Mandate, session: Session, pk: int) -> SelectionFile:
    """
    Find a file of the session of the link.

    :raises NotAllowed: if the seat keeps out of it, even by its very address
    """
    row = get_object_or_404(SelectionFile.objects.select_related("selection"), pk=pk, selection__session=session)
    found: SelectionFile = queries.file_rows(row.selection).get(pk=pk)
    require(permissions.can_read_file_by_link(mandate, found))
    return found


@by_link
def seat_panel(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """Lead from the page of a seat to the files of its session, if it sits on some."""
    context = {"session": session, "count": queries.files_of_session(session).count(), "url": _here(mandate, session)}
    is_fragment = request.headers.get("HX-Request")
    name = "partials/_seat_panel" if is_fragment else "seat_panel"
    return render(request, f"calls_for_projects/{name}.html", context)


@by_link
def seat_selection(request: HttpRequest, mandate: Mandate, session: Session) -> HttpResponse:
    """List the files of the session: those that the seat keeps out of are only named."""
    files = list(queries.files_of_session(session))
    kept_out = [file for file in files if queries.bars_seat(file, mandate.seat_id)]
    marked = queries.files_marked_by(mandate.seat_id, files)
    context = {
        "session": session,
        "mandate": mandate,
        "crumbs": _crumbs(mandate, session)[:1],
        "rows": [
            (file, _here(mandate, session, "seat_file", pk=file.pk), file.pk in marked)
            for file in files
            if file not in kept_out
        ],
        "kept_out": kept_out,
    }
    return render(request, "calls_for_projects/seat_selection.html", context)


@by_link
def seat_file(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Show a file to a member who decides on it."""
    found = _file(mandate, session, pk)
    context = {
        **file_context(found, seats=[mandate.seat_id], is_inside=False),
        "crumbs": _crumbs(mandate, session),
        "doors": _doors(mandate, session, found),
    }
    return render(request, "calls_for_projects/seat_file.html", context)


def _doors(mandate: Mandate, session: Session, found: SelectionFile) -> list[Door]:
    def address(name: str) -> str:
        return _here(mandate, session, name, pk=found.pk)

    doors = [
        Door(_("Mark this file"), address("seat_score"), permissions.can_score_by_link(mandate, found), "primary"),
        Door(_("Sheet of two pages (PDF)"), address("seat_sheet"), ALLOW, "outline"),
    ]
    if interest := permissions.can_declare_interest_by_link(mandate, found):
        doors.append(Door(_("I keep out of it"), address("seat_interest"), interest, "outline"))
    return doors


@by_link
def seat_sheet(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Give the sheet of a file, two pages, to a member who decides on it."""
    return sheet_answer(_file(mandate, session, pk))


@by_link
def seat_score(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Mark a file for the seat of the link."""
    found = _file(mandate, session, pk)
    back = _here(mandate, session, "seat_file", pk=pk)
    if not (decision := permissions.can_score_by_link(mandate, found)):
        return refused(request, decision, back)
    form = ScoreForm(
        request.POST or None,
        criteria=queries.criteria_of(found.application),
        marks=queries.marks_of(found, mandate.seat_id),
    )
    page = Page(
        title=_("Mark a file"),
        submit=_("Save the marks"),
        back=back,
        crumbs=_crumbs(mandate, session, found),
        lead=f"{found} – {found.application.label}",
    )
    return write(
        request,
        page,
        form,
        lambda: services.score_file_by_link(
            file=found,
            mandate=mandate,
            now=timezone.now(),
            marks=form.marks(),
            comment=form.cleaned_data["comment"],
        ),
        said=_("Your marks are saved: they can be written anew until the file is decided."),
    )


@by_link
def seat_interest(request: HttpRequest, mandate: Mandate, session: Session, pk: int) -> HttpResponse:
    """Say that the seat of the link keeps out of a file."""
    found = _file(mandate, session, pk)
    if not (decision := permissions.can_declare_interest_by_link(mandate, found)):
        return refused(request, decision, _here(mandate, session, "seat_file", pk=pk))
    form = OwnInterestForm(request.POST or None)
    page = Page(
        title=_("Keep out of a file"),
        submit=_("Keep out"),
        back=_here(mandate, session, "seat_file", pk=pk),
        crumbs=_crumbs(mandate, session, found),
        lead=_("From then on the file is closed to this member, by a link or by its address, and the minutes say so."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.declare_interest_by_link(file=found, mandate=mandate, now=timezone.now(), **form.cleaned_data),
        said=_("It is written: the member keeps out of this file."),
        onward=_here(mandate, session),
    )
