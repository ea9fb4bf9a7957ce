"""Looks into a file before it is kept: its kind by its content, its size, and what it would unfold to."""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

import puremagic
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .kinds import ENDINGS, KINDS, TEXTS, FileKind, endings_in_words

NAME_MAX = 150
CHUNK = 64 * 1024
# An office file is a ZIP archive: what it may hold, and unfold to, so that opening it harms nobody.
MEMBERS_MAX = 5_000
UNFOLDED_MAX = 500 * 1024 * 1024
UNFOLDED_RATIO_MAX = 200
# Small files compress oddly well; the ratio is judged beyond this size only.
UNFOLDED_SMALL = 1024 * 1024


class FileRefused(Exception):
    """A file cannot be kept; its text names the file and says how to mend it, in the reader's language."""


class EndingRefused(FileRefused):
    """The ending of the file's name is not on the list."""


class ContentMismatch(FileRefused):
    """The content is not what the ending says."""


class FileTooLarge(FileRefused):
    """The file is over the size limit."""


class FileEmpty(FileRefused):
    """The file has no content."""


class FileDamaged(FileRefused):
    """The content starts as it should and cannot be read further."""


class ArchiveBomb(FileRefused):
    """The file would unfold to far more than its size."""


class MacrosRefused(FileRefused):
    """The office file carries a program."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """
    What was found.

    file_name: a plain name, without folder, at most 150 characters.
    sha256: 64 hexadecimal digits over the whole content.
    """

    kind: FileKind
    file_name: str
    size_bytes: int
    sha256: str


def inspect(content: IO[bytes], file_name: str, *, size_bytes_max: int) -> Inspected:
    """
    Check a file and say what it is; the stream is left at its start.

    :param file_name: as the sender named it, folders and odd characters included
    :raises FileRefused: by one of its kinds, with a message for the sender
    """
    name = plain_name(file_name)
    size, digest = _measured(content, name, size_bytes_max)
    kind = ENDINGS.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise EndingRefused(
            _(
                "“%(name)s” has an ending that is not accepted. Export it to one of these and send it again: %(endings)s."
            )
            % {"name": name, "endings": endings_in_words()}
        )
    found = _kind_by_content(content, kind, name, size)
    content.seek(0)
    if found is not kind:
        raise ContentMismatch(
            _(
                "“%(name)s” is named as: %(claimed)s; its content is: %(found)s. Give it its true ending, or export it again."
            )
            % {"name": name, "claimed": kind.label, "found": found.label if found else _look(content)}
        )
    return Inspected(kind, name, size, digest)


def plain_name(file_name: str) -> str:
    """Keep the last part of a name, without folders, invisible characters or leading dots."""
    last = unicodedata.normalize("NFC", file_name).replace("\\", "/").rsplit("/", 1)[-1]
    # Category C holds control characters and those that reverse the reading order to disguise an ending.
    visible = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    stem, dot, ending = visible.strip().lstrip(".").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = ending[:20]
    return f"{stem[: NAME_MAX - len(ending) - 1] or 'document'}{dot}{ending}"


def _measured(content: IO[bytes], name: str, size_bytes_max: int) -> tuple[int, str]:
    content.seek(0)
    digest = hashlib.sha256()
    size = 0
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > size_bytes_max:
            raise FileTooLarge(
                _("“%(name)s” is larger than %(limit)s, the most accepted. Lighten its images, or split it.")
                % {"name": name, "limit": filesizeformat(size_bytes_max)}
            )
        digest.update(chunk)
    if size == 0:
        raise FileEmpty(_("“%(name)s” is empty. Check the file and send it again.") % {"name": name})
    content.seek(0)
    return size, digest.hexdigest()


def _kind_by_content(content: IO[bytes], claimed: FileKind, name: str, size: int) -> FileKind | None:
    """Recognize an accepted kind; texts have no signature, so that a text is the kind of text it claims to be."""
    head = content.read(4096)
    if head.startswith(b"%PDF-"):
        content.seek(max(0, size - 2048))
        if b"%%EOF" not in content.read():
            raise FileDamaged(_("“%(name)s” is cut short. Export the PDF again and send it.") % {"name": name})
        return KINDS["pdf"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return KINDS["png"]
    if head.startswith(b"\xff\xd8\xff"):
        return KINDS["jpeg"]
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return KINDS["webp"]
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content, name, size)
    if claimed.key in TEXTS and _is_plain_text(content, head):
        return claimed
    return None


def _kind_of_archive(content: IO[bytes], name: str, size: int) -> FileKind | None:
    try:
        with zipfile.ZipFile(content) as archive:
            members = archive.infolist()
            _refuse_bomb(members, name, size)
            names = {member.filename for member in members}
            if any(part.endswith("vbaProject.bin") or part.startswith(("Basic/", "Scripts/")) for part in names):
                raise MacrosRefused(
                    _("“%(name)s” carries macros. Save a copy without macros and send that one.") % {"name": name}
                )
            if "mimetype" in names:
                with archive.open("mimetype") as declared:
                    declared_type = declared.read(200).decode("ascii", "replace").strip()
                return next((kind for kind in KINDS.values() if kind.content_type == declared_type), None)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise FileDamaged(
            _("“%(name)s” cannot be read: it is damaged. Save it again and send that copy.") % {"name": name}
        ) from error
    main_parts = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
    if "[Content_Types].xml" in names:
        return next((KINDS[key] for part, key in main_parts.items() if part in names), None)
    return None


def _refuse_bomb(members: list[zipfile.ZipInfo], name: str, size: int) -> None:
    unfolded = sum(member.file_size for member in members)
    is_bomb = (
        len(members) > MEMBERS_MAX
        or unfolded > UNFOLDED_MAX
        or (unfolded > UNFOLDED_SMALL and unfolded > size * UNFOLDED_RATIO_MAX)
        # Members that overlap, so that a small archive holds the same bytes many times.
        or sum(member.compress_size for member in members) > size
    )
    if is_bomb:
        raise ArchiveBomb(
            _("“%(name)s” would unfold to far more than its size, which can harm a computer. Save a plain copy of it.")
            % {"name": name}
        )


# A text that starts so is a page, a drawing or a program, whatever its ending.
NOT_PLAIN = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<?php", b"#!", b"{\\rtf")
CONTROLS = frozenset(range(32)) - {0x09, 0x0A, 0x0C, 0x0D}


def _is_plain_text(content: IO[bytes], head: bytes) -> bool:
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(NOT_PLAIN):
        return False
    content.seek(0)
    while chunk := content.read(CHUNK):
        if not CONTROLS.isdisjoint(chunk):
            return False
    return True


def _look(content: IO[bytes]) -> str:
    """Say in a word what a refused content looks like, for the message only."""
    content.seek(0)
    head = content.read(8192)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"MZ", b"\x7fELF", b"#!")):
        return _("a program")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return _("an older or encrypted office file")
    if start.startswith((b"<!doctype", b"<html", b"<script", b"<?php")):
        return _("a web page")
    if b"<svg" in start:
        return _("an SVG drawing")
    try:
        ending = puremagic.from_string(head)
    except puremagic.PureError:
        ending = ""
    return _("a file of type %(ending)s") % {"ending": ending} if ending else _("unknown")
