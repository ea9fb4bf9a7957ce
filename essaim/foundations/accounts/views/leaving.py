"""The leaver screen: every duty on one page, and the way back in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts import permissions, queries, services
from essaim.foundations.accounts.forms import LeaverForm, ReasonForm
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.personal_data import all_kinds
from essaim.foundations.accounts.requests import confirm_identity, person_of
from essaim.foundations.primitives.decisions import require


def leaver(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over everything a person answers for, and close their account, in one go."""
    person = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_move_person(actor, person, "deactivate"))
    confirm_identity(request)
    form = LeaverForm(request.POST or None, person=person, duties=queries.open_duties(person))
    if request.method == "POST" and form.is_valid():
        try:
            services.deactivate_person(
                person=person,
                actor=actor,
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
                successors=form.cleaned_data["successors"],
            )
        except services.LastAdministrator:
            form.add_error(None, _("The authority would have no administrator: grant the role to somebody else first."))
        except services.SuccessorUnfit:
            form.add_error(None, _("A successor must be somebody else who is here. Choose again."))
        except services.DutiesRemain:
            # Something was given to this person while the page was open: show it, changed nothing.
            form = LeaverForm(person=person, duties=queries.open_duties(person))
            messages.error(request, _("Something else must be handed over. Look at the list again."))
        else:
            messages.success(request, _("Everything is handed over, and the account is closed."))
            return redirect(person)
    context = {
        "person": person,
        "form": form,
        "duties": [(held, form[held.field_name]) for held in form.duties],
        "grants": queries.grants_of(person, today=timezone.localdate()),
    }
    return render(request, "accounts/leaver.html", context, status=422 if request.method == "POST" else 200)


def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase somebody who left, after saying what goes and what stays."""
    person = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_move_person(actor, person, "erase"))
    confirm_identity(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.erase_person(person=person, actor=actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The person is erased; what they did still adds up."))
        return redirect(person)
    context = {"person": person, "form": form, "kinds": all_kinds()}
    return render(request, "accounts/erase.html", context, status=422 if form.is_bound else 200)


@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again the account of somebody who comes back."""
    person = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_manage_people(actor))
    form = ReasonForm(request.POST)
    if form.is_valid():
        services.reactivate_person(person=person, actor=actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The account is open again; grant the roles this person needs."))
    else:
        messages.error(request, _("Give a reason."))
    return redirect(person)
