"""Placeholder names of the embedded server, completed by its own package."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlparse


def parse_database_url(url: str) -> dict[str, object]:
    """Turn a postgresql:// URL into Django's connection settings."""
    parts = urlparse(url)
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }


def connection_settings(folder: Path) -> dict[str, object]:
    """Return Django's connection settings for the server of this folder."""
    return {"NAME": "essaim", "USER": "essaim", "PASSWORD": "", "HOST": str(folder), "PORT": "5432"}
