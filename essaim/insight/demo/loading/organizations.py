"""Writes the structures that the sources name, and invented ones, through the services of organizations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from essaim.ecosystem.directory.services import confirm_card
from essaim.ecosystem.organizations import services
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.queries import (
    findings_shown,
    open_seat,
    organization_of,
    pairs_shown,
    record_with,
    standing_merger,
)
from essaim.ecosystem.organizations.states import Answer, FindingKind, OrganizationKind
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.identifiers import is_invented_siren
from essaim.insight.demo import material

from .stage import Stage

INVENTED = "Structure inventée pour la démonstration"


def write_named(stage: Stage) -> None:
    """Write the structures of policy/organizations, with the sources that name them."""
    actor = stage.administrator
    with acting(actor):
        for entry in material.read("policy/organizations")["organization"]:
            titles = [stage.source(key).title for key in entry["sources"]]
            services.register_organization(
                actor=actor,
                now=stage.entered_at,
                source=" ; ".join([*titles, *([entry["list"]] if "list" in entry else [])]),
                **_identity(entry),
            )


def write_invented(stage: Stage) -> None:
    """Write those of fiction/organizations: who speaks for one, and a duplicate that was merged."""
    for entry in material.read("fiction/organizations")["organization"]:
        actor = stage.person(entry["by"])
        with acting(actor):
            services.register_organization(
                actor=actor, now=stage.moment(entry["day"]), source=INVENTED, **_identity(entry)
            )
            for named in entry.get("representative", ()):
                services.name_representative(
                    organization=organization_of(entry["key"]),
                    person=stage.person(named["who"]),
                    role=named["role"],
                    starts_on=stage.day(named["day"]),
                    actor=actor,
                    now=stage.moment(named["day"]),
                )
        if merged := entry.get("merged"):
            _merge(stage, entry["key"], merged)


def write_statuses(stage: Stage) -> None:
    """Write the invented statuses and establishments of fiction/statuses: held, asked for, refused, ended."""
    for entry in material.read("fiction/statuses")["structure"]:
        actor, found = stage.person(entry["by"]), organization_of(entry["key"])
        now = stage.moment(entry["day"])
        with acting(actor):
            if told := {name: entry[name] for name in ("legal_category", "activity_code") if name in entry}:
                services.update_organization(
                    organization=found, actor=actor, now=now, reason="Lu dans des statuts fictifs.", **told
                )
            for row in entry.get("status", ()):
                _write_status(stage, found, row, actor, now)
            for row in entry.get("place", ()):
                services.add_establishment(
                    organization=found,
                    actor=actor,
                    now=now,
                    commune_code=row["commune"],
                    source=INVENTED,
                    **{name: row[name] for name in PLACE_TEXTS if name in row},
                )


PLACE_TEXTS = ("name", "address", "is_seat", "activity_code", "longitude", "latitude", "is_partial")


def _write_status(stage: Stage, found: Organization, row: Mapping[str, Any], actor: User, now: datetime) -> None:
    values: dict[str, Any] = {
        **{name: row[name] for name in ("kind", "cause", "cause_note", "is_to_confirm") if name in row},
        **{name: stage.day(row[key]) for name, key in STATUS_DAYS.items() if key in row},
    }
    status = services.add_status(
        organization=found,
        actor=actor,
        now=now,
        source=INVENTED,
        read_on=stage.day(row["read"]),
        is_pending="asked" in row,
        **values,
    )
    if "refused" in row:
        services.refuse_status(status=status, actor=actor, now=stage.moment(row["refused"]), reason=row["reason"])
    if "mistaken" in row:
        services.withdraw_status(status=status, actor=actor, now=stage.moment(row["mistaken"]), reason=row["reason"])


STATUS_DAYS = {"starts_on": "starts", "ends_on": "ends", "requested_on": "asked"}


def write_duplicates(stage: Stage) -> None:
    """Write the invented records of fiction/duplicates that look like others, look for pairs, and tell some apart."""
    content = material.read("fiction/duplicates")
    actor = stage.person(content["by"])
    now = stage.moment(content["day"])
    with acting(actor):
        for entry in content["organization"]:
            services.register_organization(actor=actor, now=now, source=INVENTED, **_identity(entry))
        services.find_duplicates(actor=actor, now=now)
        for entry in content["distinct"]:
            names = [organization_of(key).pk for key in entry["keys"]]
            pair = pairs_shown().get(first=min(names), second=max(names))
            services.tell_apart(pair=pair, actor=actor, now=now, reason=entry["reason"])
        for entry in content["undone"]:
            kept, duplicate = organization_of(entry["keys"][0]), organization_of(entry["keys"][1])
            services.merge_organizations(kept=kept, duplicate=duplicate, actor=actor, now=now, reason=entry["reason"])
            merger = standing_merger(kept, duplicate)
            assert merger is not None
            services.undo_merger(
                merger=merger, actor=actor, now=stage.moment(content["day"] + 1), reason=entry["mistake"]
            )


def _identity(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "key": entry["key"],
        "name": entry["name"],
        "acronym": entry.get("acronym", ""),
        "kind": entry.get("kind", OrganizationKind.UNKNOWN),
        "siren": entry.get("siren", ""),
        "commune_code": entry.get("commune", ""),
    }


def _merge(stage: Stage, duplicate_key: str, merged: Mapping[str, Any]) -> None:
    actor = stage.person(merged["by"])
    with acting(actor):
        services.merge_organizations(
            kept=organization_of(merged["into"]),
            duplicate=organization_of(duplicate_key),
            actor=actor,
            now=stage.moment(merged["day"]),
            reason=merged["reason"],
        )


def write_comparison(stage: Stage) -> None:
    """Compare the records with the invented register as fiction/register says: some units recorded, then what differs since."""
    content = material.read("fiction/register")
    actor, now = stage.person(content["by"]), stage.moment(content["day"])
    with acting(actor):
        services.compare_with_register(actor=actor, now=now)
        entries = findings_shown().waiting().filter(kind=FindingKind.ENTRY, is_employer=True)
        chosen = list(entries.order_by("siren")[: len(content["record"])])
        services.answer_findings(answers={row.pk: Answer.ACCEPT.value for row in chosen}, actor=actor, now=now)
        for row, entry in zip(chosen, content["record"], strict=True):
            found = record_with(siren=row.siren)
            assert found is not None
            _differ(stage, found, entry, actor)
        gone = content["gone"]
        services.register_organization(
            actor=actor, now=now, source=INVENTED, **_identity(gone) | {"siren": invented_siren(gone["number"])}
        )
        services.compare_with_register(actor=actor, now=now)
        aside = findings_shown().waiting().get(organization__name=content["aside"]["name"], field="name")
        services.answer_findings(
            answers={aside.pk: Answer.SET_ASIDE.value}, actor=actor, now=now, reason=content["aside"]["reason"]
        )


def _differ(stage: Stage, found: Organization, entry: Mapping[str, Any], actor: User) -> None:
    """Write in a record what the register does not say, and whether its structure confirmed it."""
    now = stage.now
    told = {name: entry[name] for name in ("name", "acronym", "activity_code", "legal_category") if name in entry}
    if told:
        services.update_organization(organization=found, actor=actor, now=now, reason=entry["reason"], **told)
    if "address" in entry:
        seat = open_seat(found)
        assert seat is not None
        services.update_establishment(
            establishment=seat, actor=actor, now=now, reason=entry["reason"], address=entry["address"]
        )
    if entry.get("confirmed"):
        confirm_card(organization=found, actor=actor, now=now)


def invented_siren(digits: str) -> str:
    """Give eight digits the wrong key of the invented register, so that nobody has the number."""
    return next(number for key in range(10) if is_invented_siren(number := f"{digits}{key}"))
