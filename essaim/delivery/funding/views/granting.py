"""Pages where envelopes and grants are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from essaim.delivery.funding import permissions, queries, services
from essaim.delivery.funding.forms import (
    CommitmentForm,
    EnvelopeForm,
    GiveForm,
    GrantEditForm,
    GrantForm,
    ShareForm,
    VoteForm,
)
from essaim.delivery.funding.models import Envelope, Grant, GrantShare
from essaim.delivery.funding.states import GrantState
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.forms import DayReasonForm, ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .drawing import too_small
from .finding import envelope_crumbs, envelopes_crumb, grant_crumbs, grant_for, grants_crumb

OTHER_ENVELOPE = gettext_lazy("This envelope was voted for another action: choose one of this action's.")


def _exceeded(refusal: services.EnvelopeExceeded) -> str:
    return _("The envelope does not hold it: %(left)s are left.") % {"left": format_euros(max(refusal.cents, 0))}


def _unshared(refusal: services.SharesDoNotAddUp) -> str:
    return _("Shares come to %(shared)s, and the grant to %(amount)s.") % {
        "shared": format_euros(refusal.shared_cents),
        "amount": format_euros(refusal.amount_cents),
    }


REFUSALS: Mapping[type[Exception], Any] = {
    services.ReportsOverdue: gettext_lazy(
        "Who receives it owes a financial report that is late: nothing is given before."
    ),
    services.EnvelopeOfAnotherAction: OTHER_ENVELOPE,
    services.ActNotVoted: gettext_lazy("This act is a draft: it grants nothing before it is voted."),
    services.EnvelopeExceeded: _exceeded,
    services.SharesDoNotAddUp: _unshared,
    services.AlarmsOpen: gettext_lazy("It would go beyond a limit: say first how that is resolved."),
    services.AmountsOpen: gettext_lazy(
        "Something done is not paid yet, or a text is being written or signed: end that first."
    ),
}


def envelope_create(request: HttpRequest) -> HttpResponse:
    """Open an envelope."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    form = EnvelopeForm(request.POST or None, initial={"year": timezone.localdate().year})
    back = envelopes_crumb()[1]
    page = Page(_("Open an envelope"), _("Open this envelope"), back, (grants_crumb(), envelopes_crumb()))
    return write(
        request,
        page,
        form,
        lambda: services.create_envelope(actor=actor, now=timezone.now(), **form.whole()),
        said=_("The envelope is open."),
        onward=lambda row: row.get_absolute_url(),
    )


def envelope_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Write an amount more or less for an envelope."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    found = get_object_or_404(Envelope, pk=pk)
    form = VoteForm(request.POST or None)
    page = Page(
        _("Write an amount voted"),
        _("Write this amount"),
        found.get_absolute_url(),
        (grants_crumb(), *envelope_crumbs(found)),
        lead=str(found),
        refusals={services.EnvelopeTooSmall: too_small},
    )
    return write(
        request,
        page,
        form,
        lambda: services.vote_envelope(envelope=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The amount is written."),
    )


def grant_create(request: HttpRequest) -> HttpResponse:
    """Prepare a grant."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    form = GrantForm(request.POST or None)
    page = Page(
        _("Prepare a grant"),
        _("Prepare this grant"),
        grants_crumb()[1],
        (grants_crumb(),),
        lead=_("Nothing is decided yet: an act gives it later."),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.create_grant(actor=actor, now=timezone.now(), **form.whole()),
        said=_("The grant is prepared. Plan its instalments, then give it by its act."),
        onward=lambda row: row.get_absolute_url(),
    )


def grant_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a grant in preparation."""
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_update_grant(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = GrantEditForm(request.POST or None, instance=found)
    page = _page(found, _("Correct a grant"), _("Save"))
    return write(
        request,
        page,
        form,
        lambda: services.update_grant(grant=found, actor=actor, now=timezone.now(), **form.told()),
        said=_("The grant is corrected; its history keeps what it was."),
    )


def _page(found: Grant, title: str, submit: str, *, warning: str = "") -> Page:
    return Page(
        title,
        submit,
        found.get_absolute_url(),
        grant_crumbs(found),
        lead=str(found),
        warning=warning,
        refusals=REFUSALS,
    )


def share_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a grant with another structure."""
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_update_grant(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = ShareForm(request.POST or None)
    return write(
        request,
        _page(found, _("Add a beneficiary"), _("Add this beneficiary")),
        form,
        lambda: services.add_share(grant=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The grant is shared."),
    )


@require_POST
def share_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a structure off a grant."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    share = get_object_or_404(GrantShare.objects.select_related("grant", "organization"), pk=pk)
    try:
        services.remove_share(share=share, actor=actor, now=timezone.now())
    except services.SharesDoNotAddUp:
        messages.error(request, _("A grant has at least one beneficiary."))
    return redirect(share.grant.get_absolute_url())


def grant_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a grant by its act."""
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if found.state != GrantState.DRAFT:
        return refused(request, deny(_("This grant is no longer in preparation.")), found.get_absolute_url())
    form = GiveForm(request.POST or None, today=timezone.localdate())
    warning = _("Everybody reads it from then on, and it is not corrected any more: an amendment changes it.")
    return write(
        request,
        _page(found, _("Give a grant"), _("Give this grant"), warning=warning),
        form,
        lambda: services.give_grant(grant=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The grant is given."),
        template="funding/give_form.html",
        context={"alarms": queries.alarms_of(found, on=timezone.localdate()), "grant": found},
    )


def grant_abandon(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a grant in preparation."""
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if found.state != GrantState.DRAFT:
        return refused(request, deny(_("This grant is no longer in preparation.")), found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    return write(
        request,
        _page(found, _("Give up a grant"), _("Give it up")),
        form,
        lambda: services.abandon_grant(grant=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The grant is given up."),
    )


def grant_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle a grant."""
    return _end(request, pk, services.close_grant, _("Settle a grant"), _("Settle it"), _("The grant is settled."))


def grant_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a grant before its end."""
    return _end(request, pk, services.stop_grant, _("Stop a grant"), _("Stop it"), _("The grant is stopped."))


def _end(request: HttpRequest, pk: int, end: Callable[..., Grant], title: str, submit: str, said: str) -> HttpResponse:
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_follow_grant(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form: forms.Form = DayReasonForm(request.POST or None, today=timezone.localdate())
    warning = _("Nothing more is paid from then on; what was not paid is free again in its envelope.")

    def save() -> Grant:
        day, reason = form.cleaned_data["day"], form.cleaned_data["reason"]
        return end(grant=found, actor=actor, now=timezone.now(), ended_on=day, reason=reason)

    return write(request, _page(found, title, submit, warning=warning), form, save, said=said)


def grant_commit(request: HttpRequest, pk: int) -> HttpResponse:
    """Note under which number the finance system committed a grant."""
    actor, found = person_of(request), grant_for(request, pk)
    require(permissions.can_write_grants(actor))
    if not (decision := permissions.can_follow_grant(actor, found)):
        return refused(request, decision, found.get_absolute_url())
    form = CommitmentForm(request.POST or None, initial={"number": found.commitment_number})
    return write(
        request,
        _page(found, _("Note the commitment number"), _("Save")),
        form,
        lambda: services.set_commitment_number(grant=found, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The commitment number is noted."),
    )
