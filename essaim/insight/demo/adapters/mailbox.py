"""Reads the folder in which Django's file backend writes mails, several in a file, each after a line of dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from django.utils.html import strip_tags

BETWEEN_MAILS = re.compile(rb"^-{79}\r?\n", re.MULTILINE)
FILE_BYTES_MAX = 2_000_000


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: recipients are addresses in small letters; text is its plain part, or its HTML part without tags."""

    subject: str
    recipients: tuple[str, ...]
    sent_at: datetime | None
    text: str


def read_mails(folder: Path, *, count_max: int) -> list[Mail]:
    """
    Read the latest mails of a folder, latest first; a folder that is not there holds none.

    What is not a mail is passed over: a mailbox page must open whatever was left in the folder.
    """
    files = [path for path in folder.glob("*.log") if path.stat().st_size <= FILE_BYTES_MAX] if folder.is_dir() else []
    files.sort(key=lambda path: (path.stat().st_mtime, path.name), reverse=True)
    found: list[Mail] = []
    for path in files:
        found += _mails_of(path.read_bytes())
        if len(found) >= count_max:
            break
    earliest = datetime.min.replace(tzinfo=UTC)
    return sorted(found, key=lambda mail: mail.sent_at or earliest, reverse=True)[:count_max]


def _mails_of(content: bytes) -> Iterator[Mail]:
    for part in BETWEEN_MAILS.split(content):
        message = message_from_bytes(part.lstrip(), policy=policy.default)
        if isinstance(message, EmailMessage) and message["Subject"] is not None:
            yield Mail(
                str(message["Subject"]),
                tuple(address.lower() for _name, address in getaddresses([str(message["To"] or "")]) if address),
                _moment(message),
                _text(message),
            )


def _moment(message: EmailMessage) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        content = str(body.get_content())
    except (LookupError, UnicodeDecodeError):
        return ""
    return (content if body.get_content_type() == "text/plain" else strip_tags(content)).strip()
