"""
The documents of a session as one PDF that everybody can read: tagged (PDF/UA-1), the files of the points attached to it.

A file keeps its own form: it travels inside the PDF, named where its point is, rather than as pictures of its pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from essaim.foundations.ui.pdf import pdf_bytes

LAYOUT = Path(__file__).parent / "pack.typ"
# Beyond this, files are named with their address instead of being attached: a pack is sent and opened on a phone.
ATTACHED_BYTES_MAX = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels in the pack: the name it has there, its type, what it is, its bytes."""

    name: str
    mime_type: str
    title: str
    content: bytes


def pack_pdf(contents: Mapping[str, object], files: Sequence[Attached]) -> bytes:
    """
    Make the PDF of what contents.pack_contents gave, with its files inside.

    :raises PdfRefused: if the engine refuses the document
    """
    paths = {f"file-{number}": file for number, file in enumerate(files)}
    attached = [
        {"path": path, "name": file.name, "mime": file.mime_type, "title": file.title} for path, file in paths.items()
    ]
    return pdf_bytes(LAYOUT, {**contents, "attached": attached}, {path: file.content for path, file in paths.items()})
