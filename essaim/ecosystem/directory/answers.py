"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from datetime import date

from essaim.foundations.ui.answers import Answer


class DirectoryCard(Answer):
    """A structure as the directory shows it; statuses are those held today, section is that of NAF rev. 2."""

    key: str
    name: str
    acronym: str | None
    kind: str
    siren: str | None
    rna: str | None
    statuses: list[str]
    activity_code: str | None
    section: str | None
    summary: str | None
    website: str | None
    phone: str | None
    address: str | None
    commune_code: str | None
    commune_name: str | None
    longitude: float | None
    latitude: float | None
    is_exact: bool
    completeness: int
    confirmed_on: date | None
    url: str


class Facets(Answer):
    """How many cards each value of each filter would show, the other filters being as they are."""

    total: int
    territoire: dict[str, int]
    commune: dict[str, int]
    kind: dict[str, int]
    section: dict[str, int]
    status: dict[str, int]


class StructureOffer(Answer):
    """What a structure offers today; communes (INSEE codes) is empty where it serves the whole territory."""

    id: int
    organization: str
    organization_name: str
    title: str
    description: str | None
    is_everywhere: bool
    communes: list[str]
    capacity: str | None
    starts_on: date | None
    ends_on: date | None
    url: str
