"""Pages where the team writes calls and editions, brings them into force and closes them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.delivery.calls_for_projects import permissions, services
from essaim.delivery.calls_for_projects.forms import (
    ActionLinkForm,
    CallEditForm,
    CallForm,
    CloseForm,
    DraftFromForm,
    EditionEditForm,
    EditionForm,
    StartForm,
)
from essaim.delivery.calls_for_projects.models import Edition, EditionAction
from essaim.delivery.calls_for_projects.states import EDITION_MOVES
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import call_crumbs, call_for, calls_crumb, edition_crumbs, edition_for, refusal_to_write


def call_create(request: HttpRequest) -> HttpResponse:
    """Write a call."""
    actor = person_of(request)
    require(permissions.can_write_calls(actor))
    crumb = calls_crumb()
    page = Page(
        title=_("Write a call for projects"),
        submit=_("Save"),
        back=crumb[1],
        crumbs=(crumb,),
        lead=_("The team alone reads it until one of its editions is in force."),
    )
    form = CallForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.create_call(actor=actor, now=timezone.now(), slug=form.cleaned_data["slug"], **form.values()),
        said=_("The call is written. Draft its first edition."),
        onward=lambda row: row.get_absolute_url(),
    )


def call_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct what is said of a call, saying why."""
    actor, found = person_of(request), call_for(request, slug)
    require(permissions.can_write_calls(actor))
    page = Page(
        title=_("Correct a call for projects"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=call_crumbs(found),
        lead=found.name,
    )
    form = CallEditForm(request.POST or None, instance=found)
    return write(
        request,
        page,
        form,
        lambda: services.update_call(call=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The call is corrected; its history keeps what it was."),
    )


def edition_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft an edition from nothing."""
    actor, found = person_of(request), call_for(request, slug)
    require(permissions.can_write_calls(actor))
    page = Page(
        title=_("Draft an edition from nothing"),
        submit=_("Save the draft"),
        back=found.get_absolute_url(),
        crumbs=call_crumbs(found),
        lead=_("The team alone reads it until it is in force."),
    )
    form = EditionForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.create_edition(
            call=found, actor=actor, now=timezone.now(), code=form.cleaned_data["code"], **form.values()
        ),
        said=_("The draft is written. Give it its rules."),
        onward=lambda row: row.get_absolute_url(),
    )


def edition_draft_from(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Draft a new edition from another."""
    actor, found = person_of(request), edition_for(request, slug, code)
    require(permissions.can_write_calls(actor))
    page = Page(
        title=_("Draft a new edition from this one"),
        submit=_("Save the draft"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=_("Rules, parameters, pieces, questions, grid, instalments and examples are copied; days are left open."),
    )
    form = DraftFromForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.draft_from(edition=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The draft is written from the other edition."),
        onward=lambda row: row.get_absolute_url(),
    )


def edition_edit(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Write a draft, saying why."""
    actor, found = person_of(request), edition_for(request, slug, code)
    if refusal := refusal_to_write(request, actor, found):
        return refusal
    page = Page(
        title=_("Write an edition"),
        submit=_("Save"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(found),
    )
    form = EditionEditForm(request.POST or None, instance=found)
    return write(
        request,
        page,
        form,
        lambda: services.update_edition(edition=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The draft is corrected; its history keeps what it was."),
    )


def _refusal_to_move(request: HttpRequest, actor: User, found: Edition, move: str, reason: str) -> HttpResponse | None:
    """Lead back whoever opens the page of a move that the edition makes no more, with the reason; None when it may."""
    require(permissions.can_write_calls(actor))
    is_possible = move in EDITION_MOVES.names_from(found.state)
    return None if is_possible else refused(request, deny(reason), found.get_absolute_url())


def edition_start(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Bring a draft into force from a day on."""
    actor, found, now = person_of(request), edition_for(request, slug, code), timezone.now()
    if refusal := _refusal_to_move(request, actor, found, "start", _("Only a draft is brought into force.")):
        return refusal
    page = Page(
        title=_("Bring an edition into force"),
        submit=_("Bring it into force"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(found),
        warning=_(
            "It becomes public and is not written any more; the edition now in force ends on that day. "
            "What was filed before keeps its rules."
        ),
        refusals={services.NotReady: str},
    )
    form = StartForm(request.POST or None, today=timezone.localdate(now), starts_on=found.starts_on)
    return write(
        request,
        page,
        form,
        lambda: services.start_edition(edition=found, actor=actor, now=now, **form.cleaned_data),
        said=_("The edition is in force from that day."),
    )


def edition_close(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Close an edition in force, saying why."""
    actor, found, now = person_of(request), edition_for(request, slug, code), timezone.now()
    if refusal := _refusal_to_move(request, actor, found, "close", _("Only an edition in force is closed, and once.")):
        return refusal
    page = Page(
        title=_("Close an edition"),
        submit=_("Close it"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(found),
        warning=_("From that day on nothing is filed under it, and this cannot be undone."),
    )
    form = CloseForm(request.POST or None, today=timezone.localdate(now), label=_("First day without it"))
    return write(
        request,
        page,
        form,
        lambda: services.close_edition(
            edition=found,
            actor=actor,
            now=now,
            ends_on=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
        ),
        said=_("The edition is closed."),
    )


def action_link(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Say that an edition carries out an action of a plan."""
    actor, found = person_of(request), edition_for(request, slug, code)
    require(permissions.can_write_calls(actor))
    page = Page(
        title=_("Tie an edition to an action of a plan"),
        submit=_("Tie"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=_("The page of the action, and the thread, lead to the edition."),
    )
    form = ActionLinkForm(request.POST or None, person=actor)
    return write(
        request,
        page,
        form,
        lambda: services.link_action(edition=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The edition is tied to the action."),
    )


def action_unlink(request: HttpRequest, slug: str, code: str, pk: int) -> HttpResponse:
    """Take back that an edition carries out an action, saying why."""
    actor, found = person_of(request), edition_for(request, slug, code)
    require(permissions.can_write_calls(actor))
    rows = EditionAction.objects.select_related("edition__call", "action__plan", "action__axis")
    link = get_object_or_404(rows, edition=found, pk=pk)
    page = Page(
        title=_("Untie an edition from an action"),
        submit=_("Untie"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(link.action),
    )
    form = ReasonForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: services.unlink_action(link=link, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The edition is no longer tied to the action."),
    )


def form_publish(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """Publish the questions of an edition in force as the next version of its form."""
    actor, found = person_of(request), edition_for(request, slug, code)
    require(permissions.can_write_calls(actor))
    if not (decision := permissions.can_publish_form(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    page = Page(
        title=_("Publish a new version of the form"),
        submit=_("Publish"),
        back=found.get_absolute_url(),
        crumbs=edition_crumbs(found),
        lead=str(found),
        warning=_(
            "Drafts move on to it, and each of their answers keeps the words it was asked with. What was filed keeps the "
            "form it was filed with."
        ),
    )
    form = ReasonForm(request.POST or None)
    form.fields["reason"].label = _("What changes")
    return write(
        request,
        page,
        form,
        lambda: services.publish_form(edition=found, actor=actor, now=timezone.now(), note=form.cleaned_data["reason"]),
        said=_("The new version of the form is asked from now on."),
    )
