"""Allowances of selections drawn on envelopes, seen from both sides."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from essaim.delivery.calls_for_projects.models import Allowance, SelectionSession
from essaim.delivery.calls_for_projects.states import SelectionState
from essaim.delivery.funding import permissions, queries, services
from essaim.delivery.funding.forms import DrawForm
from essaim.delivery.funding.models import EnvelopeDraw
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import deny, require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.forms import ReasonForm
from essaim.foundations.ui.writing import Page, refused, write

from .finding import envelope_crumbs, grants_crumb


def too_small(refusal: services.EnvelopeTooSmall) -> str:
    """Say what is free in the envelope."""
    return _("The envelope does not hold it: %(left)s are free.") % {"left": format_euros(max(refusal.free_cents, 0))}


OVER = gettext_lazy("This selection is decided or cancelled: where its money comes from does not change any more.")
REFUSALS: dict[type[Exception], Any] = {
    services.EnvelopeTooSmall: too_small,
    services.SelectionOver: OVER,
    services.AllowanceOfAnotherYear: gettext_lazy("An allowance is drawn on an envelope of its own year."),
    services.AllowanceCountedTwice: gettext_lazy(
        "Another allowance of this session is drawn on this envelope and covers some of the same files: draw the widest one alone."
    ),
}


def allowance_draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say out of which envelope an allowance is drawn."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    related = ("selection__session__body", "selection__call", "territory")
    row = get_object_or_404(Allowance.objects.select_related(*related), pk=pk)
    back = row.selection.get_absolute_url()
    if (drawn := EnvelopeDraw.objects.filter(allowance=row).first()) is not None:
        return refused(request, deny(_("It is drawn on an envelope already.")), drawn.get_absolute_url())
    if row.selection.state == SelectionState.CANCELLED:
        return refused(request, deny(str(OVER)), back)
    form = DrawForm(request.POST or None, allowance=row)
    page = Page(
        _("Draw an allowance on an envelope"),
        _("Draw it on this envelope"),
        back,
        (grants_crumb(), (str(row.selection), back)),
        lead=f"{row}{_(': ')}{format_euros(row.amount_cents)}",
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.draw_allowance(allowance=row, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The allowance is drawn on the envelope."),
        onward=lambda draw: draw.get_absolute_url(),
    )


def allowance_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an allowance off its envelope."""
    actor = person_of(request)
    require(permissions.can_write_grants(actor))
    related = ("envelope", "allowance__selection", "allowance__territory")
    draw = get_object_or_404(EnvelopeDraw.objects.select_related(*related), pk=pk)
    back = draw.get_absolute_url()
    if draw.allowance.selection.state != SelectionState.PREPARED:
        return refused(request, deny(str(OVER)), back)
    form = ReasonForm(request.POST or None)
    page = Page(
        _("Take an allowance off its envelope"),
        pgettext("an allowance", "Take it off"),
        back,
        (grants_crumb(), *envelope_crumbs(draw.envelope)),
        lead=str(draw.allowance),
        refusals=REFUSALS,
    )
    return write(
        request,
        page,
        form,
        lambda: services.release_allowance(draw=draw, actor=actor, now=timezone.now(), **form.cleaned_data),
        said=_("The allowance is no longer drawn on this envelope."),
    )


def selection_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """Show on the page of a selection, to the office, out of which envelope each allowance is drawn, and what is left there."""
    require(permissions.can_read_money(request.user))
    found = get_object_or_404(SelectionSession.objects.select_related("session__body", "call"), pk=pk)
    is_over = found.state == SelectionState.CANCELLED
    rows = queries.allowances_of(found)
    money = queries.money_of_envelopes({line.draw.envelope_id for _allowance, line in rows if line is not None})
    template = "partials/_allowances.html" if request.headers.get("HX-Request") else "allowances.html"
    context = {
        "thing": found,
        "rows": [(row, line, money[line.draw.envelope_id] if line else None) for row, line in rows],
        "can_draw": bool(permissions.can_write_grants(request.user)) and not is_over,
    }
    return render(request, f"funding/{template}", context)
