"""Second factors: keys kept encrypted."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from qrcode.image.svg import SvgPathFillImage


def _cipher() -> MultiFernet:
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"accounts.second_factor:{secret}".encode()).digest()))
            for secret in secrets
        ]
    )


class KeyUnreadable(Exception):
    """A stored key was encrypted with another SECRET_KEY: put that one in SECRET_KEY_FALLBACKS."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypts keys and recovery codes at rest, so that a copy of the database does not open accounts."""

    def encrypt(self, text: str) -> str:
        """Encrypt with a key derived from SECRET_KEY."""
        return _cipher().encrypt(text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Draw the square to scan on white: a telephone does not read it on a dark page."""
        buffer = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(buffer)
        return buffer.getvalue().decode()

    def decrypt(self, encrypted_text: str) -> str:
        """
        Read what was encrypted with SECRET_KEY or one of its fallbacks.

        :raises KeyUnreadable: if it was written with another key
        """
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise KeyUnreadable from None
