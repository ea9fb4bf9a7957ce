"""A person's own account: who they are here, what is kept of them."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from essaim.foundations.accounts import queries, services
from essaim.foundations.accounts.forms import OwnAccountForm
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.requests import person_of

YEAR_SECONDS = 365 * 24 * 3600


def own_account(request: HttpRequest) -> HttpResponse:
    """Show a person their account, and take what they change of it."""
    # A copy: a name refused must not be the one the page greets.
    person = User.objects.get(pk=person_of(request).pk)
    form = OwnAccountForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        services.update_own_account(person=person, now=timezone.now(), **form.cleaned_data)
        language = form.cleaned_data["language"]
        with override(language):
            messages.success(request, _("Your account is up to date."))
        response = redirect("accounts:own_account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, samesite="Lax", httponly=True
        )
        return response
    context = {
        "form": form,
        "grants": queries.grants_of(person, today=timezone.localdate()),
    }
    return render(request, "accounts/own_account.html", context, status=422 if form.is_bound else 200)
