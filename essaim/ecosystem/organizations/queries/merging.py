"""What merging a record into another would take and move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from essaim.ecosystem.organizations.holdings import all_holdings
from essaim.ecosystem.organizations.models import Organization
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.territory import queries as territory
from essaim.foundations.ui.dates import day_in_words

from .representatives import representatives_of

# What a kept record takes from a duplicate when it does not say it itself.
MERGED_FIELDS = (
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
)
# What a field says when it says nothing; an empty text where it is not written here.
_SILENT: dict[str, object] = {"kind": OrganizationKind.UNKNOWN, "created_on": None, "ceased_on": None}


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
        of_kept, of_duplicate = as_shown(kept, name), as_shown(duplicate, name)
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
        MovedThings(_("ESS statuses"), duplicate.statuses.count()),
        MovedThings(_("Establishments"), duplicate.establishments.count()),
        *(MovedThings(str(holding.label), holding.count(duplicate)) for holding in all_holdings()),
    ]
    return MergePreview(kept, duplicate, tuple(fields), tuple(moved))


def as_shown(organization: Organization, name: str) -> str:
    """Return what a record says in a field as people read it; empty where it says nothing."""
    if name == "kind":
        return "" if organization.kind == OrganizationKind.UNKNOWN else organization.get_kind_display()
    value = getattr(organization, name)
    if name == "commune_code":
        return territory.commune_name(value)
    return day_in_words(value, "DATE_FORMAT") if isinstance(value, date) else str(value or "")


def fields_taken_by_merge(*, kept: Organization, duplicate: Organization) -> dict[str, Any]:
    """Return what a kept record would take from a duplicate: what it does not say itself."""
    return {
        name: getattr(duplicate, name)
        for name in MERGED_FIELDS
        if getattr(kept, name) == _SILENT.get(name, "") and getattr(duplicate, name) != _SILENT.get(name, "")
    }
