"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date

from essaim.foundations.ui.answers import Answer


class Beneficiary(Answer):
    """Who receives a part of a grant; organization is the key of its record, cents its part."""

    organization: str
    name: str
    siret: str | None
    rna: str | None
    cents: int


class Grant(Answer):
    """A grant that was given; amounts in whole cents. bound_on: signature or, without an agreement, the act."""

    id: int
    reference: str
    object: str
    nature: str
    state: str
    amount_cents: int
    in_kind_cents: int
    committed_cents: int
    paid_cents: int
    regime: str
    instrument: str
    action: int
    act: str | None
    edition: int | None
    granted_on: date
    bound_on: date | None
    starts_on: date
    last_on: date
    beneficiaries: list[Beneficiary]
    url: str
