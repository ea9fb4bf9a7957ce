"""Loads lists of communes and EPCI: new rows added, changed ones changed, members moved at the date of the list."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import models, transaction

from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.territory import permissions
from essaim.foundations.territory.adapters.lists import CommuneRow, EpciRow, Lists
from essaim.foundations.territory.adapters.shipped import Beginning
from essaim.foundations.territory.models import Commune, Epci, EpciIdentifier, EpciMembership, Load
from essaim.foundations.territory.states import LoadKind

BATCH = 2_000
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Result:
    """What a load did, in numbers of rows."""

    communes_created: int = 0
    communes_updated: int = 0
    epci_created: int = 0
    epci_updated: int = 0
    members_joined: int = 0
    members_left: int = 0

    @property
    def changed_nothing(self) -> bool:
        """Whether everything was already as the lists say."""
        return not any(getattr(self, field.name) for field in fields(self))


@transaction.atomic
def load_lists(
    *,
    lists: Lists,
    actor: Actor,
    source: str,
    now: datetime,
    beginnings: Mapping[str, Beginning] | None = None,
    progress: Progress | None = None,
) -> Result:
    """
    Bring communes, EPCI and their members to what lists say; loading the same lists again changes nothing.

    A commune that another EPCI holds, or that a complete list no longer gives to its EPCI, leaves it on 1 January of
    the year of the list. Nothing is deleted.

    :param beginnings: by SIREN, since when members are known; by default, 1 January of the year of the list
    :param progress: called with what is being written, how many rows are done, and how many there are
    :raises NotAllowed: if the actor is not a command
    """
    require(permissions.can_change_reference(actor))
    say = progress or _say_nothing
    result = Result()
    with acting(actor, reason=source):
        known = _write_epci(lists, result, say)
        communes = _write_communes(lists, result, say)
        _write_members(lists, known, communes, source, beginnings or {}, result, say)
        if not result.changed_nothing:
            load = Load.objects.create(
                kind=LoadKind.LISTS,
                source=source,
                vintage=str(lists.year),
                sha256=lists.sha256,
                row_count=len(lists.communes) + len(lists.epci),
                loaded_at=now,
            )
            details = {field.name: getattr(result, field.name) for field in fields(result)}
            record("lists.loaded", actor=actor, target=load, at=now, details=details)
    return result


def _say_nothing(what: str, done: int, total: int) -> None:
    """Take no notice."""


def _write_epci(lists: Lists, result: Result, say: Progress) -> dict[str, int]:
    """Write the EPCI and return their keys by SIREN, those of the members included."""
    vintage = str(lists.year)
    rows = {row.siren: row for row in lists.epci}
    wanted = rows.keys() | {row.epci for row in lists.communes if row.epci}
    identifiers = EpciIdentifier.objects.filter(siren__in=wanted).select_related("epci")
    present = {identifier.siren: identifier.epci for identifier in identifiers}
    changed = [
        present[siren] for siren, row in rows.items() if siren in present and _fill_epci(present[siren], row, vintage)
    ]
    created = {siren: Epci() for siren in rows if siren not in present}
    for siren, epci in created.items():
        _fill_epci(epci, rows[siren], vintage)
    _save(Epci, list(created.values()), changed, say)
    EpciIdentifier.objects.bulk_create(
        [EpciIdentifier(epci=epci, siren=siren, source=_list_name(lists)) for siren, epci in created.items()], BATCH
    )
    result.epci_created, result.epci_updated = len(created), len(changed)
    return {siren: epci.pk for siren, epci in (present | created).items()}


def _fill_epci(epci: Epci, row: EpciRow, vintage: str) -> bool:
    has_population = row.population_municipal is not None or row.population_total is not None
    return _fill(
        epci,
        name=row.name,
        sort_key=sort_key(row.name),
        kind=row.kind,
        population=row.population_municipal,
        population_total=row.population_total,
        population_vintage=vintage if has_population else "",
    )


def _write_communes(lists: Lists, result: Result, say: Progress) -> dict[str, Commune]:
    """Write the communes and return them by code."""
    vintage = str(lists.year)
    present = {
        commune.code: commune for commune in Commune.objects.filter(code__in=[row.code for row in lists.communes])
    }
    changed: list[Commune] = []
    created: list[Commune] = []
    for row in lists.communes:
        commune = present.get(row.code) or Commune(code=row.code)
        is_changed = _fill_commune(commune, row, vintage)
        if commune.pk is None:
            created.append(commune)
        elif is_changed:
            changed.append(commune)
    _save(Commune, created, changed, say)
    result.communes_created, result.communes_updated = len(created), len(changed)
    return present | {commune.code: commune for commune in created}


def _fill_commune(commune: Commune, row: CommuneRow, vintage: str) -> bool:
    return _fill(
        commune,
        name=row.name,
        sort_key=sort_key(row.name),
        siren=row.siren,
        postcodes=row.postcodes,
        population=row.population,
        population_vintage=vintage if row.population is not None else "",
    )


def _write_members(
    lists: Lists,
    epci: Mapping[str, int],
    communes: Mapping[str, Commune],
    source: str,
    beginnings: Mapping[str, Beginning],
    result: Result,
    say: Progress,
) -> None:
    """Close the memberships that the lists contradict, and open those they add."""
    day = date(lists.year, 1, 1)
    wanted = {communes[row.code].pk: row.epci for row in lists.communes}
    complete = {epci[row.siren] for row in lists.epci}
    open_now = EpciMembership.objects.filter(ends_on__isnull=True)
    concerned = models.Q(commune__in=wanted) | models.Q(epci__in=complete)
    kept, left = set(), []
    for membership in open_now.filter(concerned):
        siren = wanted.get(membership.commune_id, "")
        if siren and epci[siren] == membership.epci_id:
            kept.add(membership.commune_id)
        else:
            membership.ends_on = day
            left.append(membership)
    EpciMembership.objects.bulk_update(left, ["ends_on"], BATCH)
    joined = []
    for commune_id, siren in wanted.items():
        if siren and commune_id not in kept:
            beginning = beginnings.get(siren) or Beginning(day, source)
            joined.append(
                EpciMembership(
                    epci_id=epci[siren], commune_id=commune_id, starts_on=beginning.starts_on, source=beginning.source
                )
            )
    _save(EpciMembership, joined, [], say)
    result.members_joined, result.members_left = len(joined), len(left)


def _fill(row: models.Model, **values: object) -> bool:
    """Put values in a row and tell whether one was another."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _save(
    model: type[models.Model], created: Collection[models.Model], changed: Collection[models.Model], say: Progress
) -> None:
    """Write rows in batches, telling how far it is."""
    what, total = str(model._meta.verbose_name_plural), len(created) + len(changed)
    names = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    done = 0
    for batch in _batches(list(created)):
        model._default_manager.bulk_create(batch)
        done += len(batch)
        say(what, done, total)
    for batch in _batches(list(changed)):
        model._default_manager.bulk_update(batch, names)
        done += len(batch)
        say(what, done, total)


def _batches(rows: list[models.Model]) -> Iterable[list[models.Model]]:
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))


def _list_name(lists: Lists) -> str:
    return ", ".join(lists.names)
