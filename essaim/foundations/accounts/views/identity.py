"""Linking the identity of a provider to one's account, with confirmation, and taking it off."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from essaim.foundations.accounts import services
from essaim.foundations.accounts.adapters.identity_provider import forget_pending_link, pending_link
from essaim.foundations.accounts.requests import confirm_identity, person_of


@login_not_required
def identity_link(request: HttpRequest) -> HttpResponse:
    """Ask the owner of an account to sign in as usual and confirm that the identity is theirs."""
    waiting = pending_link(request)
    if waiting is None:
        return redirect("account_login" if not request.user.is_authenticated else "accounts:own_account")
    is_owner = request.user.is_authenticated and person_of(request).pk == waiting.owner_id
    if request.method == "POST" and is_owner:
        forget_pending_link(request)
        try:
            services.link_identity(person=person_of(request), identity=waiting.login.account, now=timezone.now())
        except services.IdentityTaken:
            messages.error(request, _("This identity opens another account already."))
        else:
            messages.success(request, _("From now on you can sign in this way too."))
        return redirect("accounts:own_account")
    context = {
        "provider": waiting.login.account.get_provider().name,
        "email": waiting.login.user.email,
        "is_owner": is_owner,
    }
    return render(request, "accounts/identity_link.html", context)


@require_POST
def identity_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a linked identity off one's own account."""
    person = person_of(request)
    identity = SocialAccount.objects.filter(pk=pk, user=person).first()
    if identity is None:
        return redirect("accounts:own_account")
    confirm_identity(request)
    services.unlink_identity(identity=identity, person=person, now=timezone.now())
    messages.success(request, _("This identity no longer opens your account."))
    return redirect("accounts:own_account")
