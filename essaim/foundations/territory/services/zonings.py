"""Loads what is shipped for some authorities only: zonings, dated SIREN, numbers of members, associated communes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction

from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.primitives.texts import sort_key
from essaim.foundations.territory import permissions
from essaim.foundations.territory.adapters import shipped
from essaim.foundations.territory.models import (
    Commune,
    Epci,
    EpciIdentifier,
    FormerCommune,
    Load,
    MembershipCount,
    Zone,
    ZoneMember,
    Zoning,
)
from essaim.foundations.territory.states import FormerKind, LoadKind


@transaction.atomic
def load_zonings(*, epci: Mapping[str, Epci], actor: Actor, now: datetime) -> int:
    """
    Write what is shipped beside the lists for these EPCI and for the communes already there; return the rows written.

    Doing it again changes nothing.

    :param epci: by the SIREN in force in the lists
    :raises NotAllowed: if the actor is not a command
    """
    require(permissions.can_change_reference(actor))
    with acting(actor, reason=shipped.LISTS_SOURCE):
        written = _write_histories(epci) + _write_zonings(epci)
        communes = {commune.code: commune for commune in Commune.objects.all()}
        written += _write_members(communes) + _write_former(communes) + _write_centres(communes)
        if written or not Load.objects.of_reference(shipped.sha256(), epci).exists():
            load = Load.objects.create(
                kind=LoadKind.REFERENCE,
                source="Essaim, territory/reference",
                sha256=shipped.sha256(),
                epci_sirens=sorted(epci),
                row_count=written,
                loaded_at=now,
            )
            record("reference.loaded", actor=actor, target=load, at=now)
    return written


def _put(model: type[models.Model], key: Mapping[str, object], values: Mapping[str, object]) -> bool:
    """Write one row under its key; tell whether it was missing or different."""
    found = model._default_manager.filter(**key).first()
    row = found or model(**key)
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if found is None or different:
        for name in different:
            setattr(row, name, values[name])
        row.save()
    return found is None or bool(different)


def _dates(row: shipped.Row) -> dict[str, object]:
    return {
        "starts_on": shipped.day(row["starts_on"]),
        "ends_on": shipped.day(row["ends_on"]),
        "certainty": row["certainty"],
        "source": row["source"],
    }


def _write_histories(epci: Mapping[str, Epci]) -> int:
    written = 0
    for row in shipped.rows("epci_histories"):
        if found := epci.get(row["epci"]):
            written += _put(Epci, {"pk": found.pk}, {"short_name": row["short_name"]})
    # The latest first: the present SIREN must start before an older one can take the days before it.
    for row in sorted(shipped.rows("epci_identifiers"), key=lambda row: row["starts_on"], reverse=True):
        if found := epci.get(row["epci"]):
            written += _put(EpciIdentifier, {"siren": row["siren"]}, {"epci_id": found.pk, **_dates(row)})
    for row in shipped.rows("membership_counts"):
        if found := epci.get(row["epci"]):
            # No EPCI of these files came back to a number it had before: the number tells the period.
            key = {"epci_id": found.pk, "commune_count": int(row["commune_count"])}
            values = {"note": row["note"], **_dates(row)}
            written += _put(MembershipCount, key, values)
    return written


def _write_zonings(epci: Mapping[str, Epci]) -> int:
    written = 0
    for row in shipped.rows("zonings"):
        if found := epci.get(row["epci"]):
            values = {
                "epci_id": found.pk,
                "kind": row["kind"],
                "name": row["name"],
                "composition": row["composition"],
                "zone_count": int(row["zone_count"]) if row["zone_count"] else None,
                "note": row["note"],
                **_dates(row),
            }
            written += _put(Zoning, {"slug": row["slug"]}, values)
    zonings = {zoning.slug: zoning.pk for zoning in Zoning.objects.all()}
    for row in shipped.rows("zones"):
        if row["zoning"] in zonings:
            key = {"zoning_id": zonings[row["zoning"]], "code": row["code"]}
            written += _put(Zone, key, {"name": row["name"]})
    return written


def _write_members(communes: Mapping[str, Commune]) -> int:
    zones = {(zone.zoning.slug, zone.code): zone.pk for zone in Zone.objects.select_related("zoning")}
    wanted = {
        (zones[row["zoning"], row["zone"]], communes[row["commune"]].pk)
        for row in shipped.rows("zone_members")
        if (row["zoning"], row["zone"]) in zones and row["commune"] in communes
    }
    present = set(ZoneMember.objects.values_list("zone_id", "commune_id"))
    missing = sorted(wanted - present)
    ZoneMember.objects.bulk_create([ZoneMember(zone_id=zone, commune_id=commune) for zone, commune in missing])
    return len(missing)


def _write_former(communes: Mapping[str, Commune]) -> int:
    present = set(FormerCommune.objects.values_list("code", "commune_id"))
    rows = [
        FormerCommune(
            code=row["code"],
            name=row["name"],
            search_key=sort_key(row["name"]),
            kind=FormerKind.ASSOCIATED,
            commune=communes[row["commune"]],
            since_year=int(row["since_year"]),
            source=row["source"],
        )
        for row in shipped.rows("associated_communes")
        if row["commune"] in communes
    ] + [
        FormerCommune(
            code=row["old_code"],
            kind=FormerKind.OLD_CODE,
            commune=communes[row["code"]],
            source=shipped.OLD_CODES_SOURCE,
        )
        for row in shipped.rows("old_codes")
        if row["code"] in communes
    ]
    missing = [row for row in rows if (row.code, row.commune.pk) not in present]
    FormerCommune.objects.bulk_create(missing)
    return len(missing)


def _write_centres(communes: Mapping[str, Commune]) -> int:
    changed = []
    for row in shipped.rows("centres"):
        commune = communes.get(row["code"])
        centre = (float(row["longitude"]), float(row["latitude"]))
        if commune and (commune.longitude, commune.latitude) != centre:
            commune.longitude, commune.latitude = centre
            changed.append(commune)
    Commune.objects.bulk_update(changed, ["longitude", "latitude"])
    return len(changed)
