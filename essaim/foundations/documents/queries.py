"""Reads of the room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.urls import reverse

from .kinds import KINDS
from .models import Document, DocumentQuerySet, EliminationAgreement, Version
from .states import DocumentState
from .subjects import UnknownSubject, all_subjects, subject_of

if TYPE_CHECKING:
    from essaim.foundations.accounts.models import User

    from .subjects import Person


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """A document as a page lists it, with the facts of its current file; sha256 is whole, size in bytes."""

    pk: int
    title: str
    url: str
    file_url: str
    kind: str
    size_bytes: int
    deposited_at: datetime
    version: int
    sha256: str
    is_public: bool
    keep_until: date | None

    @property
    def hash_short(self) -> str:
        """The first characters of the hash, enough to compare by eye."""
        return self.sha256[:12]


def shown_documents(kind: str, object_id: str, *, with_private: bool) -> list[ShownDocument]:
    """List the documents kept for a thing, latest first, in one query; only the public ones without private."""
    rows = Document.objects.of(kind, object_id).kept().with_current()
    if not with_private:
        rows = rows.filter(is_public=True)
    return [_shown(document) for document in rows]


@dataclass(frozen=True, slots=True)
class DocumentsOfThing:
    """
    The documents of one thing among others of its kind, as a page shows them to a person.

    reads_private: private ones are among them. may_deposit: the person may attach others.
    """

    documents: tuple[ShownDocument, ...]
    reads_private: bool
    may_deposit: bool


def documents_of_things(
    kind: str, object_ids: Iterable[str], *, private: Collection[str], writable: Collection[str]
) -> dict[str, DocumentsOfThing]:
    """
    List the documents kept for several things of a kind, by their id, in one query.

    :param private: the things whose private documents are shown too
    :param writable: the things to which others may be attached
    """
    ids = list(object_ids)
    rows = Document.objects.filter(subject_kind=kind, subject_id__in=ids).kept().with_current()
    found: dict[str, list[ShownDocument]] = defaultdict(list)
    for document in rows.filter(Q(is_public=True) | Q(subject_id__in=list(private))):
        found[document.subject_id].append(_shown(document))
    return {
        object_id: DocumentsOfThing(tuple(found[object_id]), object_id in private, object_id in writable)
        for object_id in ids
    }


def _shown(document: Document) -> ShownDocument:
    # The annotations of with_current() are unknown to the model.
    facts = vars(document)
    return ShownDocument(
        pk=document.pk,
        title=document.title,
        url=document.get_absolute_url(),
        file_url=reverse("documents:file", args=[document.pk]),
        kind=str(KINDS[facts["current_kind"]].label),
        size_bytes=facts["current_size"],
        deposited_at=facts["current_at"],
        version=facts["current_number"],
        sha256=facts["current_sha256"],
        is_public=document.is_public,
        keep_until=document.keep_until,
    )


def with_documents(kind: str, object_ids: Iterable[str]) -> frozenset[str]:
    """Tell which things of a kind have documents, withdrawn ones that can be restored included, in one query."""
    rows = Document.objects.filter(subject_kind=kind, subject_id__in=list(object_ids))
    return frozenset(rows.exclude(state=DocumentState.ERASED).order_by().values_list("subject_id", flat=True))


def documents_in_reach(person: Person) -> DocumentQuerySet:
    """Return the documents of the things a person works on, whatever their state: one query per kind of thing."""
    reach = Q(pk__in=[])
    for subject in all_subjects():
        ids = subject.private_ids(person) if person.is_authenticated and person.is_active else ()
        if ids is None:
            reach |= Q(subject_kind=subject.kind)
        elif ids:
            reach |= Q(subject_kind=subject.kind, subject_id__in=ids)
    return Document.objects.filter(reach)


def names_of_subjects(subjects: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
    """Name things by (kind, id): one query per kind of thing; a thing that is gone is named by its id."""
    ids: dict[str, set[str]] = defaultdict(set)
    for kind, object_id in subjects:
        ids[kind].add(object_id)
    named: dict[tuple[str, str], str] = {}
    for kind, wanted in ids.items():
        try:
            found = subject_of(kind).names(wanted)
        except UnknownSubject:
            found = {}
        named |= {(kind, object_id): found.get(object_id, f"{kind} {object_id}") for object_id in wanted}
    return named


def kept_with_same_content(sha256: str) -> DocumentQuerySet:
    """Return the documents kept whose current or older file is the same, byte for byte."""
    return Document.objects.kept().filter(pk__in=Version.objects.filter(sha256=sha256).values("document"))


def documents_leaving(*, until: date) -> list[Document]:
    """
    List the documents whose files will go: those whose retention ends by a day, and those withdrawn already.

    For the rooms that warn people; versions are not fetched.
    """
    leaving = Q(state=DocumentState.KEPT, keep_until__lte=until) | Q(state=DocumentState.WITHDRAWN)
    return list(Document.objects.filter(leaving).select_related("deposited_by").order_by("pk"))


def slip_of_eliminations() -> DocumentQuerySet:
    """Return the withdrawn documents the archives have not agreed to, with what a slip says of each, oldest first."""
    rows = (
        Document.objects.without_agreement()
        .with_current()
        .annotate(
            first_at=Min("versions__deposited_at"),
            version_count=Count("versions"),
            total_bytes=Sum("versions__size_bytes"),
        )
    )
    return rows.order_by("erase_on", "pk")


def latest_agreements() -> QuerySet[EliminationAgreement]:
    """Return the twenty latest agreements with how many documents each covers."""
    return EliminationAgreement.objects.select_related("recorded_by").annotate(document_count=Count("documents"))[:20]


def versions_with_file() -> QuerySet[Version]:
    """Return the versions whose bytes must be in the store."""
    return Version.objects.filter(removed_at__isnull=True)


def deposits_of(person: User) -> object:
    """List the files a person deposited, oldest first, as what JSON can hold; not the files themselves."""
    rows = Version.objects.filter(deposited_by=person).select_related("document").order_by("deposited_at", "pk")
    return [
        {
            "document": version.document.title,
            "version": version.number,
            "file_name": version.file_name,
            "sha256": version.sha256,
            "deposited": version.deposited_at.isoformat(),
        }
        for version in rows
    ]
