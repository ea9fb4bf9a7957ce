"""What can be chosen when the ESS is counted (rule, layer, denominator), and the life of snapshots, as data."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.legal_categories import LegalFamily
from essaim.foundations.primitives.transitions import Move, TransitionTable


class Rule(TextChoices):
    """
    The two official rules that say what is ESS; they differ, and are kept side by side.

    INSEE: legal categories of the perimeter minus activities. ANNUAIRE: the flag of the register, or ESS France's list.
    """

    INSEE = "insee", pgettext_lazy("rule of the ESS", "INSEE: legal categories minus activities")
    ANNUAIRE = (
        "annuaire",
        pgettext_lazy("rule of the ESS", "Annuaire des entreprises: declared, or listed by ESS France"),
    )


class Layer(TextChoices):
    """Four layers, which may overlap: each is counted alone, and nothing adds two of them up."""

    STATUTORY = "statutory", pgettext_lazy("layer of the ESS", "ESS by statute")
    DECLARED_COMMERCIAL = "declared_commercial", pgettext_lazy("layer of the ESS", "Commercial companies declared ESS")
    ESUS = "esus", pgettext_lazy("layer of the ESS", "ESUS accreditation")
    SIAE = "siae", pgettext_lazy("layer of the ESS", "Work integration and adapted sector")


class Denominator(TextChoices):
    """What a share is a share of: all active establishments, or those without public bodies (categories 4 and 7)."""

    TOTAL = "total", pgettext_lazy("denominator", "All establishments")
    PRIVATE = "private", pgettext_lazy("denominator", "Private establishments")


class PlaceKind(TextChoices):
    """Kinds of territory that figures are given for."""

    COUNTRY = "country", pgettext_lazy("kind of territory", "France")
    REGION = "region", pgettext_lazy("kind of territory", "Région")
    DEPARTMENT = "department", pgettext_lazy("kind of territory", "Département")
    EPCI = "epci", pgettext_lazy("kind of territory", "EPCI")
    TERRITOIRE = "territoire", pgettext_lazy("kind of territory", "Territoire")
    COMMUNE = "commune", pgettext_lazy("kind of territory", "Commune")
    DISTRICT = "district", pgettext_lazy("kind of territory", "Municipal arrondissement")


class By(TextChoices):
    """What a figure is split by."""

    DEPARTMENT = "department", pgettext_lazy("split", "By département")
    EPCI = "epci", pgettext_lazy("split", "By EPCI")
    TERRITOIRE = "territoire", pgettext_lazy("split", "By territoire")
    COMMUNE = "commune", pgettext_lazy("split", "By commune")
    DISTRICT = "district", pgettext_lazy("split", "By arrondissement")
    FAMILY = "family", pgettext_lazy("split", "By family")
    SECTION = "section", pgettext_lazy("split", "By section of activity")
    BRACKET = "bracket", pgettext_lazy("split", "By bracket of employees")


class Withheld(TextChoices):
    """Why a figure of jobs is not given: statistical secrecy, with what would reveal it by difference."""

    FEW_UNITS = "few_units", pgettext_lazy("statistical secrecy", "Fewer than three employers")
    DOMINANT = "dominant", pgettext_lazy("statistical secrecy", "One employer has more than 85 % of the jobs")
    COMPLEMENTARY = (
        "complementary",
        pgettext_lazy("statistical secrecy", "Withheld so that another figure cannot be worked out"),
    )
    TOO_FINE = "too_fine", pgettext_lazy("statistical secrecy", "Jobs are not given for so fine a crossing")


FAMILY_LABELS = {
    LegalFamily.ASSOCIATION: pgettext_lazy("family of the ESS", "Association"),
    LegalFamily.COOPERATIVE: pgettext_lazy("family of the ESS", "Cooperative"),
    LegalFamily.MUTUAL: pgettext_lazy("family of the ESS", "Mutual society"),
    LegalFamily.FOUNDATION: pgettext_lazy("family of the ESS", "Foundation"),
    LegalFamily.OTHER_NONPROFIT: pgettext_lazy("family of the ESS", "Other private non-profit body"),
    LegalFamily.COMPANY: pgettext_lazy("family of the ESS", "Commercial company of the ESS"),
    LegalFamily.OTHER: pgettext_lazy("family of the ESS", "Other legal form"),
}


class SnapshotState(TextChoices):
    """
    Life of a snapshot: loaded and held for a person, served, or set aside.

    HELD: its checks ask for a person (too few rows, too many changes). READY: served. SET_ASIDE: kept, not served.
    """

    HELD = "held", pgettext_lazy("state of a snapshot", "Waiting for acceptance")
    READY = "ready", pgettext_lazy("state of a snapshot", "In service")
    SET_ASIDE = "set_aside", pgettext_lazy("state of a snapshot", "Set aside")


SNAPSHOT_MOVES = TransitionTable(
    Move("accept", (SnapshotState.HELD,), SnapshotState.READY),
    Move("set_aside", (SnapshotState.HELD, SnapshotState.READY), SnapshotState.SET_ASIDE),
    Move("take_back", (SnapshotState.SET_ASIDE,), SnapshotState.READY),
)


class PerimeterState(TextChoices):
    """Life of an edition of the perimeter: written, in force, then replaced by the next one. It is never rewritten."""

    DRAFT = "draft", pgettext_lazy("state of a perimeter", "Draft")
    IN_FORCE = "in_force", pgettext_lazy("state of a perimeter", "In force")
    REPLACED = "replaced", pgettext_lazy("state of a perimeter", "Replaced")


PERIMETER_MOVES = TransitionTable(
    Move("put_in_force", (PerimeterState.DRAFT,), PerimeterState.IN_FORCE),
    Move("replace", (PerimeterState.IN_FORCE,), PerimeterState.REPLACED),
)


class Confidence(TextChoices):
    """How sure the place of a legal category or an activity is; what is not sure is shown as such."""

    STATUTE = "A", pgettext_lazy("confidence", "Statute named by the law")
    TO_CONFIRM = "B", pgettext_lazy("confidence", "To confirm")
    DECLARED_ONLY = "C", pgettext_lazy("confidence", "Only when declared")
    OUT = "X", pgettext_lazy("confidence", "Outside")


SNAPSHOT_LOOK = {SnapshotState.READY: "good", SnapshotState.HELD: "warn", SnapshotState.SET_ASIDE: ""}
