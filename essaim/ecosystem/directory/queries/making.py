"""What the lines of the directory are made of: records, statuses, establishments and cards, read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from essaim.ecosystem.directory.completeness import Completeness, completeness_of
from essaim.ecosystem.directory.models import Card, Listing, Offer
from essaim.ecosystem.directory.states import CardState, OfferState
from essaim.ecosystem.organizations.models import EssStatus, Establishment, Organization
from essaim.ecosystem.organizations.queries import ess_organizations, open_establishments
from essaim.ecosystem.organizations.states import OrganizationKind
from essaim.foundations.primitives.activities import section_of
from essaim.foundations.primitives.texts import fold, sort_key
from essaim.foundations.territory.queries import centres_of, commune_names


def organization_ids_to_list(organization_ids: Collection[int] | None, *, today: date) -> list[int]:
    """Return which of some records (all of them for None) belong in the directory: of the ESS, in use, not taken out."""
    rows = ess_organizations(Organization.objects.all(), today=today)
    if organization_ids is not None:
        rows = rows.filter(pk__in=list(organization_ids))
    hidden = Card.objects.filter(state=CardState.HIDDEN).values("organization")
    return list(rows.exclude(pk__in=hidden).order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Made:
    """A line as it should be, and how complete its card is."""

    listing: Listing
    completeness: Completeness


def listing_values(organization_ids: Sequence[int], *, today: date) -> list[Made]:
    """Make the lines of some records; seven queries whatever their number."""
    records = list(Organization.objects.filter(pk__in=organization_ids).order_by("pk"))
    cards = {card.organization_id: card for card in Card.objects.filter(organization__in=organization_ids)}
    statuses: dict[int, list[str]] = defaultdict(list)
    held = EssStatus.objects.in_force(today).filter(organization__in=organization_ids).order_by("kind")
    for organization_id, kind in held.values_list("organization_id", "kind"):
        if kind not in statuses[organization_id]:
            statuses[organization_id].append(kind)
    places: dict[int, Establishment] = {}
    for place in open_establishments(organization_ids, today=today):
        places.setdefault(place.organization_id, place)
    former: dict[int, list[str]] = defaultdict(list)
    merged = Organization.objects.filter(merged_into__in=organization_ids).order_by("pk")
    for merged_into_id, search_key in merged.values_list("merged_into_id", "search_key"):
        former[merged_into_id].append(search_key)
    offered: dict[int, list[str]] = defaultdict(list)
    offers = Offer.objects.valid_on(today).filter(state=OfferState.OFFERED, organization__in=organization_ids)
    for organization_id, title in offers.order_by("pk").values_list("organization_id", "title"):
        offered[organization_id].append(title)
    codes = {_commune_of(record, places.get(record.pk)) for record in records} - {""}
    names, centres = commune_names(codes), centres_of(codes)
    return [
        _made(
            record,
            cards.get(record.pk),
            places.get(record.pk),
            statuses.get(record.pk, []),
            [*former.get(record.pk, []), *(sort_key(title).split("\t")[0] for title in offered.get(record.pk, []))],
            names,
            centres,
        )
        for record in records
    ]


def _commune_of(record: Organization, place: Establishment | None) -> str:
    return record.commune_code or (place.commune_code if place else "")


def _made(
    record: Organization,
    card: Card | None,
    place: Establishment | None,
    statuses: list[str],
    other_words: list[str],
    names: Mapping[str, str],
    centres: Mapping[str, tuple[float, float]],
) -> Made:
    commune_code = _commune_of(record, place)
    is_exact = place is not None and place.longitude is not None and not place.is_partial
    point = (place.longitude, place.latitude) if place is not None and is_exact else centres.get(commune_code)
    address = place.address if place is not None and not place.is_partial else ""
    summary, phone = (card.summary, card.phone) if card else ("", "")
    activity_code = record.activity_code or (place.activity_code if place else "")
    complete = completeness_of(
        {
            "summary": summary,
            "activity_code": activity_code,
            "number": record.siren or record.rna,
            "address": address or (place is not None and place.is_partial),
            "website": record.website,
            "phone": phone,
            "commune_code": commune_code,
            "kind": record.kind != OrganizationKind.UNKNOWN,
            "statuses": statuses,
        }
    )
    plain_summary = sort_key(summary).split("\t")[0]
    listing = Listing(
        organization_pk=record.pk,
        key=record.key,
        name=record.name,
        acronym=record.acronym,
        sort_key=record.sort_key,
        name_key=record.sort_key.split("\t")[0][:300],
        acronym_key=fold(record.acronym.replace(".", ""))[:60],
        document=" ".join(text for text in (record.search_key, *other_words, plain_summary) if text),
        siren=record.siren,
        rna=record.rna,
        kind=record.kind,
        commune_code=commune_code,
        commune_name=names.get(commune_code, commune_code)[:100],
        section=section_of(activity_code),
        activity_code=activity_code,
        status_kinds=statuses,
        summary=summary,
        website=record.website,
        phone=phone,
        address=address,
        longitude=point[0] if point else None,
        latitude=point[1] if point else None,
        is_exact=is_exact,
        completeness=complete.percent,
        confirmed_on=card.confirmed_on if card else None,
    )
    return Made(listing, complete)
