"""Production: secrets from the environment, HTTPS only, SMTP."""

from __future__ import annotations

from config import env
from config.settings.common import *  # noqa: F403

SECRET_KEY = env.text("ESSAIM_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("ESSAIM_SECRET_KEY_FALLBACKS")
DEBUG = False
ESSAIM_DEMO = False
SECURE_SSL_REDIRECT = env.flag("ESSAIM_HTTPS_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ESSAIM_BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 31_536_000
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("ESSAIM_SMTP_HOST", "localhost")
EMAIL_PORT = int(env.text("ESSAIM_SMTP_PORT", "25"))
EMAIL_HOST_USER = env.text("ESSAIM_SMTP_USER", " ").strip()
EMAIL_HOST_PASSWORD = env.text("ESSAIM_SMTP_PASSWORD", " ").strip()
EMAIL_USE_TLS = env.flag("ESSAIM_SMTP_TLS")
