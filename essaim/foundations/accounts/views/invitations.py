"""Invitations: sent and followed by administrators, accepted by whoever got the mail."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from essaim.foundations.accounts import permissions, scopes, services, tables
from essaim.foundations.accounts.forms import AcceptanceForm, InvitationForm, default_scope, role_help
from essaim.foundations.accounts.models import Invitation
from essaim.foundations.accounts.requests import person_of
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.lists import list_page


def invitation_list(request: HttpRequest) -> HttpResponse:
    """List the invitations, latest first, with what can be done with those that wait."""
    actor = person_of(request)
    require(permissions.can_manage_people(actor))
    now = timezone.now()
    waiting = [
        (invitation, invitation.has_expired(now=now))
        for invitation in Invitation.objects.pending().select_related("invited_by")
    ]
    return list_page(
        request,
        template="accounts/invitation_list.html",
        table_class=tables.InvitationTable,
        rows=Invitation.objects.select_related("invited_by"),
        file_name="invitations",
        context={"waiting": waiting},
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody with a role."""
    actor = person_of(request)
    require(permissions.can_manage_people(actor))
    form = InvitationForm(request.POST or None, initial={"scope_code": default_scope(actor)})
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_person(
                actor=actor, now=timezone.now(), site_url=request.build_absolute_uri("/"), **form.cleaned_data
            )
        except services.AlreadyKnown:
            form.add_error("email", _("This address has an account already: grant the role on that person's page."))
        except services.ScopeUnknown:
            form.add_error("scope_code", _("This is not the SIREN of an authority."))
        except forms.ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The invitation is on its way."))
            return redirect("accounts:invitation_list")
    status = 422 if form.is_bound else 200
    context = {"form": form, "role_help": role_help(), "scopes": scopes.offered()}
    return render(request, "accounts/invite.html", context, status=status)


@require_POST
def invitation_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Send an invitation again, or take it back."""
    invitation = get_object_or_404(Invitation, pk=pk)
    actor = person_of(request)
    if move == "send_again":
        services.send_invitation_again(
            invitation=invitation, actor=actor, now=timezone.now(), site_url=request.build_absolute_uri("/")
        )
        messages.success(request, _("The invitation is on its way again, with a new link."))
    else:
        services.withdraw_invitation(invitation=invitation, actor=actor, now=timezone.now())
        messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return redirect("accounts:invitation_list")


@never_cache
@sensitive_post_parameters("password")
@login_not_required
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Open an account from the link of an invitation; nothing tells apart a link used, withdrawn or made up."""
    now = timezone.now()
    try:
        found = services.invitation_of(token, now=now)
    except services.InvitationUnknown:
        return render(request, "accounts/invitation_refused.html", {"is_expired": False})
    except services.InvitationExpired:
        return render(request, "accounts/invitation_refused.html", {"is_expired": True})
    form = AcceptanceForm(
        request.POST or None,
        email=found.email,
        initial={"full_name": found.full_name, "language": found.language},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.accept_invitation(
                token=token,
                full_name=form.cleaned_data["full_name"],
                language=form.cleaned_data["language"],
                password=form.cleaned_data["password"] or None,
                now=now,
            )
        except services.AlreadyKnown:
            form.add_error(None, _("This address has an account already: sign in with it."))
        except (services.InvitationUnknown, services.InvitationExpired):
            return render(request, "accounts/invitation_refused.html", {"is_expired": False})
        else:
            messages.success(request, _("Your account is open. Sign in with your address."))
            return redirect("account_login")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/invitation.html", {"invitation": found, "form": form}, status=status)
