"""Offers of structures: searched by everybody, written by the structure and the team."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.ecosystem.directory import permissions, queries, services, tables
from essaim.ecosystem.directory.forms import CertificateForm, OfferEditForm, OfferForm
from essaim.ecosystem.directory.models import Certificate, Offer
from essaim.ecosystem.directory.states import OFFER_MOVES
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.forms import DayReasonForm
from essaim.foundations.ui.lists import list_page
from essaim.foundations.ui.writing import Page, refused, write

from .finding import card_crumbs, card_url, directory_crumb


@login_not_required
def offer_list(request: HttpRequest) -> HttpResponse:
    """List what structures of the directory offer today."""
    return list_page(
        request,
        template="directory/offer_list.html",
        table_class=tables.OfferTable,
        filterset_class=tables.OfferFilter,
        rows=queries.offers_standing(today=timezone.localdate()),
        file_name="offres-ess",
        context={"crumbs": (directory_crumb(),)},
    )


def _writer(request: HttpRequest, key: str) -> tuple[User, Organization]:
    actor = person_of(request)
    found = get_object_or_404(Organization.objects.current(), key=key)
    require(permissions.can_write_card(actor, found))
    return actor, found


def _page(found: Organization, title: str, submit: str) -> Page:
    return Page(title=title, submit=submit, back=card_url(found), crumbs=card_crumbs(found), lead=found.name)


def offer_create(request: HttpRequest, key: str) -> HttpResponse:
    """Write what the structure offers."""
    actor, found = _writer(request, key)
    form = OfferForm(request.POST or None, today=timezone.localdate())
    return write(
        request,
        _page(found, _("Write an offer"), _("Write")),
        form,
        lambda: services.write_offer(organization=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The offer is written."),
    )


def _offer(request: HttpRequest, key: str, pk: int) -> tuple[User, Organization, Offer]:
    actor, found = _writer(request, key)
    return actor, found, get_object_or_404(Offer, organization=found, pk=pk)


def offer_edit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change an offer."""
    actor, found, offer = _offer(request, key, pk)
    form = OfferEditForm(request.POST or None, instance=offer, today=timezone.localdate())
    return write(
        request,
        _page(found, _("Change an offer"), _("Save")),
        form,
        lambda: services.update_offer(offer=offer, actor=actor, now=timezone.now(), **form.told()),
        said=_("The offer is changed."),
    )


@require_POST
def offer_move(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Withdraw an offer, or offer it again, as the button that was pressed says."""
    actor, found, offer = _offer(request, key, pk)
    move = request.POST.get("move", "")
    if move not in OFFER_MOVES.names_from(offer.state):
        reason = _("This offer is no longer as that page showed it: here it is as it is now.")
        return refused(request, deny(reason), card_url(found))
    services.move_offer(offer=offer, move=move, actor=actor, now=timezone.now())
    said = _("The offer is withdrawn.") if move == "withdraw" else _("The offer stands again.")
    messages.success(request, said)
    return redirect(card_url(found))


def certificate_create(request: HttpRequest, key: str) -> HttpResponse:
    """Write a certificate of the structure."""
    actor, found = _writer(request, key)
    form = CertificateForm(request.POST or None)
    return write(
        request,
        _page(found, _("Write a certificate"), _("Write")),
        form,
        lambda: services.write_certificate(organization=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The certificate is written."),
    )


def certificate_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say that a certificate is valid no more."""
    actor, found = _writer(request, key)
    certificate = get_object_or_404(Certificate, organization=found, pk=pk)
    label = _("The first day it is no longer valid")
    form = DayReasonForm(request.POST or None, today=timezone.localdate(), label=label)
    return write(
        request,
        _page(found, _("End a certificate"), _("End it")),
        form,
        lambda: services.end_certificate(
            certificate=certificate,
            actor=actor,
            now=timezone.now(),
            ends_on=form.cleaned_data["day"],
            reason=form.cleaned_data["reason"],
        ),
        said=_("The certificate ends that day."),
    )
