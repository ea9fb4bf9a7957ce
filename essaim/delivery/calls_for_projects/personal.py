"""What the room keeps of people: what they carry, wrote and were asked; given to them, and made nameless on demand."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from essaim.foundations.accounts import personal_data
from essaim.foundations.accounts.models import User

from .models import Application, CommuneOpinion, CoWriter, FieldWriting


def export(person: User) -> object:
    """Return the applications a person carries, what they wrote, and the opinions they gave."""
    return {
        "applications": [
            {
                "reference": row.reference,
                "title": row.title,
                "state": row.state,
                "answers": row.answers,
                "facts": row.facts,
                "signatory": [row.signatory_name, row.signatory_quality, row.signatory_email],
            }
            for row in Application.objects.filter(author=person).order_by("pk")
        ],
        "written_together": list(
            CoWriter.objects.filter(person=person).order_by("pk").values_list("application__reference", flat=True)
        ),
        "fields_written": [
            [row.application.reference, row.field, row.at.isoformat()]
            for row in FieldWriting.objects.filter(person=person).select_related("application").order_by("pk")
        ],
        "opinions_given": [
            [row.application.reference, row.commune_name, row.sense, row.text]
            for row in CommuneOpinion.objects.filter(given_by=person).select_related("application").order_by("pk")
        ],
    }


def erase(*, person: User, now: datetime) -> None:
    """Erase the addresses kept of a co-writer and who wrote which field; applications filed are public archives."""
    FieldWriting.objects.filter(person=person).delete()
    for row in CoWriter.objects.filter(person=person):
        row.email = f"personne-{row.pk}@exemple.invalid"
        row.ended_at = row.ended_at or now
        row.save(update_fields=["email", "ended_at"])
    Application.objects.filter(author=person).update(signatory_email="")


def register_personal_data() -> None:
    """Register it; called when the room starts."""
    personal_data.register(
        personal_data.PersonalData(
            kind="applications",
            label=_("Applications you carry, write together or gave an opinion on"),
            purpose=_("To appraise requests for help, and to know who wrote what."),
            retention=_(
                "Drafts: two years after the last writing. Applications that were filed are public archives: ten years after "
                "the decision (to be confirmed by the departmental archives); your address is erased with your account."
            ),
            export=export,
            erase=erase,
        )
    )
