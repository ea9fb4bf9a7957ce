"""Badges of those who come, as a PDF to print and cut: eight a page, each with its check-in code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.ui.pdf import pdf_bytes

LAYOUT = Path(__file__).parent / "badges.typ"


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge: who, for which structure, in what quality, the code that checks them in (none for a speaker)."""

    name: str
    structure: str
    quality: str = ""
    code: str = ""


def badges_pdf(*, title: str, when: str, authority: str, badges: Sequence[Badge]) -> bytes:
    """
    Make the PDF, badges in French order of names.

    :raises PdfRefused: if the engine refuses the document
    """
    contents = {
        "language": (get_language() or "fr")[:2],
        "heading": _("Badges: %(title)s") % {"title": title},
        "title": title,
        "when": when,
        "authority": authority,
        "none": _("Nobody has a seat yet."),
        "badges": [asdict(badge) for badge in sorted(badges, key=lambda badge: sort_key(badge.name))],
    }
    return pdf_bytes(LAYOUT, contents)
