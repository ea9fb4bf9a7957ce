"""Finds what an address names, or answers 404; the ways back that pages of the room share."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import pgettext

from essaim.delivery.funding import queries
from essaim.delivery.funding.models import Agreement, Clause, Envelope, Grant, Instalment
from essaim.foundations.ui.writing import Crumbs


def grant_for(request: HttpRequest, pk: int) -> Grant:
    """Find a grant that the person of the request may read, or answer 404."""
    return get_object_or_404(queries.grants_visible_to(request.user), pk=pk)


def instalment_for(request: HttpRequest, pk: int) -> Instalment:
    """Find an instalment of a grant that the person of the request may read, or answer 404."""
    rows = Instalment.objects.filter(grant__in=queries.grants_visible_to(request.user))
    return get_object_or_404(rows.select_related("grant"), pk=pk)


def agreement_for(request: HttpRequest, pk: int) -> Agreement:
    """Find an agreement of a grant that the person of the request may read, or answer 404."""
    rows = Agreement.objects.filter(grant__in=queries.grants_visible_to(request.user))
    return get_object_or_404(rows.select_related("grant", "document"), pk=pk)


def clause_for(request: HttpRequest, pk: int) -> Clause:
    """Find a clause of an agreement that the person of the request may read, or answer 404."""
    rows = Clause.objects.filter(agreement__grant__in=queries.grants_visible_to(request.user))
    return get_object_or_404(rows.select_related("agreement__grant"), pk=pk)


def grants_crumb() -> tuple[str, str]:
    """Return the way back to the grants."""
    return pgettext("menu", "Grants"), reverse("funding:grant_list")


def grant_crumbs(grant: Grant) -> Crumbs:
    """Return the way back to a grant."""
    return (grants_crumb(), (grant.reference, grant.get_absolute_url()))


def agreement_crumbs(agreement: Agreement) -> Crumbs:
    """Return the way back to an agreement."""
    return (*grant_crumbs(agreement.grant), (agreement.title, agreement.get_absolute_url()))


def envelopes_crumb() -> tuple[str, str]:
    """Return the way back to the envelopes."""
    return pgettext("of money", "Envelopes"), reverse("funding:envelope_list")


def envelope_crumbs(envelope: Envelope) -> Crumbs:
    """Return the way back to an envelope."""
    return (envelopes_crumb(), (str(envelope), envelope.get_absolute_url()))
