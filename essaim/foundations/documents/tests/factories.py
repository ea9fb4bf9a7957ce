"""Smallest valid documents, and files of every kind in a few bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, date, datetime

import factory

from essaim.foundations.accounts.tests.factories import UserFactory
from essaim.foundations.documents import store
from essaim.foundations.documents.models import Document, EliminationAgreement, Version
from essaim.foundations.documents.states import DocumentState

MOMENT = datetime(2026, 3, 10, 9, tzinfo=UTC)


def archive(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write a ZIP archive in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return buffer.getvalue()


def opendocument(kind: str) -> bytes:
    """Write the smallest OpenDocument file of a kind: text, spreadsheet, presentation."""
    declared = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": declared, "content.xml": b"<office:document-content/>"})


def openxml(main_part: str) -> bytes:
    """Write the smallest Office Open XML file, by its main part."""
    return archive({"[Content_Types].xml": b"<Types/>", main_part: b"<document/>"})


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(30)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(30)
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(30)
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + bytes(200)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
FILES = {
    "rapport.pdf": PDF,
    "texte.odt": opendocument("text"),
    "tableau.ods": opendocument("spreadsheet"),
    "diapos.odp": opendocument("presentation"),
    "texte.docx": openxml("word/document.xml"),
    "tableau.xlsx": openxml("xl/workbook.xml"),
    "diapos.pptx": openxml("ppt/presentation.xml"),
    "communes.csv": b"code;nom\n59350;Lille\n",
    "note.txt": "Réunion à Mons-en-Barœul\n".encode(),
    "note.md": "# Réunion\n".encode("cp1252"),
    "photo.png": PNG,
    "photo.jpg": JPEG,
    "photo.jpeg": JPEG,
    "photo.webp": WEBP,
}


class AgreementFactory(factory.django.DjangoModelFactory):
    """What the archives agreed to in March 2026."""

    class Meta:
        model = EliminationAgreement

    reference = factory.Sequence(lambda number: f"Bordereau {number}")
    agreed_on = date(2026, 3, 10)
    recorded_by = factory.SubFactory(UserFactory)
    recorded_at = MOMENT


class DocumentFactory(factory.django.DjangoModelFactory):
    """A private document kept without end, with no version yet."""

    class Meta:
        model = Document

    subject_kind = "tests.thing"
    subject_id = "1"
    title = factory.Sequence(lambda number: f"Compte rendu {number}")
    purpose = "Suivi de l’action"
    deposited_by = factory.SubFactory(UserFactory)
    deposited_at = MOMENT

    class Params:
        withdrawn = factory.Trait(
            state=DocumentState.WITHDRAWN,
            withdrawn_at=MOMENT,
            withdrawn_reason="Erreur de fichier",
            erase_on=date(2026, 4, 9),
        )
        agreed = factory.Trait(withdrawn=True, agreement=factory.SubFactory(AgreementFactory))
        erased = factory.Trait(
            state=DocumentState.ERASED,
            withdrawn_at=MOMENT,
            withdrawn_reason="Erreur de fichier",
            erase_on=date(2026, 4, 9),
            erased_at=MOMENT,
            agreement=factory.SubFactory(AgreementFactory),
        )


class VersionFactory(factory.django.DjangoModelFactory):
    """The first version of a document: a PDF that is in the store."""

    class Meta:
        model = Version

    class Params:
        content = PDF

    document = factory.SubFactory(DocumentFactory)
    number = 1
    file_name = "rapport.pdf"
    kind = "pdf"
    size_bytes = factory.LazyAttribute(lambda version: len(version.content))
    sha256 = factory.LazyAttribute(lambda version: hashlib.sha256(version.content).hexdigest())
    storage_key = factory.LazyAttribute(lambda version: store.keep(io.BytesIO(version.content), now=MOMENT))
    deposited_by = factory.SelfAttribute("document.deposited_by")
    deposited_at = MOMENT
