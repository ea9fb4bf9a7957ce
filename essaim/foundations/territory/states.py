"""Kinds of the room's things, and how sure a date is."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Certainty(TextChoices):
    """Whether a source establishes a date, or it still has to be confirmed."""

    ESTABLISHED = "established", pgettext_lazy("certainty of a date", "Established")
    TO_CONFIRM = "to_confirm", _("To confirm")


class EpciKind(TextChoices):
    """Legal kinds of EPCI with their own taxes, by INSEE type code."""

    METRO = "METRO", _("Métropole")
    MET69 = "MET69", _("Métropole de Lyon")
    CU = "CU", _("Communauté urbaine")
    CA = "CA", _("Communauté d’agglomération")
    CC = "CC", _("Communauté de communes")


class ZoningKind(TextChoices):
    """What a zoning divides a territory for."""

    TERRITOIRE = "territoire", _("Governance territories")
    UNIT = "unit", _("Territorial units")
    QPV = "qpv", _("Priority districts (QPV)")
    OTHER = "other", pgettext_lazy("kind of zoning", "Other")


class Composition(TextChoices):
    """Whether it is known which communes make the zones of a zoning."""

    COMMUNES = "communes", _("Made of whole communes")
    UNKNOWN = "unknown", _("Composition unknown")
    OUTLINES = "outlines", pgettext_lazy("composition of a zoning", "Drawn within communes")


class FormerKind(TextChoices):
    """Why a code or a name that people still use is not in the list of communes."""

    ASSOCIATED = "associated", _("Associated commune")
    OLD_CODE = "old_code", _("Former commune code")


class LoadKind(TextChoices):
    """What a load brought."""

    LISTS = "lists", _("Lists of communes and EPCI")
    REFERENCE = "reference", _("Reference data shipped with Essaim")
    OUTLINES = "outlines", _("Outlines")
