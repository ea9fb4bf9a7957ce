"""People and their roles, for those who manage them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts import permissions, queries, scopes, services, tables
from essaim.foundations.accounts.forms import (
    CorrectionForm,
    EndRoleForm,
    ReasonForm,
    RoleForm,
    default_scope,
    role_help,
)
from essaim.foundations.accounts.middleware import has_second_factor
from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.requests import confirm_identity, person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page


def people_list(request: HttpRequest) -> HttpResponse:
    """List the people who have an account."""
    reader = person_of(request)
    require(permissions.can_read_people(reader))
    if "export" in request.GET:
        confirm_identity(request)
    today = timezone.localdate()
    return list_page(
        request,
        template="accounts/people_list.html",
        table_class=tables.PeopleTable,
        filterset_class=tables.PeopleFilter,
        rows=queries.people_rows(today=today).order_by("full_name", "pk"),
        file_name="personnes",
        context={
            "can_manage": permissions.can_manage_people(reader),
            "too_few_administrators": queries.administrator_count(today=today) < queries.ADMINISTRATORS_MIN,
        },
    )


def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show somebody's account, roles, duties and history."""
    require(permissions.can_read_people(person_of(request)))
    found = get_object_or_404(User, pk=pk)
    return _person_page(request, found)


def _person_page(request: HttpRequest, found: User, *, role_form: RoleForm | None = None) -> HttpResponse:
    reader = person_of(request)
    today = timezone.localdate()
    can_manage = permissions.can_manage_people(reader)
    context = {
        "person": found,
        "grants": queries.grants_of(found, today=today),
        "duties": queries.open_duties(found),
        "history": queries.history_of(found)[:50],
        "can_manage": can_manage,
        "can_correct": permissions.can_correct_person(reader, found),
        "can_see_as": permissions.can_see_as(reader, found),
        "can_reset_second_factor": can_manage and has_second_factor(found) and reader.pk != found.pk,
        "can_erase": permissions.can_move_person(reader, found, "erase"),
        "can_deactivate": permissions.can_move_person(reader, found, "deactivate"),
        "can_reactivate": permissions.can_move_person(reader, found, "reactivate"),
        "role_form": role_form or RoleForm(initial={"scope_code": default_scope(reader), "starts_on": today}),
        "role_help": role_help(),
        "scopes": scopes.offered() if can_manage else [],
        "reason_form": ReasonForm(),
    }
    return render(request, "accounts/person.html", context, status=422 if role_form else 200)


def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct somebody's name, job title or address."""
    found = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_correct_person(actor, found))
    confirm_identity(request)
    form = CorrectionForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        services.correct_person(person=found, actor=actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The account is corrected."))
        return redirect(found)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/person_edit.html", {"person": found, "form": form}, status=status)


@require_POST
def role_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a role to somebody."""
    found = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_manage_people(actor))
    confirm_identity(request)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            services.grant_role(person=found, actor=actor, now=timezone.now(), **form.cleaned_data)
        except services.RoleAlreadyHeld:
            form.add_error(None, _("This person already holds this role on some of these days."))
        except services.ScopeUnknown:
            form.add_error("scope_code", _("This is not the SIREN of an authority."))
        except forms.ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The role is granted."))
            return redirect(found)
    return _person_page(request, found, role_form=form)


def role_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role on a day, with the reason."""
    grant = get_object_or_404(RoleGrant.objects.select_related("person"), pk=pk)
    actor = person_of(request)
    require(permissions.can_end_role(actor, grant))
    form = EndRoleForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_role(grant=grant, actor=actor, now=timezone.now(), **form.cleaned_data)
        except services.RoleEnded:
            form.add_error("ends_on", _("The role ends before that day already."))
        except services.LastAdministrator:
            form.add_error(None, _("The authority would have no administrator: grant the role to somebody else first."))
        except forms.ValidationError as error:
            form.add_error("ends_on", error.messages)
        else:
            messages.success(request, _("The role ends on that day."))
            return redirect(grant.person)
    today = timezone.localdate()
    shown = next(row for row in queries.grants_of(grant.person, today=today) if row.pk == grant.pk)
    context = {"shown": shown, "person": grant.person, "form": form}
    return render(request, "accounts/role_end.html", context, status=422 if form.is_bound else 200)


def second_factor_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the second factor off somebody who lost theirs."""
    found = get_object_or_404(User, pk=pk)
    actor = person_of(request)
    require(permissions.can_reset_second_factor(actor, found))
    confirm_identity(request)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reset_second_factor(person=found, actor=actor, now=timezone.now(), **form.cleaned_data)
        except services.NothingToReset:
            form.add_error(None, _("This person has no second factor."))
        else:
            messages.success(request, _("The second factor is taken off; the person sets up another at once."))
            return redirect(found)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/second_factor_reset.html", {"person": found, "form": form}, status=status)
