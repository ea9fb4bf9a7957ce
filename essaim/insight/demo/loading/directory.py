"""Writes the invented directory: more structures, what they say of themselves, who confirmed it, who wants no card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.ecosystem.directory import services
from essaim.ecosystem.directory.queries import values_now
from essaim.ecosystem.organizations import services as organizations
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import organization_of
from essaim.ecosystem.organizations.states import OrganizationKind, StatusCause
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.insight.demo import material

from .organizations import INVENTED
from .stage import Stage

NEW_DAY, WRITER = -170, "octave.invente"


def write_directory(stage: Stage) -> None:
    """Write the cards of fiction/directory and the structures it adds, then make every line."""
    content = material.read("fiction/directory")
    actor = stage.person(WRITER)
    with acting(actor):
        for entry in content["new"]:
            _write_card(stage, _register(stage, entry, actor), {"day": NEW_DAY, **entry}, actor)
    for entry in content["structure"]:
        writer = stage.person(entry["by"])
        with acting(writer):
            _write_card(stage, organization_of(entry["key"]), entry, writer)
    services.refresh_listings(today=stage.today)


def write_asking(stage: Stage) -> None:
    """Write what invented people ask in fiction/asking: corrections, claims at each of their states, what is missing, messages."""
    content = material.read("fiction/asking")
    for entry in content["suggestion"]:
        found = organization_of(entry["key"])
        suggestion = services.suggest(
            organization=found,
            values={**values_now(found), **entry["changes"]},
            note=entry.get("note", ""),
            email=material.address_of(entry["email"]) if "email" in entry else "",
            now=stage.moment(entry["day"]),
        )
        if "answered" in entry:
            actor = stage.person(entry["by"])
            moves = {row.pk: entry["decisions"][row.field] for row in suggestion.changes.all()}
            with acting(actor):
                services.decide_changes(
                    suggestion=suggestion,
                    decisions=moves,
                    actor=actor,
                    now=stage.moment(entry["answered"]),
                    reason=entry.get("reason", ""),
                )
    for entry in content["claim"]:
        claim = services.claim_card(
            organization=organization_of(entry["key"]),
            full_name=entry["name"],
            email=material.address_of(entry["email"]),
            quality=entry["quality"],
            message=entry.get("message", ""),
            now=stage.moment(entry["day"]),
        )
        if "proved" in entry:
            claim = services.prove_claim(claim=claim, now=stage.moment(entry["proved"]))
        if "refused" in entry:
            actor = stage.person(entry["by"])
            with acting(actor):
                now = stage.moment(entry["refused"])
                services.refuse_claim(claim=claim, actor=actor, now=now, reason=entry["reason"])
    for entry in content["addition"]:
        addition = services.propose_addition(
            values={"name": entry["name"], "commune_code": entry["commune"], "summary": entry.get("summary", "")},
            note=entry.get("note", ""),
            email=material.address_of(entry["email"]) if "email" in entry else "",
            is_other=True,
            now=stage.moment(entry["day"]),
        )
        if "refused" in entry:
            actor = stage.person(entry["by"])
            with acting(actor):
                now = stage.moment(entry["refused"])
                services.refuse_addition(addition=addition, actor=actor, now=now, reason=entry["reason"])
    for entry in content["message"]:
        services.write_message(
            organization=organization_of(entry["key"]),
            full_name=entry["name"],
            email=material.address_of(entry["email"]),
            message=entry["message"],
            now=stage.moment(entry["day"]),
        )


def write_offers(stage: Stage) -> None:
    """Write the invented offers and certificates of fiction/offers: standing, to come, over, withdrawn."""
    content = material.read("fiction/offers")
    for entry in content["offer"]:
        actor = stage.person(entry["by"])
        values = {name: entry[name] for name in ("title", "description", "capacity", "areas") if name in entry}
        days = {f"{name}_on": stage.day(entry[name]) for name in ("starts", "ends") if name in entry}
        with acting(actor):
            offer = services.write_offer(
                organization=organization_of(entry["key"]),
                actor=actor,
                now=stage.moment(entry["day"]),
                is_everywhere="areas" not in entry,
                **values,
                **days,
            )
            if "withdrawn" in entry:
                now = stage.moment(entry["withdrawn"])
                services.move_offer(offer=offer, move="withdraw", actor=actor, now=now)
    for entry in content["certificate"]:
        actor = stage.person(entry["by"])
        values = {name: entry[name] for name in ("name", "issuer", "number") if name in entry}
        days = {f"{name}_on": stage.day(entry[name]) for name in ("starts", "ends") if name in entry}
        with acting(actor):
            services.write_certificate(
                organization=organization_of(entry["key"]), actor=actor, now=stage.moment(-100), **values, **days
            )


def _register(stage: Stage, entry: Mapping[str, Any], actor: User) -> Organization:
    now = stage.moment(NEW_DAY)
    found = organizations.register_organization(
        actor=actor,
        now=now,
        source=INVENTED,
        commune_code=entry["commune"],
        acronym=entry.get("acronym", ""),
        kind=entry.get("kind", OrganizationKind.UNKNOWN),
        **{name: entry[name] for name in ("key", "name", "legal_category", "activity_code")},
    )
    if "address" in entry:
        organizations.add_establishment(
            organization=found,
            actor=actor,
            now=now,
            is_seat=True,
            commune_code=entry["commune"],
            source=INVENTED,
            **{name: entry[name] for name in ("address", "longitude", "latitude")},
        )
    if "status" in entry:
        organizations.add_status(
            organization=found,
            actor=actor,
            now=now,
            kind=entry["status"],
            cause=StatusCause.PUBLIC_LIST,
            cause_note="Liste fictive",
            source=INVENTED,
            read_on=stage.day(NEW_DAY),
            starts_on=stage.day(NEW_DAY - 300),
        )
    return found


def _write_card(stage: Stage, found: Organization, entry: Mapping[str, Any], actor: User) -> None:
    now = stage.moment(entry["day"])
    told = {name: entry[name] for name in ("summary", "phone") if name in entry}
    if told:
        services.update_card(organization=found, actor=actor, now=now, **told)
    if "address" in entry and "@" in entry["address"]:
        services.set_known_address(
            organization=found,
            actor=actor,
            now=now,
            known_address=entry["address"],
            known_address_source="Site fictif de la structure",
        )
    if "confirmed" in entry:
        services.confirm_card(organization=found, actor=actor, now=stage.moment(entry["confirmed"]))
    if "hidden" in entry:
        services.hide_card(organization=found, actor=actor, now=now, reason=entry["hidden"])
