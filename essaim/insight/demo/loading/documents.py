"""Attaches invented documents to acts and actions; one is withdrawn, one is erased."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from essaim.foundations.audit_trail.services import acting
from essaim.foundations.documents import services
from essaim.foundations.documents.models import Document
from essaim.insight.demo import material

from .files import MAKERS
from .stage import Stage


def write_documents(stage: Stage) -> None:
    """Deposit the documents of fiction/documents, then erase what was withdrawn long enough ago."""
    for entry in material.read("fiction/documents")["document"]:
        document = _deposit(stage, entry)
        _follow(stage, document, entry)
    services.purge_documents(now=stage.now)


def _content(entry: Mapping[str, Any], lines: list[str]) -> io.BytesIO:
    ending = entry["file"].rpartition(".")[2]
    return io.BytesIO(MAKERS[ending](entry["title"], lines))


def _deposit(stage: Stage, entry: Mapping[str, Any]) -> Document:
    author = stage.person(entry["who"])
    thing = stage.act(entry["act"]) if "act" in entry else stage.action(entry["plan"], entry["action"])
    with acting(author):
        return services.deposit_document(
            subject_kind=thing._meta.label_lower,
            subject_id=str(thing.pk),
            actor=author,
            content=_content(entry, entry["lines"]),
            file_name=entry["file"],
            title=entry["title"],
            purpose=entry["purpose"],
            is_public=entry["is_public"],
            now=stage.moment(entry["day"]),
        )


def _follow(stage: Stage, document: Document, entry: Mapping[str, Any]) -> None:
    author = stage.person(entry["who"])
    if later := entry.get("replaced"):
        with acting(author):
            services.replace_file(
                document=document,
                actor=author,
                content=_content(entry, later["lines"]),
                file_name=entry["file"],
                note=later["note"],
                now=stage.moment(later["day"]),
            )
    if withdrawn := entry.get("withdrawn"):
        with acting(author, reason=withdrawn["reason"]):
            services.withdraw_document(
                document=document, actor=author, reason=withdrawn["reason"], now=stage.moment(withdrawn["day"])
            )
        if reference := withdrawn.get("agreement"):
            with acting(stage.administrator):
                services.record_agreement(
                    documents=[document.pk],
                    reference=reference,
                    agreed_on=stage.day(withdrawn["agreed"]),
                    actor=stage.administrator,
                    now=stage.moment(withdrawn["agreed"]),
                )
