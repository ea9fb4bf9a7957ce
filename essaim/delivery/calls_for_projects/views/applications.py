"""The list of applications, and the page of one, for those who carry it and for the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.delivery.calls_for_projects import permissions, queries, services, tables_applications
from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.schema import block_titles
from essaim.delivery.calls_for_projects.states import APPLICATION_MOVES, VERDICT_TONES, Verdict
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import Decision, deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write

from .finding import call_crumbs, call_for


def applications_crumb() -> tuple[str, str]:
    """Return the way back to the list of applications."""
    return pgettext("to a call", "Applications"), reverse("calls_for_projects:application_list")


def crumbs_of(request: HttpRequest, application: Application) -> Crumbs:
    """Return the way back from a page under an application: to the list for the team, to the call for others."""
    first = (applications_crumb(),) if is_staff_member(request.user) else call_crumbs(application.call)
    return (*first, (application.label, application.get_absolute_url()))


def application_for(request: HttpRequest, reference: str) -> Application:
    """Find an application that the person of the request may read, or answer 404."""
    rows = queries.applications_visible_to(request.user, today=timezone.localdate())
    return get_object_or_404(rows, reference=reference)


def application_list(request: HttpRequest) -> HttpResponse:
    """List the applications that were filed, with search, filters, sort and export."""
    actor = person_of(request)
    require(permissions.can_list_applications(actor))
    return list_page(
        request,
        template="calls_for_projects/application_list.html",
        table_class=tables_applications.ApplicationTable,
        filterset_class=tables_applications.ApplicationFilter,
        rows=queries.applications_for_team(),
        file_name="dossiers",
    )


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """An answer on the page of an application, with the words it was asked with."""

    wording: str
    value: object
    version: int


def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an application: its state and what comes next, what it asks for, its answers, and what the rules say."""
    actor, found = person_of(request), application_for(request, reference)
    today = timezone.localdate()
    edition, judgement = queries.verdict_on(found, today=today)
    verdict = Verdict(judgement.verdict.value)
    context = {
        "application": found,
        "crumbs": crumbs_of(request, found)[:-1],
        "communes": found.communes.all(),
        "answers": _answers(found),
        "edition": edition,
        "verdict": verdict,
        "verdict_tone": VERDICT_TONES[verdict],
        "is_team": is_staff_member(actor),
        "doors": application_doors(request, found),
    }
    return render(request, "calls_for_projects/application.html", context)


def _answers(application: Application) -> list[AnswerShown]:
    blocks = block_titles()
    return [
        AnswerShown(answer["wording"], answer["value"], answer["version"])
        for code, answer in application.answers.items()
        if code not in blocks
    ]


# Moves with one reason or none: what the page is called, its button, whether a reason is asked, what it cannot undo.
MOVES = {
    "completer": "declare_complete",
    "pieces-manquantes": "ask_for_missing",
    "irrecevable": "declare_inadmissible",
    "retirer": "withdraw",
    "pret": "mark_ready",
    "reprendre": "take_back",
}

SERVICES: Mapping[str, Callable[..., Application]] = {
    "declare_complete": services.declare_complete,
    "ask_for_missing": services.ask_for_missing,
    "declare_inadmissible": services.declare_inadmissible,
    "withdraw": services.withdraw_application,
    "mark_ready": services.mark_ready,
    "take_back": services.take_back,
}


def application_doors(request: HttpRequest, application: Application) -> list[Door]:
    """List what the person of the request may do now with an application."""
    actor = person_of(request)
    moves = APPLICATION_MOVES.names_from(application.state)
    doors = []
    for word, name in MOVES.items():
        decision = _may(request, application, name)
        if name in moves and decision:
            look = "primary" if name in {"declare_complete", "mark_ready"} else "outline"
            if name in {"withdraw", "declare_inadmissible", "take_back"}:
                look = "quiet"
            address = reverse("calls_for_projects:application_move", args=[application.reference, word])
            doors.append(Door(_title(name), address, decision, look))
    if permissions.can_write_application(actor, application) and "file" in moves:
        address = reverse("calls_for_projects:application_file", args=[application.reference])
        doors.insert(0, Door(_("File it"), address, permissions.can_write_application(actor, application), "primary"))
    return doors


def _title(move: str) -> str:
    return {
        "declare_complete": _("Say that it is complete"),
        "ask_for_missing": _("Ask for what is missing"),
        "declare_inadmissible": _("Say that it cannot be received"),
        "withdraw": _("Withdraw it"),
        "mark_ready": _("Say that it is ready for the committee"),
        "take_back": _("Take it back to appraise it again"),
    }[move]


def _may(request: HttpRequest, application: Application, move: str) -> Decision:
    actor = person_of(request)
    if move == "withdraw":
        return permissions.can_withdraw_application(actor, application)
    return permissions.can_appraise(actor)


def application_move(request: HttpRequest, reference: str, move: str) -> HttpResponse:
    """Make an application pass from a state to another, with the reason where it needs one."""
    actor, found, now = person_of(request), application_for(request, reference), timezone.now()
    name = MOVES[move]
    require(_may(request, found, name))
    if name not in APPLICATION_MOVES.names_from(found.state):
        return refused(request, deny(_("This is no longer possible: the application has moved on.")), _back(found))
    page = Page(
        title=_title(name),
        submit=_("Confirm"),
        back=_back(found),
        crumbs=crumbs_of(request, found),
        lead=f"{found.label} – {found.carrier}",
        warning=_("Who applied is told, and reads the reason.") if name in {"declare_inadmissible"} else "",
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = _("Kept in the history of the application; who applied reads it.")
    if name in {"declare_complete", "mark_ready"}:
        form.fields["reason"].required = False
        form.fields["reason"].label = _("Note, if useful")
    service = SERVICES[name]
    takes_reason = name not in {"declare_complete", "mark_ready"}
    return write(
        request,
        page,
        form,
        lambda: service(
            application=found,
            actor=actor,
            now=now,
            **({"reason": form.cleaned_data["reason"]} if takes_reason else {}),
        ),
        said=_("It is done."),
    )


def _back(application: Application) -> str:
    return application.get_absolute_url()


def application_file(request: HttpRequest, reference: str) -> HttpResponse:
    """File an application, or say all that it still lacks."""
    actor, found, now = person_of(request), application_for(request, reference), timezone.now()
    decision = permissions.can_write_application(actor, found)
    if not decision:
        return refused(request, decision, _back(found))
    if request.method == "POST":
        try:
            services.file_application(application=found, actor=actor, now=now)
        except services.NotFileable as lack:
            context = {"application": found, "crumbs": crumbs_of(request, found), "problems": lack.problems}
            return render(request, "calls_for_projects/application_file.html", context, status=422)
        return redirect(_back(found))
    context = {
        "application": found,
        "crumbs": crumbs_of(request, found),
        "problems": services.problems_before_filing(found),
    }
    return render(request, "calls_for_projects/application_file.html", context)


def application_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an application to a call."""
    actor, found = person_of(request), call_for(request, slug)
    require(permissions.can_apply(actor))
    if request.method == "POST":
        try:
            draft = services.start_draft(call=found, actor=actor, now=timezone.now())
        except services.CallIsClosed:
            return refused(request, deny(_("This call takes no application today.")), found.get_absolute_url())
        return redirect(draft.get_absolute_url())
    return render(
        request,
        "calls_for_projects/application_start.html",
        {"call": found, "crumbs": call_crumbs(found), "edition": queries.edition_on(found, timezone.localdate())},
    )


def application_history(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what changed in an application: to the team and to those who carry it."""
    found = application_for(request, reference)
    return history_page(
        request,
        found,
        title=found.label,
        crumbs=crumbs_of(request, found),
        shows_names=is_staff_member(request.user),
    )
