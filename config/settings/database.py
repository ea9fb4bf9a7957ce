"""Where the data lives: DATABASE_URL, or the embedded server of this checkout."""

from __future__ import annotations

import os

from config.embedded_postgres import connection_settings, parse_database_url
from config.env import var_folder

_url = os.environ.get("DATABASE_URL", "")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **(parse_database_url(_url) if _url else connection_settings(var_folder() / "postgres")),
    }
}
