"""Makes the small files of the demonstration: a tagged PDF, an OpenDocument text, a table. Pure: words in, bytes out."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.sax.saxutils import escape

import typst

ODT_TYPE = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
Lines = Sequence[str]


def pdf(title: str, lines: Lines) -> bytes:
    """Make a PDF for everybody (PDF/UA-1): a title and paragraphs."""
    # JSON strings are Typst strings: whatever the text, none of it is read as markup.
    body = "\n\n".join(f"#{json.dumps(line, ensure_ascii=False)}" for line in lines)
    quoted = json.dumps(title, ensure_ascii=False)
    source = (
        f"#set document(title: {quoted}, date: none)\n"
        '#set page(paper: "a4", margin: 25mm)\n#set text(lang: "fr", size: 11pt)\n'
        f"#heading({quoted})\n\n{body}\n"
    )
    return bytes(typst.compile(source.encode(), format="pdf", pdf_standards=["ua-1"]))


def odt(title: str, lines: Lines) -> bytes:
    """Make an OpenDocument text: a title and paragraphs."""
    paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in lines)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" '
        'office:version="1.3"><office:body><office:text>'
        f'<text:h text:outline-level="1">{escape(title)}</text:h>{paragraphs}'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT_TYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type comes first and uncompressed, so that it can be read without unpacking (OpenDocument 1.3, 3.3).
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT_TYPE)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return stream.getvalue()


def table(title: str, lines: Lines) -> bytes:
    """Make a CSV table under a title: cells of a line are separated by semicolons."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    writer.writerow([title])
    writer.writerows(line.split(";") for line in lines)
    return stream.getvalue().encode("utf-8-sig")


MAKERS: Mapping[str, Callable[[str, Lines], bytes]] = {"pdf": pdf, "odt": odt, "csv": table}
