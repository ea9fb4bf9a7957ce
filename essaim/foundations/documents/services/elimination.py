"""Records what the departmental archives agreed to: without it, no file is erased."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.accounts.models import User
from essaim.foundations.audit_trail.services import write_fields, write_new
from essaim.foundations.documents import permissions
from essaim.foundations.documents.models import Document, EliminationAgreement
from essaim.foundations.primitives.decisions import require


@transaction.atomic
def record_agreement(
    *, documents: Collection[int], reference: str, agreed_on: date, actor: User, now: datetime
) -> EliminationAgreement:
    """
    Write that the elimination of some withdrawn documents was agreed to; their files go when their 30 days are over.

    :param documents: their numbers; each is withdrawn and waits for an agreement
    :param reference: of the signed slip, or of the management table that covers them
    :raises NotAllowed: if the actor is not an administrator
    :raises ValidationError: if none is named, one does not wait any more, the day is to come, or a field does not hold
    """
    require(permissions.can_record_agreement(actor))
    held = list(
        Document.objects.without_agreement().filter(pk__in=documents).select_for_update(of=("self",)).order_by("pk")
    )
    if not documents or len(held) != len(set(documents)):
        raise ValidationError({"documents": _("Choose documents that still wait for an agreement.")})
    if agreed_on > timezone.localdate(now):
        raise ValidationError({"agreed_on": _("This day is to come: an agreement is recorded once it is given.")})
    agreement = write_new(
        EliminationAgreement(reference=reference.strip(), agreed_on=agreed_on, recorded_by=actor, recorded_at=now),
        "agreement.recorded",
        actor=actor,
        now=now,
        details={"documents": [document.pk for document in held]},
    )
    for document in held:
        values = {"agreement": agreement}
        write_fields(document, "document.agreed", values, actor=actor, now=now, reason=agreement.reference)
    return agreement
