"""Documents everybody can read: a layout and its contents made a tagged PDF (PDF/UA-1), by the one engine of the house."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from .printable import printable

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
HOUSE = HERE / "house.typ"
STANDARD: Final = "ua-1"


class PdfRefused(RuntimeError):
    """The document could not be made as the standard asks; the message says where."""


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read the fonts once: ours and those of the engine, never the machine's, so that a document is the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def pdf_bytes(layout: Path, contents: Mapping[str, object], files: Mapping[str, bytes] | None = None) -> bytes:
    """
    Make a document; the same contents give the same bytes.

    :param layout: a typst file, which finds the contents as "data.json" and what layouts share as "house.typ"
    :param contents: every word, number and drawing of the document, already in the reader's language
    :param files: files that the layout reads, by the name it calls them
    :raises PdfRefused: if the engine refuses the document
    """
    data = json.dumps(printable(contents), ensure_ascii=False, sort_keys=True)
    return _compiled(layout, data, files) if files else _kept(layout, data)


# Public pages make documents: one asked for again the same day costs nothing.
@lru_cache(maxsize=8)
def _kept(layout: Path, data: str) -> bytes:
    return _compiled(layout, data, {})


def _compiled(layout: Path, data: str, files: Mapping[str, bytes]) -> bytes:
    # The engine takes several files at once, which its stubs do not say.
    sources: Any = {
        **files,
        "main.typ": layout.read_bytes(),
        "house.typ": HOUSE.read_bytes(),
        "data.json": data.encode(),
    }
    try:
        made: bytes = typst.compile(
            sources, font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=STANDARD, timestamp=0
        )
    except typst.TypstError as error:
        raise PdfRefused(error.message) from error
    return made


def forget_documents() -> None:
    """Forget the documents kept, so that the next is made anew."""
    _kept.cache_clear()
