"""Turns DATABASE_URL, or the folder of the embedded server, into Django's connection settings."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from config.embedded_postgres.layout import Layout

OWNER = "essaim"
DATABASE = "essaim"
PORT = 5432


class DatabaseUrlUnreadable(ValueError):
    """DATABASE_URL is not a PostgreSQL address with a database name."""


def parse_database_url(url: str) -> dict[str, object]:
    """
    Read postgresql://user:password@host:port/name?option=value; a host that is a folder is written %2Frun%2Fpostgresql.

    :raises DatabaseUrlUnreadable: if it is another database, or names none
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        message = "DATABASE_URL must read postgresql://user:password@host:port/name (Essaim runs on PostgreSQL only)."
        raise DatabaseUrlUnreadable(message)
    # urlsplit puts hosts in small letters, which breaks folders: read it from the original.
    address = parts.netloc.rpartition("@")[2]
    host = address[1:].partition("]")[0] if address.startswith("[") else address.partition(":")[0]
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", "") or host),
        "PORT": str(parts.port or ""),
        **({"OPTIONS": options} if options else {}),
    }


def connection_settings(folder: Path) -> dict[str, object]:
    """Return Django's connection settings for the embedded server of a folder, running or not."""
    return {
        "NAME": DATABASE,
        "USER": OWNER,
        "PASSWORD": "",
        "HOST": str(Layout.of(folder).socket_folder),
        "PORT": str(PORT),
    }
