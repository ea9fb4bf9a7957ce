"""
The documents of a session as one PDF that everybody can read: tagged (PDF/UA-1), the files of the points attached to it.

A file keeps its own form: it travels inside the PDF, named where its point is, rather than as pictures of its pages.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from essaim.steering.action_plan import report
from essaim.steering.action_plan.report import ReportRefused
from essaim.steering.action_plan.report.printable import printable

TEMPLATE = Path(__file__).parent / "pack.typ"
STANDARD: Final = "ua-1"
# Beyond this, files are named with their address instead of being attached: a pack is sent and opened on a phone.
ATTACHED_BYTES_MAX = 40 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels in the pack: the name it has there, its type, what it is, its bytes."""

    name: str
    mime_type: str
    title: str
    content: bytes


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Read the fonts of the reports once, never the machine's."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[report.HERE / "fonts"])


def pack_pdf(contents: Mapping[str, object], files: Sequence[Attached]) -> bytes:
    """
    Make the PDF of what contents.pack_contents gave, with its files inside.

    :raises ReportRefused: if the engine refuses the document
    """
    listed = [
        {"path": f"file-{number}", "name": file.name, "mime": file.mime_type, "title": file.title}
        for number, file in enumerate(files)
    ]
    data = json.dumps(printable({**contents, "attached": listed}), ensure_ascii=False, sort_keys=True)
    # The engine takes several files at once, which its stubs do not say.
    sources: Any = {"main.typ": TEMPLATE.read_bytes(), "data.json": data.encode()}
    sources |= {f"file-{number}": file.content for number, file in enumerate(files)}
    try:
        made: bytes = typst.compile(
            sources, font_paths=_fonts(), ignore_system_fonts=True, pdf_standards=STANDARD, timestamp=0
        )
    except typst.TypstError as error:
        raise ReportRefused(error.message) from error
    return made
