"""Kinds of structures, in what quality somebody speaks for one, and the life of a sheet of them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.transitions import Move, TransitionTable


class OrganizationKind(TextChoices):
    """
    What a structure is, in the words of the law where it has some.

    Source: law 2014-856 of 31 July 2014, article 1, for the first six; the others are those a policy meets besides.
    """

    ASSOCIATION = "association", pgettext_lazy("kind of structure", "Association")
    COOPERATIVE = "cooperative", pgettext_lazy("kind of structure", "Cooperative")
    MUTUAL = "mutual", pgettext_lazy("kind of structure", "Mutual society")
    FOUNDATION = "foundation", pgettext_lazy("kind of structure", "Foundation")
    OTHER_NONPROFIT = "other_nonprofit", pgettext_lazy("kind of structure", "Other private non-profit body")
    ESS_COMPANY = "ess_company", pgettext_lazy("kind of structure", "Commercial company of the ESS")
    COMPANY = "company", pgettext_lazy("kind of structure", "Other company")
    PUBLIC_BODY = "public_body", pgettext_lazy("kind of structure", "Public body")
    SOCIAL_PARTNER = "social_partner", pgettext_lazy("kind of structure", "Trade union or employers' organization")
    GROUP = "group", pgettext_lazy("kind of structure", "Group without legal personality")
    UNKNOWN = "unknown", pgettext_lazy("kind of structure", "Not known")


class RepresentationRole(TextChoices):
    """In what quality a person speaks for a structure."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    DELEGATE = "delegate", _("Delegate")
    EMPLOYEE = "employee", _("Employee in charge")
    CONTACT = "contact", _("Contact")


class SheetState(TextChoices):
    """Life of a sheet of structures."""

    PREPARED = "prepared", pgettext_lazy("sheet of structures", "To be confirmed")
    APPLIED = "applied", pgettext_lazy("sheet of structures", "Applied")
    UNDONE = "undone", pgettext_lazy("sheet of structures", "Taken back")


SHEET_MOVES = TransitionTable(
    Move("apply", (SheetState.PREPARED,), SheetState.APPLIED),
    Move("undo", (SheetState.APPLIED,), SheetState.UNDONE),
)
