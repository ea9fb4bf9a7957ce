"""Pages where agreements are written, sent and signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_POST

from essaim.delivery.funding import permissions, services
from essaim.delivery.funding.forms import AmendmentForm, ClauseForm, SignatureForm
from essaim.delivery.funding.models import Agreement
from essaim.delivery.funding.states import AGREEMENT_MOVES
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.documents.inspection import FileRefused
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import agreement_crumbs, agreement_for, clause_for, grant_crumbs, grant_for
from .granting import REFUSALS as OF_GRANTS


def _unplanned(refusal: services.InstalmentsDoNotAddUp) -> str:
    return _("Instalments come to %(planned)s, and the text gives %(cash)s in cash: make them agree first.") % {
        "planned": format_euros(refusal.planned_cents),
        "cash": format_euros(refusal.cash_cents),
    }


REFUSALS: Mapping[type[Exception], Any] = {
    **OF_GRANTS,
    services.LessThanPaid: gettext_lazy("More than that was paid already, or is given in kind."),
    FileRefused: gettext_lazy("This file is not accepted: a PDF of the signed text is what is kept best."),
}


def agreement_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the agreement of a grant, or its next amendment."""
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_draft_agreement(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    data = request.POST if request.method == "POST" else None
    form: forms.Form = AmendmentForm(data, grant=found) if found.is_bound else forms.Form(data)
    title = pgettext("of an agreement", "Write an amendment") if found.is_bound else _("Write the agreement")
    lead = _("The usual clauses are written from what is known of the grant; you then write them over.")
    page = Page(title, title, found.get_absolute_url(), grant_crumbs(found), lead=lead, refusals=REFUSALS)
    return write(
        request,
        page,
        form,
        lambda: services.draft_agreement(grant=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The text is written from the usual clauses: read it, then send it for signature."),
        onward=lambda row: row.get_absolute_url(),
    )


def clause_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a clause."""
    actor, found = person_of(request), agreement_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_write_clauses(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = ClauseForm(request.POST or None)
    page = Page(_("Add a clause"), _("Add this clause"), found.get_absolute_url(), agreement_crumbs(found))
    return write(
        request,
        page,
        form,
        lambda: services.add_clause(agreement=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The clause is added."),
    )


def clause_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a clause in other words."""
    actor, found = person_of(request), clause_for(request, pk)
    require(permissions.can_write_grants(actor))
    back = found.agreement.get_absolute_url()
    if not (decision := permissions.can_write_clauses(actor, found.agreement)):
        return refused(request, decision, back)
    form = ClauseForm(request.POST or None, instance=found)
    page = Page(_("Write a clause"), _("Save"), back, agreement_crumbs(found.agreement))
    return write(
        request,
        page,
        form,
        lambda: services.update_clause(clause=found, actor=actor, now=timezone.now(), **form.values()),
        said=_("The clause is written."),
    )


@require_POST
def clause_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a clause off."""
    actor, found = person_of(request), clause_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_write_clauses(actor, found.agreement)):
        return refused(request, decision, found.agreement.get_absolute_url())
    services.remove_clause(clause=found, actor=actor, now=timezone.now())
    messages.success(request, _("The clause is taken off."))
    return redirect(found.agreement.get_absolute_url())


@require_POST
def agreement_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a text for signature."""
    actor, found = person_of(request), agreement_for(request, pk)
    require(permissions.can_write_grants(actor))
    try:
        today = timezone.localdate()
        services.send_agreement(agreement=found, actor=actor, now=timezone.now(), sent_on=today)
    except services.InstalmentsDoNotAddUp as refusal:
        messages.error(request, _unplanned(refusal))
    else:
        messages.success(request, _("The text is at the signature. Keep it here with its file once it is signed."))
    return redirect(found.get_absolute_url())


@require_POST
def agreement_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text back from the signature."""
    actor, found = person_of(request), agreement_for(request, pk)
    require(permissions.can_write_grants(actor))
    services.take_back_agreement(agreement=found, actor=actor, now=timezone.now())
    messages.success(request, _("The text may be written again."))
    return redirect(found.get_absolute_url())


def _is_late(found: Agreement, move: str) -> bool:
    return move not in AGREEMENT_MOVES.names_from(found.state)


def agreement_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a text as it was signed, with its file."""
    actor, found = person_of(request), agreement_for(request, pk)
    require(permissions.can_write_grants(actor))
    if _is_late(found, "sign"):
        return refused(request, deny(_("This text is not at the signature.")), found.get_absolute_url())
    form = SignatureForm(request.POST or None, request.FILES or None, today=timezone.localdate())
    page = Page(
        _("Keep the text as signed"),
        _("Keep it as signed"),
        found.get_absolute_url(),
        agreement_crumbs(found),
        lead=str(found),
        warning=_("From then on the authority is bound: the amount is committed, and instalments may be paid."),
        refusals=REFUSALS,
    )

    def save() -> Agreement:
        return services.sign_agreement(
            agreement=found,
            actor=actor,
            now=timezone.now(),
            signed_on=form.cleaned_data["signed_on"],
            signatories=form.cleaned_data["signatories"],
            content=form.cleaned_data["file"],
            file_name=form.cleaned_data["file"].name,
        )

    return write(request, page, form, save, said=_("The text is kept as signed, with the digest of its file."))


def agreement_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a text that is not signed."""
    actor, found = person_of(request), agreement_for(request, pk)
    require(permissions.can_write_grants(actor))
    if _is_late(found, "abandon"):
        return refused(request, deny(_("This text is signed, or was given up already.")), found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    page = Page(
        _("Give up a text"), _("Give it up"), found.get_absolute_url(), agreement_crumbs(found), lead=str(found)
    )
    return write(
        request,
        page,
        form,
        lambda: services.abandon_agreement(agreement=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The text is given up."),
    )
