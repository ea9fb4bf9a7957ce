"""Writes the invented people and their roles, through the services of accounts; and the authority they work for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from essaim.foundations.accounts import services as accounts
from essaim.foundations.accounts.models import User
from essaim.foundations.accounts.states import SCOPE_OF_ROLE, RoleKind, ScopeKind
from essaim.foundations.audit_trail.services import acting
from essaim.foundations.primitives.actors import SystemActor
from essaim.foundations.territory import services as territory
from essaim.insight.demo import material

from .stage import Stage

# The Métropole Européenne de Lille (list of EPCI of 2026).
SIREN = "200093201"


def write_authority(stage: Stage) -> None:
    """Write the authority with its communes and territories, from the lists shipped with Essaim."""
    actor = SystemActor("demo")
    territory.load_reference(actor=actor, now=stage.now, sirens=[SIREN])
    territory.set_authority(siren=SIREN, actor=actor, now=stage.now)


def write_people(stage: Stage) -> None:
    """Write everybody of fiction/people, the administrator first."""
    people = material.read("fiction/people")
    first = people["administrator"]
    accounts.bootstrap_administrator(
        email=material.address_of(first["key"]),
        full_name=first["full_name"],
        authority_siren=SIREN,
        now=stage.entered_at,
    )
    with acting(stage.administrator):
        for entry in people["person"]:
            _write_person(stage, entry)


def _write_person(stage: Stage, entry: Mapping[str, Any]) -> None:
    actor = stage.administrator
    person = accounts.register_person(
        email=material.address_of(entry["key"]),
        full_name=entry["full_name"],
        job_title=entry["job_title"],
        actor=actor,
        now=stage.entered_at,
    )
    for role in entry["roles"]:
        _grant(stage, person, role)


def _grant(stage: Stage, person: User, role: Mapping[str, Any]) -> None:
    kind = RoleKind(role["kind"])
    is_of_authority = SCOPE_OF_ROLE[kind] == ScopeKind.AUTHORITY
    accounts.grant_role(
        person=person,
        kind=kind,
        scope_code=SIREN if is_of_authority else role["scope"],
        starts_on=stage.day(-role["since"]),
        actor=stage.administrator,
        now=stage.entered_at,
        reason="Personne fictive de la démonstration",
    )
