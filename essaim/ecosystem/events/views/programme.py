"""Pages where the team completes a gathering: speakers, declared figures, proceedings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from essaim.ecosystem.events import permissions, services
from essaim.ecosystem.events.forms import DeclaredForm, SpeakerForm
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import event_crumbs, event_for


def speaker_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Announce somebody who speaks."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_update_event(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    page = Page(
        title=_("Announce a speaker"),
        submit=_("Announce"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=found.title,
    )
    form = SpeakerForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.add_speaker(event=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The speaker is announced."),
    )


def speaker_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody out of the programme, saying why."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_update_event(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    speaker = get_object_or_404(found.speakers, pk=pk)
    page = Page(
        title=_("Take a speaker out of the programme"),
        submit=_("Take out"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=_("%(person)s, at: %(title)s") % {"person": speaker.name, "title": found.title},
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.remove_speaker(speaker=speaker, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The speaker is no longer announced."),
    )


def participation_declare(request: HttpRequest, slug: str) -> HttpResponse:
    """Write what a source says of who came."""
    actor, found = person_of(request), event_for(request, slug)
    require(permissions.can_write_events(actor))
    if not (decision := permissions.can_update_event(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    page = Page(
        title=_("Write what a source declares"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=event_crumbs(found),
        lead=_("A declared figure is shown beside what is counted here, and never added to it."),
    )
    form = DeclaredForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.declare_participation(event=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The declared figure is written."),
    )


@require_POST
def proceedings_assemble(request: HttpRequest, slug: str) -> HttpResponse:
    """Assemble the proceedings, or assemble them again."""
    actor, found = person_of(request), event_for(request, slug)
    try:
        proceedings = services.assemble_proceedings(event=found, actor=actor, now=timezone.now())
    except services.NothingToAssemble:
        messages.warning(request, _("There is no report to assemble: close the gathering or its parts first."))
        return redirect(found)
    count = len(proceedings.sections)
    said = ngettext(
        "Proceedings assembled from %(count)s report.", "Proceedings assembled from %(count)s reports.", count
    )
    messages.success(request, said % {"count": count})
    return redirect(proceedings)
