"""Make the table of the shared cache: attempts to sign in are counted over every process and machine."""

from __future__ import annotations

from django.db import migrations

# Unlogged: what it holds lives for minutes, and may be lost with the server.
CREATE = """
    CREATE UNLOGGED TABLE essaim_cache (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX essaim_cache_expires ON essaim_cache (expires);
"""


class Migration(migrations.Migration):
    """The table Django's database cache expects."""

    dependencies = [("accounts", "0002_people_leave_and_are_invited")]

    operations = [migrations.RunSQL(CREATE, reverse_sql="DROP TABLE essaim_cache")]
