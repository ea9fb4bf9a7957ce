"""Pairs of records that may be one structure, side by side; mergers that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.matching import REASONS, Profile, ScoredPair, find_pairs
from essaim.ecosystem.organizations.models import CandidatePair, Establishment, Merger, Organization
from essaim.ecosystem.organizations.states import MergerState

from .merging import MERGED_FIELDS, as_shown


def scored_pairs(*, today: date) -> list[ScoredPair]:
    """Score the records in use against one another; two queries, then all in memory."""
    places: dict[int, Establishment] = {}
    for place in Establishment.objects.open_on(today).order_by("organization_id", "-is_seat", "pk"):
        places.setdefault(place.organization_id, place)
    rows = Organization.objects.current().order_by("pk")
    columns = ("pk", "name", "acronym", "siren", "rna", "commune_code", "website")
    profiles = []
    for pk, name, acronym, siren, rna, commune_code, website in rows.values_list(*columns):
        seat = places.get(pk)
        profiles.append(
            Profile(
                pk=pk,
                name=name,
                acronym=acronym,
                siren=siren,
                rna=rna,
                commune_code=commune_code or (seat.commune_code if seat else ""),
                address=seat.address if seat else "",
                website=website,
            )
        )
    return find_pairs(profiles)


def pairs_shown() -> QuerySet[CandidatePair]:
    """Return the pairs with their records, the surest first."""
    return CandidatePair.objects.select_related("first", "second").order_by("-score", "pk")


def reason_words(reasons: Sequence[str]) -> list[str]:
    """Name what is alike."""
    return [_(REASONS[reason]) for reason in reasons if reason in REASONS]


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field of two records, as shown; is_same when both say the same thing."""

    label: str
    first: str
    second: str
    is_same: bool


def compared_fields(pair: CandidatePair, *, today: date) -> list[ComparedField]:
    """Put the two records of a pair side by side: what is written of each, and the address of each."""
    found = []
    for name in ("name", *MERGED_FIELDS):
        mine, theirs = as_shown(pair.first, name), as_shown(pair.second, name)
        if mine or theirs:
            label = str(Organization._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(ComparedField(label, mine, theirs, mine == theirs))
    addresses = [_address(row, today) for row in (pair.first, pair.second)]
    if any(addresses):
        found.append(ComparedField(_("address"), addresses[0], addresses[1], addresses[0] == addresses[1]))
    return found


def _address(organization: Organization, today: date) -> str:
    place = Establishment.objects.open_on(today).filter(organization=organization).order_by("-is_seat", "pk").first()
    return place.address if place else ""


def standing_merger(kept: Organization, duplicate: Organization) -> Merger | None:
    """Return the merger of one record into another that stands, if it was kept."""
    rows = Merger.objects.filter(kept=kept, duplicate=duplicate, state=MergerState.DONE)
    return rows.select_related("kept", "duplicate").order_by("-pk").first()


def mergers_into(kept: Organization) -> dict[int, Merger]:
    """Return the mergers into a record that stand, by the record merged."""
    rows = Merger.objects.filter(kept=kept, state=MergerState.DONE).order_by("pk")
    return {row.duplicate_id: row for row in rows}


def undo_obstacles(merger: Merger, *, now: datetime) -> list[str]:
    """Say what keeps a merger from being undone; an empty list when nothing does."""
    found = []
    kept, duplicate = merger.kept, merger.duplicate
    if merger.state != MergerState.DONE:
        return [_("It was undone before.")]
    if now >= merger.undoable_until:
        found.append(_("A merger is undone within thirty days."))
    if kept.merged_into_id is not None or duplicate.merged_into_id != kept.pk:
        found.append(_("One of the records was merged again since: undo that merger first."))
    if any(str(getattr(kept, name) or "") != str(value or "") for name, _before, value in merger.taken):
        found.append(_("What the kept record took was changed since."))
    if merger.people_count:
        found.append(_("People spoke for the merged record: name them again by hand, then correct both records."))
    if merger.elsewhere:
        found.append(
            _("Other pages named the merged record, and follow the kept one now: registrations, grants, a card.")
        )
    return found
