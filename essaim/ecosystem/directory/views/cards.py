"""Pages where a structure, or the team for it, writes its card."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.ecosystem.directory import permissions, queries, services
from essaim.ecosystem.directory.forms import CardForm, KnownAddressForm, OwnReasonForm
from essaim.ecosystem.directory.models import Card
from essaim.ecosystem.directory.states import CARD_MOVES, CardState
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.writing import Page, refused, write

from .finding import card_crumbs, card_url


def _writable(request: HttpRequest, key: str) -> tuple[User, Organization, Card]:
    """
    Find a record that this person writes the card of, and its card, written or not.

    :raises Http404: if there is no such record in use
    """
    found = get_object_or_404(Organization, key=key)
    if found.merged_into_id is not None:
        raise Http404
    actor = person_of(request)
    require(permissions.can_write_card(actor, found))
    return actor, found, queries.card_of(found) or Card(organization=found)


def card_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Write what the structure says of itself."""
    actor, found, card = _writable(request, key)
    form = CardForm(request.POST or None, instance=card)
    return write(
        request,
        _page(found, title=_("Write the card of a structure"), submit=_("Save")),
        form,
        lambda: services.update_card(
            organization=found, actor=actor, now=timezone.now(), **_told(form, is_new=card.pk is None)
        ),
        said=_("The card is written."),
    )


def _told(form: CardForm, *, is_new: bool) -> dict[str, Any]:
    """Return what a form says; a card that was not there has no version to compare with."""
    return {**form.told(), **({"version": ""} if is_new else {})}


def _page(found: Organization, *, title: str, submit: str, warning: str = "") -> Page:
    return Page(
        title=title,
        submit=submit,
        back=card_url(found),
        crumbs=card_crumbs(found),
        lead=found.name,
        warning=warning,
    )


@require_POST
def card_confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Say that what the card shows is right today."""
    actor, found, _card = _writable(request, key)
    services.confirm_card(organization=found, actor=actor, now=timezone.now())
    messages.success(request, _("The card is confirmed: it will be asked again in a year."))
    return redirect(card_url(found))


def card_hide(request: HttpRequest, key: str) -> HttpResponse:
    """Take the structure out of the directory."""
    actor, found, card = _writable(request, key)
    if "hide" not in CARD_MOVES.names_from(card.state):
        return refused(request, deny(_("It is out of the directory already.")), card_url(found))
    form = OwnReasonForm(request.POST if request.method == "POST" else None)
    page = _page(
        found,
        title=_("Take a structure out of the directory"),
        submit=_("Take it out"),
        warning=_(
            "The public finds it no more in the list, the map, the files and the data of the directory. Its record stays for what "
            "it does in the policy. It can be put back at any moment."
        ),
    )
    return write(
        request,
        page,
        form,
        lambda: services.hide_card(
            organization=found, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]
        ),
        said=_("The structure is out of the directory."),
    )


@require_POST
def card_show(request: HttpRequest, key: str) -> HttpResponse:
    """Put the structure back in the directory."""
    actor, found, card = _writable(request, key)
    if card.state != CardState.HIDDEN:
        messages.info(request, _("It is in the directory already."))
        return redirect(card_url(found))
    services.show_card(organization=found, actor=actor, now=timezone.now())
    messages.success(request, _("The structure is back in the directory."))
    return redirect(card_url(found))


def known_address(request: HttpRequest, key: str) -> HttpResponse:
    """Write at which address of its own the structure gets its links."""
    actor, found, card = _writable(request, key)
    require(permissions.can_set_known_address(actor, found))
    form = KnownAddressForm(
        request.POST or None,
        initial={"known_address": card.known_address, "known_address_source": card.known_address_source},
    )
    return write(
        request,
        _page(found, title=_("Write where a structure gets its links"), submit=_("Save")),
        form,
        lambda: services.set_known_address(organization=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The address is kept, and shown to nobody else."),
    )
