"""Sets up the authority that this deployment serves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.territory import permissions
from essaim.foundations.territory.adapters import shipped
from essaim.foundations.territory.models import Authority, Epci, EpciIdentifier, Load

from .lists import Progress, Result, load_lists
from .zonings import load_zonings


class UnknownEpci(ValueError):
    """No EPCI of the lists has that SIREN."""

    def __init__(self, siren: str) -> None:
        """Name it."""
        super().__init__(
            _("%(siren)s is not the SIREN of an EPCI of the lists. Find it in the list of EPCI, or load a newer list.")
            % {"siren": siren}
        )


class AuthorityAlreadySet(ValueError):
    """Another authority is served already."""

    def __init__(self, present: str) -> None:
        """Name the one that is served."""
        super().__init__(
            _("This deployment serves %(name)s. Another takes its place only when you say so, with --replace.")
            % {"name": present}
        )


@transaction.atomic
def load_reference(
    *, actor: Actor, now: datetime, sirens: Collection[str] | None = None, progress: Progress | None = None
) -> Result:
    """
    Load some EPCI of the shipped lists with their communes, zonings and history; all of France when sirens is None.

    Loading again changes nothing. The lists are not even read when these very files brought these EPCI before: a newer
    list loaded since then is left as it is, and a new edition of the files is loaded.

    :param sirens: SIREN in force in the lists, or an older one of an EPCI whose history is shipped
    :raises NotAllowed: if the actor is not a command
    :raises UnknownEpci: if a SIREN is in no list
    """
    require(permissions.can_change_reference(actor))
    present = None if sirens is None else {_present_siren(siren) for siren in sirens}
    if present is not None and Load.objects.of_reference(shipped.sha256(), present).exists():
        return Result()
    lists = shipped.lists()
    if present is not None:
        known = {row.siren for row in lists.epci}
        for siren in sorted(present - known):
            raise UnknownEpci(siren)
        lists = lists.only(present)
    result = load_lists(
        lists=lists,
        actor=actor,
        source=shipped.LISTS_SOURCE,
        now=now,
        beginnings=shipped.beginnings(),
        progress=progress,
    )
    identifiers = EpciIdentifier.objects.filter(siren__in=[row.siren for row in lists.epci]).select_related("epci")
    load_zonings(epci={identifier.siren: identifier.epci for identifier in identifiers}, actor=actor, now=now)
    return result


def _present_siren(siren: str) -> str:
    """Return the SIREN under which the lists know an EPCI that had another before."""
    older = {row["siren"]: row["epci"] for row in shipped.rows("epci_identifiers")}
    return older.get(siren, siren)


@transaction.atomic
def set_authority(*, siren: str, actor: Actor, now: datetime, replace: bool = False) -> Epci:
    """
    Say which EPCI this deployment serves; saying the same one again changes nothing.

    :param siren: one of its SIREN, present or past; the EPCI is loaded already
    :raises NotAllowed: if the actor is not a command
    :raises UnknownEpci: if no EPCI loaded has it
    :raises AuthorityAlreadySet: if another one is served and replace is false
    """
    present = Authority.objects.select_for_update(of=("self",)).select_related("epci").first()
    require(permissions.can_change_reference(actor))
    identifier = EpciIdentifier.objects.filter(siren=siren).select_related("epci").first()
    if identifier is None:
        raise UnknownEpci(siren)
    if present is not None and present.epci_id == identifier.epci_id:
        return identifier.epci
    if present is not None and not replace:
        raise AuthorityAlreadySet(present.epci.name)
    with acting(actor):
        authority = present or Authority()
        before = present.epci.name if present else ""
        authority.epci, authority.set_at = identifier.epci, now
        authority.save()
        details = {"siren": siren, "before": before}
        record("authority.set", actor=actor, target=authority, at=now, details=details)
    return identifier.epci
