"""Reads of structures and of who speaks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import RoleGrant, User
from essaim.foundations.accounts.states import RoleKind
from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.territory.models import Commune
from essaim.foundations.territory.queries import commune_names

from .holdings import all_holdings
from .models import Organization, OrganizationQuerySet, Representation, keys_of
from .states import OrganizationKind, RepresentationRole

# Below, two names of structures rarely are the same one's.
SIMILARITY_MIN = 0.45
SIMILAR_COUNT_MAX = 5
PROPOSED_COUNT_MAX = 20
# What a kept record takes from a duplicate when it does not say it itself.
MERGED_FIELDS = ("acronym", "siren", "rna", "kind", "commune_code", "website", "source")


def organizations_for_choice() -> OrganizationQuerySet:
    """Return the records in use, in French order: the choices of another room's form."""
    return Organization.objects.current().order_by("sort_key", "pk")


def organization_of(key: str) -> Organization:
    """
    Return the record of a key, or the one it was merged into.

    :raises Organization.DoesNotExist: if there is none
    """
    found = Organization.objects.select_related("merged_into").get(key=key)
    return found.merged_into or found


def key_in_use(organization_id: int) -> str:
    """Return the key under which a structure is known today; empty if there is none."""
    row = Organization.objects.filter(pk=organization_id).values_list("key", "merged_into__key").first()
    return (row[1] or row[0]) if row else ""


def names_by_key(keys: Collection[str]) -> Mapping[str, str]:
    """Return the names of structures by key; unknown keys are left out."""
    return dict(Organization.objects.filter(key__in=keys).values_list("key", "name"))


def search(text: str) -> OrganizationQuerySet:
    """
    Find records in use as people write them: words of the name without accents, acronym, SIREN or RNA number.

    Every word must be found. What was merged into a record finds it too, by its former name.
    """
    return found_organizations(organizations_for_choice(), text)


def found_organizations(rows: OrganizationQuerySet, text: str) -> OrganizationQuerySet:
    """Keep what search() finds; all of it when the text holds no word."""
    words = sort_key(text).split("\t")[0].split()
    number = "".join(text.split()).upper()
    by_name, former = Q(), Q()
    for word in words:
        by_name &= Q(search_key__contains=word)
        former &= Q(merged_records__search_key__contains=word)
    if not words:
        return rows
    merged = Organization.objects.filter(former).values("pk")
    return rows.filter(by_name | Q(siren=number) | Q(rna=number) | Q(pk__in=merged))


def organization_rows() -> OrganizationQuerySet:
    """Return the records in use with the name of their commune (commune_name, its code where no name is known)."""
    names = Commune.objects.filter(code=OuterRef("commune_code")).values("name")[:1]
    return organizations_for_choice().annotate(commune_name=Coalesce(Subquery(names), "commune_code"))


def communes_named() -> list[tuple[str, str]]:
    """List the communes where structures in use are, as code and name, in French order."""
    codes = Organization.objects.current().exclude(commune_code="").values_list("commune_code", flat=True).distinct()
    names = commune_names(set(codes))
    return sorted(((code, names.get(code, code)) for code in set(codes)), key=lambda pair: sort_key(pair[1]))


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A record that may be the same structure; similarity is a share between 0 and 1, 1 when a number is the same."""

    organization: Organization
    similarity: float


def near_duplicates(*, name: str, acronym: str = "", exclude_id: int = 0) -> tuple[NearDuplicate, ...]:
    """List the records in use whose name is close to this one, or that have its acronym, the closest first; five at most."""
    key = keys_of(name, acronym)["search_key"]
    rows = Organization.objects.current().exclude(pk=exclude_id)
    close = (
        rows.filter(search_key__trigram_similar=key)
        .annotate(similarity=TrigramSimilarity("search_key", key))
        .filter(similarity__gte=SIMILARITY_MIN)
        .order_by("-similarity", "sort_key", "pk")[:SIMILAR_COUNT_MAX]
    )
    found = {row.pk: NearDuplicate(row, row.similarity) for row in close}
    # "APES" and "Acteurs pour une économie solidaire (APES)" share few letters, and are one structure.
    short = [text for text in (acronym, name) if text and " " not in text.strip()]
    for text in short:
        for row in rows.filter(Q(acronym__iexact=text.strip()) | Q(name__iexact=text.strip())).order_by(
            "sort_key", "pk"
        ):
            found.setdefault(row.pk, NearDuplicate(row, 1.0))
    return tuple(sorted(found.values(), key=lambda near: -near.similarity)[:SIMILAR_COUNT_MAX])


def record_with(*, siren: str = "", rna: str = "", exclude_id: int = 0) -> Organization | None:
    """Return the record in use that has one of these numbers, if there is one."""
    same = Q()
    if siren:
        same |= Q(siren=siren)
    if rna:
        same |= Q(rna=rna)
    if not same:
        return None
    return Organization.objects.current().filter(same).exclude(pk=exclude_id).order_by("pk").first()


def organizations_of(person: User, *, today: date) -> OrganizationQuerySet:
    """Return the records in use that a person speaks for on a day, in French order."""
    codes = RoleGrant.objects.held_on(today).filter(person=person, kind=RoleKind.ORGANIZATION_MEMBER)
    return organizations_for_choice().filter(key__in=codes.values("scope_code"))


@dataclass(frozen=True, slots=True)
class ShownRepresentative:
    """
    Somebody who speaks, spoke or will speak for a structure; quality is empty while nobody said it.

    moment: "held", "to_come" or "past", on the day asked.
    """

    grant_id: int
    person: User
    quality: str
    starts_on: date
    ends_on: date | None
    moment: str


def representatives_of(organization: Organization, *, today: date) -> tuple[ShownRepresentative, ...]:
    """List everybody who has the role of speaking for a structure: in force first, then to come, then past."""
    grants = (
        RoleGrant.objects.filter(kind=RoleKind.ORGANIZATION_MEMBER, scope_code=organization.key)
        .select_related("person")
        .order_by("-starts_on", "person__full_name", "pk")
    )
    qualities = dict(Representation.objects.filter(grant__in=grants).values_list("grant_id", "role"))
    shown = [
        ShownRepresentative(
            grant_id=grant.pk,
            person=grant.person,
            quality=str(RepresentationRole(qualities[grant.pk]).label) if grant.pk in qualities else "",
            starts_on=grant.starts_on,
            ends_on=grant.ends_on,
            moment=_moment(grant, today),
        )
        for grant in grants
    ]
    order = ("held", "to_come", "past")
    return tuple(sorted(shown, key=lambda row: order.index(row.moment)))


def _moment(grant: RoleGrant, today: date) -> str:
    if grant.ends_on is not None and grant.ends_on <= today:
        return "past"
    return "to_come" if grant.starts_on > today else "held"


def representations_of(person: User, *, today: date) -> Iterable[Representation]:
    """Return what a person represents on a day or later, by structure: their duties."""
    rows = Representation.objects.ending_after(today).filter(person=person)
    return rows.select_related("organization", "grant").order_by("organization__sort_key", "pk")


@dataclass(frozen=True, slots=True)
class MergedField:
    """One field of two records and of the one they become, as shown; is_taken when the duplicate gives it."""

    label: str
    kept: str
    duplicate: str
    result: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class MovedThings:
    """How many of something a merger moves to the kept record."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merger would do: every field, and what moves."""

    kept: Organization
    duplicate: Organization
    fields: tuple[MergedField, ...]
    moved: tuple[MovedThings, ...]


def merge_preview(*, kept: Organization, duplicate: Organization, today: date) -> MergePreview:
    """Say what merging a record into another would take and move, without doing it."""
    taken = fields_taken_by_merge(kept=kept, duplicate=duplicate)
    fields = []
    for name in ("name", *MERGED_FIELDS):
        of_kept, of_duplicate = _as_shown(kept, name), _as_shown(duplicate, name)
        if of_kept or of_duplicate:
            result = of_duplicate if name in taken else of_kept
            label = str(Organization._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            fields.append(MergedField(label, of_kept, of_duplicate, result, name in taken))
    moved = [
        MovedThings(
            _("People who speak for it"),
            sum(1 for row in representatives_of(duplicate, today=today) if row.moment != "past"),
        ),
        MovedThings(_("Records merged into it before"), duplicate.merged_records.count()),
        *(MovedThings(str(holding.label), holding.count(duplicate)) for holding in all_holdings()),
    ]
    return MergePreview(kept, duplicate, tuple(fields), tuple(moved))


def _as_shown(organization: Organization, name: str) -> str:
    if name == "kind":
        return "" if organization.kind == OrganizationKind.UNKNOWN else organization.get_kind_display()
    return commune_name(organization.commune_code) if name == "commune_code" else str(getattr(organization, name))


def fields_taken_by_merge(*, kept: Organization, duplicate: Organization) -> dict[str, str]:
    """Return what a kept record would take from a duplicate: what it does not say itself."""
    empty = {"kind": OrganizationKind.UNKNOWN}
    return {
        name: getattr(duplicate, name)
        for name in MERGED_FIELDS
        if getattr(kept, name) == empty.get(name, "") and getattr(duplicate, name) != empty.get(name, "")
    }


def choices_by_key() -> list[tuple[str, str]]:
    """List the keys of the records in use with their names, in French order, for whoever types a key."""
    return list(organizations_for_choice().values_list("key", "name"))


def commune_name(code: str) -> str:
    """Return the name of a commune, its code when the name is not known, an empty text without code."""
    return commune_names([code]).get(code, code) if code else ""
