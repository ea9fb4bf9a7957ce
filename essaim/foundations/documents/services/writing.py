"""What several services of the room do first: hold the document, refuse a day that is past."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.foundations.documents.models import Document


def locked(document: Document) -> Document:
    """Read a document again and hold it until the end of the transaction."""
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def refuse_past(keep_until: date | None, now: datetime) -> None:
    """
    Refuse a last day that is over.

    :raises ValidationError: if keep_until is today or before
    """
    if keep_until is not None and keep_until <= timezone.localdate(now):
        raise ValidationError({"keep_until": _("This day is past: give a later one, or none.")})
