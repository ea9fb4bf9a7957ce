"""Agreements and amendments: drafted from their clauses, sent, signed with their file, or given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import IO

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import override

from essaim.delivery.funding import permissions, queries
from essaim.delivery.funding.agreement_text import agreement_content, content_digest
from essaim.delivery.funding.clauses import AgreementFacts, AmendmentFacts, agreement_clauses, amendment_clauses
from essaim.delivery.funding.models import Agreement, Clause, Envelope, Grant, GrantShare
from essaim.delivery.funding.sharing import split_cents
from essaim.delivery.funding.states import AGREEMENT_MOVES, AgreementState, Regime
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import record, write_fields, write_new
from essaim.foundations.documents.models import Document
from essaim.foundations.documents.services import AlreadyKept, deposit_document
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.money import format_euros
from essaim.foundations.ui.dates import day_in_words

from .grants import EnvelopeExceeded
from .locking import locked


class InstalmentsDoNotAddUp(Exception):
    """Instalments do not come to what the text gives in cash; both in cents."""

    def __init__(self, planned_cents: int, cash_cents: int) -> None:
        """Keep both amounts."""
        super().__init__(planned_cents, cash_cents)
        self.planned_cents = planned_cents
        self.cash_cents = cash_cents


class LessThanPaid(Exception):
    """An amendment would bring a grant below what is given in kind or was paid already."""


def _instalments_in_words(grant: Grant) -> list[str]:
    lines = []
    for row in queries.instalment_rows(grant, today=grant.starts_on):
        asked = "; ".join(found.condition.words for found in row.conditions)
        line = f"{row.instalment.get_kind_display()} : {format_euros(row.instalment.cents)}"
        lines.append(f"{line} ({asked})" if asked else line)
    return lines


def _facts(grant: Grant) -> AgreementFacts:
    shares = list(queries.shares_of(grant))
    return AgreementFacts(
        beneficiaries=", ".join(share.organization.name for share in shares),
        object=grant.object,
        amount=format_euros(grant.amount_cents),
        in_kind=format_euros(grant.in_kind_cents) if grant.in_kind_cents else "",
        first_day=day_in_words(grant.starts_on),
        last_day=day_in_words(grant.last_on),
        act=str(grant.act),
        instalments=_instalments_in_words(grant),
        regime="" if grant.regime == Regime.NONE else str(grant.get_regime_display()),
        is_cer_due=queries.is_contract_due(shares),
        **_commitments(grant, shares),
    )


def _commitments(grant: Grant, shares: Iterable[GrantShare]) -> dict[str, str]:
    """Say in which version the commitment is signed, or why it is deemed met, where all that is recorded says one thing."""
    found = [row.contract for row in queries.contract_rows(grant, shares)]
    recorded = [row for row in found if row is not None]
    if not recorded or len(recorded) < len(found):
        return {}
    versions = {row.text_version for row in recorded if not row.exemption}
    grounds = {f"{row.get_exemption_display()} : {row.reason}" for row in recorded if row.exemption}
    if len(versions) + len(grounds) != 1:
        return {}
    return {"cer_version": versions.pop()} if versions else {"cer_exemption": grounds.pop()}


@transaction.atomic
def draft_agreement(
    *,
    grant: Grant,
    actor: User,
    now: datetime,
    amount_cents: int | None = None,
    last_on: date | None = None,
    purpose: str = "",
) -> Agreement:
    """
    Start the agreement of a grant or, once it is signed, its next amendment, from the usual clauses, in French.

    :param amount_cents: what the grant comes to once it is signed, for an amendment; as it is when None
    :param last_on: its last day once it is signed, for an amendment; as it is when None
    :param purpose: what an amendment changes, and why
    :raises NotAllowed: if the actor is not of the team, another text is open, or the act alone binds
    :raises LessThanPaid: if an amendment would bring it below what is in kind or was paid
    :raises ValidationError: if an amendment does not say what it changes
    """
    grant = locked(grant)
    require(permissions.can_draft_agreement(actor, grant))
    rank = grant.agreements.filter(state=AgreementState.SIGNED).count()
    amount = grant.amount_cents if amount_cents is None or not rank else amount_cents
    _refuse_less_than_paid(grant, amount)
    agreement = Agreement(
        grant=grant,
        rank=rank,
        purpose=purpose.strip() if rank else "",
        amount_cents=amount,
        last_on=grant.last_on if last_on is None or not rank else last_on,
        written_at=now,
    )
    agreement = write_new(agreement, "agreement.created", actor=actor, now=now)
    for position, (title, text) in enumerate(_first_clauses(grant, agreement), start=1):
        clause = Clause(agreement=agreement, position=position, title=title, text=text)
        clause.full_clean()
        clause.save(force_insert=True)
    return agreement


def _first_clauses(grant: Grant, agreement: Agreement) -> list[tuple[str, str]]:
    with override("fr"):
        if agreement.rank == 0:
            return agreement_clauses(_facts(grant))
        return amendment_clauses(
            AmendmentFacts(
                purpose=agreement.purpose,
                amount_before=format_euros(grant.amount_cents),
                amount_after=format_euros(agreement.amount_cents),
                last_day_before=day_in_words(grant.last_on),
                last_day_after=day_in_words(agreement.last_on),
                instalments=(),
            )
        )


def _refuse_less_than_paid(grant: Grant, amount_cents: int) -> None:
    paid = queries.money_of_grant(grant).paid_cents
    if (grant.in_kind_cents and amount_cents < grant.in_kind_cents) or amount_cents - grant.in_kind_cents < paid:
        raise LessThanPaid


def _locked(agreement: Agreement) -> Agreement:
    """Lock the grant, then read its agreement again."""
    grant = locked(agreement.grant)
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    agreement.grant = grant
    return agreement


@transaction.atomic
def add_clause(*, agreement: Agreement, actor: User, now: datetime, title: str, text: str) -> Clause:
    """
    Add a clause at the end.

    :raises NotAllowed: if the actor is not of the team, or the text was sent or signed
    """
    agreement = _locked(agreement)
    require(permissions.can_write_clauses(actor, agreement))
    last = queries.clauses_of(agreement).last()
    position = last.position + 1 if last else 1
    clause = Clause(agreement=agreement, position=position, title=title.strip(), text=text.strip())
    return write_new(clause, "clause.added", actor=actor, now=now)


@transaction.atomic
def update_clause(*, clause: Clause, actor: User, now: datetime, title: str, text: str) -> Clause:
    """
    Write a clause in other words.

    :raises NotAllowed: if the actor is not of the team, or the text was sent or signed
    """
    require(permissions.can_write_clauses(actor, _locked(clause.agreement)))
    clause = Clause.objects.select_related("agreement__grant").get(pk=clause.pk)
    values = {"title": title.strip(), "text": text.strip()}
    return write_fields(clause, "clause.updated", values, actor=actor, now=now)


@transaction.atomic
def remove_clause(*, clause: Clause, actor: User, now: datetime) -> None:
    """
    Take a clause off; those that follow come one place up.

    :raises NotAllowed: if the actor is not of the team, or the text was sent or signed
    """
    agreement = _locked(clause.agreement)
    require(permissions.can_write_clauses(actor, agreement))
    record("clause.removed", actor=actor, target=clause, at=now)
    clause.delete()
    for position, row in enumerate(queries.clauses_of(agreement), start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


@transaction.atomic
def send_agreement(*, agreement: Agreement, actor: User, now: datetime, sent_on: date) -> Agreement:
    """
    Send a text for signature: from then on its words and instalments wait, as they are, for those who sign; what it says is kept.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not being written
    :raises InstalmentsDoNotAddUp: if they do not come to what it gives in cash
    """
    agreement = _locked(agreement)
    require(permissions.can_follow_grant(actor, agreement.grant))
    state = AGREEMENT_MOVES.target("send", agreement.state)
    cash, planned = agreement.amount_cents - agreement.grant.in_kind_cents, queries.planned_cents(agreement.grant)
    if planned != cash:
        raise InstalmentsDoNotAddUp(planned, cash)
    content = agreement_content(agreement, day=sent_on)
    values = {"state": state, "sent_on": sent_on, "content": content, "text_sha256": content_digest(content)}
    return write_fields(agreement, "agreement.sent", values, actor=actor, now=now)


@transaction.atomic
def take_back_agreement(*, agreement: Agreement, actor: User, now: datetime) -> Agreement:
    """
    Take a text back from the signature, to write it again.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not at the signature
    """
    agreement = _locked(agreement)
    require(permissions.can_follow_grant(actor, agreement.grant))
    values: dict[str, object] = {
        "state": AGREEMENT_MOVES.target("take_back", agreement.state),
        "sent_on": None,
        "content": {},
        "text_sha256": "",
    }
    return write_fields(agreement, "agreement.put_back", values, actor=actor, now=now)


@transaction.atomic
def abandon_agreement(*, agreement: Agreement, actor: User, now: datetime, reason: str) -> Agreement:
    """
    Give up a text that is not signed, saying why.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is signed, or was given up already
    """
    agreement = _locked(agreement)
    require(permissions.can_follow_grant(actor, agreement.grant))
    values = {"state": AGREEMENT_MOVES.target("abandon", agreement.state)}
    return write_fields(agreement, "agreement.abandoned", values, actor=actor, now=now, reason=reason)


def sign_agreement(
    *,
    agreement: Agreement,
    actor: User,
    now: datetime,
    signed_on: date,
    signatories: str,
    content: IO[bytes],
    file_name: str,
) -> Agreement:
    """
    Keep a text as it was signed, with its file: the grant comes to what it says, and binds.

    The file is kept among the documents of the grant first; should the signature then be refused, it stays there.

    :raises NotAllowed: if the actor is not of the team
    :raises IllegalMove: if it is not at the signature
    :raises FileRefused: if the file is not of an accepted kind, or is too large
    :raises EnvelopeExceeded: if an amendment gives more than the envelope holds
    :raises LessThanPaid: if an amendment gives less than was paid
    :raises ValidationError: if a value does not hold
    """
    require(permissions.can_follow_grant(actor, agreement.grant))
    AGREEMENT_MOVES.target("sign", agreement.state)
    try:
        document = deposit_document(
            subject_kind="funding.grant",
            subject_id=str(agreement.grant_id),
            actor=actor,
            content=content,
            file_name=file_name,
            purpose=str(agreement),
            title=Truncator(f"{agreement} – {agreement.grant.object}").chars(200),
            now=now,
        )
    except AlreadyKept as kept:
        document = kept.document
    return _sign(agreement, document, actor=actor, now=now, signed_on=signed_on, signatories=signatories)


@transaction.atomic
def _sign(
    agreement: Agreement, document: Document, *, actor: User, now: datetime, signed_on: date, signatories: str
) -> Agreement:
    agreement = _locked(agreement)
    grant = agreement.grant
    require(permissions.can_follow_grant(actor, grant))
    state = AGREEMENT_MOVES.target("sign", agreement.state)
    _refuse_less_than_paid(grant, agreement.amount_cents)
    _refuse_beyond_envelope(grant, agreement.amount_cents - grant.amount_cents)
    values: dict[str, object] = {
        "state": state,
        "signed_on": signed_on,
        "signatories": signatories.strip(),
        "document": document,
        "file_sha256": document.current.sha256,
    }
    agreement = write_fields(agreement, "agreement.signed", values, actor=actor, now=now)
    if agreement.rank == 0:
        write_fields(grant, "grant.updated", {"bound_on": signed_on}, actor=actor, now=now)
    else:
        _amend(grant, agreement, actor=actor, now=now)
    return agreement


def _refuse_beyond_envelope(grant: Grant, more_cents: int) -> None:
    if grant.envelope is None or more_cents <= 0:
        return
    envelope = Envelope.objects.select_for_update(of=("self",)).get(pk=grant.envelope.pk)
    free = queries.free_cents(envelope)
    if more_cents > free:
        raise EnvelopeExceeded(free)


def _amend(grant: Grant, agreement: Agreement, *, actor: User, now: datetime) -> None:
    """Bring a grant to what its amendment says; those who share it keep their proportions, to the cent."""
    values = {"amount_cents": agreement.amount_cents, "last_on": agreement.last_on}
    shares = list(queries.shares_of(grant))
    parts = split_cents(agreement.amount_cents, [share.cents for share in shares])
    write_fields(grant, "grant.updated", values, actor=actor, now=now, reason=agreement.purpose)
    for share, cents in zip(shares, parts, strict=True):
        if share.cents != cents:
            write_fields(share, "grant_share.updated", {"cents": cents}, actor=actor, now=now)
