"""Pages where the team writes, corrects and closes the establishments of a structure."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, services
from essaim.ecosystem.organizations.forms import EndForm, EstablishmentEditForm, EstablishmentForm
from essaim.ecosystem.organizations.models import Establishment, Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.writing import Page, refused, write

from .finding import organization_crumbs, organization_in_use

TEMPLATE = "organizations/organization_form.html"


def establishment_add(request: HttpRequest, key: str) -> HttpResponse:
    """Write where a structure is."""
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_update_organization(actor, found))
    page = _page(found, title=_("Write an establishment"), submit=_("Write"), lead=found.name)
    form = EstablishmentForm(request.POST or None, today=timezone.localdate())
    return write(
        request,
        page,
        form,
        lambda: services.add_establishment(organization=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The establishment is written."),
        template=TEMPLATE,
        context={"communes": form.offered},
    )


def _page(found: Organization, *, title: str, submit: str, lead: str) -> Page:
    return Page(
        title=title,
        submit=submit,
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=lead,
        refusals={services.EstablishmentClosed: _("It was closed before that day already.")},
    )


def _found(request: HttpRequest, key: str, pk: int) -> tuple[User, Organization, Establishment]:
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_update_organization(actor, found))
    rows = Establishment.objects.select_related("organization")
    return actor, found, get_object_or_404(rows, organization=found, pk=pk)


def establishment_edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Correct what is written of an establishment, saying why."""
    actor, found, place = _found(request, key, pk)
    form = EstablishmentEditForm(request.POST or None, instance=place, today=timezone.localdate())
    return write(
        request,
        _page(found, title=_("Correct an establishment"), submit=_("Save"), lead=str(place)),
        form,
        lambda: services.update_establishment(establishment=place, actor=actor, now=timezone.now(), **form.told()),
        said=_("The establishment is corrected; its history keeps what it was."),
        template=TEMPLATE,
        context={"communes": form.offered},
    )


def establishment_close(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say that an establishment is no more."""
    actor, found, place = _found(request, key, pk)
    today = timezone.localdate()
    if place.ends_on is not None and place.ends_on <= today:
        return refused(request, deny(_("It was closed before that day already.")), found.get_absolute_url())
    form = EndForm(request.POST or None, today=today)
    form.fields["ends_on"].help_text = _("The first day it is no longer open.")
    return write(
        request,
        _page(found, title=_("Close an establishment"), submit=_("Close"), lead=str(place)),
        form,
        lambda: services.close_establishment(establishment=place, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The establishment closes that day."),
    )
