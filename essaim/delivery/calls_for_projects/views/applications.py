"""The list of applications, and the page of one, for those who carry it and for the team."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.delivery.calls_for_projects import permissions, queries, services, tables_applications
from essaim.delivery.calls_for_projects.content import content_of
from essaim.delivery.calls_for_projects.models import Application
from essaim.delivery.calls_for_projects.schema import POSTS
from essaim.delivery.calls_for_projects.states import APPLICATION_MOVES, VERDICT_TONES, Verdict
from essaim.delivery.calls_for_projects.steps import STRUCTURE
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.permissions import is_staff_member
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.audit_trail.history import history_page
from essaim.foundations.primitives.decisions import Decision, deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Crumbs, Door, Page, refused, write

from .finding import call_crumbs
from .testing import lines_on


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
        rows=queries.application_rows(),
        file_name="dossiers",
    )


def own_list(request: HttpRequest) -> HttpResponse:
    """List the applications of the person of the request: drafts too, and where each stands."""
    actor = person_of(request)
    rows = queries.applications_of(actor, today=timezone.localdate())
    return list_page(
        request,
        template="calls_for_projects/own_list.html",
        table_class=tables_applications.OwnTable,
        rows=rows,
        file_name="mes-dossiers",
    )


def application(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an application: its state and what comes next, what it asks for, its answers, and what the rules say."""
    actor, found = person_of(request), application_for(request, reference)
    today = timezone.localdate()
    edition, judgement = queries.verdict_on(found, today=today)
    verdict = Verdict(judgement.verdict.value)
    reads_all = queries.reads_every_file(actor)
    is_team = is_staff_member(actor)
    opinions = list(found.commune_opinions.all())
    partners = list(found.partner_opinions.all())
    stops = list(found.missing_requests.all())
    context = {
        "application": found,
        "crumbs": crumbs_of(request, found)[:-1],
        "communes": found.communes.all(),
        "content": content_of(found),
        "edition": edition,
        "verdict": verdict,
        "verdict_tone": VERDICT_TONES[verdict],
        "lines": lines_on(edition, judgement) if reads_all else None,
        "limits": judgement.limits,
        "is_team": is_team,
        "reads_all": reads_all,
        "next_step": next_step_of(found),
        "clock": queries.clock_of(found, stops, today=today),
        "stops": stops,
        "missing": next((row for row in stops if row.answered_at is None), None),
        "opinions": opinions,
        "opinion_count": queries.count_opinions(opinions),
        "partners": partners if reads_all else (),
        "partner_count": queries.count_opinions(partners),
        "pieces": queries.pieces_wanted(found, person=None, today=today),
        "commitment": getattr(found, "commitment", None),
        "confirmation": queries.confirmation_of(found),
        "note": getattr(found, "note", None) if reads_all else None,
        "marks": [row for row in queries.checks_of(found).values() if not row.is_right] if is_team else (),
        "doors": application_doors(request, found),
    }
    return render(request, "calls_for_projects/application.html", context)


def next_step_of(application: Application) -> str:
    """Say to those who carry an application what comes next."""
    return {
        "draft": _("Go on writing; it is filed once you say so."),
        "filed": _("The team looks whether it is complete. If something is missing, one list of it is sent to you."),
        "incomplete": _(
            "Give what is missing: the list is on this page. The days of appraisal are not counted meanwhile."
        ),
        "complete": _("It is complete. The team appraises it, and asks the communes concerned for their opinion."),
        "ready": _("It is appraised. The next session of the committee examines it."),
        "presented": _("The committee has examined it. Its decision will be sent to you."),
        "deferred": _("The committee has put it off: the team tells you what it asks for."),
        "granted": _("The help is granted. A letter says what comes next."),
        "refused": _("The help is refused. A letter says why, and which help there is."),
        "inadmissible": _(
            "It cannot be received, for the reason given here. The page of the call says whom to contact."
        ),
        "withdrawn": _("It is withdrawn. Nothing more is done with it."),
    }[application.state]


# Moves with one reason or none: what the page is called, its button, whether a reason is asked, what it cannot undo.
MOVES = {
    "completer": "declare_complete",
    "irrecevable": "declare_inadmissible",
    "retirer": "withdraw",
    "pret": "mark_ready",
    "reprendre": "take_back",
}

SERVICES: Mapping[str, Callable[..., Application]] = {
    "declare_complete": services.declare_complete,
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
    if permissions.can_appraise(actor) and application.filed_at is not None:
        doors = [*_desk_doors(actor, application), *doors]
    if writing := permissions.can_write_application(actor, application):
        address = reverse("calls_for_projects:application_write", args=[application.reference, STRUCTURE])
        label = _("Go on writing") if application.is_draft else _("Give what is missing")
        doors.insert(0, Door(label, address, writing, "primary"))
    return doors


def _desk_doors(actor: User, application: Application) -> list[Door]:
    """List what the team does with an application besides making it move."""
    may = permissions.can_appraise(actor)
    is_open = permissions.opinions_are_open(application)
    state = application.state
    rows = (
        (_("Look at it, field by field"), "application_check", state in {"filed", "complete"}),
        (_("Name the record of its structure"), "structure_name", application.organization_id is None),
        (_("Give it to an officer"), "application_assign", is_open),
        (_("Ask the communes"), "communes_ask", is_open),
        (_("Ask a partner"), "partner_ask", is_open),
        (_("Note of appraisal"), "note_write", is_open),
        (_("Proposed posts"), "proposed_posts", state == "granted" and bool(application.values().get(POSTS))),
    )
    return [
        Door(label, reverse(f"calls_for_projects:{name}", args=[application.reference]), may)
        for label, name, is_shown in rows
        if is_shown
    ]


def _title(move: str) -> str:
    return {
        "declare_complete": _("Say that it is complete"),
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
        refusals={services.NotReadyForCommittee: str},
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
