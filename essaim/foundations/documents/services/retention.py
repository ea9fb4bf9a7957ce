"""Withdraws, restores and erases: nothing goes without a window in which it can come back."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting, write_fields
from essaim.foundations.documents import permissions, store
from essaim.foundations.documents.models import Document, Version
from essaim.foundations.documents.states import DOCUMENT_MOVES, RESTORE_DAYS, DocumentState
from essaim.foundations.primitives.actors import Actor, SystemActor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.ui.dates import day_in_words

from .writing import locked, refuse_past

logger = logging.getLogger(__name__)


@transaction.atomic
def withdraw_document(*, document: Document, actor: User, reason: str, now: datetime) -> Document:
    """
    Take a document out of sight; it can be restored for 30 days, then its files are erased once that is agreed to.

    :raises NotAllowed: if the subject's room refuses this person, or it is withdrawn already
    :raises ValidationError: without a reason
    """
    document = locked(document)
    require(permissions.can_move(actor, document, "withdraw"))
    return _withdraw(document, actor=actor, reason=reason.strip(), now=now)


@transaction.atomic
def restore_document(*, document: Document, actor: User, keep_until: date | None, now: datetime) -> Document:
    """
    Bring back a withdrawn document, until a new day or as long as its subject.

    :raises NotAllowed: if the subject's room refuses this person, or the document is not withdrawn
    :raises ValidationError: if the day is past
    """
    document = locked(document)
    require(permissions.can_move(actor, document, "restore"))
    refuse_past(keep_until, now)
    values = {
        "state": DOCUMENT_MOVES.target("restore", document.state),
        "withdrawn_at": None,
        "withdrawn_reason": "",
        "erase_on": None,
        "agreement": None,
        "keep_until": keep_until,
    }
    return write_fields(document, "document.restored", values, actor=actor, now=now)


@dataclass(frozen=True, slots=True)
class PurgeReport:
    """
    What a purge did, or would do: titles of documents by number; removed counts files, failed those still there.

    waiting: those whose day has come and whose elimination the departmental archives have not agreed to.
    """

    withdrawn: tuple[tuple[int, str], ...]
    erased: tuple[tuple[int, str], ...]
    waiting: tuple[tuple[int, str], ...]
    removed_count: int
    failed_count: int


def purge_documents(*, now: datetime, is_dry_run: bool = False) -> PurgeReport:
    """
    Withdraw what is past its day, erase what was withdrawn 30 days ago, and remove the files of what is erased.

    Nothing is erased whose elimination was not agreed to: it is named as waiting.

    Safe to stop and run again: each document is its own transaction, and files a store refused to remove are tried
    again the next time.
    """
    today = timezone.localdate(now)
    to_withdraw = list(Document.objects.past_retention(today).order_by("pk"))
    to_erase = list(Document.objects.to_erase(today).order_by("pk"))
    waiting = Document.objects.without_agreement().filter(erase_on__lte=today).order_by("pk")
    lists = (_titles(to_withdraw), _titles(to_erase), _titles(list(waiting)))
    if is_dry_run:
        count = Version.objects.filter(document__in=to_erase, removed_at__isnull=True).count()
        return PurgeReport(*lists, removed_count=count, failed_count=0)
    actor = SystemActor("documents purge")
    with acting(actor):
        for document in to_withdraw:
            with transaction.atomic():
                held = locked(document)
                # Somebody may have given it a later day, or withdrawn it, since the list was made.
                if held.state == DocumentState.KEPT and held.keep_until is not None and held.keep_until <= today:
                    reason = _("Its retention ended on %(day)s.") % {"day": day_in_words(held.keep_until)}
                    _withdraw(held, actor=actor, reason=reason, now=now)
        for document in to_erase:
            with transaction.atomic():
                held = locked(document)
                if held.state == DocumentState.WITHDRAWN and held.agreement_id is not None:
                    values = {"state": DOCUMENT_MOVES.target("erase", held.state), "erased_at": now, "is_public": False}
                    write_fields(held, "document.erased", values, actor=actor, now=now)
        removed, failed = _remove_files(now)
    return PurgeReport(*lists, removed_count=removed, failed_count=failed)


def _titles(documents: list[Document]) -> tuple[tuple[int, str], ...]:
    return tuple((document.pk, document.title) for document in documents)


def _withdraw(document: Document, *, actor: Actor, reason: str, now: datetime) -> Document:
    values = {
        "state": DOCUMENT_MOVES.target("withdraw", document.state),
        "withdrawn_at": now,
        "withdrawn_reason": reason,
        "erase_on": timezone.localdate(now) + timedelta(days=RESTORE_DAYS),
    }
    return write_fields(document, "document.withdrawn", values, actor=actor, now=now, reason=reason)


def _remove_files(now: datetime) -> tuple[int, int]:
    removed = failed = 0
    for version in Version.objects.filter(document__erased_at__isnull=False, removed_at__isnull=True).order_by("pk"):
        try:
            store.remove(version.storage_key)
        except Exception:
            # Whatever the store answers, the next documents must have their turn; the row says the file is there.
            logger.exception("The file of version %s could not be removed.", version.pk)
            failed += 1
            continue
        version.removed_at = now
        version.file_name = ""
        version.save(update_fields=["removed_at", "file_name"])
        removed += 1
    return removed, failed
