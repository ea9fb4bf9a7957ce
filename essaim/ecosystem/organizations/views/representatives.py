"""Pages where the team says who speaks for a structure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, queries, services
from essaim.ecosystem.organizations.forms import EndForm, InvitationForm, RepresentativeForm
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.accounts.services import AlreadyKnown, RoleAlreadyHeld, RoleEnded, invite_person
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.writing import Page, refused, write

from .finding import organization_crumbs, organization_in_use


def representative_name(request: HttpRequest, key: str) -> HttpResponse:
    """Say that somebody who has an account speaks for a structure."""
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_name_representatives(actor, found))
    page = Page(
        title=_("Name who speaks for a structure"),
        submit=_("Name"),
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=found.name,
        refusals={RoleAlreadyHeld: _("This person already speaks for this structure on some of these days.")},
    )
    form = RepresentativeForm(request.POST or None, today=timezone.localdate())
    return write(
        request,
        page,
        form,
        lambda: services.name_representative(organization=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The person speaks for the structure from that day on."),
    )


def representative_invite(request: HttpRequest, key: str) -> HttpResponse:
    """Invite somebody who has no account yet to speak for a structure."""
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_name_representatives(actor, found))
    page = Page(
        title=_("Invite who speaks for a structure"),
        submit=_("Send the invitation"),
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=found.name,
        warning=_("They speak for the structure from the day they accept; their quality is said here afterwards."),
        refusals={AlreadyKnown: _("This address has an account already: name that person instead.")},
    )
    form = InvitationForm(request.POST or None)
    return write(
        request,
        page,
        form,
        lambda: invite_person(
            kind=RoleKind.ORGANIZATION_MEMBER,
            scope_code=found.key,
            actor=actor,
            now=timezone.now(),
            site_url=request.build_absolute_uri("/"),
            **form.cleaned_data,
        ),
        said=_("The invitation is on its way."),
    )


def representative_end(request: HttpRequest, key: str, grant_id: int) -> HttpResponse:
    """Say that somebody no longer speaks for a structure."""
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_name_representatives(actor, found))
    today, ended = timezone.localdate(), _("This ended before.")
    grant = get_object_or_404(queries.grants_for(found, today=today).select_related("person"), pk=grant_id)
    if request.method == "GET" and grant.ends_on is not None and grant.ends_on <= today:
        return refused(request, deny(ended), found.get_absolute_url())
    page = Page(
        title=_("End that somebody speaks for a structure"),
        submit=_("End it"),
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=_("%(person)s, for %(organization)s") % {"person": grant.person.full_name, "organization": found.name},
        refusals={RoleEnded: ended},
    )
    form = EndForm(request.POST or None, today=today)
    return write(
        request,
        page,
        form,
        lambda: services.end_representation(
            organization=found, grant=grant, actor=actor, now=timezone.now(), **form.cleaned_data
        ),
        said=_("The person no longer speaks for the structure from that day on."),
    )
