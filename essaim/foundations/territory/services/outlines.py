"""Loads outlines of communes and EPCI."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory import permissions
from essaim.foundations.territory.adapters.outlines import Shape, Source
from essaim.foundations.territory.models import Commune, EpciIdentifier, Load, Outline
from essaim.foundations.territory.states import LoadKind

BATCH = 500


class NoOutlineUsed(ValueError):
    """The file was read, and none of its codes is that of a place loaded here."""

    def __init__(self, read: int) -> None:
        """Say how many were read."""
        super().__init__(
            _(
                "None of the %(count)s outlines is that of a commune or an EPCI loaded here. "
                "Check their codes, or load these places first."
            )
            % {"count": read}
        )


@dataclass(frozen=True, slots=True)
class OutlinesLoaded:
    """What a load of outlines did: kept, left out because their place is not loaded here, centres worked out."""

    kept: int
    left_out: int
    centres: int


@transaction.atomic
def load_outlines(*, address: str, actor: Actor, now: datetime, source: str = "", vintage: str = "") -> OutlinesLoaded:
    """
    Load outlines from a GeoJSON file or address, in the place of those there were; all or nothing.

    A commune without a centre gets that of its outline.

    :param address: a path, or an https address
    :param source: the producer to name on maps, such as "IGN"; by default the address
    :param vintage: the year of the outlines
    :raises NotAllowed: if the actor is not a command
    :raises FileRefused: if the file cannot be read
    :raises NoOutlineUsed: if no outline is that of a place loaded here
    """
    require(permissions.can_change_reference(actor))
    reading = Source(address)
    known = set(Commune.objects.values_list("code", flat=True)) | set(
        EpciIdentifier.objects.values_list("siren", flat=True)
    )
    kept: dict[str, Shape] = {}
    read = 0
    for shape in reading.shapes():
        read += 1
        if shape.code in known:
            kept[shape.code] = shape
    if not kept:
        raise NoOutlineUsed(read)
    with acting(actor, reason=source or address):
        load = Load.objects.create(
            kind=LoadKind.OUTLINES,
            source=(source or reading.name)[:300],
            vintage=vintage,
            sha256=reading.sha256,
            row_count=len(kept),
            loaded_at=now,
        )
        Outline.objects.filter(code__in=kept).delete()
        Outline.objects.bulk_create(
            [Outline(code=code, geometry=shape.geometry, load=load) for code, shape in kept.items()], BATCH
        )
        centres = _fill_centres(kept)
        details = {"address": address, "read": read, "kept": len(kept), "centres": centres}
        record("outlines.loaded", actor=actor, target=load, at=now, details=details)
    return OutlinesLoaded(kept=len(kept), left_out=read - len(kept), centres=centres)


def _fill_centres(shapes: dict[str, Shape]) -> int:
    communes = list(Commune.objects.filter(code__in=shapes, longitude__isnull=True))
    for commune in communes:
        shape = shapes[commune.code]
        commune.longitude, commune.latitude = shape.longitude, shape.latitude
    Commune.objects.bulk_update(communes, ["longitude", "latitude"], BATCH)
    return len(communes)
