"""Pages where the selection is prepared, marked, decided, frozen and told."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.delivery.calls_for_projects import permissions_selection as permissions
from essaim.delivery.calls_for_projects.allowance_guards import AllowanceRefused
from essaim.delivery.calls_for_projects.forms.selection import (
    AllowanceEditForm,
    AllowanceForm,
    DecisionForm,
    InterestForm,
    ScoreForm,
    SelectionForm,
    TieForm,
)
from essaim.delivery.calls_for_projects.models import Allowance, SelectionSession
from essaim.delivery.calls_for_projects.queries import selection as queries
from essaim.delivery.calls_for_projects.services import decisions, letters
from essaim.delivery.calls_for_projects.services import selection as services
from essaim.delivery.calls_for_projects.states import SELECTION_MOVES
from essaim.delivery.calls_for_projects.wording import amount
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import Decision, deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.committees.queries import mandates_on

from .selection import file_crumbs, file_for, selection_crumbs, selection_for, selections_crumb

REFUSALS: dict[type[Exception], str | Callable[[Exception], str]] = {
    decisions.AmountTooHigh: lambda refusal: (
        _("At most %(amount)s: what was asked for, the ceiling and the share of the budget allow no more.")
        % {"amount": amount(refusal.limit_cents)}  # type: ignore[attr-defined]
    ),
    decisions.NoAllowance: lambda refusal: _(
        "No allowance of this session covers this year, type of aid and territory: give one first."
    ),
    decisions.AllowanceExceeded: lambda refusal: (
        _("There is %(amount)s left of the allowance “%(name)s”.")
        % {"amount": amount(max(refusal.left_cents, 0)), "name": refusal.name}  # type: ignore[attr-defined]
    ),
    decisions.Undecided: lambda refusal: (
        _("These files are not decided: %(references)s.") % {"references": str(refusal)}
    ),
    decisions.NoQuorum: lambda refusal: (
        _("The quorum is not there for %(reference)s, those who keep out of it left out.") % {"reference": str(refusal)}
    ),
    services.NoFileWaits: lambda refusal: _("No file of this call is ready for the committee."),
    services.BeyondAllowance: lambda refusal: _("More is granted of it already."),
    AllowanceRefused: str,
}


def _selection_to_run(request: HttpRequest, pk: int) -> SelectionSession:
    require(permissions.can_run_selection(person_of(request)))
    return selection_for(request, pk)


def selection_create(request: HttpRequest) -> HttpResponse:
    """Prepare a selection, with every file that is ready."""
    actor = person_of(request)
    require(permissions.can_run_selection(actor))
    form = SelectionForm(request.POST or None)
    page = Page(
        title=_("Prepare a selection"),
        submit=_("Take in the complete files"),
        back=selections_crumb()[1],
        crumbs=(selections_crumb(),),
        lead=_("Exactly the files that are ready since the last session are taken in, and those deferred."),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.prepare_selection(actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The files are taken in: each is a point of the agenda."),
        onward=lambda row: row.get_absolute_url(),
    )


def _confirm(
    request: HttpRequest,
    found: SelectionSession,
    decision: Decision,
    title: str,
    submit: str,
    save: Callable[[], object],
    said: str,
    *,
    warning: str = "",
) -> HttpResponse:
    """Ask before something is done by a button on a page of its own; a page gone stale leads back with the reason."""
    if not decision:
        return refused(request, decision, found.get_absolute_url())
    page = Page(title, submit, found.get_absolute_url(), selection_crumbs(found), str(found), warning, REFUSALS)
    form = forms.Form(request.POST if request.method == "POST" else None)
    return write(request, page, form, save, said=said)


def selection_take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the files that became ready since."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    count = queries.waiting_for(found.call).count()
    lead = ngettext("%(count)s file waits.", "%(count)s files wait.", count) % {"count": count}
    return _confirm(
        request,
        found,
        permissions.can_take_files(actor, found),
        _("Take in new files"),
        _("Take in"),
        lambda: services.take_files(selection=found, actor=actor, now=timezone.now()),
        _("Every complete file is taken in."),
        warning=lead,
    )


def selection_interests(request: HttpRequest, pk: int) -> HttpResponse:
    """Look in the records again for interests."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    return _confirm(
        request,
        found,
        permissions.can_change_selection(actor, found),
        _("Look for interests again"),
        _("Look"),
        lambda: services.find_interests(selection=found, actor=actor, now=timezone.now()),
        _("The records were read: who has an interest keeps out."),
        warning=_("Seats held for the structure, who speaks for it, interests declared, who wrote the application."),
    )


def selection_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze every decision."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    return _confirm(
        request,
        found,
        permissions.can_freeze(actor, found),
        _("Freeze the decisions"),
        _("Freeze"),
        lambda: decisions.freeze_selection(selection=found, actor=actor, now=timezone.now()),
        _("The decisions are frozen, and written in the minutes."),
        warning=_("This cannot be undone: nothing changes in a decision any more, and the minutes take it in."),
    )


def selection_notify(request: HttpRequest, pk: int) -> HttpResponse:
    """Write and send the letters."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    return _confirm(
        request,
        found,
        permissions.can_notify(actor, found),
        _("Write and send the letters"),
        _("Send"),
        lambda: letters.notify_selection(selection=found, actor=actor, now=timezone.now()),
        _("The letters are written and sent."),
        warning=_("A letter is written once and kept as it is; asked again, none is sent a second time."),
    )


def selection_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a selection under way; its files wait for the next."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    decision = permissions.can_change_selection(actor, found)
    if "cancel" not in SELECTION_MOVES.names_from(found.state) or not decision:
        return refused(request, decision or deny(_("It is decided already.")), found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    page = Page(
        _("Cancel this selection"),
        _("Cancel the selection"),
        found.get_absolute_url(),
        selection_crumbs(found),
        str(found),
        _("Its files are deferred, and wait for the next selection."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.cancel_selection(selection=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The selection is cancelled."),
    )


def allowance_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what a selection may grant."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    if not (decision := permissions.can_change_selection(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = AllowanceForm(request.POST or None, person=actor, today=found.session.day)
    page = Page(
        _("Give an allowance"),
        _("Save"),
        found.get_absolute_url(),
        selection_crumbs(found),
        _("What is granted stays within every allowance that covers it."),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.add_allowance(selection=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The allowance is written."),
    )


def allowance_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the amount of an allowance."""
    actor = person_of(request)
    require(permissions.can_run_selection(actor))
    row = get_object_or_404(
        Allowance.objects.select_related("selection__session__body", "selection__call", "territory"), pk=pk
    )
    found = row.selection
    if not (decision := permissions.can_change_selection(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = AllowanceEditForm(request.POST or None, allowance=row)
    page = Page(
        _("Correct an allowance"),
        _("Save"),
        found.get_absolute_url(),
        selection_crumbs(found),
        str(row),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_allowance(
            allowance=row,
            actor=actor,
            now=timezone.now(),
            reason=form.cleaned_data["reason"],
            amount_cents=form.cleaned_data["amount"] or 0,
        ),
        said=_("The allowance is corrected."),
    )


def tie_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an interest that a member declares in a structure."""
    actor, found = person_of(request), _selection_to_run(request, pk)
    if not (decision := permissions.can_change_selection(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = TieForm(request.POST or None, selection=found)
    page = Page(
        _("Write a declared interest"),
        _("Save"),
        found.get_absolute_url(),
        selection_crumbs(found),
        _("It is found again at each selection, and bars the files of this structure to this member."),
    )

    def save() -> object:
        services.declare_tie(actor=actor, now=timezone.now(), **form.values())
        return services.find_interests(selection=found, actor=actor, now=timezone.now())

    return write(request, page, form, save, said=_("The interest is written: the member keeps out."))


def interest_declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a seat keeps out of a file."""
    actor, found = person_of(request), file_for(request, pk)
    own = list(queries.seats_held(actor, found.selection))
    is_team = bool(permissions.can_run_selection(actor))
    session = found.selection.session
    seats = list(mandates_on(session.body, session.day).values_list("seat", flat=True)) if is_team else own
    if not is_team and not own:
        require(permissions.can_declare_interest(actor, found, 0))
    if seats and not (decision := permissions.can_declare_interest(actor, found, seats[0])):
        return refused(request, decision, found.get_absolute_url())
    form = InterestForm(request.POST or None, seats=seats)
    page = Page(
        _("Keep out of a file"),
        _("Keep out"),
        found.get_absolute_url(),
        file_crumbs(found),
        _("From then on the file is closed to this member, by a link or by its address, and the minutes say so."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.declare_interest(file=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("It is written: the member keeps out of this file."),
        onward=found.selection.get_absolute_url(),
    )


def file_score(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a file for the seat one holds."""
    actor, found = person_of(request), file_for(request, pk)
    seats = queries.seats_held(actor, found.selection)
    if not seats:
        require(permissions.can_score(actor, found))
    if not (decision := permissions.can_score(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    seat = next(iter(seats.values())).seat
    form = ScoreForm(
        request.POST or None,
        criteria=queries.criteria_of(found.application),
        marks=queries.marks_of(found, seat.pk),
    )
    page = Page(
        _("Mark a file"),
        _("Save the marks"),
        found.get_absolute_url(),
        file_crumbs(found),
        f"{found} – {found.application.label}",
    )
    return write(
        request,
        page,
        form,
        lambda: services.score_file(
            file=found,
            seat=seat,
            actor=actor,
            now=timezone.now(),
            marks=form.marks(),
            comment=form.cleaned_data["comment"],
        ),
        said=_("Your marks are saved: they can be written anew until the file is decided."),
    )


def file_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what the session decides on a file."""
    actor = person_of(request)
    require(permissions.can_run_selection(actor))
    found = file_for(request, pk)
    if not (decision := permissions.can_decide(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = DecisionForm(request.POST or None, file=found, year=found.selection.session.day.year)
    lead = f"{found} – {found.application.label}"
    page = Page(
        _("Write the decision"),
        _("Save the decision"),
        found.get_absolute_url(),
        file_crumbs(found),
        lead,
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: decisions.decide_file(file=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The decision is written: it can be written anew until all are frozen."),
        onward=found.selection.get_absolute_url(),
        template="calls_for_projects/decision_form.html",
        context={"file": found, "lines": queries.allowance_lines(found.selection, but=found.pk)},
    )
