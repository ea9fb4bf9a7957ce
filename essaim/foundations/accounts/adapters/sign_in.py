"""Signing in with a code or a password: people are invited, and have a name rather than a user name."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts.models import User

YEAR_SECONDS = 365 * 24 * 3600
WAYS_TO_CONFIRM = {
    "reauthenticate": _("With my password"),
    "mfa_reauthenticate": _("With a code of my application, or a recovery code"),
    "mfa_reauthenticate:webauthn": _("With my key"),
}


def name_of(user: User) -> str:
    """Return how somebody is called on pages and in mails."""
    return user.full_name


class AccountAdapter(DefaultAccountAdapter):
    """Closes sign-up, and writes to people in their own language."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse everybody: an administrator invites people."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Offer the key first to whoever has no application: their recovery codes are for a bad day."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for method in methods:
            method["description"] = WAYS_TO_CONFIRM[method["id"]]
        if Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.TOTP).exists():
            return methods
        return sorted(methods, key=lambda method: method["id"] == "mfa_reauthenticate")

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        """Show pages in the language the person chose, on this device too."""
        response: HttpResponse = super().post_login(request, user, **options)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, user.language, max_age=YEAR_SECONDS, samesite="Lax", httponly=True
        )
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Write in the language of the person, or in that of the page when nobody has this address."""
        language = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        with translation.override(language or translation.get_language()):
            super().send_mail(template_prefix, email, context)
