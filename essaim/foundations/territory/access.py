"""Who may open each URL of the room: everybody; reference data changes by commands only."""

from __future__ import annotations

from collections.abc import Mapping

from essaim.foundations.ui.access import PUBLIC, Access

from .models import Commune, EpciMembership, Zone, Zoning
from .states import ZoningKind


def _commune() -> Mapping[str, object]:
    row = Commune.objects.filter(pk__in=EpciMembership.objects.values("commune")).order_by("-population").first()
    return {"code": row.code if row else "00000"}


def _territoire() -> Mapping[str, object]:
    row = Zone.objects.filter(zoning__kind=ZoningKind.TERRITOIRE, zoning__ends_on__isnull=True).order_by("code").first()
    return {"code": row.code if row else "0"}


def _zoning() -> Mapping[str, object]:
    row = Zoning.objects.order_by("pk").first()
    return {"slug": row.slug if row else "none"}


ACCESS: dict[str, Access] = {
    "territory:commune_list": Access(PUBLIC),
    "territory:commune": Access(PUBLIC, sample=_commune),
    "territory:territoire_list": Access(PUBLIC),
    "territory:territoire": Access(PUBLIC, sample=_territoire),
    "territory:zoning_list": Access(PUBLIC),
    "territory:zoning": Access(PUBLIC, sample=_zoning),
    "api-1:territories": Access(PUBLIC),
    "api-1:territory": Access(PUBLIC, sample=_commune),
    "api-1:territories_geojson": Access(PUBLIC),
    "api-1:zonings": Access(PUBLIC),
}
