"""Who may open each address of the room."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import Access

from .models import Document


def _public_document() -> Mapping[str, object]:
    """Return the first public document of the demonstration; it has one."""
    found = Document.objects.kept().filter(is_public=True).order_by("pk").first()
    return {"pk": found.pk if found else 0}


def _public_version() -> Mapping[str, object]:
    return {**_public_document(), "number": 1}


def _thing_with_documents() -> Mapping[str, object]:
    found = Document.objects.kept().filter(is_public=True).order_by("pk").first()
    return {"kind": found.subject_kind, "object_id": found.subject_id} if found else {"kind": "none", "object_id": "0"}


STEERING = "officer|administrator"
SUBJECT_DECIDES = "the room of the subject decides who reads and writes its documents"

ACCESS: dict[str, Access] = {
    "documents:document_list": Access("signed_in", note="rows of the things the person works on only"),
    "documents:slip": Access("administrator"),
    "documents:agreement": Access("administrator", methods=("GET", "POST")),
    "documents:document": Access("public", sample=_public_document, note=SUBJECT_DECIDES),
    "documents:file": Access("public", sample=_public_document, note=SUBJECT_DECIDES),
    "documents:version_file": Access("public", sample=_public_version, note="older versions: as private documents"),
    "documents:change": Access(STEERING, sample=_public_document, methods=("POST",), note=SUBJECT_DECIDES),
    "documents:replace": Access(STEERING, sample=_public_document, methods=("POST",), note=SUBJECT_DECIDES),
    "documents:withdraw": Access(STEERING, sample=_public_document, methods=("POST",), note=SUBJECT_DECIDES),
    "documents:restore": Access(STEERING, sample=_public_document, methods=("POST",), note=SUBJECT_DECIDES),
    "documents:deposit": Access(
        STEERING,
        sample=_thing_with_documents,
        methods=("GET", "POST"),
        note=SUBJECT_DECIDES,
    ),
}
