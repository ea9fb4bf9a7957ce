"""Two steps of every request: whose eyes the page is seen through, and whether a second factor is set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import permissions, see_as, services
from .models import User
from .requests import real_person

Next = Callable[[HttpRequest], HttpResponse]
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Keys, codes, passwords and linked identities of somebody are for their eyes only.
OWN_EYES_ONLY = ("account_", "mfa_", "socialaccount_", "openid_connect_", "accounts:identity", "accounts:own_data")
STOP = "accounts:stop_seeing_as"
LOGOUT = "account_logout"


class SeeAsMiddleware:
    """
    Shows support the pages as somebody else sees them, and lets nothing be changed meanwhile.

    request.user is then that somebody, for every permission and queryset; request.seen_by is the support person, for
    the trail. It stands right after the person of the session is known.
    """

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the person seen, or end the period when its time or its right is over."""
        seeing = see_as.current(request) if request.user.is_authenticated else None
        if seeing is None:
            return self.get_response(request)
        support = request.user
        assert isinstance(support, User)
        person = User.objects.filter(pk=seeing.person_id).first()
        now = timezone.now()
        url_name = _url_name(request)
        if person is None or now >= seeing.ends_at or not permissions.can_see_as(support, person):
            # The trail has known from the start when the period would end.
            see_as.forget(request)
            return self.get_response(request)
        if url_name == LOGOUT and request.method == "POST":
            see_as.forget(request)
            services.stop_seeing_as(person=person, actor=support, now=now)
            return self.get_response(request)
        request.seen_by = support  # type: ignore[attr-defined]
        request.user = person
        if request.method not in SAFE_METHODS and url_name != STOP:
            return _refuse(request, _("You look through somebody else's eyes: nothing can be changed meanwhile."))
        if url_name.startswith(OWN_EYES_ONLY) or "export" in request.GET:
            return _refuse(request, _("This page is for the person's own eyes only."))
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200:
            services.record_page_seen(person=person, actor=support, path=request.get_full_path(), now=now)
        return response


def _url_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _refuse(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "ui/errors/403.html", {"reason": reason}, status=403)


class SecondFactorMiddleware:
    """Leads whoever must have a second factor, and has none, to set one up before anything else."""

    # What is needed to set it up, to leave, and to read the page meanwhile.
    LEFT_OPEN = frozenset(
        {
            LOGOUT,
            STOP,
            "account_reauthenticate",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_index",
            "mfa_list_webauthn",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_view_recovery_codes",
            "ui:choose_language",
            "ui:choose_theme",
        }
    )

    def __init__(self, get_response: Next) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision is made once the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Redirect to the page of second factors, or let the page answer."""
        if not settings.ESSAIM_SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        person = real_person(request)
        if not permissions.needs_second_factor(person) or has_second_factor(person):
            return None
        request.must_set_second_factor = True  # type: ignore[attr-defined]
        name = request.resolver_match.view_name if request.resolver_match else ""
        return None if name in self.LEFT_OPEN else HttpResponseRedirect(reverse("mfa_index"))


def has_second_factor(person: User) -> bool:
    """Tell whether a person has an application or a key; recovery codes alone are none."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=person, type__in=kinds).exists()
