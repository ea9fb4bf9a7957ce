"""Pages where the team writes the ESS statuses of a structure, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations import permissions, services
from essaim.ecosystem.organizations.forms import EndForm, GrantForm, StatusConfirmForm, StatusForm
from essaim.ecosystem.organizations.models import EssStatus, Organization
from essaim.ecosystem.organizations.states import STATUS_MOVES, StatusState
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import organization_crumbs, organization_in_use


def status_add(request: HttpRequest, key: str) -> HttpResponse:
    """Write a status of a structure, held or asked for."""
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_update_organization(actor, found))
    page = Page(
        title=_("Write an ESS status"),
        submit=_("Write"),
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=_("%(name)s: one status, what says it, and where it was read.") % {"name": found.name},
    )
    form = StatusForm(request.POST or None, initial={"read_on": timezone.localdate()})
    return write(
        request,
        page,
        form,
        lambda: services.add_status(
            organization=found,
            actor=actor,
            now=timezone.now(),
            is_pending=form.cleaned_data["is_pending"],
            **form.values(),
        ),
        said=_("The status is written."),
    )


def _found(request: HttpRequest, key: str, pk: int) -> tuple[User, Organization, EssStatus]:
    actor, found = person_of(request), organization_in_use(key)
    require(permissions.can_update_organization(actor, found))
    return actor, found, get_object_or_404(EssStatus.objects.select_related("organization"), organization=found, pk=pk)


def status_grant(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say from when what was asked for is held."""
    actor, found, status = _found(request, key, pk)
    if "grant" not in STATUS_MOVES.names_from(status.state):
        return refused(request, deny(_("This was answered before.")), found.get_absolute_url())
    form = GrantForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    page = _page(found, status, title=_("Say that a status is held"), submit=_("Write"))
    return write(
        request,
        page,
        form,
        lambda: services.grant_status(status=status, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The status is held from that day on."),
    )


def _page(found: Organization, status: EssStatus, *, title: str, submit: str, warning: str = "") -> Page:
    return Page(
        title=title,
        submit=submit,
        back=found.get_absolute_url(),
        crumbs=organization_crumbs(found),
        lead=_("%(status)s, of %(name)s") % {"status": status.get_kind_display(), "name": found.name},
        warning=warning,
        refusals={services.StatusNotInForce: _("This status is held no more on that day already.")},
    )


def status_refuse(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say that what was asked for was refused."""
    return _with_reason(
        request, key, pk, "refuse", services.refuse_status, title=_("Say that a status was refused"), submit=_("Write")
    )


def status_withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say that a status was written by mistake."""
    return _with_reason(
        request,
        key,
        pk,
        "withdraw",
        services.withdraw_status,
        title=_("Take back a status written by mistake"),
        submit=_("Take it back"),
        warning=_(
            "It is shown no more; its history stays. A status that was held and is over is ended, not taken back."
        ),
    )


def _with_reason(
    request: HttpRequest,
    key: str,
    pk: int,
    move: str,
    service: Callable[..., EssStatus],
    *,
    title: str,
    submit: str,
    warning: str = "",
) -> HttpResponse:
    actor, found, status = _found(request, key, pk)
    if move not in STATUS_MOVES.names_from(status.state):
        return refused(request, deny(_("This is not possible in the state it is in.")), found.get_absolute_url())
    form = ReasonForm(request.POST or None)
    return write(
        request,
        _page(found, status, title=title, submit=submit, warning=warning),
        form,
        lambda: service(status=status, actor=actor, now=timezone.now(), reason=form.cleaned_data["reason"]),
        said=_("It is written."),
    )


def status_end(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say that a status is no longer held."""
    actor, found, status = _found(request, key, pk)
    today = timezone.localdate()
    if status.state != StatusState.HELD or (status.ends_on is not None and status.ends_on <= today):
        return refused(request, deny(_("This status is held no more.")), found.get_absolute_url())
    form = EndForm(request.POST or None, today=today)
    form.fields["ends_on"].help_text = _("The first day it is no longer held.")
    return write(
        request,
        _page(found, status, title=_("End a status"), submit=_("End it")),
        form,
        lambda: services.end_status(status=status, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The status ends that day."),
    )


def status_confirm(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write what was found of a status since: its cause, its source, whether it still has to be confirmed."""
    actor, found, status = _found(request, key, pk)
    form = StatusConfirmForm(request.POST or None, instance=status)
    return write(
        request,
        _page(found, status, title=_("Make a status more precise"), submit=_("Save")),
        form,
        lambda: services.confirm_status(status=status, actor=actor, now=timezone.now(), **form.told()),
        said=_("The status is more precise; its history keeps what it was."),
    )
