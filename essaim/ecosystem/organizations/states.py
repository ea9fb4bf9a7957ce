"""Kinds of structures, what makes one part of the ESS, in what quality somebody speaks for one, and lives as tables."""

from __future__ import annotations

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from essaim.foundations.primitives.periods import years_after
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


class StatusKind(TextChoices):
    """
    What makes a structure part of the ESS, or of what stands beside it; each is held for itself, none implies another.

    Sources: law 2014-856 of 31 July 2014, article 1 (I: statutes, II: commercial companies); code du travail L. 3332-17-1
    (ESUS), L. 5132-4 (IAE) and L. 5213-13 (adapted work). A mission company (code de commerce L. 210-10) is not ESS.
    """

    STATUTORY = "statutory", pgettext_lazy("status of a structure", "ESS by its statutes")
    DECLARED = "declared", pgettext_lazy("status of a structure", "Commercial company declared as ESS")
    LISTED = "listed", pgettext_lazy("status of a structure", "On the list of ESS France")
    ESUS = "esus", pgettext_lazy("status of a structure", "ESUS approval")
    SCOP = "scop", pgettext_lazy("status of a structure", "SCOP")
    SCIC = "scic", pgettext_lazy("status of a structure", "SCIC")
    CAE = "cae", pgettext_lazy("status of a structure", "CAE (cooperative of activity and employment)")
    PTCE = "ptce", pgettext_lazy("status of a structure", "PTCE (territorial cluster of economic cooperation)")
    SIAE_EI = "siae_ei", pgettext_lazy("status of a structure", "IAE: EI (integration company)")
    SIAE_ACI = "siae_aci", pgettext_lazy("status of a structure", "IAE: ACI (integration workshop and site)")
    SIAE_AI = "siae_ai", pgettext_lazy("status of a structure", "IAE: AI (intermediary association)")
    SIAE_ETTI = "siae_etti", pgettext_lazy("status of a structure", "IAE: ETTI (temporary work for integration)")
    SIAE_EITI = "siae_eiti", pgettext_lazy("status of a structure", "IAE: EITI (integration by independent work)")
    SIAE_GEIQ = "siae_geiq", pgettext_lazy("status of a structure", "GEIQ (group of employers for integration)")
    SIAE_EA = "siae_ea", pgettext_lazy("status of a structure", "EA (adapted company)")
    SIAE_EATT = "siae_eatt", pgettext_lazy("status of a structure", "EATT (adapted company of temporary work)")
    SIAE_ESAT = "siae_esat", pgettext_lazy("status of a structure", "ESAT (establishment of help by work)")
    THIRD_PLACE = "third_place", pgettext_lazy("status of a structure", "Third place")
    LOCAL = "local", pgettext_lazy("status of a structure", "Qualified by decision of the authority")
    MISSION = "mission", pgettext_lazy("status of a structure", "Mission company (not ESS)")


# By themselves, these do not make a structure part of the ESS: a third place may be anything, a mission company is not, and an
# establishment for integration or adapted work may be a commercial company.
NOT_ESS_BY_THEMSELVES = frozenset(
    {StatusKind.MISSION, StatusKind.THIRD_PLACE, *(kind for kind in StatusKind if kind.value.startswith("siae_"))}
)


class StatusCause(TextChoices):
    """What says that a structure has a status."""

    LEGAL_CATEGORY = "legal_category", pgettext_lazy("cause of a status", "Its legal category")
    REGISTER_FLAG = "register_flag", pgettext_lazy("cause of a status", "The ESS mark of the national register")
    STATUTES = "statutes", pgettext_lazy("cause of a status", "Its statutes, read by the team")
    APPROVAL = "approval", pgettext_lazy("cause of a status", "An approval by the State")
    AGREEMENT = "agreement", pgettext_lazy("cause of a status", "An agreement with the State")
    PUBLIC_LIST = "public_list", pgettext_lazy("cause of a status", "A public list")
    LOCAL_DECISION = "local_decision", pgettext_lazy("cause of a status", "A decision of the authority, with its proof")
    DECLARATION = "declaration", pgettext_lazy("cause of a status", "What the structure says, not checked")


class StatusState(TextChoices):
    """Life of a status: asked for, held from a day on, refused, or written by mistake."""

    PENDING = "pending", pgettext_lazy("state of a status", "Asked for")
    HELD = "held", pgettext_lazy("state of a status", "Held")
    REFUSED = "refused", pgettext_lazy("state of a status", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a status", "Written by mistake")


STATUS_MOVES = TransitionTable(
    Move("grant", (StatusState.PENDING,), StatusState.HELD),
    Move("refuse", (StatusState.PENDING,), StatusState.REFUSED),
    Move("withdraw", (StatusState.PENDING, StatusState.HELD), StatusState.WITHDRAWN),
)


def end_of_esus(starts_on: date, *, created_on: date | None) -> date:
    """
    Return the day an ESUS approval is no longer held: five years after its start, two for a company under three years old.

    Source: code du travail, article R. 3332-21-3. A company whose creation is not known is taken as older.
    """
    is_young = created_on is not None and starts_on < years_after(created_on, 3)
    return years_after(starts_on, 2 if is_young else 5)


class ActivitySection(TextChoices):
    """Sections of the French nomenclature of activities, NAF rev. 2 (INSEE)."""

    A = "A", _("Agriculture, forestry and fishing")
    B = "B", _("Mining and quarrying")
    C = "C", _("Manufacturing")
    D = "D", _("Electricity, gas, steam and air conditioning")
    E = "E", _("Water, waste management and depollution")
    F = "F", pgettext_lazy("section of activities", "Construction")
    G = "G", _("Trade, repair of motor vehicles")
    H = "H", _("Transport and storage")
    I = "I", _("Accommodation and food")  # noqa: E741 - INSEE's own letter
    J = "J", _("Information and communication")
    K = "K", _("Finance and insurance")
    L = "L", _("Real estate")
    M = "M", _("Specialized, scientific and technical activities")
    N = "N", _("Administrative and support services")
    O = "O", _("Public administration")  # noqa: E741 - INSEE's own letter
    P = "P", pgettext_lazy("section of activities", "Education")
    Q = "Q", _("Health and social work")
    R = "R", _("Arts, shows and recreation")
    S = "S", _("Other services, associations among them")
    T = "T", _("Households as employers")
    U = "U", _("Extraterritorial activities")


class SheetState(TextChoices):
    """Life of a sheet of structures."""

    PREPARED = "prepared", pgettext_lazy("sheet of structures", "To be confirmed")
    APPLIED = "applied", pgettext_lazy("sheet of structures", "Applied")
    UNDONE = "undone", pgettext_lazy("sheet of structures", "Taken back")


SHEET_MOVES = TransitionTable(
    Move("apply", (SheetState.PREPARED,), SheetState.APPLIED),
    Move("undo", (SheetState.APPLIED,), SheetState.UNDONE),
)


class PairState(TextChoices):
    """What was decided of two records that may be one structure."""

    OPEN = "open", pgettext_lazy("pair of records", "To be looked at")
    MERGED = "merged", pgettext_lazy("pair of records", "Merged")
    DISTINCT = "distinct", pgettext_lazy("pair of records", "Two structures")


PAIR_MOVES = TransitionTable(
    Move("merge", (PairState.OPEN, PairState.DISTINCT), PairState.MERGED),
    Move("tell_apart", (PairState.OPEN,), PairState.DISTINCT),
    Move("look_again", (PairState.DISTINCT, PairState.MERGED), PairState.OPEN),
)


class MergerState(TextChoices):
    """Whether a merger stands."""

    DONE = "done", pgettext_lazy("merger", "Done")
    UNDONE = "undone", pgettext_lazy("merger", "Undone")


MERGER_MOVES = TransitionTable(Move("undo", (MergerState.DONE,), MergerState.UNDONE))


class FindingKind(TextChoices):
    """What the register says that the records do not."""

    ENTRY = "entry", pgettext_lazy("comparison with the register", "Not recorded here")
    EXIT = "exit", pgettext_lazy("comparison with the register", "No longer there")
    CONFLICT = "conflict", pgettext_lazy("comparison with the register", "Said otherwise")
    COMPLETION = "completion", pgettext_lazy("comparison with the register", "Missing in the record")


class FoundField(TextChoices):
    """What a difference is about: the structure itself, or one thing that its record and the register both say."""

    WHOLE = "whole", pgettext_lazy("field of a structure", "The structure")
    NAME = "name", pgettext_lazy("field of a structure", "Name")
    ACRONYM = "acronym", pgettext_lazy("field of a structure", "Acronym")
    SIREN = "siren", pgettext_lazy("field of a structure", "SIREN")
    RNA = "rna", pgettext_lazy("field of a structure", "RNA number")
    LEGAL_CATEGORY = "legal_category", pgettext_lazy("field of a structure", "Legal category")
    ACTIVITY = "activity_code", pgettext_lazy("field of a structure", "Activity code")
    COMMUNE = "commune_code", pgettext_lazy("field of a structure", "Commune")
    SEAT = "seat", pgettext_lazy("field of a structure", "Seat")
    ADDRESS = "address", pgettext_lazy("field of a structure", "Address of the seat")


class ExitCause(TextChoices):
    """Why a structure is no longer where its record says."""

    GONE = "gone", pgettext_lazy("exit of a structure", "The register has it among the ESS no more: closed, or not ESS")
    NOT_ESS = "not_ess", pgettext_lazy("exit of a structure", "Open, and of the ESS by no rule")
    ELSEWHERE = "elsewhere", pgettext_lazy("exit of a structure", "Open elsewhere, no more in the territory")


class FindingState(TextChoices):
    """What was made of a difference."""

    WAITING = "waiting", pgettext_lazy("difference with the register", "To be looked at")
    ACCEPTED = "accepted", pgettext_lazy("difference with the register", "Accepted")
    SET_ASIDE = "set_aside", pgettext_lazy("difference with the register", "Set aside")


FINDING_MOVES = TransitionTable(
    Move("accept", (FindingState.WAITING,), FindingState.ACCEPTED),
    Move("set_aside", (FindingState.WAITING,), FindingState.SET_ASIDE),
    Move("put_back", (FindingState.ACCEPTED, FindingState.SET_ASIDE), FindingState.WAITING),
)


class Answer(TextChoices):
    """What an officer answers to a difference; the two last are the two ways a structure leaves."""

    ACCEPT = "accept", pgettext_lazy("answer to the register", "Accept")
    SET_ASIDE = "set_aside", pgettext_lazy("answer to the register", "Set aside")
    CEASED = "ceased", pgettext_lazy("answer to the register", "It ceased")
    NOT_ESS = "not_ess", pgettext_lazy("answer to the register", "It is no longer of the ESS")


class DecisionState(TextChoices):
    """Whether what was decided of some differences stands."""

    DONE = "done", pgettext_lazy("decision on the register", "Done")
    UNDONE = "undone", pgettext_lazy("decision on the register", "Undone")


DECISION_MOVES = TransitionTable(Move("undo", (DecisionState.DONE,), DecisionState.UNDONE))
