"""Brings the first edition of the perimeter and the first means of brackets, those that are shipped."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from essaim.foundations.audit_trail.services import acting, record
from essaim.foundations.primitives.actors import Actor
from essaim.foundations.primitives.decisions import require
from essaim.foundations.sirene import permissions, reference
from essaim.foundations.sirene.calibration import middles
from essaim.foundations.sirene.models import BracketMeans, PerimeterActivity, PerimeterCategory, PerimeterEdition
from essaim.foundations.sirene.states import PerimeterState

# The day the statutory field of the law begins; the tables themselves are of 2026.
LAW = date(2014, 8, 1)
SOURCE = "Loi n° 2014-856 du 31 juillet 2014, art. 1 ; Insee, catégories juridiques de 2026 ; exclusions d’activités à confirmer"
MIDDLES = "Milieu des tranches"
MEANS_SOURCE = "Milieu de chaque tranche ; 10 000 pour la dernière, qui n’a pas de maximum. Non calé."


@transaction.atomic
def first_edition(*, actor: Actor, now: datetime) -> PerimeterEdition:
    """
    Return the edition in force, and bring the one that is shipped where there is none yet.

    :raises NotAllowed: if the actor is not a command
    """
    require(permissions.can_load(actor))
    if found := PerimeterEdition.objects.in_force().first():
        return found
    with acting(actor, reason=SOURCE):
        edition = PerimeterEdition.objects.create(
            number=1,
            name="Périmètre livré avec Essaim (2026)",
            source=SOURCE,
            state=PerimeterState.IN_FORCE,
            starts_on=LAW,
        )
        PerimeterCategory.objects.bulk_create(
            PerimeterCategory(
                edition=edition,
                code=row["code"],
                label=row["label"],
                family=row["family"],
                confidence=row["confidence"],
                in_insee=row["in_insee"] == "1",
                in_statutory=row["in_statutory"] == "1",
            )
            for row in reference.rows("legal_categories")
        )
        PerimeterActivity.objects.bulk_create(
            PerimeterActivity(edition=edition, **row) for row in reference.rows("activity_exclusions")
        )
        if not BracketMeans.objects.exists():
            BracketMeans.objects.create(
                number=1,
                name=MIDDLES,
                source=MEANS_SOURCE,
                starts_on=LAW,
                values=middles(reference.spans_of_brackets()),
            )
        record("perimeter.created", actor=actor, target=edition, at=now)
    return edition
