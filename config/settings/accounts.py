"""People and sign-in (django-allauth): people are invited, codes and passkeys first, State identity by configuration."""

from __future__ import annotations

from typing import Any

from config import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
# Leads each role to its own home.
LOGIN_REDIRECT_URL = "dashboard:home"

# Sessions: a working day, renewed by use, and no longer than the browser window unless asked.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_SAVE_EVERY_REQUEST = False

# Whoever holds a role of the team signs in with a second factor; the demo and the tests ease it, and say so.
ESSAIM_SECOND_FACTOR_REQUIRED = True

ACCOUNT_ADAPTER = "essaim.foundations.accounts.adapters.sign_in.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "essaim.foundations.accounts.adapters.sign_in.name_of"
ACCOUNT_FORMS = {
    "login": "essaim.foundations.accounts.adapters.sign_in_forms.LoginForm",
    "request_login_code": "essaim.foundations.accounts.adapters.sign_in_forms.CodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; the library asks for a password when signing in only if it is named here.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
# An address is vouched for by the administrator who invites, and proved by the link or code sent there.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Essaim] "
ACCOUNT_PREVENT_ENUMERATION = True
# A mail to somebody who has no account tells nothing to whoever typed the address, and helps its owner.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Attempts are counted in the database, so that more processes or machines do not mean more attempts.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "essaim_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key",
    "reset_password": "20/m/ip,5/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("ESSAIM_BEHIND_PROXY") else 0

MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "essaim.foundations.accounts.adapters.sign_in_forms.ApplicationForm",
    "add_webauthn": "essaim.foundations.accounts.adapters.sign_in_forms.AddKeyForm",
    "edit_webauthn": "essaim.foundations.accounts.adapters.sign_in_forms.RenameKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Essaim"
# Clocks of telephones drift: the code before and the code after are taken too.
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "essaim.foundations.accounts.adapters.second_factor.SecondFactorAdapter"

USERSESSIONS_TRACK_ACTIVITY = False

SOCIALACCOUNT_ADAPTER = "essaim.foundations.accounts.adapters.identity_provider.IdentityProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def _identity_providers() -> dict[str, Any]:
    """
    Read the OpenID Connect provider of the environment, if there is one.

    ESSAIM_OIDC_SERVER: its address, before /.well-known/openid-configuration.
    ESSAIM_OIDC_CLIENT_ID, ESSAIM_OIDC_CLIENT_SECRET: what it knows this site by.
    ESSAIM_OIDC_ID: its name in addresses (proconnect); ESSAIM_OIDC_NAME: its name on the button (ProConnect).
    ESSAIM_OIDC_SCOPES: what is asked of it, separated by commas.
    ESSAIM_OIDC_ACR: the level of assurance asked for, if any (ProConnect: eidas1).
    """
    server = env.text("ESSAIM_OIDC_SERVER", " ").strip()
    if not server:
        return {}
    acr = env.text("ESSAIM_OIDC_ACR", " ").strip()
    return {
        "openid_connect": {
            "SCOPE": env.words("ESSAIM_OIDC_SCOPES", "openid,email,given_name,usual_name"),
            "AUTH_PARAMS": {"acr_values": acr} if acr else {},
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": env.text("ESSAIM_OIDC_ID", "proconnect"),
                    "name": env.text("ESSAIM_OIDC_NAME", "ProConnect"),
                    "client_id": env.text("ESSAIM_OIDC_CLIENT_ID"),
                    "secret": env.text("ESSAIM_OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": server},
                }
            ],
        }
    }


SOCIALACCOUNT_PROVIDERS = _identity_providers()
