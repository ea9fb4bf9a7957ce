"""Invitations to amend a text: written and ended by the team, used by whoever holds their link."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write
from essaim.steering.consultations import links, permissions, services
from essaim.steering.consultations.forms import InvitationForm, InvitedAmendmentForm

from .texts import passage_refusals, quoted, text_crumbs, text_of

PLACE = "invitations"


def amendment_invite(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Invite somebody to amend a text: the page of the text then shows the team their link."""
    actor, found = person_of(request), text_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    form = InvitationForm(request.POST or None)
    page = Page(
        title=_("Invite somebody to amend the text"),
        submit=_("Invite"),
        back=f"{found.get_absolute_url()}#{PLACE}",
        crumbs=text_crumbs(found),
        lead=_("A structure; or, for people without one, in what quality they take part, never their name."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.invite_to_amend(text=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The invitation is written: send its link, shown below, to who is invited."),
        onward=lambda _row: page.back,
    )


def invitation_end(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """End an invitation."""
    actor, found = person_of(request), text_of(request, slug, number)
    require(permissions.can_write_consultations(actor))
    invitation = get_object_or_404(found.invitations.select_related("organization"), pk=pk)
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("End an invitation"),
        submit=pgettext("an invitation", "End it"),
        back=f"{found.get_absolute_url()}#{PLACE}",
        crumbs=text_crumbs(found),
        lead=invitation.author,
        warning=_("Its link amends nothing any more; the amendments that came by it stay."),
    )
    return write(
        request,
        page,
        form,
        lambda: services.end_invitation(
            invitation=invitation, actor=actor, reason=form.cleaned_data["reason"], now=timezone.now()
        ),
        said=_("The invitation has ended."),
        onward=lambda _row: page.back,
    )


@login_not_required
@never_cache
def amend_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Propose an amendment as whoever is invited; the address of the page is told to nobody."""
    try:
        invitation = links.invitation_of(token)
    except links.BadLink:
        raise Http404 from None
    answer = _amend(request, invitation)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _amend(request: HttpRequest, invitation: links.AmendmentInvitation) -> HttpResponse:
    found = invitation.text
    if not (decision := permissions.can_amend(invitation)):
        return refused(request, decision, found.get_absolute_url())
    latest = found.versions.order_by("number").reverse()[0]
    form = InvitedAmendmentForm(request.POST or None, initial=quoted(request, latest))
    page = Page(
        title=_("Propose an amendment"),
        submit=_("Propose"),
        back=found.get_absolute_url(),
        crumbs=text_crumbs(found),
        lead=_("%(text)s. You propose as: %(author)s. Your amendment is public at once, with this name.")
        % {"text": found.title, "author": invitation.author},
        refusals=passage_refusals(),
    )
    return write(
        request,
        page,
        form,
        lambda: services.propose_amendment_by_link(invitation=invitation, now=timezone.now(), **form.values()),
        said=_("The amendment is written and public."),
        template="consultations/amendment_create.html",
        context={"version": latest},
        onward=lambda row: row.get_absolute_url(),
    )
