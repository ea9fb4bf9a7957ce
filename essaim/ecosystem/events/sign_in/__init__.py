"""The sign-in sheet of a gathering, as a PDF to print: who has a seat, in French order, with their code and room to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.ui.pdf import pdf_bytes

LAYOUT = Path(__file__).parent / "sign_in.typ"
# Lines left empty for people who did not register.
SPARE_LINES = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody expected: who, for which structure, the code that checks them in."""

    name: str
    structure: str
    code: str


def sign_in_pdf(*, title: str, when: str, authority: str, erase_on: str, expected: Sequence[Expected]) -> bytes:
    """
    Make the PDF.

    :param erase_on: the day by which the paper is destroyed as names are erased here, in words
    :raises PdfRefused: if the engine refuses the document
    """
    contents = {
        "language": (get_language() or "fr")[:2],
        "heading": _("Sign-in sheet"),
        "title": title,
        "when": when,
        "authority": authority,
        "columns": [_("Name"), pgettext("legal person", "Structure"), _("Code"), _("Signature")],
        "caption": _("People who have a seat"),
        "spare": _("People who did not register"),
        "spare_lines": SPARE_LINES,
        "notice": _(
            "This sheet serves to count who came. Destroy it once its codes are entered, on %(day)s at the latest."
        )
        % {"day": erase_on},
        "rows": [asdict(row) for row in sorted(expected, key=lambda row: sort_key(row.name))],
    }
    return pdf_bytes(LAYOUT, contents)
