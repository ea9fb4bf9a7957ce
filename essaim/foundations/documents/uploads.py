"""Stops writing an upload once it is over the limit, so that a huge file cannot fill the disk before it is refused."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CappedUpload(FileUploadHandler):
    """
    Passes an upload on to the next handlers up to one chunk over the limit, and drops the rest of it.

    What is kept is over the limit, so that the inspection refuses it with its message.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass the chunk on, or nothing."""
        return raw_data if start <= settings.ESSAIM_DOCUMENT_BYTES_MAX else None

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the next handlers."""
        return None
