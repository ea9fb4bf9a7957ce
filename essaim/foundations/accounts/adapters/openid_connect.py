"""
OpenID Connect as the State's provider speaks it: a nonce that is checked, and claims that may come signed.

The library sends neither nonce nor long state, and takes claims as plain JSON only; ProConnect asks for the first two
and answers a signed token.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.core.internal.httpkit import add_query_params
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

NONCES_KEY = "accounts_oidc_nonces"
NONCES_MAX = 10


class OpenIDConnectAdapter(OpenIDConnectOAuth2Adapter):
    """Checks what the provider says of somebody before it is believed."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **options: Any) -> SocialLogin:
        """
        Read who it is from the identity token and from the claims, which must speak of the same person.

        :raises OAuth2Error: if a signature, the nonce or the person does not match
        """
        id_token = options["response"].get("id_token")
        if not id_token:
            message = "The provider gave no identity token."
            raise OAuth2Error(message)
        identity = self._decode_id_token(app, id_token)
        expected = take_nonce(request)
        if expected is None or not secrets.compare_digest(expected, str(identity.get("nonce", ""))):
            message = "The identity token answers another request."
            raise OAuth2Error(message)
        claims = self._fetch_user_info(token.token)
        if claims.get("sub") != identity["sub"]:
            message = "The claims speak of somebody else."
            raise OAuth2Error(message)
        return self.get_provider().sociallogin_from_response(request, {"id_token": identity, "userinfo": claims})

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """Ask for the claims: plain JSON, or a token signed with the provider's key."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if not answer.headers.get("Content-Type", "").startswith("application/jwt"):
            return answer.json()
        return jwtkit.verify_and_decode(
            credential=answer.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def keep_nonce(request: HttpRequest, state: str) -> str:
    """Make the nonce of one request to the provider, and keep it in the session beside its state."""
    nonce = secrets.token_urlsafe(32)
    kept = {**request.session.get(NONCES_KEY, {}), state: nonce}
    request.session[NONCES_KEY] = dict(list(kept.items())[-NONCES_MAX:])
    return nonce


def take_nonce(request: HttpRequest) -> str | None:
    """Return the nonce of the request that comes back, once."""
    kept = dict(request.session.get(NONCES_KEY, {}))
    nonce: str | None = kept.pop(request.GET.get("state", ""), None)
    request.session[NONCES_KEY] = kept
    return nonce


@login_not_required
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """
    Lead to the provider through a page of ours.

    A form that was redirected there would be stopped by the content security policy, wherever it then leads.

    :raises Http404: if no such provider is configured
    """
    try:
        response = OAuth2LoginView.adapter_view(OpenIDConnectAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    if not isinstance(response, HttpResponseRedirect):
        return response
    state = parse_qs(urlsplit(response.url).query).get("state", [""])[0]
    url = add_query_params(response.url, {"nonce": keep_nonce(request, state)}) if state else response.url
    name = get_adapter().get_provider(request, provider_id).name
    return render(request, "accounts/to_provider.html", {"url": url, "name": name})


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """
    Take back whoever comes from the provider.

    :raises Http404: if no such provider is configured
    """
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(OpenIDConnectAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return response
