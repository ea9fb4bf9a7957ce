"""Signing in with the State's or the authority's identity: nobody is registered by it, links are confirmed."""

from __future__ import annotations

import time

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from essaim.foundations.accounts.models import User

PENDING_LINK_KEY = "accounts_pending_link"
PENDING_LINK_SECONDS = 15 * 60


def pending_link(request: HttpRequest) -> SocialLogin | None:
    """Return the identity that waits to be linked in this session, unless it has waited too long."""
    stored = request.session.get(PENDING_LINK_KEY)
    if not stored or time.time() - stored["at"] > PENDING_LINK_SECONDS:
        request.session.pop(PENDING_LINK_KEY, None)
        return None
    return SocialLogin.deserialize(stored["login"])


def forget_pending_link(request: HttpRequest) -> None:
    """Forget the identity that waits."""
    request.session.pop(PENDING_LINK_KEY, None)


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """Lets known identities in; links a new one only to the account of the same address, once its owner confirms."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse everybody: an administrator invites people."""
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, str]) -> User:
        """Fill the unsaved person with the address alone: ours have no user name."""
        person: User = sociallogin.user
        person.email = (data.get("email") or "").strip().lower()
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """
        Put aside an identity seen for the first time whose address has an account, until its owner confirms.

        The address alone is not taken as proof: whoever controls the provider's record would enter.
        """
        if sociallogin.is_existing or sociallogin.state.get("process") == "connect":
            return
        email = sociallogin.user.email if sociallogin.user else ""
        if not email or not User.objects.filter(email__iexact=email, is_active=True).exists():
            return
        request.session[PENDING_LINK_KEY] = {"login": sociallogin.serialize(), "at": time.time()}
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("accounts:identity_link")))

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:
        """Lead back to the person's own page."""
        return reverse("accounts:own_account")
