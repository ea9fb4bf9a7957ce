"""A person's own account: who they are here, what is kept of them."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_POST

from essaim.foundations.accounts import permissions, queries, services
from essaim.foundations.accounts.forms import OwnAccountForm
from essaim.foundations.accounts.middleware import has_second_factor
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.personal_data import all_kinds
from essaim.foundations.accounts.requests import confirm_identity, person_of

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
        "person": person,
        "grants": queries.grants_of(person, today=timezone.localdate()),
        "sessions": queries.sessions_of(person),
        "session_key": request.session.session_key,
        "has_second_factor": has_second_factor(person),
        "needs_second_factor": permissions.needs_second_factor(person),
        "is_second_factor_eased": not settings.ESSAIM_SECOND_FACTOR_REQUIRED,
        "identities": SocialAccount.objects.filter(user=person).order_by("pk"),
        "kinds": all_kinds(),
        "times_seen": queries.times_seen_as(person)[:20],
    }
    return render(request, "accounts/own_account.html", context, status=422 if form.is_bound else 200)


def own_data(request: HttpRequest) -> HttpResponse:
    """Give a person everything that is kept of them, as a JSON file."""
    person = person_of(request)
    confirm_identity(request)
    now = timezone.now()
    content: dict[str, object] = {"exported_at": now.isoformat()}
    for kind in all_kinds():
        content[kind.kind] = {
            "what": str(kind.label),
            "purpose": str(kind.purpose),
            "retention": str(kind.retention),
            "data": kind.export(person),
        }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="mes-donnees-{now:%Y-%m-%d}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Close one's sessions everywhere else."""
    key = request.session.session_key or ""
    count = services.end_other_sessions(person=person_of(request), kept_session_key=key, now=timezone.now())
    said = ngettext("%(count)s other session is closed.", "%(count)s other sessions are closed.", count)
    messages.success(request, said % {"count": count})
    return redirect("accounts:own_account")
