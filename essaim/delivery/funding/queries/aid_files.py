"""Files of open data: what each row would do to the aid register, or did."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from essaim.delivery.funding.models import AidFile, AidLine, GrantShare
from essaim.delivery.funding.scdl_sheet import AidRead, Flaw, Giver, read_rows
from essaim.delivery.funding.states import AidOrigin, AidRowFate, FileState, FlawCode, Regime
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.primitives.texts import fold
from essaim.foundations.ui.sheets import Line, Sheet

from .publication import publisher

# What tells that two rows are one aid: the structure, the day, the cents, and who gave it.
Same = tuple[int, date, int, str]


@dataclass(frozen=True, slots=True)
class AidRowDiff:
    """A row of a file and what becomes of it; organization: the record it leads to."""

    read: AidRead
    fate: AidRowFate
    organization: Organization | None = None
    flaws: tuple[Flaw, ...] = ()

    @property
    def regime(self) -> Regime:
        """What it counts for: the schema says de minimis, without saying which."""
        return Regime.DE_MINIMIS if self.read.is_de_minimis else Regime.NONE


@dataclass(frozen=True, slots=True)
class AidFileDiff:
    """What a file would do, row by row."""

    rows: tuple[AidRowDiff, ...]

    @property
    def kept(self) -> tuple[AidRowDiff, ...]:
        """The rows that would be written."""
        return tuple(row for row in self.rows if row.fate == AidRowFate.NEW)

    @property
    def kept_cents(self) -> int:
        """What they add up to."""
        return sum(row.read.cents for row in self.kept)

    @property
    def counts(self) -> list[tuple[AidRowFate, int]]:
        """How many rows have each fate, without those that none has."""
        found = Counter(row.fate for row in self.rows)
        return [(fate, found[fate]) for fate in AidRowFate if found[fate]]

    @property
    def fingerprint(self) -> str:
        """A digest of what would be written, to write exactly what was shown."""
        told = [
            (
                row.read.line_number,
                row.organization.pk if row.organization else 0,
                row.read.giver,
                str(row.read.granted_on),
                row.read.cents,
                str(row.regime),
            )
            for row in self.kept
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def aid_files() -> QuerySet[AidFile]:
    """Return the files, the latest first, with how many rows were kept, without what was read in them."""
    rows = AidFile.objects.select_related("author").defer("content", "fates")
    return rows.annotate(kept=Count("lines")).order_by("-prepared_at", "-pk")


def _read(file: AidFile) -> list[AidRead]:
    lines = tuple(Line(number, tuple(cells)) for number, cells in file.content["lines"])
    return read_rows(Sheet(tuple(file.content["header"]), lines), Giver(file.giver, file.giver_siret))


def aid_file_diff(file: AidFile) -> AidFileDiff:
    """Say what a file would do now, or what it did once it was brought in, in at most six queries."""
    reads = _read(file)
    records = _records(reads)
    if file.state != FileState.PREPARED:
        return AidFileDiff(
            tuple(
                AidRowDiff(read, AidRowFate(fate), records.of(read), (*read.flaws, *_conflict(read, records, fate)))
                for read in reads
                if (fate := file.fates.get(str(read.line_number))) is not None
            )
        )
    named = publisher()
    own_siren = named.siret[:9] if named else ""
    found = []
    known = _Known(records.keys)
    for read in reads:
        fate, flaws = _fate(read, records, known, own_siren)
        found.append(AidRowDiff(read, fate, records.of(read), flaws))
    return AidFileDiff(tuple(found))


def _conflict(read: AidRead, records: _Records, fate: str) -> tuple[Flaw, ...]:
    is_one = fate == AidRowFate.REFUSED and not read.flaws and records.conflict(read)
    return (Flaw("rnaBeneficiaire", FlawCode.TWO_STRUCTURES, read.rna),) if is_one else ()


def _fate(read: AidRead, records: _Records, known: _Known, own_siren: str) -> tuple[AidRowFate, tuple[Flaw, ...]]:
    if read.flaws:
        return AidRowFate.REFUSED, read.flaws
    if records.conflict(read):
        return AidRowFate.REFUSED, (Flaw("rnaBeneficiaire", FlawCode.TWO_STRUCTURES, read.rna),)
    organization = records.of(read)
    if organization is None or read.granted_on is None:
        return AidRowFate.STRANGER, ()
    if own_siren and read.giver_siret.startswith(own_siren):
        return AidRowFate.OWN, ()
    return known.fate((organization.pk, read.granted_on, read.cents, _giver_key(read.giver, read.giver_siret))), ()


def _giver_key(name: str, siret: str) -> str:
    return siret[:9] or fold(name)


@dataclass(frozen=True, slots=True)
class _Records:
    """The records that the numbers of a file lead to; of those that were merged, the one in use."""

    by_siren: dict[str, Organization]
    by_rna: dict[str, Organization]

    @property
    def keys(self) -> set[int]:
        return {row.pk for row in (*self.by_siren.values(), *self.by_rna.values())}

    def of(self, read: AidRead) -> Organization | None:
        return self.by_siren.get(read.siren) or self.by_rna.get(read.rna)

    def conflict(self, read: AidRead) -> bool:
        one, other = self.by_siren.get(read.siren), self.by_rna.get(read.rna)
        return one is not None and other is not None and one.pk != other.pk


def _records(reads: Iterable[AidRead]) -> _Records:
    rows = list(reads)
    sirens, rnas = {row.siren for row in rows} - {""}, {row.rna for row in rows} - {""}
    found = Organization.objects.filter(Q(siren__in=sirens) | Q(rna__in=rnas)).select_related("merged_into")
    # Merged records come first, so that a number of a record in use always leads to it.
    ordered = sorted(found, key=lambda row: row.merged_into_id is None)
    by_siren = {row.siren: row.merged_into or row for row in ordered if row.siren in sirens}
    return _Records(
        _by_grants(sirens - set(by_siren)) | by_siren,
        {row.rna: row.merged_into or row for row in ordered if row.rna in rnas},
    )


def _by_grants(sirens: Collection[str]) -> dict[str, Organization]:
    """Find the structures whose record has no SIREN by the SIRET that a grant of ours was given to, if it is of one alone."""
    if not sirens:
        return {}
    shares = GrantShare.objects.annotate(siren=Left("siret", 9)).filter(siren__in=sirens, organization__siren="")
    found: dict[str, set[Organization]] = {}
    for share in shares.select_related("organization__merged_into"):
        record = share.organization
        found.setdefault(share.siret[:9], set()).add(record.merged_into or record)
    return {siren: next(iter(rows)) for siren, rows in found.items() if len(rows) == 1}


class _Known:
    """What the register holds of these structures; each aid of it answers for one row of the file."""

    def __init__(self, keys: Iterable[int]) -> None:
        rows = AidLine.objects.filter(organization_id__in=keys, corrects__isnull=True, corrections__isnull=True)
        self._read: Counter[Same] = Counter()
        self._otherwise: Counter[tuple[int, date, int]] = Counter()
        for pk, day, cents, giver, siret, origin in rows.values_list(
            "organization_id", "granted_on", "cents", "giver", "giver_siret", "origin"
        ):
            if origin == AidOrigin.OPEN_DATA:
                self._read[pk, day, cents, _giver_key(giver, siret)] += 1
            else:
                self._otherwise[pk, day, cents] += 1

    def fate(self, same: Same) -> AidRowFate:
        """Tell a row that is there already, or that the structure declared, from a new one; each is taken once."""
        if self._read[same] > 0:
            self._read[same] -= 1
            return AidRowFate.THERE
        if self._otherwise[same[:3]] > 0:
            self._otherwise[same[:3]] -= 1
            return AidRowFate.DECLARED
        return AidRowFate.NEW


def uncorrected_lines(file: AidFile) -> Sequence[AidLine]:
    """Return the aids that a file brought in and that nobody took away since."""
    return list(AidLine.objects.filter(file=file, corrections__isnull=True).order_by("pk"))
