"""Grants as plain values for the read API: what open data says of them, never who signed or paid."""

from __future__ import annotations

from .models import Grant, GrantShare

Shape = dict[str, object]


def share(row: GrantShare) -> Shape:
    """Describe a beneficiary."""
    return {
        "organization": row.organization.key,
        "name": row.organization.name,
        "siret": row.siret or None,
        "rna": row.organization.rna or None,
        "cents": row.cents,
    }


def grant(row: Grant) -> Shape:
    """Describe a grant annotated by with_money(), its shares read beforehand."""
    money = vars(row)
    return {
        "id": row.pk,
        "reference": row.reference,
        "object": row.object,
        "nature": row.nature,
        "state": row.state,
        "amount_cents": row.amount_cents,
        "in_kind_cents": row.in_kind_cents,
        "committed_cents": money["committed_cents"],
        "paid_cents": money["paid_cents"],
        "regime": row.regime,
        "instrument": row.instrument,
        "action": row.action_id,
        "act": row.act.key if row.act else None,
        "edition": row.edition_id,
        "granted_on": row.granted_on,
        "bound_on": row.bound_on,
        "starts_on": row.starts_on,
        "last_on": row.last_on,
        "beneficiaries": [share(found) for found in row.shares.all()],
        "url": row.get_absolute_url(),
    }
