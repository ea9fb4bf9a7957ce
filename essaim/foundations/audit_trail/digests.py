"""The links sealed in one day, as a file that anybody can check without this software, its database or its word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from .models import Link
from .verification import GENESIS

FORMAT = "essaim-digest-1"
ZONE = "UTC"


class DayNotOver(ValueError):
    """A digest was asked for a day that is not over: more could still be sealed in it."""


def digest_lines(day: date, *, now: datetime) -> Iterator[str]:
    """
    Write the digest of a day as JSON lines: first what it is (day, number of links, hashes at both ends), then its links.

    Days are those of UTC. A link belongs to the day before which everything up to it was sealed, so that the digests of
    two days in a row always meet: the last hash of one is the previous hash of the next. Make it after midnight.

    :raises DayNotOver: if the day is not over at that moment
    """
    if datetime.combine(day + timedelta(days=1), time.min, UTC) > now:
        raise DayNotOver(day.isoformat())
    after, previous_hash = _end_of(day - timedelta(days=1))
    until, last_hash = _end_of(day)
    head = {
        "format": FORMAT,
        "day": day.isoformat(),
        "zone": ZONE,
        "links": Link.objects.filter(pk__gt=after, pk__lte=until).count(),
        "previous_hash": previous_hash,
        "last_hash": last_hash,
    }
    yield json.dumps(head, ensure_ascii=False)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, source, source_id, payload::text, sealed_at, previous_hash, hash FROM audit_trail_link "
                "WHERE id > %s AND id <= %s ORDER BY id LIMIT 5000",
                [after, until],
            )
            rows = cursor.fetchall()
        if not rows:
            return
        for pk, source, source_id, payload, sealed_at, link_previous_hash, link_hash in rows:
            line = {
                "link": pk,
                "source": source,
                "source_id": source_id,
                "payload": payload,
                "sealed_at": sealed_at.astimezone(UTC).isoformat(),
                "previous_hash": link_previous_hash,
                "hash": link_hash,
            }
            yield json.dumps(line, ensure_ascii=False)
        after = rows[-1][0]


def _end_of(day: date) -> tuple[int, str]:
    """Return the last link sealed by the end of a day and its hash; 0 and the first hash of all if there was none."""
    end = datetime.combine(day + timedelta(days=1), time.min, UTC)
    found = Link.objects.filter(sealed_at__lt=end).order_by("-pk").values_list("pk", "hash").first()
    return found or (0, GENESIS)
