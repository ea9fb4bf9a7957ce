"""Files: static files hashed and served by WhiteNoise; documents private, on disk or in an S3-compatible store."""

from __future__ import annotations

from config import env
from config.env import var_folder

_bucket = env.text("ESSAIM_S3_BUCKET", " ").strip()

# Outside the folder of static files, readable by the server's own user only, and given no address: files leave
# through a view that asks for permission.
_local: dict[str, object] = {
    "BACKEND": "django.core.files.storage.FileSystemStorage",
    "OPTIONS": {
        "location": str(var_folder() / "documents"),
        "base_url": None,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
# Needs the packages of the extra "s3". The bucket must be private: no public policy, no listing for anybody else.
_s3: dict[str, object] = {
    "BACKEND": "storages.backends.s3.S3Storage",
    "OPTIONS": {
        "bucket_name": _bucket,
        "endpoint_url": env.text("ESSAIM_S3_ENDPOINT", " ").strip() or None,
        "region_name": env.text("ESSAIM_S3_REGION", " ").strip() or None,
        "access_key": env.text("ESSAIM_S3_KEY", " ").strip() or None,
        "secret_key": env.text("ESSAIM_S3_SECRET", " ").strip() or None,
        "location": env.text("ESSAIM_S3_FOLDER", "documents"),
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": False,
        "signature_version": "s3v4",
    },
}

STORAGES: dict[str, dict[str, object]] = {
    "default": _s3 if _bucket else _local,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Every address of a static file holds the hash of what it holds: the files under their first names would be compressed for nobody.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# The most a document may weigh.
ESSAIM_DOCUMENT_BYTES_MAX = int(env.text("ESSAIM_DOCUMENT_MB_MAX", "25")) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "essaim.foundations.documents.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
