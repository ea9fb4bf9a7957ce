"""Writes invented grants in every state, with their agreements and payments, through the services of funding."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from essaim.delivery.calls_for_projects.models import Allowance, Edition
from essaim.delivery.funding import queries, services
from essaim.delivery.funding.models import Envelope, Grant, Instalment, Payment
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.money import format_euros
from essaim.insight.demo import material

from .files import MAKERS
from .stage import Stage

Entry = Mapping[str, Any]
PLAN = "2022-2026"
ACT = "2022-feuille-de-route"
SOURCE = "Arrêté fictif de délégation"
WRITER, CERTIFIER, PAYER = "octave.invente", "octave.invente", "olga.factice"


def write_funding(stage: Stage) -> None:
    """Write what is in fiction/funding: delegations, envelopes, then grants with all that became of them."""
    entry = material.read("fiction/funding")
    writer = stage.person(WRITER)
    _write_delegations(stage, entry["delegation"])
    with acting(writer):
        envelopes = {row["key"]: _write_envelope(stage, row, writer) for row in entry["envelope"]}
        _write_aids(stage, entry, writer)
        for row in entry["grant"]:
            _write_grant(stage, row, envelopes, writer)
        _publish(stage, entry["publisher"], writer)
        _bring_in_files(stage, entry["finance"], writer)


def write_draws(stage: Stage) -> None:
    """Draw the whole allowance of each invented selection on the invented envelope of the call, of the same year."""
    writer = stage.person(WRITER)
    names = {row["key"]: row["name"] for row in material.read("fiction/funding")["envelope"]}
    envelope = Envelope.objects.get(name=names["appel"])
    rows = Allowance.objects.filter(year=envelope.year, aid_type="", territory__isnull=True).order_by("pk")
    with acting(writer):
        for allowance in rows:
            services.draw_allowance(allowance=allowance, envelope=envelope, actor=writer, now=stage.moment(-20))


def write_open_data(stage: Stage) -> None:
    """Read invented files of open data; the first is kept in the aid register, the other waits to be confirmed."""
    entry, writer = material.read("fiction/funding")["open_data"], stage.person(WRITER)
    moment = stage.moment(entry["day"])
    with acting(writer):
        for found in entry["file"]:
            file = services.prepare_aid_file(
                actor=writer,
                content="\r\n".join(found["rows"]).encode("cp1252"),
                file_name=found["name"],
                source=entry["source"],
                giver=entry["giver"],
                now=moment,
            )
            if found.get("is_kept"):
                fingerprint = queries.aid_file_diff(file).fingerprint
                file = services.apply_aid_file(file=file, actor=writer, fingerprint=fingerprint, now=moment)
            if found.get("is_undone"):
                services.undo_aid_file(file=file, actor=writer, now=moment)


def _bring_in_files(stage: Stage, entry: Entry, writer: User) -> None:
    """Bring in a file of the finance system that lacks a payment and has a stranger, and prepare one with a mistake."""
    payments = Payment.objects.select_related("instalment__grant").order_by("paid_on", "pk")
    rows = [
        f"{row.instalment.grant.commitment_number};{format_euros(row.cents)};{row.paid_on};{row.warrant_number};Fictif"
        for row in payments
    ]
    head = "numéro d’engagement;montant;payé le;numéro de mandat;tiers"
    _bring_in_and_undo(stage, entry, "\n".join((head, *entry["strangers"])), writer)
    texts = ("\n".join((head, *rows[:-1], *entry["strangers"])), "\n".join((head, *entry["mistakes"])))
    brought, _prepared = (
        services.prepare_finance_file(
            actor=writer, content=text.encode(), file_name=name, now=stage.moment(entry["day"])
        )
        for text, name in zip(texts, entry["names"], strict=True)
    )
    services.apply_finance_file(
        file=brought,
        actor=writer,
        fingerprint=queries.finance_diff(brought).fingerprint,
        now=stage.moment(entry["day"]),
    )


def _bring_in_and_undo(stage: Stage, entry: Entry, text: str, writer: User) -> None:
    """Bring in a file by mistake, and take it back."""
    now = stage.moment(entry["day"])
    file = services.prepare_finance_file(actor=writer, content=text.encode(), file_name=entry["undone"], now=now)
    fingerprint = queries.finance_diff(file).fingerprint
    file = services.apply_finance_file(file=file, actor=writer, fingerprint=fingerprint, now=now)
    services.undo_finance_file(file=file, actor=writer, now=now)


def _write_reports(stage: Stage, grant: Grant, key: str, writer: User) -> None:
    """Expect the reports of a grant while it runs; the first one may be received, and accepted."""
    for entry in (row for row in material.read("fiction/funding")["report"] if row["of"] == key):
        closing = stage.day(entry["closing"])
        report, *_others = services.expect_reports(
            grant=grant,
            organization=grant.shares.order_by("pk")[0].organization,
            actor=writer,
            now=stage.moment(entry["asked"]),
            month=closing.month,
            day=closing.day,
            source="Statuts fictifs",
        )
        if "received" in entry:
            services.receive_report(
                report=report,
                actor=writer,
                now=stage.moment(entry["received"]),
                received_on=stage.day(entry["received"]),
                foreseen_cents=entry["foreseen"],
                spent_cents=entry["spent"],
                account="Compte rendu fictif : le projet a avancé moins vite que prévu.",
            )
        if "accepted" in entry:
            services.accept_report(
                report=report,
                actor=writer,
                now=stage.moment(entry["accepted"]),
                accepted_on=stage.day(entry["accepted"]),
            )


def _publish(stage: Stage, entry: Entry, writer: User) -> None:
    """Name the authority, and publish what binds for longer than a hundred days."""
    services.name_publisher(
        actor=stage.administrator, now=stage.moment(entry["published"]), name=entry["name"], siret=entry["siret"]
    )
    services.publish_grants(actor=writer, now=stage.moment(entry["published"]))


def _write_delegations(stage: Stage, entries: list[Entry]) -> None:
    actor = stage.administrator
    with acting(actor):
        for entry in entries:
            row = services.delegate_signature(
                person=stage.person(entry["who"]),
                actor=actor,
                now=stage.moment(entry["since"]),
                duty=entry["duty"],
                starts_on=stage.day(entry["since"]),
                source=SOURCE,
            )
            if "until" in entry:
                services.end_delegation(
                    delegation=row,
                    actor=actor,
                    now=stage.moment(entry["until"]),
                    ends_on=stage.day(entry["until"]),
                    reason="Départ (fictif)",
                )


def _write_envelope(stage: Stage, entry: Entry, writer: User) -> Envelope:
    envelope = services.create_envelope(
        actor=writer,
        now=stage.moment(entry["day"]),
        name=entry["name"],
        year=stage.day(entry["day"]).year,
        action=stage.action(PLAN, entry["action"]),
        cents=entry["cents"],
    )
    for vote in entry.get("vote", ()):
        services.vote_envelope(
            envelope=envelope,
            actor=writer,
            now=stage.moment(vote["day"]),
            cents=vote["cents"],
            reason=vote["reason"],
        )
    return envelope


def _write_aids(stage: Stage, entry: Entry, writer: User) -> None:
    """Write the aids of other bodies, and which structures count as one."""
    for group in entry["undertaking"]:
        undertaking = None
        for key in group["of"]:
            member = services.link_structure(
                actor=writer,
                now=stage.moment(group["day"]),
                organization=Organization.objects.get(key=key),
                starts_on=stage.day(group["day"]),
                ground=group["ground"],
                undertaking=undertaking,
                name=group["name"],
            )
            undertaking = member.undertaking
    for row in entry["aid"]:
        line = services.record_aid(
            organization=Organization.objects.get(key=row["to"]),
            actor=writer,
            now=stage.moment(row["day"]),
            granted_on=stage.day(row["day"]),
            **{name: row[name] for name in ("giver", "cents", "regime", "origin", "source")},
        )
        if taken := row.get("taken_away"):
            services.correct_aid(line=line, actor=writer, now=stage.moment(taken["day"]), source=taken["source"])


def _write_grant(stage: Stage, entry: Entry, envelopes: Mapping[str, Envelope], writer: User) -> None:
    first, *others = entry["to"]
    grant = services.create_grant(
        actor=writer,
        now=stage.moment(entry["day"]),
        organization=Organization.objects.get(key=first["key"]),
        siret=first["siret"],
        object=entry["object"],
        nature=entry.get("nature", "cash"),
        amount_cents=entry["cents"],
        in_kind_cents=entry.get("in_kind", 0),
        instrument=entry.get("instrument", "agreement"),
        regime=entry.get("regime", "none"),
        action=stage.action(PLAN, entry["action"]),
        envelope=envelopes.get(entry.get("envelope", "")),
        edition=Edition.objects.get(code=entry["edition"]) if "edition" in entry else None,
        starts_on=stage.day(entry["first"]),
        last_on=stage.day(entry["last"]),
    )
    for other in others:
        services.add_share(
            grant=grant,
            actor=writer,
            now=stage.moment(entry["day"]),
            organization=Organization.objects.get(key=other["key"]),
            siret=other["siret"],
            cents=other.get("cents", grant.amount_cents // 3),
        )
    planned = [_plan(stage, grant, entry["day"], row, writer) for row in entry.get("instalments", ())]
    if "given" in entry:
        _follow(stage, grant, entry, planned, writer)
    elif "abandoned" in entry:
        services.abandon_grant(grant=grant, actor=writer, now=stage.moment(entry["abandoned"]), reason=entry["reason"])


def _plan(stage: Stage, grant: Grant, day: int, entry: Entry, writer: User) -> Instalment:
    now = stage.moment(day)
    instalment = services.add_instalment(grant=grant, actor=writer, now=now, kind=entry["kind"], cents=entry["cents"])
    for asked in entry["asked"]:
        values = {name: asked[name] for name in ("kind", "wording", "rate_percent") if name in asked}
        if "in" in asked:
            values["day"] = stage.day(asked["in"])
        services.add_condition(instalment=instalment, actor=writer, now=now, **values)
    return instalment


def _follow(stage: Stage, grant: Grant, entry: Entry, planned: list[Instalment], writer: User) -> None:
    now = stage.moment(entry["given"])
    if "resolved" in entry:
        _resolve(stage, grant, entry, writer)
    services.give_grant(grant=grant, actor=writer, now=now, act=stage.act(ACT), granted_on=stage.day(entry["given"]))
    if "commitment" in entry:
        services.set_commitment_number(grant=grant, actor=writer, now=now, number=entry["commitment"])
    if "agreement" in entry:
        _agree(stage, grant, entry["agreement"], writer)
    if "certify_whole" in entry:
        whole = grant.instalments.get()
        _certify(stage, whole, entry["certify_whole"], None)
    _write_contracts(stage, grant, entry, writer)
    _write_reports(stage, grant, entry["key"], writer)
    for instalment, row in zip(planned, entry.get("instalments", ()), strict=True):
        _pay(stage, instalment, row, writer)
    if "amendment" in entry:
        _agree(stage, grant, entry["amendment"], writer)
    for move, end in (("closed", services.close_grant), ("stopped", services.stop_grant)):
        if move in entry:
            end(
                grant=grant,
                actor=writer,
                now=stage.moment(entry[move]),
                ended_on=stage.day(entry[move]),
                reason=entry.get("reason", ""),
            )


def _write_contracts(stage: Stage, grant: Grant, entry: Entry, writer: User) -> None:
    """Record the republican commitment of who is paid something; the others’ is still to come."""
    if "certify_whole" not in entry and not any("paid" in row for row in entry.get("instalments", ())):
        return
    for organization in queries.missing_contracts(grant):
        signed = {
            "text_version": "décret n° 2021-1947",
            "signed_on": stage.day(entry["day"]),
            "signatory_quality": "présidence fictive",
        }
        exempted = {"exemption": "public_utility", "reason": "Décret fictif de reconnaissance"}
        services.record_contract(
            grant=grant,
            organization=organization,
            actor=writer,
            now=stage.moment(entry["given"]),
            source="Dossier fictif",
            **(exempted if organization.kind == OrganizationKind.FOUNDATION else signed),
        )


def _resolve(stage: Stage, grant: Grant, entry: Entry, writer: User) -> None:
    """Say how the alarms of a grant are resolved, before it is given."""
    day = stage.day(entry["given"])
    for alarm in queries.alarms_of(grant, on=day):
        if alarm.is_open:
            services.resolve_alarm(
                grant=grant,
                actor=writer,
                now=stage.moment(entry["day"]),
                on=day,
                organization_id=alarm.organization.pk,
                code=alarm.limit.code,
                reason=entry["resolved"],
            )


def _agree(stage: Stage, grant: Grant, entry: Entry, writer: User) -> None:
    agreement = services.draft_agreement(
        grant=grant,
        actor=writer,
        now=stage.moment(entry["written"]),
        purpose=entry.get("purpose", ""),
        last_on=stage.day(entry["last"]) if "last" in entry else None,
    )
    if "sent" in entry:
        agreement = services.send_agreement(
            agreement=agreement, actor=writer, now=stage.moment(entry["sent"]), sent_on=stage.day(entry["sent"])
        )
    if "signed" in entry:
        text = MAKERS["pdf"](str(agreement), ["Texte signé fictif de la démonstration.", grant.object])
        services.sign_agreement(
            agreement=agreement,
            actor=writer,
            now=stage.moment(entry["signed"]),
            signed_on=stage.day(entry["signed"]),
            signatories="La présidence fictive de la collectivité ; celle de la structure fictive",
            content=io.BytesIO(text),
            file_name="convention-fictive.pdf",
        )


def _certify(stage: Stage, instalment: Instalment, day: int, cents: int | None) -> None:
    actor = stage.person(CERTIFIER)
    services.certify_service(
        instalment=instalment, actor=actor, now=stage.moment(day), cents=cents, note="Pièces vues (fictif)"
    )


def _pay(stage: Stage, instalment: Instalment, entry: Entry, writer: User) -> None:
    """Say what is met, what is done, and pay it; one payment is corrected, then made again."""
    for condition, asked in zip(instalment.conditions.order_by("pk"), entry["asked"], strict=True):
        if "met" in asked:
            services.meet_condition(
                condition=condition,
                actor=writer,
                now=stage.moment(asked["met"]),
                met_on=stage.day(asked["met"]),
                evidence=asked["evidence"],
            )
    if "certified" in entry:
        _certify(stage, instalment, entry["certified"], entry.get("done"))
    payer = stage.person(PAYER)
    with acting(payer):
        for day in (entry[name] for name in ("paid", "again") if name in entry):
            payment = services.order_payment(
                instalment=instalment,
                actor=payer,
                now=stage.moment(day),
                paid_on=stage.day(day),
                warrant_number=entry["warrant"],
            )
            if day == entry["paid"] and "corrected" in entry:
                services.correct_payment(
                    payment=payment,
                    actor=payer,
                    now=stage.moment(entry["corrected"]),
                    cents=payment.cents,
                    reason="Coordonnées bancaires erronées (fictif)",
                    paid_on=stage.day(entry["corrected"]),
                )
