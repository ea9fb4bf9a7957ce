"""The kinds of files accepted: an allow-list, so that whatever is not named is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

OPENDOCUMENT = "application/vnd.oasis.opendocument."
OPENXML = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileKind:
    """
    One kind of file.

    endings: in small letters, with their dot; the first is the usual one.
    content_type: sent with the file, whatever the browser that deposited it claimed.
    """

    key: str
    label: object
    endings: tuple[str, ...]
    content_type: str


KINDS: Mapping[str, FileKind] = {
    kind.key: kind
    for kind in (
        FileKind("pdf", _("PDF"), (".pdf",), "application/pdf"),
        FileKind("odt", _("OpenDocument text"), (".odt",), f"{OPENDOCUMENT}text"),
        FileKind("ods", _("OpenDocument spreadsheet"), (".ods",), f"{OPENDOCUMENT}spreadsheet"),
        FileKind("odp", _("OpenDocument presentation"), (".odp",), f"{OPENDOCUMENT}presentation"),
        FileKind("docx", _("Word document"), (".docx",), f"{OPENXML}wordprocessingml.document"),
        FileKind("xlsx", _("Excel workbook"), (".xlsx",), f"{OPENXML}spreadsheetml.sheet"),
        FileKind("pptx", _("PowerPoint presentation"), (".pptx",), f"{OPENXML}presentationml.presentation"),
        FileKind("csv", _("CSV table"), (".csv",), "text/csv"),
        FileKind("txt", _("Plain text"), (".txt",), "text/plain"),
        FileKind("md", _("Markdown text"), (".md",), "text/markdown"),
        FileKind("png", _("PNG image"), (".png",), "image/png"),
        FileKind("jpeg", _("JPEG image"), (".jpg", ".jpeg"), "image/jpeg"),
        FileKind("webp", _("WebP image"), (".webp",), "image/webp"),
    )
}
ENDINGS: Mapping[str, FileKind] = {ending: kind for kind in KINDS.values() for ending in kind.endings}
# What a form proposes in its file chooser; the check itself is made on the content.
ACCEPT = ",".join(ENDINGS)
TEXTS = frozenset({"csv", "txt", "md"})


def endings_in_words() -> str:
    """List the endings accepted, for a message: ".pdf, .odt, .ods"."""
    return ", ".join(ENDINGS)
