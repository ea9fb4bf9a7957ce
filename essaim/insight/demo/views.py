"""Pages of the demonstration: its accounts, its mails."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from . import mails, queries

P = ParamSpec("P")


def demo_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Have a page exist in the demonstration only; elsewhere there is no such page."""

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.ESSAIM_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def _language() -> str:
    return (get_language() or "fr")[:2]


@login_not_required
@demo_only
@require_safe
@never_cache
def account_list(request: HttpRequest) -> HttpResponse:
    """List one account a role, each with what to try and a button that opens it."""
    accounts = queries.demo_accounts(today=timezone.localdate(), language=_language())
    return render(request, "demo/account_list.html", {"accounts": accounts})


@login_not_required
@demo_only
@require_safe
@never_cache
def sign_in_panel(request: HttpRequest, place: int) -> HttpResponse:
    """Show the accounts on the sign-in page; followed as a link, lead to their own page."""
    if not request.headers.get("HX-Request"):
        return redirect("demo:account_list")
    accounts = queries.demo_accounts(today=timezone.localdate(), language=_language())
    return render(request, "demo/partials/_sign_in_panel.html", {"accounts": accounts})


@login_not_required
@demo_only
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Open an invented person's account on the page of their role; nobody else's can be opened this way."""
    key = request.POST.get("account", "")
    account = queries.demo_account(key, today=timezone.localdate(), language=_language())
    if account is None:
        messages.error(request, _("This account is not one of the demonstration's, or it was closed since."))
        return redirect("demo:account_list")
    return perform_login(request, account.person, redirect_url=reverse("dashboard:home"))


@login_not_required
@demo_only
@require_safe
@never_cache
def mail_list(request: HttpRequest) -> HttpResponse:
    """Show the mails that the demonstration would have sent."""
    context = {"mails": mails.shown_mails(host=request.get_host()), "count_max": mails.MAILS_MAX}
    return render(request, "demo/mail_list.html", context)
