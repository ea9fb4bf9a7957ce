"""Applications that the selection granted, and the grant prepared for each."""

from __future__ import annotations

from dataclasses import dataclass

from essaim.delivery.calls_for_projects.models import Application, SelectionFile
from essaim.delivery.calls_for_projects.states import FileOutcome, GrantNature
from essaim.delivery.funding.models import Grant
from essaim.delivery.funding.states import GrantState


@dataclass(frozen=True, slots=True)
class Granted:
    """What the selection decided of an application, frozen: so many cents, of a year."""

    cents: int
    year: int


def granted_by_selection(application: Application) -> Granted | None:
    """Return what the selection granted an application in money, once the decision is frozen; None if it did not."""
    rows = SelectionFile.objects.filter(
        application=application,
        outcome=FileOutcome.GRANTED,
        nature=GrantNature.SUBSIDY,
        frozen_at__isnull=False,
        granted_cents__gt=0,
        year__isnull=False,
    )
    found = rows.order_by("-frozen_at", "-pk").first()
    if found is None or found.granted_cents is None or found.year is None:
        return None
    return Granted(found.granted_cents, found.year)


def grant_of_application(application: Application) -> Grant | None:
    """Return the grant prepared for an application, unless it was given up."""
    return Grant.objects.filter(application=application).exclude(state=GrantState.ABANDONED).first()
