"""The state of a plan as a PDF that everybody can read: tagged (PDF/UA-1), its charts with their tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from .printable import printable

HERE = Path(__file__).parent
TEMPLATE = HERE / "state.typ"
STANDARD: Final = "ua-1"


class ReportRefused(RuntimeError):
    """The document could not be made as the standard asks; the message says where."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read the fonts once: ours and those of the engine, never the machine's, so that a report is the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[HERE / "fonts"])


def state_pdf(contents: Mapping[str, object]) -> bytes:
    """
    Make the PDF of what contents.state_contents gave; the same contents give the same bytes.

    :raises ReportRefused: if the engine refuses the document
    """
    return _compiled(json.dumps(printable(contents), ensure_ascii=False, sort_keys=True))


# A public page makes it: the same state asked for again the same day costs nothing.
@lru_cache(maxsize=8)
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
        raise ReportRefused(error.message) from error
