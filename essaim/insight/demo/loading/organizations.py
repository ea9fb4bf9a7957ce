"""Writes the structures that the sources name, and invented ones, through the services of organizations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.ecosystem.organizations import services
from essaim.ecosystem.organizations.queries import organization_of
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.audit_trail.services import acting
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
