"""The demo and development: one machine, embedded database, mails kept on disk, multi-factor eased and said so."""

from __future__ import annotations

from config.env import text, var_folder
from config.settings.common import *  # noqa: F403

SECRET_KEY = text("ESSAIM_SECRET_KEY", "demo-only-key-not-for-production-0123456789abcdefghijklmnop")
DEBUG = False
ESSAIM_DEMO = True
ESSAIM_SECOND_FACTOR_REQUIRED = False
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(var_folder() / "mails")
