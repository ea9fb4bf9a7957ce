"""What an agreement or an amendment says once printed, in French as acts are; kept as it was sent for signature."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import override

from essaim.foundations.primitives.money import format_euros
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.dates import day_in_words
from essaim.foundations.ui.pdf import pdf_bytes

from . import queries
from .models import Agreement

LAYOUT = Path(__file__).parent / "agreement.typ"


def agreement_content(agreement: Agreement, *, day: date) -> dict[str, Any]:
    """
    Return what the text says: who signs, what the grant is, its clauses as they are written, room for signatures.

    :param day: that of the document: when it was sent for signature or, before, today
    """
    grant = agreement.grant
    authority = territory.authority(today=day)
    named = queries.publisher()
    shares = list(queries.shares_of(grant))
    with override("fr"):
        return {
            "day": day.isoformat(),
            "authority": named.name if named else authority.name if authority else "La collectivité",
            "authority_siret": named.siret if named else "",
            "title": _title(agreement),
            "reference": grant.reference,
            "object": grant.object,
            "beneficiaries": [
                {
                    "name": share.organization.name,
                    "siret": share.siret,
                    "rna": share.organization.rna,
                    "share": format_euros(share.cents) if len(shares) > 1 and agreement.rank == 0 else "",
                }
                for share in shares
            ],
            "facts": [
                ("Montant", format_euros(agreement.amount_cents)),
                ("Période", f"du {day_in_words(grant.starts_on)} au {day_in_words(agreement.last_on)}"),
                *([("Acte", str(grant.act))] if grant.act else []),
                *([("Numéro d’engagement", grant.commitment_number)] if grant.commitment_number else []),
            ],
            "clauses": [
                {"number": clause.position, "title": clause.title, "text": clause.text}
                for clause in queries.clauses_of(agreement)
            ],
        }


def _title(agreement: Agreement) -> str:
    if agreement.rank == 0:
        return "Convention de subvention"
    return f"Avenant n° {agreement.rank} à la convention de subvention"


def content_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a text says, whatever engine prints it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def agreement_pdf(agreement: Agreement, *, today: date) -> bytes:
    """
    Print a text as a tagged PDF: as it was sent for signature or, before, as it is now, which it says on each page.

    The same text gives the same bytes.

    :raises PdfRefused: if the engine refuses the document
    """
    # Texts sent before their words were kept are printed as their clauses are.
    content = agreement.content or agreement_content(agreement, day=agreement.sent_on or today)
    day = date.fromisoformat(content["day"])
    is_draft = agreement.sent_on is None
    return pdf_bytes(
        LAYOUT,
        {
            **content,
            "language": "fr",
            "dated": {"year": day.year, "month": day.month, "number": day.day},
            "digest": agreement.text_sha256,
            "draft": "Projet, qui n’engage pas" if is_draft else "",
        },
    )
