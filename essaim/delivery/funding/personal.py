"""What the room keeps of people: what they signed, said, ordered, resolved or represent. The law asks to keep it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts import personal_data
from essaim.foundations.accounts.models import User

from .models import Certification, Delegation, Payment, StakeRepresentative


def export(person: User) -> object:
    """Return the delegations somebody holds, what they said and ordered of the money, and where they represent the authority."""
    delegations = Delegation.objects.filter(person=person).order_by("pk")
    said = Certification.objects.filter(certified_by=person).select_related("instalment__grant").order_by("pk")
    ordered = Payment.objects.filter(ordered_by=person).select_related("instalment__grant").order_by("pk")
    represented = StakeRepresentative.objects.filter(person=person).select_related("stake__organization").order_by("pk")
    return {
        "delegations": [[row.duty, row.starts_on.isoformat(), row.source] for row in delegations],
        "services_said_to_be_done": [
            [row.instalment.grant.reference, row.cents, row.certified_at.isoformat()] for row in said
        ],
        "payments_ordered": [[row.instalment.grant.reference, row.cents, row.paid_on.isoformat()] for row in ordered],
        "represents_the_authority_at": [row.stake.organization.name for row in represented],
    }


def register_personal_data() -> None:
    """Register it; called when the room starts."""
    personal_data.register(
        personal_data.PersonalData(
            kind="public_money",
            label=_("What you signed, said or ordered of public money"),
            purpose=_("To know who said that a service was done, who ordered its payment, and by what delegation."),
            retention=_(
                "Ten years after the year of the payment, as accounting records (to be confirmed by the departmental archives); it "
                "is not erased on demand."
            ),
            export=export,
        )
    )
