"""What the read API answers, described for machines: the same fields as shapes.py, as OpenAPI schemas."""

from __future__ import annotations

from essaim.foundations.ui.answers import Answer


class Organization(Answer):
    """A structure; kind is one of the words of the page of structures, unknown included."""

    key: str
    name: str
    acronym: str | None
    kind: str
    siren: str | None
    rna: str | None
    commune_code: str | None
    website: str | None
    source: str | None
    url: str


class MergedRecord(Answer):
    """A record that was merged into the one described; its key still leads to it."""

    key: str
    name: str


class OrganizationDetail(Organization):
    """A structure with the records that were merged into it."""

    merged: list[MergedRecord]
