"""Fetches an agenda at an address, page after page as OpenAgenda gives it, with limits on what it takes."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from django.utils.translation import gettext as _

from essaim.ecosystem.events.agenda_reading import (
    BYTES_MAX,
    AgendaEmpty,
    AgendaTooLarge,
    decoded,
    events_of,
    kept_events,
    read_agenda,
)

TIMEOUT_SECONDS = 30
# As many events as OpenAgenda gives at once.
PAGE_SIZE = 300
PAGES_MAX = 50
# What opens an agenda to whoever holds it: never kept, never shown.
SECRET_WORDS = frozenset({"key", "access_token", "token"})


class AgendaUnreachable(Exception):
    """The address did not answer; the message says why, and what to do."""


def shown_address(address: str) -> str:
    """Return an address without what opens it, its key or a password; of a file, its name."""
    if not _is_address(address):
        return Path(address).name
    parts = urllib.parse.urlsplit(address)
    query = [(name, value) for name, value in urllib.parse.parse_qsl(parts.query) if name not in SECRET_WORDS]
    place = parts.netloc.rpartition("@")[2]
    return urllib.parse.urlunsplit((parts.scheme, place, parts.path, urllib.parse.urlencode(query), ""))


def _is_address(text: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE) is not None


def fetched_agenda(address: str) -> list[dict[str, object]]:
    """
    Return the events of an agenda, given as a file or as an address that starts with https:// or http://.

    :raises AgendaUnreachable: if it cannot be opened, or does not answer
    :raises AgendaUnreadable: if what it answers is no agenda
    :raises AgendaEmpty: if it holds no event
    :raises AgendaTooLarge: over the limits of agenda_reading
    """
    if not _is_address(address):
        try:
            return read_agenda(Path(address).read_bytes())
        except OSError as error:
            raise AgendaUnreachable(f"{error.strerror}. {_('Check the name of the file.')}") from error
    try:
        urllib.parse.urlsplit(address)
    except ValueError as error:
        raise _no_address() from error
    found: list[object] = []
    after: list[str] = []
    for _page in range(PAGES_MAX):
        answer = decoded(_answer(_page_address(address, after)))
        events = events_of(answer)
        found += events
        onward = answer.get("after") if isinstance(answer, dict) else None
        following = [str(mark) for mark in onward if mark is not None] if isinstance(onward, list) else []
        if not events or not following or following == after:
            break
        after = following
        kept_events(found)
    kept = kept_events(found)
    if not kept:
        raise AgendaEmpty
    return kept


def _page_address(address: str, after: list[str]) -> str:
    parts = urllib.parse.urlsplit(address)
    query = [pair for pair in urllib.parse.parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "after[]"]
    if not any(name == "size" for name, _value in query):
        query.append(("size", str(PAGE_SIZE)))
    query += [("after[]", mark) for mark in after]
    return urllib.parse.urlunsplit(parts._replace(query=urllib.parse.urlencode(query), fragment=""))


def _no_address() -> AgendaUnreachable:
    return AgendaUnreachable(_("This kind of address is not read: give an https address, or a file."))


def _answer(address: str) -> bytes:
    """
    Ask an address.

    :raises AgendaUnreachable: if it is no address of the web, or does not answer
    :raises AgendaTooLarge: over BYTES_MAX
    """
    if urllib.parse.urlsplit(address).scheme not in {"http", "https"}:
        raise _no_address()
    request = urllib.request.Request(address, headers={"User-Agent": "Essaim", "Accept": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
            content: bytes = answer.read(BYTES_MAX + 1)
    except urllib.error.HTTPError as error:
        said = {"status": error.code, "address": shown_address(address)}
        error.close()
        words = _("The agenda answered %(status)s at %(address)s: check the address, and its key if it has one.")
        raise AgendaUnreachable(words % said) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        words = _(
            "The agenda cannot be reached (%(reason)s). Nothing changed here. Try again later; or download its JSON export "
            "elsewhere and give its file."
        )
        raise AgendaUnreachable(words % {"reason": getattr(error, "reason", error)}) from error
    if len(content) > BYTES_MAX:
        raise AgendaTooLarge
    return content
