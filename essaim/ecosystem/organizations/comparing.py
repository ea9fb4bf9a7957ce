"""
What the register says that the records do not: entries, exits, what differs, what is missing. Pure: values in, differences out.

Names and addresses are compared as people read them: without capitals, accents, legal forms and abbreviations of streets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made

from essaim.foundations.primitives.texts import fold
from essaim.foundations.sirene.rows import UnitRow

from .matching import Profile
from .states import ExitCause, FindingKind, FoundField


@dataclass(frozen=True, slots=True)
class Known:
    """
    What is compared of a record in use: its fields, and its open seat as (SIRET, commune, address).

    is_ess: whether it is of the ESS here: only then does it leave it.
    """

    pk: int
    name: str
    acronym: str = ""
    siren: str = ""
    rna: str = ""
    legal_category: str = ""
    activity_code: str = ""
    commune_code: str = ""
    seat: tuple[str, str, str] | None = None
    is_ceased: bool = False
    is_ess: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """
    One thing the register says otherwise: of a record, or of a unit that is not recorded (organization is None).

    before, proposed: as texts. facts: of an entry, what its record would be made of.
    """

    kind: FindingKind
    siren: str
    field: FoundField
    name: str
    organization: int | None = None
    commune_code: str = ""
    before: str = ""
    proposed: str = ""
    facts: Mapping[str, object] = made(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same from one month to another."""
        return self.kind.value, self.siren, self.field.value


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found, and how many units cannot be proposed since they asked not to be named."""

    differences: tuple[Difference, ...]
    unnamed: int


def compare(units: Iterable[UnitRow], records: Iterable[Known], *, here: frozenset[str]) -> Compared:
    """
    Compare the units of a territory, and those of the numbers recorded, with the records.

    :param here: codes of the communes of the territory
    """
    seen = {unit.siren: unit for unit in units}
    known = list(records)
    numbered = {record.siren: record for record in known if record.siren}
    without = [record for record in known if not record.siren and not record.is_ceased]
    by_rna = {record.rna: record for record in without if record.rna}
    by_name: dict[tuple[str, ...], list[Known]] = defaultdict(list)
    for record in without:
        by_name[_words(record.name)].append(record)
    found: list[Difference] = []
    unnamed = 0
    for siren, unit in seen.items():
        if siren in numbered or not (unit.is_here and unit.is_ess):
            continue
        if not unit.name:
            unnamed += 1
            continue
        alike = by_rna.get(unit.rna) if unit.rna else None
        if alike is None and len(same := by_name.get(_words(unit.name), [])) == 1:
            (one,) = same
            alike = one if one.commune_code in {"", unit.here_commune, unit.seat_commune} else None
        found.append(_number_of(alike, unit) if alike else _entry(unit))
    for siren, record in numbered.items():
        if not record.is_ceased:
            found.extend(_of_record(record, seen.get(siren), here))
    return Compared(tuple(found), unnamed)


def same_record(difference: Difference) -> Difference:
    """Return the entry that stands where a record without number was said not to be that unit."""
    return Difference(
        FindingKind.ENTRY,
        difference.siren,
        FoundField.WHOLE,
        str(difference.facts["name"]),
        commune_code=str(difference.facts["commune_code"]),
        proposed=str(difference.facts["name"]),
        facts=difference.facts,
    )


def _words(name: str) -> tuple[str, ...]:
    return tuple(sorted(Profile(pk=0, name=name).words))


def _street(address: str) -> str:
    return Profile(pk=0, name="", address=address).street


def facts_of(unit: UnitRow) -> dict[str, object]:
    """Return what a record of a unit would be made of: its seat if it is in the territory, else its establishment there."""
    is_seat = unit.seat_siret == unit.here_siret or not unit.here_siret
    return {
        "name": unit.name,
        "acronym": unit.acronym,
        "rna": unit.rna,
        "legal_category": unit.legal_category,
        "activity_code": unit.activity_code,
        "siret": unit.seat_siret if is_seat else unit.here_siret,
        "commune_code": unit.seat_commune if is_seat else unit.here_commune,
        "address": unit.seat_address if is_seat else unit.here_address,
        "is_seat": is_seat,
        "is_partial": unit.seat_is_masked if is_seat else unit.here_is_masked,
        "is_employer": unit.is_employer,
        "is_flagged": unit.is_flagged,
        "is_listed": unit.is_listed,
        "is_mission": unit.is_mission,
        "is_esus": unit.is_esus,
        "siae_kinds": list(unit.siae_kinds),
    }


def _entry(unit: UnitRow) -> Difference:
    facts = facts_of(unit)
    return Difference(
        FindingKind.ENTRY,
        unit.siren,
        FoundField.WHOLE,
        unit.name,
        commune_code=str(facts["commune_code"]),
        proposed=unit.name,
        facts=facts,
    )


def _number_of(record: Known, unit: UnitRow) -> Difference:
    """Propose the number of a unit for the record that has its RNA number, or its name in its commune."""
    return Difference(
        FindingKind.COMPLETION,
        unit.siren,
        FoundField.SIREN,
        record.name,
        organization=record.pk,
        commune_code=unit.here_commune,
        proposed=unit.siren,
        facts=facts_of(unit),
    )


def _of_record(record: Known, unit: UnitRow | None, here: frozenset[str]) -> Iterator[Difference]:
    cause = _exit_cause(record, unit, here)
    if cause is not None:
        seat = unit.seat_commune if unit else ""
        yield Difference(
            FindingKind.EXIT,
            record.siren,
            FoundField.WHOLE,
            record.name,
            organization=record.pk,
            commune_code=record.commune_code,
            before=record.commune_code,
            proposed=cause.value,
            facts=facts_of(unit) | {"seat_commune": seat} if unit else {},
        )
    if unit is not None:
        for name, before, proposed in _differing(record, unit, is_elsewhere=cause == ExitCause.ELSEWHERE):
            yield Difference(
                FindingKind.CONFLICT if before else FindingKind.COMPLETION,
                record.siren,
                name,
                record.name,
                organization=record.pk,
                commune_code=record.commune_code,
                before=before,
                proposed=proposed,
                facts=facts_of(unit) | _seat(unit) if name in {FoundField.SEAT, FoundField.ADDRESS} else {},
            )


def _seat(unit: UnitRow) -> dict[str, object]:
    return {
        "siret": unit.seat_siret,
        "commune_code": unit.seat_commune,
        "address": unit.seat_address,
        "is_partial": unit.seat_is_masked,
        "is_seat": True,
    }


def _exit_cause(record: Known, unit: UnitRow | None, here: frozenset[str]) -> ExitCause | None:
    if not record.is_ess:
        return None
    if unit is None:
        return ExitCause.GONE
    if not unit.is_ess:
        return ExitCause.NOT_ESS
    if not unit.is_here and (record.commune_code in here or not record.commune_code):
        return ExitCause.ELSEWHERE
    return None


def _differing(record: Known, unit: UnitRow, *, is_elsewhere: bool) -> Iterator[tuple[FoundField, str, str]]:
    """List what the register says otherwise, or alone; what it does not tell is no difference."""
    if unit.name and _words(unit.name) != _words(record.name):
        yield FoundField.NAME, record.name, unit.name
    for name, mine, theirs in (
        (FoundField.ACRONYM, record.acronym, unit.acronym),
        (FoundField.RNA, record.rna, unit.rna),
        (FoundField.LEGAL_CATEGORY, record.legal_category, unit.legal_category),
        (FoundField.ACTIVITY, record.activity_code, unit.activity_code),
    ):
        if theirs and fold(mine.replace(".", "")) != fold(theirs.replace(".", "")):
            yield name, mine, theirs
    if is_elsewhere:
        return
    places: Sequence[str] = [code for code in (unit.seat_commune, unit.here_commune) if code]
    if places and record.commune_code not in places:
        yield FoundField.COMMUNE, record.commune_code, unit.here_commune or unit.seat_commune
    if not unit.seat_siret or not unit.seat_commune:
        return
    if record.seat is None:
        yield FoundField.SEAT, "", unit.seat_siret
        return
    siret, commune, address = record.seat
    if siret and siret != unit.seat_siret:
        yield FoundField.SEAT, siret, unit.seat_siret
    elif not siret and commune != unit.seat_commune:
        yield FoundField.SEAT, commune, unit.seat_siret
    elif not siret:
        yield FoundField.SEAT, "", unit.seat_siret
    elif unit.seat_address and _street(address) != _street(unit.seat_address):
        yield FoundField.ADDRESS, address, unit.seat_address
