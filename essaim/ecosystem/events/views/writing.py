"""Pages where the team writes, corrects, announces, closes and cancels gatherings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.ecosystem.events import permissions, services
from essaim.ecosystem.events.forms import ClosingForm, EventEditForm, EventForm, ReportForm
from essaim.ecosystem.events.models import Event
from essaim.ecosystem.events.queries import attendance_of, leads_of, ratings_of, seats_of
from essaim.ecosystem.events.states import EVENT_MOVES, EventState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import agenda_crumb, event_crumbs, event_for


def event_create(request: HttpRequest) -> HttpResponse:
    """Write a gathering in draft; ?dans= names the one it is a part of."""
    actor = person_of(request)
    require(permissions.can_write_events(actor))
    whole = Event.objects.whole().filter(slug=request.GET.get("dans", "")).first()
    initial = {"parent": whole.pk, "starts_on": whole.starts_on, "last_on": whole.last_on} if whole else {}
    form = EventForm(request.POST or None, today=timezone.localdate(), initial=initial)
    crumb = agenda_crumb()
    page = Page(
        title=_("Write a gathering"),
        submit=_("Save the draft"),
        back=whole.get_absolute_url() if whole else crumb[1],
        crumbs=event_crumbs(whole) if whole else (crumb,),
        lead=_("The team alone reads it until it is announced."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_event(actor=actor, now=timezone.now(), slug=form.cleaned_data["slug"], **form.values()),
        said=_("The gathering is written. Announce it when it is ready."),
        onward=lambda row: row.get_absolute_url(),
        template="events/event_form.html",
        context={"communes": form.offered},
    )


def event_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a gathering, saying why."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_update_event(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = EventEditForm(request.POST or None, instance=found, today=timezone.localdate())
    is_told = found.state == EventState.PUBLISHED and seats_of(found).taken
    page = Page(
        title=_("Correct a gathering"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=found.title,
        warning=_("Those who registered are told by mail if its day, hour or place changes.") if is_told else "",
    )
    return write(
        request,
        page,
        form,
        lambda: services.update_event(event=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The gathering is corrected; its history keeps what it was."),
        template="events/event_form.html",
        context={"communes": form.offered},
    )


@require_POST
def event_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Announce a gathering."""
    actor, found = person_of(request), event_for(request, slug)
    services.publish_event(event=found, actor=actor, now=timezone.now())
    messages.success(request, _("The gathering is announced: everybody reads it."))
    return redirect(found)


@require_POST
def event_hold(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a gathering took place."""
    actor, found = person_of(request), event_for(request, slug)
    services.hold_event(event=found, actor=actor, now=timezone.now())
    messages.success(request, _("It took place. Count who came, then close it with its report."))
    return redirect(found)


def event_cancel(request: HttpRequest, slug: str) -> HttpResponse:
    """Cancel a gathering, saying why."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if "cancel" not in EVENT_MOVES.names_from(found.state):
        reason = _("Only what has not taken place yet is cancelled, and once.")
        return refused(request, deny(reason), found.get_absolute_url())
    page = Page(
        title=_("Cancel a gathering"),
        submit=_("Cancel the gathering"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=found.title,
        warning=_("This cannot be undone. Those who registered are told by mail, with the reason."),
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.cancel_event(event=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The gathering is cancelled."),
    )


def event_close(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a gathering with its report."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if "close" not in EVENT_MOVES.names_from(found.state):
        reason = _("A gathering is closed once it took place, and once.")
        return refused(request, deny(reason), found.get_absolute_url())
    page = Page(
        title=_("Close a gathering"),
        submit=_("Close and publish the report"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=found.title,
        warning=_("The report becomes public. It can be corrected later, with a reason."),
    )
    form = ClosingForm(request.POST or None, initial={"report": found.report, "outcome": found.outcome})
    return write(
        request,
        page,
        form,
        lambda: services.close_event(event=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The gathering is closed and its report is public."),
        template="events/close.html",
        context={
            "event": found,
            "counted": attendance_of(found),
            "leads": leads_of(found),
            "ratings": ratings_of(found),
        },
    )


def report_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct the report of a closed gathering, saying why."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if found.state != EventState.CLOSED:
        reason = _("The report is written when the gathering is closed.")
        return refused(request, deny(reason), found.get_absolute_url())
    page = Page(
        title=_("Correct the report"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=found.title,
        warning=_("Proceedings keep the former text until they are assembled again."),
    )
    form = ReportForm(request.POST or None, instance=found)
    return write(
        request,
        page,
        form,
        lambda: services.update_event(event=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The report is corrected; its history keeps what it was."),
    )
