"""People and sign-in (django-allauth)."""

from __future__ import annotations

AUTH_USER_MODEL = "accounts.User"
