"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date

from essaim.foundations.ui.answers import Answer


class Organization(Answer):
    """A structure; kind is one of the words of the page of structures, unknown included."""

    key: str
    name: str
    acronym: str | None
    kind: str
    siren: str | None
    rna: str | None
    legal_category: str | None
    activity_code: str | None
    created_on: date | None
    ceased_on: date | None
    commune_code: str | None
    website: str | None
    source: str | None
    url: str


class MergedRecord(Answer):
    """A record that was merged into the one described; its key still leads to it."""

    key: str
    name: str


class EssStatus(Answer):
    """A status that is or was held; none is implied by another. ends_on is the first day it is no longer held."""

    kind: str
    is_in_force: bool
    starts_on: date | None
    ends_on: date | None
    cause: str
    cause_note: str | None
    is_to_confirm: bool
    source: str
    read_on: date


class Establishment(Answer):
    """A place where a structure is; address and point are null where the register does not give them to the public."""

    siret: str | None
    name: str | None
    is_seat: bool
    is_open: bool
    address: str | None
    commune_code: str
    activity_code: str | None
    starts_on: date | None
    ends_on: date | None
    longitude: float | None
    latitude: float | None


class OrganizationDetail(Organization):
    """A structure with its statuses, its establishments, and the records that were merged into it."""

    statuses: list[EssStatus]
    establishments: list[Establishment]
    merged: list[MergedRecord]
