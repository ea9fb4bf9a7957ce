"""The restitution of a consultation as files: a PDF that everybody can read (PDF/UA-1), an OpenDocument text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from essaim.foundations.ui.pdf import pdf_bytes

from .document import odt_bytes

__all__ = ["odt_bytes", "restitution_pdf"]

LAYOUT = Path(__file__).parent / "restitution.typ"


def restitution_pdf(contents: Mapping[str, object]) -> bytes:
    """
    Make the PDF of what contents.restitution_contents gave; the same contents give the same bytes.

    :raises PdfRefused: if the engine refuses the document
    """
    return pdf_bytes(LAYOUT, contents)
