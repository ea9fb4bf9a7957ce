"""
Addresses of signing in: the pages of the library we use, and no other, in French.

Their names are the library's own, without namespace. What is not listed (sign-up by passkey, several addresses,
the library's lists of sessions and of linked accounts) is not reachable.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as identity
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import TemplateView

from .adapters import openid_connect
from .adapters.routes import or_back_to

SOCIAL_ERROR = TemplateView.as_view(template_name="socialaccount/authentication_error.html")

urlpatterns: list[URLPattern | URLResolver] = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisie/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/deuxieme-facteur/", factors.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("inscription/", account.signup, name="account_signup"),
    path("confirmation/", or_back_to("accounts:own_account", account.reauthenticate), name="account_reauthenticate"),
    path(
        "confirmation/deuxieme-facteur/",
        or_back_to("accounts:own_account", factors.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "confirmation/cle/",
        or_back_to("accounts:own_account", webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("mot-de-passe/changer/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    # The key holds hyphens itself: the first one parts it from the number of the person.
    re_path(
        r"^mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("mot-de-passe/change/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("deuxieme-facteur/", factors.index, name="mfa_index"),
    path("deuxieme-facteur/application/", totp.activate_totp, name="mfa_activate_totp"),
    path(
        "deuxieme-facteur/application/retirer/",
        or_back_to("mfa_index", totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path("deuxieme-facteur/cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("deuxieme-facteur/cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path(
        "deuxieme-facteur/cles/<int:pk>/renommer/",
        or_back_to("mfa_index", webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "deuxieme-facteur/cles/<int:pk>/retirer/",
        or_back_to("mfa_index", webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "deuxieme-facteur/codes/",
        or_back_to("mfa_index", recovery_codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "deuxieme-facteur/codes/nouveaux/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"
    ),
    path(
        "deuxieme-facteur/codes/telecharger/",
        or_back_to("mfa_index", recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("identite/annulee/", identity.login_cancelled, name="socialaccount_login_cancelled"),
    path("identite/erreur/", login_not_required(SOCIAL_ERROR), name="socialaccount_login_error"),
    path("identite/inscription/", identity.signup, name="socialaccount_signup"),
    path(
        "fournisseur/<slug:provider_id>/",
        or_back_to("account_login", openid_connect.login),
        name="openid_connect_login",
    ),
    path(
        "fournisseur/<slug:provider_id>/retour/",
        or_back_to("account_login", openid_connect.callback),
        name="openid_connect_callback",
    ),
]
