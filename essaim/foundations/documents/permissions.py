"""Who may read and write documents: what the room of their subject says, never a rule of this room alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from essaim.foundations.accounts.permissions import has_role
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.decisions import ALLOW, Decision, deny

from .models import Document
from .states import DOCUMENT_MOVES, DocumentState
from .subjects import UnknownSubject, subject_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from essaim.foundations.primitives.actors import Actor

    from .subjects import Person


def can_read_private(person: Person, kind: str, object_id: str) -> Decision:
    """Tell whether a person may read the private documents of a thing."""
    refusal = deny(_("This document is private: only those who work on the subject read it."))
    if not person.is_authenticated or not person.is_active:
        return refusal
    try:
        reach = subject_of(kind).private_ids(person)
    except UnknownSubject:
        return refusal
    return ALLOW if reach is None or object_id in reach else refusal


def private_among(person: Person, kind: str, object_ids: Collection[str]) -> frozenset[str]:
    """Return those of some things whose private documents a person may read: can_read_private() for all, in one query."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    try:
        reach = subject_of(kind).private_ids(person)
    except UnknownSubject:
        return frozenset()
    return frozenset(object_ids) if reach is None else frozenset(object_ids) & frozenset(reach)


def can_read(person: Person, document: Document) -> Decision:
    """Tell whether a person may read a document: public ones as their subject, the others as private ones."""
    if document.state == DocumentState.KEPT and document.is_public:
        try:
            decision = subject_of(document.subject_kind).can_read(person, document.subject_id)
        except UnknownSubject:
            decision = deny(_("Nothing in this installation holds this document any more."))
        if decision:
            return decision
    return can_read_private(person, document.subject_kind, document.subject_id)


def can_deposit(person: Person | Actor, kind: str, object_id: str) -> Decision:
    """
    Tell whether a person may attach documents to a thing, or somebody without an account whom its room knows.

    :raises UnknownSubject: if no room registered this kind of thing
    """
    if not isinstance(person, AbstractBaseUser | AnonymousUser):
        return subject_of(kind).can_write_as(person, object_id)
    if not person.is_authenticated or not person.is_active:
        return deny(_("Sign in to attach a document."))
    return subject_of(kind).can_write(person, object_id)


def writable_among(person: Person, kind: str, object_ids: Collection[str]) -> frozenset[str]:
    """
    Return those of some things a person may attach documents to: can_deposit() for all of them.

    :raises UnknownSubject: if no room registered this kind of thing
    """
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    subject = subject_of(kind)
    if subject.writable_ids is not None:
        return frozenset(subject.writable_ids(person, object_ids))
    return frozenset(object_id for object_id in object_ids if subject.can_write(person, object_id))


def can_change(person: Person, document: Document) -> Decision:
    """Tell whether a person may change a document or replace its file: as who may attach, while it is kept."""
    if document.state != DocumentState.KEPT:
        return deny(_("This document is withdrawn: restore it before changing it."))
    return can_deposit(person, document.subject_kind, document.subject_id)


def can_move(person: Person, document: Document, move: str) -> Decision:
    """Tell whether a person may withdraw or restore a document."""
    decision = can_deposit(person, document.subject_kind, document.subject_id)
    if decision and move not in DOCUMENT_MOVES.names_from(document.state):
        return deny(_("This is not possible in the state the document is in."))
    return decision


def can_record_agreement(person: Person) -> Decision:
    """Tell whether a person may read the slip of eliminations and record what the archives agreed to."""
    if has_role(person, RoleKind.ADMINISTRATOR):
        return ALLOW
    return deny(_("Only an administrator handles the elimination of documents."))
