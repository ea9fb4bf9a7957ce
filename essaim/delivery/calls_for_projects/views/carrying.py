"""What the eligibility test was told is carried to the draft, in a text that only this site can have written."""

from __future__ import annotations

from collections.abc import Mapping

from django.core import signing

SALT = "calls_for_projects.carried"
HOURS = 48


def carry(facts: Mapping[str, object]) -> str:
    """Write what the test was told in a text that only this site can have written."""
    return signing.dumps(dict(facts), salt=SALT, compress=True)


def carried(text: str) -> dict[str, object]:
    """Read it back; nothing from a text that is not ours, or too old."""
    try:
        found = signing.loads(text, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature:
        return {}
    return found if isinstance(found, dict) else {}
