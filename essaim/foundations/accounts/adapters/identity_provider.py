"""Signing in with the State's or the authority's identity: nobody is registered by it, links are confirmed."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from essaim.foundations.accounts.models import User

PENDING_LINK_KEY = "accounts_pending_link"
PENDING_LINK_SECONDS = 15 * 60


@dataclass(frozen=True, slots=True)
class PendingLink:
    """An identity that waits to be linked, and the account it is offered to."""

    login: SocialLogin
    owner_id: int


def pending_link(request: HttpRequest) -> PendingLink | None:
    """Return the identity that waits to be linked in this session, unless it has waited too long."""
    stored = request.session.get(PENDING_LINK_KEY)
    if not stored or time.time() - stored["at"] > PENDING_LINK_SECONDS:
        request.session.pop(PENDING_LINK_KEY, None)
        return None
    return PendingLink(SocialLogin.deserialize(stored["login"]), stored["owner_id"])


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
        Put an identity aside until the owner of the account confirms that it opens it.

        Seen for the first time, it is offered to the account of the same address; asked for by somebody signed in, to
        theirs. The address alone is not taken as proof: whoever controls the provider's record would enter.
        """
        if sociallogin.state.get("process") == "connect":
            # Whoever is signed in asked for it: they confirm on our page, which also writes it in the trail.
            owner_id = request.user.pk
        elif sociallogin.is_existing:
            return
        else:
            email = sociallogin.user.email if sociallogin.user else ""
            found = User.objects.filter(email__iexact=email, is_active=True) if email else User.objects.none()
            owner_id = found.values_list("pk", flat=True).first()
        if owner_id is None:
            return
        request.session[PENDING_LINK_KEY] = {
            "login": sociallogin.serialize(),
            "owner_id": owner_id,
            "at": time.time(),
        }
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("accounts:identity_link")))

    def generate_state_param(self, state: dict[str, object]) -> str:
        """Make a state of 43 characters: the State's provider asks for 32 at least."""
        return secrets.token_urlsafe(32)

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:
        """Lead back to the person's own page."""
        return reverse("accounts:own_account")
