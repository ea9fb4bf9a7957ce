"""The restitution as an OpenDocument text (ODT), to be taken up in another document. Pure: contents in, bytes out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

ODT_TYPE = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODT_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt_bytes(contents: Mapping[str, Any]) -> bytes:
    """Write the document of what contents.restitution_contents gave: titles by level, paragraphs, lists; no other style."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        # The type comes first and uncompressed, so that it can be read without unpacking (OpenDocument 1.3, 3.3).
        archive.writestr(zipfile.ZipInfo("mimetype"), ODT_TYPE)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("meta.xml", _meta(contents))
        archive.writestr("styles.xml", _styles(contents))
        archive.writestr("content.xml", _content(contents))
    return stream.getvalue()


def _meta(contents: Mapping[str, Any]) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-meta xmlns:office="{OFFICE}:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'office:version="1.3"><office:meta><dc:title>{escape(contents["title"])} – {escape(contents["subtitle"])}'
        f"</dc:title><dc:language>{escape(contents['language'])}</dc:language></office:meta></office:document-meta>"
    )


def _styles(contents: Mapping[str, Any]) -> str:
    """Say the language of the text, so that it is read aloud rightly."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-styles xmlns:office="{OFFICE}:office:1.0" xmlns:style="{OFFICE}:style:1.0" '
        f'xmlns:fo="{OFFICE}:xsl-fo-compatible:1.0" office:version="1.3"><office:styles>'
        '<style:default-style style:family="paragraph"><style:text-properties '
        f'fo:language="{escape(contents["language"])}" fo:country="FR"/></style:default-style>'
        "</office:styles></office:document-styles>"
    )


def _content(contents: Mapping[str, Any]) -> str:
    body = "".join(_parts(contents))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" '
        f'office:version="1.3"><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    )


def _title(level: int, text: str) -> str:
    return f'<text:h text:outline-level="{level}">{escape(text)}</text:h>'


def _paragraph(text: str) -> str:
    lines = "<text:line-break/>".join(escape(line) for line in text.splitlines())
    return f"<text:p>{lines}</text:p>" if text else ""


def _list(items: Sequence[str]) -> str:
    rows = "".join(f"<text:list-item><text:p>{escape(item)}</text:p></text:list-item>" for item in items)
    return f"<text:list>{rows}</text:list>" if items else ""


def _parts(d: Mapping[str, Any]) -> Iterator[str]:
    w = d["words"]
    yield _title(1, f"{d['title']} – {d['subtitle']}")
    yield _paragraph(f"{d['authority']} – {d['state']} – {d['as_of']}")
    yield _paragraph(d["summary"])
    yield _paragraph(f"{w['question']} – {d['question']}" if d["question"] else "")
    yield _title(2, w["essentials"])
    yield _paragraph(d["coverage"])
    yield _paragraph(d["closing_summary"])
    yield _title(2, w["participation"])
    if d["declared"]:
        yield _title(3, w["declared"])
        yield _list([f"{row['about']} – « {row['wording']} » ({row['source']})" for row in d["declared"]])
    yield _title(3, w["counted"])
    yield _list(d["counted"])
    yield _title(2, w["calendar"])
    for phase in d["calendar"]:
        yield _title(3, f"{phase['number']}. {phase['title']}")
        yield _paragraph(" – ".join([phase["when"], *phase["audiences"]]))
        for name in ("planned", "outcome"):
            yield _paragraph(f"{w[name]} – {phase[name]}" if phase[name] else "")
        yield _paragraph(phase["counted"])
    for theme in d["themes"]:
        yield from _theme(theme, w)
    yield _title(2, w["missing"])
    yield _list(d["missing"]) or _paragraph(w["none_missing"])
    if d["topics"]:
        yield _title(2, w["sources"])
        for topic in d["topics"]:
            yield _title(3, topic["topic"])
            for row in topic["statements"]:
                yield _paragraph(f"« {row['wording']} » ({row['source']})")
                yield _paragraph(row["note"])
    yield _paragraph(f"{w['online']} – {d['address']}")


def _theme(theme: Mapping[str, Any], w: Mapping[str, str]) -> Iterator[str]:
    title = " / ".join(theme["title"])
    yield _title(2, f"{theme['code']} – {title}" if theme["code"] else title)
    if theme["other_wording"]:
        yield _paragraph(f"{w['other_wording']} – {' / '.join(theme['other_wording'])}")
    yield _paragraph(theme["note"])
    yield _paragraph(theme["said"])
    for kind in theme["kinds"]:
        yield _title(3, kind["title"])
        for issue in kind["issues"]:
            yield _title(4, f"{issue['code']} – {issue['wording']}")
            yield _paragraph(" – ".join(text for text in (issue["verdict"], issue["certainty"], issue["said"]) if text))
            yield _paragraph(issue["reason"])
            yield _paragraph(f"{w['went_to']} – {' ; '.join(issue['targets'])}" if issue["targets"] else "")
            yield _paragraph(f"{w['source']} – {issue['source']}" if issue["source"] else "")
            yield _paragraph(issue["note"])
            yield _list(issue["quotes"])
