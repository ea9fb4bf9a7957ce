"""Mails as the page shows them: names for addresses, and links that lead into this site only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext

from . import queries
from .adapters.mailbox import Mail, read_mails

MAILS_MAX = 20
LABEL_MAX = 28
ADDRESS_OR_LINK = re.compile(r"(https?://[^\s<>]+|[^\s<>@]+@[^\s<>@]+\.[^\s<>@.,;:!?)]+)")
# Commands write links to this machine whatever the name under which the page is read.
OWN_HOSTS = frozenset({"localhost", "127.0.0.1"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a mail's text; a link of this site has an address, as a path, and a text short enough for a phone."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail as the page shows it: no address is written in it."""

    subject: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    pieces: tuple[Piece, ...]


def shown_mails(*, host: str) -> list[ShownMail]:
    """
    Return the latest mails of the demonstration, latest first, at most twenty; none where mails are not kept on disk.

    :param host: that of the page, whose links may be followed
    """
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    mails = read_mails(Path(folder), count_max=MAILS_MAX) if folder else []
    names = queries.names_of(address for mail in mails for address in mail.recipients)
    return [_shown(mail, names, host) for mail in mails]


def _shown(mail: Mail, names: Mapping[str, str], host: str) -> ShownMail:
    recipients = tuple(names.get(address) or gettext("somebody without account") for address in mail.recipients)
    return ShownMail(_without_addresses(mail.subject), recipients, mail.sent_at, tuple(_pieces(mail.text, host)))


def _pieces(text: str, host: str) -> Iterator[Piece]:
    for part in ADDRESS_OR_LINK.split(text):
        if part.startswith(("http://", "https://")):
            address = urlsplit(part)
            is_own = address.netloc == host or address.hostname in OWN_HOSTS
            path = address._replace(scheme="", netloc="").geturl() or "/"
            if is_own and path.startswith("/") and not path.startswith("//"):
                yield Piece(path if len(path) <= LABEL_MAX else f"{path[:LABEL_MAX]}…", path)
            else:
                yield Piece(part)
        elif part:
            yield Piece(_without_addresses(part))


def _without_addresses(text: str) -> str:
    return ADDRESS_OR_LINK.sub(
        lambda found: found[0] if found[0].startswith("http") else gettext("(address hidden)"), text
    )
