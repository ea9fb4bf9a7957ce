"""What every kind of start shares: rooms, middleware, templates."""

from __future__ import annotations

from config.env import ROOT, var_folder
from config.settings.rooms import ROOMS

INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "pgtrigger",
    "pghistory",
    "ninja",
    "config",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "essaim.foundations.accounts.middleware.SeeAsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "essaim.foundations.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "essaim.foundations.ui.middleware.RefusalMiddleware",
    "essaim.foundations.audit_trail.middleware.ActorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
# How long what the eligibility API knows of the rules may be behind what was written by another process.
ESSAIM_HISTORY_TRUSTED_SECONDS = 0.25
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "essaim.foundations.ui.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "essaim.foundations.ui.templatetags.ui"],
        },
    }
]
COTTON_DIR = "cotton"
FORM_RENDERER = "essaim.foundations.ui.rendering.FormRenderer"

STATIC_URL = "/static/"
STATIC_ROOT = var_folder() / "static"
WHITENOISE_MAX_AGE = 31_536_000

ESSAIM_ROOT = ROOT
ESSAIM_VAR = var_folder()
