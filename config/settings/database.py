"""Where the data lives: DATABASE_URL, or the embedded server of this checkout."""

from __future__ import annotations

import os
from typing import Any

from config.embedded_postgres import connection_settings, parse_database_url
from config.env import var_folder

_url = os.environ.get("DATABASE_URL", "")
_address: dict[str, Any] = parse_database_url(_url) if _url else connection_settings(var_folder() / "postgres")

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **_address,
        # Pages ask short questions: compiling one (jit), or weighing every order of its joins, takes longer than answering it.
        # DATABASE_URL?options= has its way.
        "OPTIONS": {
            "options": "-c jit=off -c join_collapse_limit=4 -c from_collapse_limit=4",
            **_address.get("OPTIONS", {}),
        },
    }
}
