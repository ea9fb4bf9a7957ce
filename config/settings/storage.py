"""Files: static files hashed and served by WhiteNoise; documents private, on disk or in an S3-compatible store."""

from __future__ import annotations

from config.env import var_folder

STORAGES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(var_folder() / "documents"), "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
