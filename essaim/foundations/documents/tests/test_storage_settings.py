"""Where files go, as the environment says: a private folder, or a bucket."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from essaim.foundations.documents import store

from .factories import MOMENT, PDF

PRINT = "import json; from config.settings import storage; print(json.dumps(storage.STORAGES['default']))"


def _storage_settings(**environment: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        env={**os.environ, **environment},
        cwd=django_settings.ESSAIM_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_folder_is_for_the_server_only_and_out_of_static_files() -> None:
    options = _storage_settings()["OPTIONS"]

    assert (options["file_permissions_mode"], options["directory_permissions_mode"]) == (0o600, 0o700)
    assert options["base_url"] is None
    assert not Path(options["location"]).is_relative_to(django_settings.STATIC_ROOT)


def test_file_on_disk_is_readable_by_the_server_only(settings, tmp_path) -> None:
    options = {**_storage_settings()["OPTIONS"], "location": str(tmp_path)}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options},
    }

    key = store.keep(io.BytesIO(PDF), now=MOMENT)

    written = tmp_path / key
    assert written.stat().st_mode & 0o777 == 0o600
    assert written.parent.stat().st_mode & 0o777 == 0o700


def test_bucket_gets_private_objects_under_our_folder(settings) -> None:
    """Only the request is checked, against a stub of the service: no bucket is reached."""
    pytest.importorskip("storages.backends.s3", reason="the packages of the extra s3 are not installed")
    from botocore.stub import ANY, Stubber
    from django.core.files.storage import default_storage

    chosen = _storage_settings(
        ESSAIM_S3_BUCKET="essaim",
        ESSAIM_S3_ENDPOINT="https://s3.example.org",
        ESSAIM_S3_REGION="fr-par",
        ESSAIM_S3_KEY="key",
        ESSAIM_S3_SECRET="secret",
    )
    settings.STORAGES = {**settings.STORAGES, "default": chosen}
    client = default_storage.connection.meta.client
    with Stubber(client) as stub:
        stub.add_client_error("head_object", "404", http_status_code=404)
        # No ACL among these: an object is as private as its bucket.
        sent = {
            "Bucket": "essaim",
            "Key": ANY,
            "Body": ANY,
            "ChecksumAlgorithm": ANY,
            "ContentType": "application/octet-stream",
        }
        stub.add_response("put_object", {}, sent)

        key = store.keep(io.BytesIO(PDF), now=MOMENT)

        stub.assert_no_pending_responses()
    assert key.startswith("2026/")
    assert client.meta.endpoint_url == "https://s3.example.org"
