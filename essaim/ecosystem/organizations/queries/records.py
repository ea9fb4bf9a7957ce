"""Reads of records: those in use, found as people write them, close to one another."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from essaim.ecosystem.organizations.models import Organization, OrganizationQuerySet, keys_of
from essaim.foundations.primitives.texts import search_words
from essaim.foundations.territory import queries as territory

# Below, two names of structures rarely are the same one's.
SIMILARITY_MIN = 0.45
SIMILAR_COUNT_MAX = 5
PROPOSED_COUNT_MAX = 20


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


def keys_leading_to(organization_id: int) -> frozenset[str]:
    """Return the keys under which a structure is known: that of the record in use, and of those merged into it."""
    row = Organization.objects.filter(pk=organization_id).values_list("pk", "merged_into").first()
    if row is None:
        return frozenset()
    in_use = row[1] or row[0]
    same = Organization.objects.filter(Q(pk=in_use) | Q(merged_into=in_use)).order_by()
    return frozenset(same.values_list("key", flat=True))


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
    words = search_words(text)
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
    return territory.with_commune_name(organizations_for_choice())


def communes_named() -> list[tuple[str, str]]:
    """List the communes where structures in use are, as code and name, in French order."""
    rows = Organization.objects.current().exclude(commune_code="")
    return territory.communes_named(rows.values_list("commune_code", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A record that may be the same structure; similarity is a share between 0 and 1, 1 when a number is the same."""

    organization: Organization
    similarity: float


def near_duplicates(*, name: str, acronym: str = "", exclude_id: int = 0) -> tuple[NearDuplicate, ...]:
    """List the records in use whose name is close to this one, or that have its acronym, the closest first; five at most."""
    key = keys_of(name, acronym)["search_key"]
    found = {pk: similarity for _key, pk, similarity in _close([key]) if pk != exclude_id}
    # "APES" and "Acteurs pour une économie solidaire (APES)" share few letters, and are one structure.
    same = Q()
    for text in (acronym.strip(), name.strip()):
        if text and " " not in text:
            same |= Q(acronym__iexact=text) | Q(name__iexact=text)
    if same:
        rows = Organization.objects.current().filter(same).exclude(pk=exclude_id)
        found |= dict.fromkeys(rows.order_by("pk").values_list("pk", flat=True), 1.0)
    rows_by_pk = Organization.objects.in_bulk(list(found))
    closest = sorted(found.items(), key=lambda pair: (-pair[1], rows_by_pk[pair[0]].sort_key))
    return tuple(NearDuplicate(rows_by_pk[pk], similarity) for pk, similarity in closest[:SIMILAR_COUNT_MAX])


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


def close_records(names: Sequence[str]) -> dict[str, list[Organization]]:
    """Find in a few queries, whatever their number, the records in use whose name is close to each of some names."""
    keys = {keys_of(name, "")["search_key"]: name for name in names}
    pairs = _close(list(keys))
    rows = Organization.objects.in_bulk([pk for _key, pk, _similarity in pairs])
    found: dict[str, list[Organization]] = {}
    for key, pk, _similarity in pairs:
        close = found.setdefault(keys[key], [])
        if len(close) < SIMILAR_COUNT_MAX:
            close.append(rows[pk])
    return found


def _close(keys: list[str]) -> list[tuple[str, int, float]]:
    """Return which records in use are close to which of some folded names, as (name, record, similarity), closest first."""
    table = connection.ops.quote_name(Organization._meta.db_table)
    sql = f"""
        SELECT asked.key, found.id, similarity(found.search_key, asked.key) AS closeness
        FROM unnest(%s::text[]) AS asked (key)
        JOIN {table} AS found ON found.search_key %% asked.key AND found.merged_into_id IS NULL
        ORDER BY asked.key, closeness DESC, found.id
    """  # noqa: S608 - the only name put in is that of our own table
    with transaction.atomic(), connection.cursor() as cursor:
        # Said to the operator itself, the index leaves out what is less close.
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(SIMILARITY_MIN)])
        cursor.execute(sql, [keys])
        return cursor.fetchall()
