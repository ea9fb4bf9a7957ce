"""The tests: fast hashing, mails in memory, files in a temporary folder given by the test run."""

from __future__ import annotations

import tempfile

from config.settings.common import *  # noqa: F403

SECRET_KEY = "tests-only"  # noqa: S105
DEBUG = False
ESSAIM_DEMO = False
ESSAIM_SECOND_FACTOR_REQUIRED = False
ESSAIM_HISTORY_TRUSTED_SECONDS = 0
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tempfile.mkdtemp(prefix="essaim-test-"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
ESSAIM_SIRENE_FOLDER = tempfile.mkdtemp(prefix="essaim-test-sirene-")
