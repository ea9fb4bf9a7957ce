"""A file is judged by its content, and whoever sent it is told what to do."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from django.utils import translation

from essaim.foundations.documents import inspection
from essaim.foundations.documents.inspection import inspect, plain_name
from essaim.foundations.documents.kinds import KINDS

from .factories import FILES, JPEG, PAGE, PDF, PNG, PROGRAM, SVG, archive, opendocument, openxml

LIMIT = 1024 * 1024


def _look(content: bytes, name: str, limit: int = LIMIT) -> inspection.Inspected:
    return inspect(io.BytesIO(content), name, size_bytes_max=limit)


@pytest.mark.parametrize("name", FILES)
def test_every_accepted_kind_is_recognized(name: str) -> None:
    found = _look(FILES[name], name)

    assert f".{name.rsplit('.', 1)[1]}" in found.kind.endings
    assert found.size_bytes == len(FILES[name])


def test_the_examples_cover_every_kind() -> None:
    assert {_look(content, name).kind.key for name, content in FILES.items()} == set(KINDS)


def test_hash_is_that_of_the_whole_content() -> None:
    found = _look(b"abc", "abc.txt")

    # The first example of FIPS 180-2, appendix B.
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("ending", sorted({ending for kind in KINDS.values() for ending in kind.endings}))
@pytest.mark.parametrize("content", [PROGRAM, SVG, PAGE, b"\x7fELF" + bytes(60), b"#!/bin/sh\nrm -rf /\n"])
def test_renamed_program_page_or_drawing_is_refused_under_every_ending(content: bytes, ending: str) -> None:
    with pytest.raises(inspection.ContentMismatch):
        _look(content, f"facture{ending}")


@pytest.mark.parametrize(
    "name", ["logo.svg", "page.html", "outil.exe", "vieux.doc", "archive.zip", "sans-ending", "a.pdf.exe"]
)
def test_ending_that_is_not_listed_is_refused_whatever_the_content(name: str) -> None:
    with pytest.raises(inspection.EndingRefused):
        _look(PDF, name)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PNG, "photo.jpg"),
        (JPEG, "rapport.pdf"),
        (PDF, "note.txt"),
        (openxml("word/document.xml"), "tableau.xlsx"),
        (opendocument("text"), "texte.docx"),
        (opendocument("spreadsheet"), "texte.odt"),
        (archive({"a.txt": b"a"}), "texte.docx"),
        (b"note", "photo.png"),
    ],
)
def test_accepted_kind_under_the_ending_of_another_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(inspection.ContentMismatch):
        _look(content, name)


def test_message_names_the_file_what_it_is_and_the_mend() -> None:
    with translation.override("en"), pytest.raises(inspection.ContentMismatch) as refused:
        _look(PROGRAM, "facture.pdf")

    assert "facture.pdf" in str(refused.value)
    assert "a program" in str(refused.value)
    assert "true ending" in str(refused.value)


def test_file_over_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    assert _look(b"a" * 1000, "note.txt", limit=1000).size_bytes == 1000
    with pytest.raises(inspection.FileTooLarge):
        _look(b"a" * 1001, "note.txt", limit=1000)


def test_empty_file_is_refused() -> None:
    with pytest.raises(inspection.FileEmpty):
        _look(b"", "note.txt")


def test_pdf_cut_short_is_refused() -> None:
    with pytest.raises(inspection.FileDamaged):
        _look(PDF[:-10], "rapport.pdf")


def test_archive_cut_short_is_refused() -> None:
    with pytest.raises(inspection.FileDamaged):
        _look(opendocument("text")[:-30], "texte.odt")


def test_office_file_with_macros_is_refused() -> None:
    content = archive({"[Content_Types].xml": b"<T/>", "word/document.xml": b"<d/>", "word/vbaProject.bin": b"x"})

    with pytest.raises(inspection.MacrosRefused):
        _look(content, "texte.docx")


def test_archive_that_unfolds_to_a_thousand_times_its_size_is_refused() -> None:
    content = archive({"[Content_Types].xml": b"<T/>", "word/document.xml": bytes(20 * 1024 * 1024)})

    assert len(content) < 50_000
    with pytest.raises(inspection.ArchiveBomb):
        _look(content, "texte.docx")


def test_archive_that_lies_by_overlapping_members_is_refused() -> None:
    name = b"word/document.xml"
    body = b"<d/>" * 500
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, len(body), len(body), len(name), 0) + name + body
    # Forty entries of the directory that all point to the same bytes.
    entries = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, len(body), len(body), 17, 0, 0, 0, 0, 0, 0)
        + f"word/document{number:03d}x".encode()
        for number in range(40)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 40, 40, len(entries), len(local), 0)

    with pytest.raises(inspection.ArchiveBomb):
        _look(local + entries + end, "texte.docx")


def test_archive_of_too_many_members_is_refused() -> None:
    content = archive({f"word/{number}": b"" for number in range(5_001)}, compression=zipfile.ZIP_STORED)

    with pytest.raises(inspection.ArchiveBomb):
        _look(content, "texte.docx")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\note.txt", "note.txt"),
        ("/tmp/rapport.pdf", "rapport.pdf"),
        (".htaccess.txt", "htaccess.txt"),
        ("factu\u202efdp.exe", "factufdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("e\u0301te\u0301.pdf", "été.pdf"),
        ("é" * 300 + ".pdf", "é" * 146 + ".pdf"),
        ("...", "document"),
    ],
)
def test_name_keeps_its_last_part_without_tricks(sent: str, kept: str) -> None:
    assert plain_name(sent) == kept


def test_stream_is_left_at_its_start() -> None:
    content = io.BytesIO(PDF)

    inspect(content, "rapport.pdf", size_bytes_max=LIMIT)

    assert content.tell() == 0
