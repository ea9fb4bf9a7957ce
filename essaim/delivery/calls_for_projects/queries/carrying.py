"""What those who carry an application still have to give: pieces asked of it, commitment, confirmation; who wrote what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from essaim.delivery.calls_for_projects.models import (
    Application,
    ApplicationPiece,
    Confirmation,
    FieldWriting,
    RequiredPiece,
)
from essaim.ecosystem.organizations.models import Organization
from essaim.foundations.accounts.models import User
from essaim.foundations.primitives.legal_categories import LegalFamily, family_of

from .applications import applications_visible_to

# Whom the republican commitment binds; companies are not covered (to be confirmed).
BOUND_BY_COMMITMENT = (LegalFamily.ASSOCIATION, LegalFamily.FOUNDATION)


@dataclass(frozen=True, slots=True)
class PieceWanted:
    """
    A piece that the edition asks of an application, and what was given.

    reusable: the same piece, still valid, given before by the same structure.
    """

    required: RequiredPiece
    given: ApplicationPiece | None
    reusable: ApplicationPiece | None

    def is_settled(self, today: date) -> bool:
        """Tell whether it is given and valid, or its absence is explained, or it is not compulsory."""
        if self.given is None:
            return not self.required.is_required
        return not self.given.has_expired(today)


def family_of_application(application: Application) -> LegalFamily | None:
    """Return the family of legal persons that carries an application, if it is said."""
    code = str(application.facts.get("legal_category") or "")
    return family_of(code).family if code else None


def pieces_wanted(application: Application, *, person: User | None, today: date) -> list[PieceWanted]:
    """
    List the pieces that the edition asks of an application, by its legal family and type of aid: three queries.

    :param person: to whom earlier applications of the structure are offered; nobody gets none
    """
    family = family_of_application(application)
    given = {row.code: row for row in application.pieces.select_related("document", "reused_from__application")}
    asked = [
        piece
        for piece in application.edition.pieces.order_by("position", "pk")
        if (not piece.families or (family and family.value in piece.families))
        and (not piece.aid_types or application.aid_type in piece.aid_types)
    ]
    earlier = _earlier(application, person, today) if person is not None else {}
    return [PieceWanted(piece, given.get(piece.code), earlier.get(piece.code)) for piece in asked]


def _earlier(application: Application, person: User, today: date) -> dict[str, ApplicationPiece]:
    if application.organization_id is None:
        return {}
    others = applications_visible_to(person, today=today).filter(organization=application.organization_id)
    rows = ApplicationPiece.objects.filter(application__in=others.exclude(pk=application.pk), document__isnull=False)
    found: dict[str, ApplicationPiece] = {}
    for row in rows.select_related("document", "application").order_by("given_at", "pk"):
        if not row.has_expired(today):
            found[row.code] = row
    return found


def needs_commitment(application: Application) -> bool:
    """
    Tell whether the republican commitment is asked: of associations and foundations, whatever the help, in kind too.

    Source: law of 24 August 2021, article 12; decree 2021-1947.
    """
    return family_of_application(application) in BOUND_BY_COMMITMENT


def confirmation_of(application: Application) -> Confirmation | None:
    """Return the confirmation of the legal representative, asked or given."""
    return Confirmation.objects.filter(application=application).first()


def last_application_of(organization: Organization, *, person: User, today: date) -> Application | None:
    """Return the last application of a structure that a person may read: what it says is not asked twice."""
    rows = applications_visible_to(person, today=today).filter(organization=organization)
    return rows.order_by("-saved_at", "-pk").first()


def writings_of(application: Application) -> Mapping[str, FieldWriting]:
    """Return who wrote each field last."""
    rows = FieldWriting.objects.filter(application=application).select_related("person").order_by("at", "pk")
    return {row.field: row for row in rows}
