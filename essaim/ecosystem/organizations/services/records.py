"""Records of structures: registered once, corrected with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.text import slugify

from essaim.ecosystem.organizations import permissions, queries
from essaim.ecosystem.organizations.models import KEY_LENGTH_MAX, Organization, keys_of
from essaim.ecosystem.organizations.queries import NearDuplicate
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.legal_categories import LegalFamily, family_of
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.versions import refuse_other_fields, refuse_stale

from .announcing import announce
from .statuses import follow_legal_category

EDITABLE = frozenset(
    {
        "name",
        "acronym",
        "siren",
        "rna",
        "kind",
        "legal_category",
        "activity_code",
        "created_on",
        "ceased_on",
        "commune_code",
        "website",
        "source",
    }
)
# The families of legal categories that are kinds of structures too.
FAMILY_KINDS = {
    LegalFamily.ASSOCIATION: OrganizationKind.ASSOCIATION,
    LegalFamily.COOPERATIVE: OrganizationKind.COOPERATIVE,
    LegalFamily.MUTUAL: OrganizationKind.MUTUAL,
    LegalFamily.FOUNDATION: OrganizationKind.FOUNDATION,
    LegalFamily.OTHER_NONPROFIT: OrganizationKind.OTHER_NONPROFIT,
    LegalFamily.COMPANY: OrganizationKind.COMPANY,
    LegalFamily.PUBLIC_BODY: OrganizationKind.PUBLIC_BODY,
}


class AlreadyRegistered(Exception):
    """A record in use has this SIREN or RNA number: organization is that record."""

    def __init__(self, organization: Organization) -> None:
        """Keep the record that is there."""
        super().__init__(str(organization))
        self.organization = organization


class SimilarRecords(Exception):
    """Records in use have a name close to this one: found lists them, the closest first."""

    def __init__(self, found: tuple[NearDuplicate, ...]) -> None:
        """Keep the records found."""
        super().__init__(", ".join(str(near.organization) for near in found))
        self.found = found

    @property
    def organizations(self) -> tuple[Organization, ...]:
        """The records found, the closest first."""
        return tuple(near.organization for near in self.found)


def normalized(values: Mapping[str, object]) -> dict[str, object]:
    """Return the values of a record as they are kept: single spaces in texts, numbers without spaces, RNA in capitals."""
    kept = {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in values.items()}
    for name in ("siren", "rna"):
        if isinstance(number := kept.get(name), str):
            kept[name] = number.replace(" ", "").replace(".", "").upper()
    if isinstance(code := kept.get("activity_code"), str) and code:
        plain = code.replace(" ", "").replace(".", "").upper()
        kept["activity_code"] = f"{plain[:2]}.{plain[2:]}"
    return kept


def _kind_of(values: Mapping[str, object]) -> dict[str, object]:
    """Return the kind that a legal category says, for a record whose kind nobody said."""
    category = str(values.get("legal_category", ""))
    if not category or values.get("kind", OrganizationKind.UNKNOWN) != OrganizationKind.UNKNOWN:
        return {}
    kind = FAMILY_KINDS.get(family_of(category).family)
    return {"kind": kind} if kind else {}


def wait_for_others() -> None:
    """
    Let one transaction at a time give structures their numbers; taken before any row is locked.

    There is no row to lock yet: two people must not register one structure at the same time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('organizations.records'))")


@transaction.atomic
def register_organization(
    *,
    actor: User,
    now: datetime,
    name: str,
    acronym: str = "",
    siren: str = "",
    rna: str = "",
    kind: str = OrganizationKind.UNKNOWN,
    legal_category: str = "",
    activity_code: str = "",
    created_on: date | None = None,
    ceased_on: date | None = None,
    commune_code: str = "",
    website: str = "",
    source: str = "",
    key: str = "",
    refuse_similar: bool = False,
) -> Organization:
    """
    Write the one record of a structure; its legal category, if it is known, says its kind and whether it is ESS by statute.

    :param key: for addresses; made from the acronym or the name when it is not given
    :param refuse_similar: whether to stop when a record in use has a name close to this one
    :raises NotAllowed: if the actor is not of the team
    :raises AlreadyRegistered: if a record in use has this SIREN or RNA number
    :raises SimilarRecords: if names are close and refuse_similar is true
    :raises ValidationError: if a number has a wrong key, or another field does not hold
    """
    wait_for_others()
    require(permissions.can_write_organizations(actor))
    values = normalized(
        {
            "name": name,
            "acronym": acronym,
            "siren": siren,
            "rna": rna,
            "kind": kind,
            "legal_category": legal_category,
            "activity_code": activity_code,
            "created_on": created_on,
            "ceased_on": ceased_on,
            "commune_code": commune_code,
            "website": website,
            "source": source,
        }
    )
    values |= _kind_of(values)
    _refuse_same_numbers(values)
    name, acronym = str(values["name"]), str(values["acronym"])
    if refuse_similar and (found := queries.near_duplicates(name=name, acronym=acronym)):
        raise SimilarRecords(found)
    organization = Organization(key=key or free_key(acronym or name), **keys_of(name, acronym), **values)
    write_new(organization, "organization.registered", actor=actor, now=now)
    if legal_category:
        follow_legal_category(organization, actor=actor, now=now)
    announce(organization.pk)
    return organization


@transaction.atomic
def update_organization(
    *, organization: Organization, actor: User, now: datetime, reason: str, version: str = "", **values: object
) -> Organization:
    """
    Correct what is written of a structure, saying why.

    :param version: what version_of() gave when it was read; empty to write whatever it is now
    :param values: among EDITABLE
    :raises NotAllowed: if the actor is not of the team, or the record was merged into another
    :raises ChangedMeanwhile: if somebody changed these fields since that version
    :raises AlreadyRegistered: if another record in use has this SIREN or RNA number
    :raises ValueError: if another field is given
    :raises ValidationError: if a number has a wrong key, or another field does not hold
    """
    wait_for_others()
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    require(permissions.can_update_organization(actor, organization))
    refuse_other_fields(values, EDITABLE)
    refuse_stale(organization, values, version)
    kept = normalized(values)
    _refuse_same_numbers(kept, exclude_id=organization.pk)
    keys = keys_of(str(kept.get("name", organization.name)), str(kept.get("acronym", organization.acronym)))
    former_category = organization.legal_category
    if kept.get("legal_category", former_category) != former_category:
        kept |= _kind_of({"kind": organization.kind, **kept})
    write_fields(organization, "organization.updated", {**kept, **keys}, actor=actor, now=now, reason=reason)
    if organization.legal_category != former_category:
        follow_legal_category(organization, actor=actor, now=now)
    announce(organization.pk)
    return organization


def _refuse_same_numbers(values: Mapping[str, object], *, exclude_id: int = 0) -> None:
    siren, rna = str(values.get("siren", "")), str(values.get("rna", ""))
    if known := queries.record_with(siren=siren, rna=rna, exclude_id=exclude_id):
        raise AlreadyRegistered(known)


def free_key(text: str) -> str:
    """Make from a name a key that no record has: "apes", then "apes-2"."""
    base = slugify(fold(text).replace("'", " "))[: KEY_LENGTH_MAX - 5].strip("-") or "structure"
    taken = set(Organization.objects.filter(key__startswith=base).values_list("key", flat=True))
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key
