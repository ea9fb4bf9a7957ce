"""The restitution of a consultation as files: a PDF that everybody can read (PDF/UA-1), an OpenDocument text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import typst

from essaim.steering.action_plan.report import HERE as PLAN_REPORT
from essaim.steering.action_plan.report import STANDARD
from essaim.steering.action_plan.report.printable import printable

from .document import odt_bytes

__all__ = ["RestitutionRefused", "odt_bytes", "restitution_pdf"]

HERE = Path(__file__).parent
TEMPLATE = HERE / "restitution.typ"


class RestitutionRefused(RuntimeError):
    """The document could not be made as the standard asks; the message says where."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read once the fonts that the report of a plan is written in, never the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[PLAN_REPORT / "fonts"])


def restitution_pdf(contents: Mapping[str, object]) -> bytes:
    """
    Make the PDF of what contents.restitution_contents gave; the same contents give the same bytes.

    :raises RestitutionRefused: if the engine refuses the document
    """
    return _compiled(json.dumps(printable(contents), ensure_ascii=False, sort_keys=True))


# A public page makes it: the same document asked for again the same day costs nothing.
@lru_cache(maxsize=4)
def _compiled(data: str) -> bytes:
    try:
        return typst.compile(
            TEMPLATE,
            root=HERE,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=STANDARD,
            sys_inputs={"data": data},
            timestamp=0,
        )
    except typst.TypstError as error:
        raise RestitutionRefused(error.message) from error
