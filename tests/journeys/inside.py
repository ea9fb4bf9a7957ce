"""
What the journeys ask of a site from inside, run beside it with its settings; the answer is one line of JSON.

    python -m tests.journeys.inside sessions
    python -m tests.journeys.inside addresses '{"officer": "session key"}' NAME...
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence

import django


def sessions() -> dict[str, str]:
    """Open a session for the first person who holds each kind of role."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.utils import timezone

    from essaim.foundations.accounts.models import RoleGrant

    found: dict[str, str] = {}
    for grant in RoleGrant.objects.held_on(timezone.localdate()).select_related("person").order_by("pk"):
        if grant.kind in found or not grant.person.is_active:
            continue
        session = SessionStore()
        session[SESSION_KEY] = str(grant.person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = grant.person.get_session_auth_hash()
        session.create()
        found[grant.kind] = session.session_key
    return found


def addresses(keys: Mapping[str, str], names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """
    Make what pages need that no link leads to today: a vote on a draft, the last step of a way through.

    It is what the access matrix prepares, made for the person of the first role that may open each page.

    :param keys: the session key of each role
    """
    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from config.access import all_access
    from essaim.foundations.accounts.models import User
    from essaim.foundations.ui.access import PUBLIC, SIGNED_IN
    from tests.architecture.preparations import address_of

    people = {role: User.objects.get(pk=SessionStore(key)[SESSION_KEY]) for role, key in keys.items()}
    table, found = all_access(), {}
    for name in names:
        access = table[name]
        fit = [role for role in people if access.who == SIGNED_IN or role in access.roles]
        allowed = [""] if access.who == PUBLIC else fit
        if allowed:
            found[name] = allowed[0], address_of(name, access, people.get(allowed[0]))
    return found


def main(question: str, *words: str) -> None:
    """Answer a question."""
    django.setup()
    answer = sessions() if question == "sessions" else addresses(json.loads(words[0]), words[1:])
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
