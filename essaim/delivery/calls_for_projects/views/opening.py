"""From the end of the eligibility test to a draft: what was told is carried over, and an account is opened on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from essaim.delivery.calls_for_projects import forms, queries, services
from essaim.delivery.calls_for_projects.content import content_of
from essaim.delivery.calls_for_projects.models import Call
from essaim.delivery.calls_for_projects.rules import FACT_NAMES
from essaim.foundations.accounts import services as accounts
from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.decisions import deny
from essaim.foundations.ui.writing import refused

from .carrying import HOURS, carried, carry
from .filling import step_url
from .finding import call_crumbs, call_for

LINK_SALT = "calls_for_projects.account"
# What a letter takes for the address of its page.
ADDRESS_LENGTH_MAX = 2000
CARRIED = "faits"


@never_cache
@login_not_required
def application_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start an application to a call; who has no account is sent a link that opens one."""
    found, now = call_for(request, slug), timezone.now()
    told = request.POST.get(CARRIED) or request.GET.get(CARRIED, "")
    edition = queries.edition_on(found, timezone.localdate(now))
    context: dict[str, object] = {
        "call": found,
        "crumbs": call_crumbs(found),
        "edition": edition,
        "carried": told,
        "is_carried": bool(carried(told)),
    }
    if edition is None:
        return render(request, "calls_for_projects/application_start.html", context)
    if request.user.is_authenticated:
        if request.method == "POST":
            return _start(request, found, request.user, told)
        return render(request, "calls_for_projects/application_start.html", context)
    here = f"{request.path}?{urlencode({CARRIED: told})}" if told else request.path
    context["login_url"] = f"{reverse('account_login')}?{urlencode({'next': here})}"
    asks = request.method == "POST" and "email" in request.POST
    form = forms.OpenAccountForm(request.POST if asks else None, now=now)
    status = 200
    if asks:
        if form.is_valid():
            try:
                _send_link(found, form, told)
            except services.TooManyLinks:
                form.add_error(None, _("Too many links were asked for in the last hour: please come back later."))
            else:
                return render(request, "calls_for_projects/account_sent.html", context)
        form.sign_again()
        status = 422
    return render(request, "calls_for_projects/application_start.html", {**context, "form": form}, status=status)


def _start(request: HttpRequest, call: Call, actor: User, told: str) -> HttpResponse:
    try:
        draft = services.start_draft(call=call, actor=actor, now=timezone.now(), facts=carried(told))
    except services.CallIsClosed:
        return refused(request, deny(_("This call takes no application today.")), call.get_absolute_url())
    messages.success(request, _("Your draft is started: nobody else reads it until you file it."))
    return redirect(step_url(draft, "structure"))


def address_of_link(slug: str, email: str, facts: Mapping[str, object]) -> str:
    """Make the address of the link: the call, the address it is sent to, and the facts told, by their place."""
    told = {str(FACT_NAMES.index(name)): value for name, value in facts.items() if name in FACT_NAMES}
    token = signing.dumps([slug, email, told], salt=LINK_SALT, compress=True)
    return reverse("calls_for_projects:account_open", args=[token])


def _send_link(call: Call, form: forms.OpenAccountForm, told: str) -> None:
    """Send the link; whether the address has an account already is not told here, but by the page of the link."""
    email, now = str(form.cleaned_data["email"]).lower(), timezone.now()
    address = address_of_link(call.slug, email, carried(told))
    if len(address) > ADDRESS_LENGTH_MAX:
        # What was told is asked again rather than cut.
        address = address_of_link(call.slug, email, {})
    mark = hashlib.sha256(f"{email} {call.slug} {now:%Y%m%d%H} {now.minute // 10}".encode()).hexdigest()
    services.send_account_link(
        address=email,
        call=call,
        url=address,
        now=now,
        key=f"{services.ACCOUNT_KEY}{mark[:40]}",
    )


@never_cache
@login_not_required
def account_open(request: HttpRequest, token: str) -> HttpResponse:
    """Open an account by the link sent to its address, and start the application at once."""
    try:
        slug, email, told = signing.loads(token, salt=LINK_SALT, max_age=HOURS * 3600)
        call = queries.call_of(slug)
    except (signing.BadSignature, Call.DoesNotExist, ValueError):
        return render(request, "calls_for_projects/link_unknown.html", status=404)
    facts = {FACT_NAMES[int(place)]: value for place, value in told.items()}
    told_text = carry(facts)
    onward = f"{reverse('calls_for_projects:application_start', args=[call.slug])}?{urlencode({CARRIED: told_text})}"
    if User.objects.filter(email__iexact=email).exists():
        if request.user.is_authenticated:
            return redirect(onward)
        messages.info(request, _("This address has an account already: sign in to go on."))
        return redirect(f"{reverse('account_login')}?{urlencode({'next': onward})}")
    form = forms.OwnNameForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"call": call, "crumbs": call_crumbs(call), "form": form}
        status = 422 if form.is_bound else 200
        return render(request, "calls_for_projects/account_open.html", context, status=status)
    try:
        person = accounts.open_own_account(
            email=email,
            full_name=form.cleaned_data["full_name"],
            language=(get_language() or "fr")[:2],
            now=timezone.now(),
        )
    except (accounts.AlreadyKnown, ValidationError):
        return redirect(onward)
    login(request, person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return _start(request, call, person, told_text)


@never_cache
@login_not_required
def confirmation_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Let the legal representative read an application and confirm it, without an account."""
    try:
        row = services.confirmation_of_link(token)
    except services.LinkUnknown:
        return render(request, "calls_for_projects/link_unknown.html", status=404)
    application = row.application
    if request.method == "POST":
        services.confirm_by_link(token=token, now=timezone.now())
        return render(request, "calls_for_projects/confirmed.html", {"application": application})
    context = {
        "confirmation": row,
        "application": application,
        "communes": application.communes.all(),
        "content": content_of(application),
    }
    return render(request, "calls_for_projects/confirmation_by_link.html", context)
