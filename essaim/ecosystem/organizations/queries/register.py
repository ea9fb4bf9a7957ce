"""The register beside the records: what is compared, what was found, what an answer would write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from essaim.ecosystem.organizations.comparing import Compared, Known, compare
from essaim.ecosystem.organizations.confirmations import confirmed_days
from essaim.ecosystem.organizations.models import (
    Establishment,
    FindingQuerySet,
    Organization,
    RegisterComparison,
    RegisterDecision,
    RegisterFinding,
)
from essaim.ecosystem.organizations.states import ExitCause, FindingKind, FindingState, FoundField
from essaim.foundations.sirene import queries as sirene
from essaim.foundations.sirene.rows import Basis
from essaim.foundations.territory import queries as territory

from .records import NearDuplicate, near_duplicates
from .statuses import ess_organizations, open_establishments

# Each record written is an operation in the sealed trail: as for a sheet.
BULK_MAX = 500


class NothingToCompare(Exception):
    """No snapshot of the register serves, or the authority has no SIREN; the text says which, for people."""


@dataclass(frozen=True, slots=True)
class Read:
    """What comparing found in one snapshot."""

    basis: Basis
    compared: Compared


def compared_with_register(*, today: date) -> Read:
    """
    Compare the records in use with the newest snapshot that serves.

    :raises NothingToCompare: if there is none, or no territory to look at
    """
    served = territory.authority(today=today)
    if served is None or not served.siren:
        raise NothingToCompare(_("The authority of this site is not set: nothing tells which territory to compare."))
    records = known_records(today=today)
    numbers = sorted({record.siren for record in records if record.siren})
    try:
        basis = sirene.basis()
        with sirene.opened(basis) as register:
            place = sirene.place_of(register, served.siren)
            units = sirene.units(register, place, numbers)
    except (sirene.NoSnapshot, sirene.UnknownPlace) as missing:
        raise NothingToCompare(str(missing)) from missing
    return Read(basis, compare(units, records, here=frozenset(place.communes)))


def known_records(*, today: date) -> list[Known]:
    """Read what is compared of the records in use; three queries."""
    ess = set(ess_organizations(Organization.objects.all(), today=today).order_by().values_list("pk", flat=True))
    seats = {row.organization_id: row for row in open_establishments(None, today=today) if row.is_seat}
    fields = ("name", "acronym", "siren", "rna", "legal_category", "activity_code", "commune_code", "ceased_on")
    rows = Organization.objects.current().order_by("pk").values("pk", *fields)
    return [
        Known(
            seat=(seat.siret, seat.commune_code, seat.address) if (seat := seats.get(row["pk"])) else None,
            is_ceased=row.pop("ceased_on") is not None,
            is_ess=row["pk"] in ess,
            **row,
        )
        for row in rows
    ]


def last_comparison() -> RegisterComparison | None:
    """Return the newest comparison, with its snapshot."""
    return RegisterComparison.objects.select_related("snapshot").order_by("-compared_at", "-pk").first()


def findings_shown() -> FindingQuerySet:
    """Return the differences with the name of their commune (commune_name), those that wait first."""
    rows = RegisterFinding.objects.select_related("organization").defer("facts", "written")
    return territory.with_commune_name(rows)


def waiting_counts() -> dict[str, int]:
    """Count what waits, by kind."""
    rows = RegisterFinding.objects.waiting().values_list("kind").annotate(count=Count("pk")).order_by()
    return {kind.value: 0 for kind in FindingKind} | dict(rows)


def finding_communes() -> list[tuple[str, str]]:
    """List the communes of the differences, as code and name, in French order."""
    codes = RegisterFinding.objects.exclude(commune_code="").order_by().values_list("commune_code", flat=True)
    return territory.communes_named(codes.distinct())


def findings_of(siren: str) -> list[RegisterFinding]:
    """List the differences of a unit: those that wait first, then the latest answered."""
    rows = RegisterFinding.objects.filter(siren=siren).select_related("organization", "decision__author")
    waiting = [row for row in rows.order_by("kind", "field", "pk") if row.state == FindingState.WAITING]
    answered = [row for row in rows.order_by("-decision__decided_at", "pk") if row.state != FindingState.WAITING]
    return [*waiting, *answered]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A difference as people read it: names of communes, words of an exit, and what the register says of a new structure."""

    row: RegisterFinding
    before: str
    proposed: str
    facts: tuple[tuple[str, str], ...]

    @property
    def is_open(self) -> bool:
        """Whether nobody answered it."""
        return self.row.state == FindingState.WAITING


def shown_findings(rows: Iterable[RegisterFinding]) -> list[ShownFinding]:
    """Write differences in words."""
    kept = list(rows)
    codes = {str(value) for row in kept for value in _codes_of(row)} - {""}
    names: Mapping[str, str] = territory.commune_names(codes) if codes else {}
    return [
        ShownFinding(
            row,
            _in_words(row, row.before, names),
            _in_words(row, row.proposed, names),
            facts_in_words(row, names) if row.facts else (),
        )
        for row in kept
    ]


def _codes_of(row: RegisterFinding) -> Sequence[object]:
    found: list[object] = [row.facts.get("commune_code", ""), row.facts.get("seat_commune", "")]
    if row.field in {FoundField.COMMUNE, FoundField.SEAT} or row.kind == FindingKind.EXIT:
        found += [row.before, row.proposed]
    return found


def _in_words(row: RegisterFinding, value: str, names: Mapping[str, str]) -> str:
    if row.kind == FindingKind.EXIT and value in ExitCause.values:
        return str(ExitCause(value).label)
    return str(names.get(value, value))


def facts_in_words(row: RegisterFinding, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """List what the register says of a unit, as words and values."""
    facts = row.facts
    address = str(facts.get("address") or "")
    if facts.get("is_partial"):
        address = _("not given to the public")
    code = str(facts.get("commune_code") or "")
    marks = [
        words
        for name, words in (
            ("is_flagged", _("declares itself ESS")),
            ("is_listed", _("on the list of ESS France")),
            ("is_esus", _("ESUS")),
            ("is_mission", _("mission company")),
            ("is_employer", pgettext("mark of the register", "employer")),
        )
        if facts.get(name)
    ]
    pairs = (
        (_("Acronym"), facts.get("acronym")),
        (_("RNA number"), facts.get("rna")),
        (_("Legal category"), facts.get("legal_category")),
        (_("Activity code"), facts.get("activity_code")),
        (_("SIRET"), facts.get("siret")),
        (_("Address"), address),
        (_("Commune"), names.get(code, code)),
        (_("Marks of the register"), ", ".join([*marks, *map(str, facts.get("siae_kinds") or ())])),
    )
    return tuple((label, str(value)) for label, value in pairs if value)


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """
    What accepting many differences at once would write.

    confirmed, alone, beyond: how many are left out, since a person must look at each, or since they are too many at once.

    fingerprint: of exactly what is shown.
    """

    rows: tuple[RegisterFinding, ...]
    confirmed: int
    alone: int
    beyond: int

    @property
    def fingerprint(self) -> str:
        """A digest of what would be written."""
        told = [[row.pk, row.before, row.proposed] for row in self.rows]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def bulk_preview(rows: FindingQuerySet, *, sets_aside: bool = False) -> BulkPreview:
    """
    Say what one answer to some waiting differences would do.

    What a structure confirmed is not written over in bulk, nor is a structure said to have ceased, nor a number given to a record
    for its name: each is looked at by itself. All of them can be set aside together.
    """
    found = list(rows.waiting().order_by("kind", "name", "pk")[: BULK_MAX * 4])
    total = rows.waiting().count()
    if sets_aside:
        kept, confirmed, alone = found, [], []
    else:
        days = confirmed_days({row.organization_id for row in found if row.organization_id})
        alone = [row for row in found if row.kind == FindingKind.EXIT or row.field == FoundField.SIREN]
        confirmed = [row for row in found if row not in alone and row.before and row.organization_id in days]
        left = {row.pk for row in (*alone, *confirmed)}
        kept = [row for row in found if row.pk not in left]
    shown = kept[:BULK_MAX]
    return BulkPreview(tuple(shown), len(confirmed), len(alone), total - len(shown) - len(confirmed) - len(alone))


def value_now(row: RegisterFinding) -> str:
    """Return what the record says today of what a difference is about, as it was compared; empty for a new structure."""
    organization = row.organization
    if organization is None:
        return ""
    if row.field in {FoundField.SEAT, FoundField.ADDRESS}:
        seat = open_seat(organization)
        if row.field == FoundField.ADDRESS:
            return seat.address if seat else ""
        return (seat.siret or (seat.commune_code if row.before else "")) if seat else ""
    if row.field == FoundField.WHOLE:
        return organization.commune_code
    return str(getattr(organization, row.field))


def open_seat(organization: Organization) -> Establishment | None:
    """Return the seat of a structure that is not closed."""
    return Establishment.objects.filter(organization=organization, is_seat=True, ends_on__isnull=True).first()


def source_words(vintage: date, *, is_generated: bool) -> str:
    """Say where a value was read: the register, its month, and that it was invented if it was."""
    month = date_format(vintage, "F Y")
    words = _("National business register (Sirene), %(month)s") % {"month": month}
    return _("%(source)s, invented for the demonstration") % {"source": words} if is_generated else words


def alike_of(row: RegisterFinding) -> tuple[NearDuplicate, ...]:
    """List the records that look like a unit that is not recorded: it may be one of them, under another name."""
    if row.kind != FindingKind.ENTRY or row.state != FindingState.WAITING:
        return ()
    return near_duplicates(name=row.name, acronym=str(row.facts.get("acronym", "")))


def decisions_shown() -> QuerySet[RegisterDecision]:
    """Return what was answered, the latest first."""
    return RegisterDecision.objects.select_related("author").order_by("-decided_at", "-pk")


def can_still_undo(decision: RegisterDecision, *, now: datetime) -> bool:
    """Tell whether a decision can still be taken back."""
    return decision.undone_at is None and now < decision.undoable_until
