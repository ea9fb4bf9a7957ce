"""The state of a plan as a PDF that everybody can read: tagged (PDF/UA-1), its charts with their tables."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from essaim.foundations.ui.pdf import pdf_bytes

LAYOUT = Path(__file__).parent / "state.typ"


def state_pdf(contents: Mapping[str, object]) -> bytes:
    """
    Make the PDF of what contents.state_contents gave; the same contents give the same bytes.

    :raises PdfRefused: if the engine refuses the document
    """
    return pdf_bytes(LAYOUT, contents)
